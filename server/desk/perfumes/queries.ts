import type { Executor } from '../../db/pool';
import { sorted } from '../../store/perfumes';
import { columnsOf, FORM_FIELDS, VARIANT_RECORD } from '../../store/perfumes/model';
import type { Choices, Perfume } from './model';

const PERFUME = `select p.id, p.version, p.picture, p.aura, p.published_at as "publishedAt",
    p.archived_at as "archivedAt", p.updated_at as "updatedAt", ${columnsOf(FORM_FIELDS)},
    (select coalesce(json_agg(${VARIANT_RECORD} order by v.archived_at is not null, v.volume_ml), '[]')
       from variants v where v.perfume_id = p.id) as variants,
    (select coalesce(json_agg(json_build_object('id', f.id, 'file', f.file, 'width', f.width, 'height', f.height,
       'alt_ko', f.alt_ko, 'alt_en', f.alt_en) order by f.position), '[]')
       from perfume_photos f where f.perfume_id = p.id) as photos,
    (select coalesce(json_agg(a.slug order by a.left_at), '[]') from perfume_addresses a where a.perfume_id = p.id)
      as "formerSlugs"
  from perfumes p join houses h on h.id = p.house_id where p.id = $1`;

export async function selectPerfume(db: Executor, id: number): Promise<Perfume | null> {
  const { rows } = await db.query<Perfume>(PERFUME, [id]);
  return rows[0] ? { ...rows[0], accords: sorted(rows[0].accords) } : null;
}

/** Its row and its variants', in the order in which sales hold them too; read afterwards, it stays as it is. */
export async function lockPerfume(db: Executor, id: number): Promise<Perfume | null> {
  const { rowCount } = await db.query('select 1 from perfumes where id = $1 for no key update', [id]);
  if (rowCount !== 1) return null;
  await db.query('select 1 from variants where perfume_id = $1 order by id for no key update', [id]);
  return selectPerfume(db, id);
}

/** The same for one that was read before: read again only where it has another version by now. */
export async function holdPerfume(db: Executor, before: Perfume): Promise<Perfume | null> {
  const { rows } = await db.query<{ version: number }>('select version from perfumes where id = $1 for no key update', [
    before.id,
  ]);
  const counts = await db.query<{ id: number; stock: number }>(
    'select id, stock from variants where perfume_id = $1 order by id for no key update',
    [before.id],
  );
  if (!rows[0]) return null;
  if (rows[0].version !== before.version) return selectPerfume(db, before.id);
  // Sales alone move without a version.
  const stock = new Map(counts.rows.map((variant) => [variant.id, variant.stock] as const));
  const variants = before.variants.map((one) => ({ ...one, stock: stock.get(one.id ?? 0) ?? one.stock }));
  return { ...before, variants };
}

export async function selectChoices(db: Executor): Promise<Choices> {
  const { rows } = await db.query<{ houses: Choices['houses'] | null; notes: Choices['notes'] | null }>(
    `select
       (select json_agg(json_build_object('slug', slug, 'nameKo', name_ko, 'nameEn', name_en, 'bottle', bottle,
          'cap', cap) order by position, id) from houses) as houses,
       (select json_agg(json_build_object('slug', slug, 'nameKo', name_ko, 'nameEn', name_en, 'group', note_group)
          order by note_group, name_ko, id) from notes) as notes`,
  );
  return { houses: rows[0]?.houses ?? [], notes: rows[0]?.notes ?? [] };
}

export interface ChangeSince {
  readonly at: Date;
  readonly actor: string;
  readonly changes: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
}

export async function selectChangesSince(db: Executor, id: number, version: number): Promise<ChangeSince[]> {
  const { rows } = await db.query<ChangeSince>(
    `select at, actor, changes from audit_log
     where subject_kind = 'product' and subject_id = $1 and (changes -> 'version' ->> 1)::integer > $2 order by id`,
    [String(id), version],
  );
  return rows;
}

export async function selectHouse(db: Executor, slug: string): Promise<Choices['houses'][number] | null> {
  const { rows } = await db.query<Choices['houses'][number]>(
    'select slug, name_ko as "nameKo", name_en as "nameEn", bottle, cap from houses where slug = $1',
    [slug],
  );
  return rows[0] ?? null;
}
