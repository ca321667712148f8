/** What a file would make of the catalogue: every fault with its place, every change from what to what. Pure. */
import { createHash } from 'node:crypto';
import { createNames } from '../../../store/perfumes';
import { createCells } from './cells';
import { VARIANT_COLUMNS } from './columns';
import type { Plan, Snapshot } from './model';
import { createPerfumePlanner } from './perfume-plan';
import type { Row, Table } from './reading';
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
    const sku = skuIn(row);
    const stored = snapshot.variants.get(sku);
    const slug = slugIn(row) || stored?.slug;
    if (slug === undefined) cells.fault(row.line, 'sku', sku === '' ? 'noKey' : 'unknownSku');
    else if (stored && stored.slug !== slug) cells.fault(row.line, 'slug', 'otherPerfume', { slug: stored.slug });
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

export const slugIn = ({ cells }: Row): string => (cells['slug'] ?? '').trim().toLowerCase();
export const skuIn = ({ cells }: Row): string => (cells['sku'] ?? '').trim();

export function hashOf({ perfumes, variants }: Pick<Plan, 'perfumes' | 'variants'>): string {
  const essence = [
    perfumes.map(({ slug, changes }) => [slug, changes]),
    variants.map(({ sku, slug, changes }) => [sku, slug, changes]),
  ];
  return createHash('sha256').update(JSON.stringify(essence)).digest('hex');
}
