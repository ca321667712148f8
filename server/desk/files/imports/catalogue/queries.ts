import type { Executor } from '../../../../db/pool';
import { sorted } from '../../../../store/perfumes';
import {
  columnsOf,
  PERFUME_NAMES,
  VARIANT_RECORD,
  type Named,
  type PerfumeValues,
} from '../../../../store/perfumes/model';
import type { HouseChoice } from '../../../perfumes/model';
import type { PerfumeOfFile, Snapshot, StoredPerfume, StoredVariant, VariantOfFile } from '../model';

export interface Mentioned {
  readonly slugs: readonly string[];
  readonly skus: readonly string[];
}

export type PerfumeRow = PerfumeValues & {
  readonly id: number;
  readonly version: number;
  readonly picture: string;
};

/** A perfume as a file holds it; `p` and `h` are the tables. */
export const PERFUME_AS_IN_FILE = `p.id, p.version, p.picture, ${columnsOf(PERFUME_NAMES)}`;

export function perfumeOf({
  id: _id,
  version: _version,
  slug: _slug,
  picture: _picture,
  ...row
}: PerfumeRow): PerfumeOfFile {
  return { ...row, accords: sorted(row.accords) };
}

/** Arrays, which are looked up in an index also behind an `or`. */
const OF_SKUS = 'array(select perfume_id from variants where sku = any($2::text[]))';
const OF_FORMER = 'array(select perfume_id from perfume_addresses where slug = any($1::text[]))';
const IS_NAMED = `(p.slug = any($1::text[]) or p.id = any(${OF_SKUS}) or p.id = any(${OF_FORMER}))`;

/** Nobody else changes any of it, and no bottle of it is sold, until the transaction ends. */
export async function lockNamed(db: Executor, { slugs, skus }: Mentioned): Promise<void> {
  await db.query(`select p.id from perfumes p where ${IS_NAMED} order by p.id for update`, [slugs, skus]);
  await db.query(
    `select id from variants
     where sku = any($2::text[]) or perfume_id = any(${OF_FORMER})
       or perfume_id = any(array(select id from perfumes where slug = any($1::text[])))
     order by id for update`,
    [slugs, skus],
  );
}

export async function selectSnapshot(db: Executor, named: Mentioned): Promise<Snapshot> {
  const houses = await db.query<HouseChoice>(
    'select slug, name_ko as "nameKo", name_en as "nameEn", bottle, cap from houses order by id',
  );
  const notes = await db.query<Named>('select slug, name_ko as "nameKo", name_en as "nameEn" from notes order by id');
  const perfumes = await selectPerfumes(db, named);
  const variants = await selectVariants(db, named);
  const left = await db.query<{ former: string; slug: string }>(
    `select a.slug as former, p.slug from perfume_addresses a join perfumes p on p.id = a.perfume_id
     where a.slug = any($1::text[])`,
    [named.slugs],
  );
  const { rows } = await db.query<{ last: number }>('select coalesce(max(position), 0) as last from perfumes');
  return {
    houses: houses.rows,
    notes: notes.rows,
    ...joined(perfumes, variants),
    left: new Map(left.rows.map(({ former, slug }) => [former, slug])),
    lastPosition: rows[0]?.last ?? 0,
  };
}

async function selectPerfumes(db: Executor, { slugs, skus }: Mentioned): Promise<PerfumeRow[]> {
  const { rows } = await db.query<PerfumeRow>(
    `select ${PERFUME_AS_IN_FILE}
     from perfumes p join houses h on h.id = p.house_id
     where ${IS_NAMED}`,
    [slugs, skus],
  );
  return rows;
}

interface VariantRow {
  readonly slug: string;
  readonly variant: VariantOfFile & { readonly id: number; readonly sku: string };
}

async function selectVariants(db: Executor, { slugs, skus }: Mentioned): Promise<VariantRow[]> {
  const { rows } = await db.query<VariantRow>(
    `select p.slug, ${VARIANT_RECORD} as variant
     from variants v join perfumes p on p.id = v.perfume_id
     where ${IS_NAMED}
     order by v.id`,
    [slugs, skus],
  );
  return rows;
}

function joined(perfumeRows: readonly PerfumeRow[], variantRows: readonly VariantRow[]) {
  const taken = new Map<string, Map<number, string>>();
  const variants = new Map<string, StoredVariant>();
  for (const { slug, variant } of variantRows) {
    const { id, sku, ...values } = variant;
    variants.set(sku, { id, sku, slug, values });
    taken.set(slug, (taken.get(slug) ?? new Map<number, string>()).set(values.volume_ml, sku));
  }
  const perfumes = new Map<string, StoredPerfume>(
    perfumeRows.map((row) => {
      const { id, slug, version, picture } = row;
      return [slug, { id, slug, version, picture, values: perfumeOf(row) }];
    }),
  );
  return { perfumes, variants, taken };
}
