import type { Executor } from '../../../db/pool';
import type { BulkField, BulkItem, BulkPerfume, BulkRequest } from './plan';

const PERFUMES = `select p.id, p.name_ko as "nameKo", p.name_en as "nameEn", p.published_at as "publishedAt",
    p.archived_at as "archivedAt", p.version,
    (select coalesce(json_agg(json_build_object('id', v.id, 'sku', v.sku, 'volume_ml', v.volume_ml, 'price', v.price,
        'stock', v.stock) order by v.volume_ml), '[]')
      from variants v where v.perfume_id = p.id and v.archived_at is null) as variants
  from perfumes p where p.id = any($1::integer[])`;

export async function selectPerfumes(db: Executor, ids: readonly number[]): Promise<BulkPerfume[]> {
  const { rows } = await db.query<BulkPerfume>(`${PERFUMES} order by p.name_ko, p.id`, [ids]);
  return rows;
}

/** Perfumes before their variants, both by id, as everybody holds them. */
export async function lockPerfumes(db: Executor, ids: readonly number[]): Promise<BulkPerfume[]> {
  await db.query('select 1 from perfumes where id = any($1::integer[]) order by id for no key update', [ids]);
  await db.query('select 1 from variants where perfume_id = any($1::integer[]) order by id for no key update', [ids]);
  return selectPerfumes(db, ids);
}

export const perfumesOf = (items: readonly BulkItem[]): number[] => [
  ...new Set(items.map(({ productId }) => productId)),
];

export interface BulkChange {
  readonly id: string;
  readonly at: Date;
  readonly field: BulkField;
  readonly request: BulkRequest;
  readonly items: readonly BulkItem[];
  readonly undoneAt: Date | null;
}

export async function insertBulkChange(
  db: Executor,
  change: Pick<BulkChange, 'at' | 'field' | 'request' | 'items'> & { readonly staffId: string | null },
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `insert into bulk_changes (staff_id, at, field, request, items) values ($1::uuid, $2, $3, $4::jsonb, $5::jsonb)
     returning id`,
    [change.staffId, change.at, change.field, JSON.stringify(change.request), JSON.stringify(change.items)],
  );
  if (!rows[0]) throw new Error('a bulk change was not written');
  return rows[0].id;
}

const CHANGE = `select id, at, field, request, items, undone_at as "undoneAt" from bulk_changes where id = $1::uuid`;

export async function selectBulkChange(db: Executor, id: string): Promise<BulkChange | null> {
  const { rows } = await db.query<BulkChange>(CHANGE, [id]);
  return rows[0] ?? null;
}

export async function lockBulkChange(db: Executor, id: string): Promise<BulkChange | null> {
  const { rows } = await db.query<BulkChange>(`${CHANGE} for update`, [id]);
  return rows[0] ?? null;
}

export async function markUndone(db: Executor, id: string, now: Date): Promise<void> {
  await db.query('update bulk_changes set undone_at = $2 where id = $1::uuid', [id, now]);
}
