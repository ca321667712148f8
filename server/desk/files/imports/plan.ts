/** What a file would make of the catalogue: every fault with its place, every change from what to what. Pure. */
import { createHash } from 'node:crypto';
import { createNames } from '../../../store/perfumes';
import { createCells } from './cells';
import { MARK, VARIANT_COLUMNS } from './columns';
import { exportedAs, isMarked } from './marks';
import type { Plan, Snapshot } from './model';
import { createPerfumePlanner } from './perfume-plan';
import { skuIn, slugIn, type Row, type Table } from './reading';
import { createVariantPlanner } from './variant-plan';

const MOST_FAULTS = 1_000;

export interface PlanOptions {
  /** What "yes" means in the column of publication. */
  readonly now: Date;
  readonly keepsStock: boolean;
}

export function planOf(table: Table, snapshot: Snapshot, { now, keepsStock }: PlanOptions): Plan {
  const known = { houses: createNames(snapshot.houses), notes: createNames(snapshot.notes), now };
  const cells = createCells(table.columns, known, table.faults);
  const perfumes = createPerfumePlanner(cells, snapshot, now);
  const variants = createVariantPlanner(cells, snapshot, keepsStock);
  for (const row of table.rows) {
    const { slug, sku } = meantBy(row, snapshot);
    const stored = snapshot.variants.get(sku);
    if (slug === undefined) cells.fault(row.line, 'sku', sku === '' ? 'noKey' : 'unknownSku');
    else if (stored && stored.slug !== slug) cells.fault(row.line, 'slug', 'otherPerfume', { slug: stored.slug });
    else if (bearsAnothersMark(row, slug, snapshot)) cells.fault(row.line, MARK, 'otherMark');
    else {
      perfumes.take(row, slug);
      if (sku !== '') variants.take(row, slug, sku);
      else if (VARIANT_COLUMNS.some(({ column }) => (row.cells[column] ?? '').trim() !== ''))
        cells.fault(row.line, 'sku', 'required');
    }
  }
  return {
    faults: cells.faults.toSorted((a, b) => a.line - b.line).slice(0, MOST_FAULTS),
    moreFaults: cells.faults.length > MOST_FAULTS,
    perfumes: perfumes.planned,
    variants: variants.planned,
    rows: table.rows.length,
  };
}

/** What its perfume and its variant are called by now, which may have got other names since the row was exported. */
function meantBy(row: Row, { perfumes, variants, left, taken }: Snapshot) {
  const written = { slug: slugIn(row), sku: skuIn(row) };
  const isGone = !perfumes.has(written.slug) && exportedAs(row, 'slug', written.slug) !== null;
  const slug = (isGone ? left.get(written.slug) : undefined) ?? (written.slug || variants.get(written.sku)?.slug);
  const isRenamed = !variants.has(written.sku) && exportedAs(row, 'sku', written.sku) !== null;
  const same = isRenamed ? taken.get(slug ?? '')?.get(Number(row.cells['volume_ml'])) : undefined;
  return { slug, sku: same ?? written.sku };
}

/** Of something that is there: where only some columns were sorted, nothing in the row can be trusted. */
const bearsAnothersMark = (row: Row, slug: string, { perfumes, variants }: Snapshot): boolean =>
  isMarked(row) &&
  ((perfumes.has(slug) && !exportedAs(row, 'slug', slugIn(row) || slug)) ||
    (variants.has(skuIn(row)) && !exportedAs(row, 'sku', skuIn(row))));

export function hashOf({ perfumes, variants }: Pick<Plan, 'perfumes' | 'variants'>): string {
  const essence = [
    perfumes.map(({ slug, changes }) => [slug, changes]),
    variants.map(({ sku, slug, changes }) => [sku, slug, changes]),
  ];
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex');
}
