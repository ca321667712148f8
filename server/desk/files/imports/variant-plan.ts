import { VARIANT_ABSENT, VARIANT_FIELDS } from '../../../store/perfumes';
import type { Cells } from './cells';
import { VARIANT_COLUMNS } from './columns';
import { exportedAs } from './marks';
import { plan, type PlannedVariant, type Snapshot, type StoredVariant, type VariantOfFile } from './model';
import { skuIn, type Row } from './reading';

export function createVariantPlanner(
  cells: Cells,
  snapshot: Pick<Snapshot, 'variants' | 'taken'>,
  keepsStock: boolean,
) {
  const skus = new Map<string, number>();
  const taken = new Map<string, number>();
  const planned: PlannedVariant[] = [];

  /** A perfume has each variant once, and a variant stays what it is: past orders name it. */
  function isFree(row: Row, slug: string, stored: StoredVariant | undefined, { volume_ml }: VariantOfFile): boolean {
    if (stored) {
      if (stored.values.volume_ml !== volume_ml) cells.fault(row.line, 'volume_ml', 'volumeFixed');
      return stored.values.volume_ml === volume_ml;
    }
    const other = snapshot.taken.get(slug)?.get(volume_ml);
    const place = `${slug} ${volume_ml}`;
    const line = taken.get(place);
    if (other !== undefined) cells.fault(row.line, 'volume_ml', 'volumeTaken', { sku: other });
    else if (line !== undefined) cells.fault(row.line, 'volume_ml', 'twiceInFile', { line });
    taken.set(place, taken.get(place) ?? row.line);
    return other === undefined && line === undefined;
  }

  return {
    take(row: Row, slug: string, sku: string): void {
      const line = skus.get(sku);
      if (line !== undefined) return cells.fault(row.line, 'sku', 'twiceInFile', { line });
      skus.set(sku, row.line);
      const stored = snapshot.variants.get(sku);
      if (!stored && cells.read(row.line, 'sku', VARIANT_FIELDS.sku, sku) === undefined) return;
      const fields = keepsStock && stored ? VARIANT_COLUMNS.filter(({ name }) => name !== 'stock') : VARIANT_COLUMNS;
      const exported = exportedAs(row, 'sku', skuIn(row));
      const before = { stored: stored && { ...stored.values }, absent: VARIANT_ABSENT, exported };
      const read = cells.valuesOf(row, fields, before);
      if (!read) return;
      const after = read as unknown as VariantOfFile;
      if (!isFree(row, slug, stored, after)) return;
      plan(planned, { line: row.line, sku, slug, stored: stored ?? null, after });
    },
    planned,
  };
}
