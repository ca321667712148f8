/** What a file speaks of, read from the catalogue. */
import type { Executor } from '../../../../db/pool';
import { sorted } from '../cells';
import type {
  HouseOfFile,
  NoteOfFile,
  PerfumeValues,
  Snapshot,
  StoredPerfume,
  StoredVariant,
  VariantValues,
} from '../model';

export interface Named {
  readonly slugs: readonly string[];
  readonly skus: readonly string[];
}

export type PerfumeRow = Omit<PerfumeValues, 'published_at' | 'alcohol_percent'> & {
  readonly id: number;
  readonly slug: string;
  readonly alcohol_percent: string;
  readonly published_at: Date | null;
  readonly picture: string;
};

/** A perfume as a file holds it; `p` and `h` are the tables. */
export const PERFUME_AS_IN_FILE = `
  p.id, p.slug, h.slug as house, p.name_ko, p.name_en, p.story_ko, p.story_en, p.perfumer_ko, p.perfumer_en, p.year,
  p.concentration, p.alcohol_percent::text as alcohol_percent, p.family, p.accords,
  ${['top', 'heart', 'base'].map((layer) => `${notesOf(layer)} as ${layer}_notes`).join(',\n')},
  p.position, p.published_at, p.archived_at is not null as archived, p.picture`;

function notesOf(layer: string): string {
  return `array(select n.slug from perfume_notes pn join notes n on n.id = pn.note_id
    where pn.perfume_id = p.id and pn.layer = '${layer}' order by pn.position)`;
}

export function perfumeOf({ id: _id, slug: _slug, picture: _picture, ...row }: PerfumeRow): PerfumeValues {
  return {
    ...row,
    alcohol_percent: Number(row.alcohol_percent),
    accords: sorted(row.accords),
    published_at: row.published_at?.toISOString() ?? null,
  };
}

type VariantRow = VariantValues & { readonly id: number; readonly sku: string; readonly slug: string };

/** An array, which is looked up in an index also behind an `or`. */
const OF_SKUS = 'array(select perfume_id from variants where sku = any($2::text[]))';

/** Nobody else changes any of it, and no bottle of it is sold, until the transaction ends. */
export async function lockNamed(db: Executor, { slugs, skus }: Named): Promise<void> {
  await db.query(
    `select id from perfumes
     where slug = any($1::text[]) or id = any(${OF_SKUS})
     order by id for update`,
    [slugs, skus],
  );
  await db.query(
    `select id from variants
     where sku = any($2::text[]) or perfume_id = any(array(select id from perfumes where slug = any($1::text[])))
     order by id for update`,
    [slugs, skus],
  );
}

export async function selectSnapshot(db: Executor, named: Named): Promise<Snapshot> {
  const houses = await db.query<HouseOfFile & Record<string, unknown>>(
    'select slug, name_ko, name_en, bottle, cap from houses order by id',
  );
  const notes = await db.query<NoteOfFile & Record<string, unknown>>(
    'select slug, name_ko, name_en from notes order by id',
  );
  const perfumes = await selectPerfumes(db, named);
  const variants = await selectVariants(db, named);
  const { rows } = await db.query<{ last: number }>('select coalesce(max(position), 0) as last from perfumes');
  return {
    houses: houses.rows,
    notes: notes.rows,
    ...joined(perfumes, variants),
    lastPosition: rows[0]?.last ?? 0,
  };
}

async function selectPerfumes(db: Executor, { slugs, skus }: Named): Promise<PerfumeRow[]> {
  const { rows } = await db.query<PerfumeRow & Record<string, unknown>>(
    `select ${PERFUME_AS_IN_FILE}
     from perfumes p join houses h on h.id = p.house_id
     where p.slug = any($1::text[]) or p.id = any(${OF_SKUS})`,
    [slugs, skus],
  );
  return rows;
}

async function selectVariants(db: Executor, { slugs, skus }: Named): Promise<VariantRow[]> {
  const { rows } = await db.query<VariantRow & Record<string, unknown>>(
    `select v.id, v.sku, p.slug, v.volume_ml, v.price, v.stock, v.low_stock, v.archived_at is not null as volume_archived
     from variants v join perfumes p on p.id = v.perfume_id
     where p.slug = any($1::text[]) or p.id = any(${OF_SKUS})
     order by v.id`,
    [slugs, skus],
  );
  return rows;
}

function joined(perfumeRows: readonly PerfumeRow[], variantRows: readonly VariantRow[]) {
  const taken = new Map<string, Map<number, string>>();
  const sold = new Map<string, Record<string, number>>();
  const variants = new Map<string, StoredVariant>();
  for (const { id, sku, slug, ...values } of variantRows) {
    variants.set(sku, { id, sku, slug, values });
    taken.set(slug, (taken.get(slug) ?? new Map<number, string>()).set(values.volume_ml, sku));
    if (!values.volume_archived) sold.set(slug, { ...sold.get(slug), [sku]: values.volume_ml });
  }
  const perfumes = new Map<string, StoredPerfume>(
    perfumeRows.map((row) => [
      row.slug,
      { id: row.id, slug: row.slug, values: perfumeOf(row), picture: row.picture, sold: sold.get(row.slug) ?? {} },
    ]),
  );
  return { perfumes, variants, taken };
}
