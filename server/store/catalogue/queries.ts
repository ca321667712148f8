import { namePattern } from '../../db/like';
import type { Executor } from '../../db/pool';
import type { AccordWeights } from '../../scent/accords';
import { TEXT_FIELD_NAMES, textsOf, type TextField } from '../perfumes';
import { columnsOf } from '../perfumes/model';
import type { Choices, House, ListingFilter, NoteInPerfume, Perfume, PerfumeCard, Photo, Sort, Variant } from './model';

interface CardRow {
  readonly id: number;
  readonly slug: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly house_id: number;
  readonly house_ko: string;
  readonly house_en: string;
  readonly concentration: string;
  readonly picture: string;
  readonly volume_ml: number;
  readonly price: number;
  readonly in_stock: boolean;
  readonly variants: number;
}

const CARD_COLUMNS = `p.id, p.slug, p.name_ko, p.name_en, p.house_id, h.name_ko as house_ko,
  h.name_en as house_en, p.concentration, p.picture, v.volume_ml, v.price, v.in_stock, v.variants`;

/** A perfume without volumes that are sold is in no list. */
const CARD_TABLES = `perfumes p
  join houses h on h.id = p.house_id
  join lateral (
    select volume_ml, price, is_in_stock(stock) as in_stock, (count(*) over ())::integer as variants
    from variants where perfume_id = p.id and archived_at is null
    order by is_in_stock(stock) desc, price, volume_ml limit 1
  ) v on true`;

function toCard(row: CardRow): PerfumeCard {
  return {
    id: row.id,
    slug: row.slug,
    name: { ko: row.name_ko, en: row.name_en },
    houseId: row.house_id,
    house: { ko: row.house_ko, en: row.house_en },
    concentration: row.concentration,
    picture: row.picture,
    volumeMl: row.volume_ml,
    price: row.price,
    inStock: row.in_stock,
    variants: row.variants,
  };
}

/** The only texts that ever stand behind `order by`. */
const ORDER: Readonly<Record<Sort, string>> = {
  position: 'p.position, p.id',
  new: 'p.published_at desc, p.year desc, p.position, p.id',
  price: 'v.price, p.position, p.id',
  '-price': 'v.price desc, p.position, p.id',
};

export interface PageOfCards {
  readonly cards: readonly PerfumeCard[];
  /** Of the whole listing; 0 also for a page behind its end. */
  readonly total: number;
}

export async function selectListing(
  db: Executor,
  filter: ListingFilter,
  page: { readonly now: Date; readonly limit: number; readonly offset: number },
): Promise<PageOfCards> {
  const { rows } = await db.query<CardRow & { total: number }>(
    `select ${CARD_COLUMNS}, (count(*) over ())::integer as total
     from ${CARD_TABLES}
     where p.published_at <= $1
       and ($4::text is null or p.family = $4)
       and ($5::text is null or h.slug = $5)
       and ($6::text is null or exists (
         select 1 from perfume_notes pn join notes n on n.id = pn.note_id where pn.perfume_id = p.id and n.slug = $6))
       and ($7::text is null or p.concentration = $7)
       and ($8::integer is null or v.price >= $8)
       and ($9::integer is null or v.price <= $9)
       and ($10::text is null
         or replace(concat_ws(E'\\n', p.name_ko, p.name_en, h.name_ko, h.name_en), ' ', '') ilike $10)
     order by ${ORDER[filter.sort]}
     limit $2 offset $3`,
    [
      page.now,
      page.limit,
      page.offset,
      filter.family,
      filter.house,
      filter.note,
      filter.concentration,
      filter.priceMin,
      filter.priceMax,
      filter.q === null ? null : namePattern(filter.q),
    ],
  );
  return { cards: rows.map(toCard), total: rows[0]?.total ?? 0 };
}

export async function selectFirstCards(db: Executor, now: Date, limit: number): Promise<PerfumeCard[]> {
  const { rows } = await db.query<CardRow>({
    name: 'catalogue.first-cards',
    text: `select ${CARD_COLUMNS} from ${CARD_TABLES} where p.published_at <= $1 order by p.position, p.id limit $2`,
    values: [now, limit],
  });
  return rows.map(toCard);
}

interface PerfumeRow extends Readonly<Record<TextField, string>> {
  readonly id: number;
  readonly slug: string;
  readonly house_id: number;
  readonly house_slug: string;
  readonly house_ko: string;
  readonly house_en: string;
  readonly house_story_ko: string;
  readonly house_story_en: string;
  readonly year: number;
  readonly concentration: string;
  readonly alcohol_percent: number;
  readonly family: string;
  readonly accords: AccordWeights;
  readonly picture: string;
  readonly aura: string;
  readonly notes: readonly NoteInPerfume[] | null;
  readonly variants: readonly Variant[] | null;
  readonly photos: readonly Photo[] | null;
}

/** A perfume with its house, notes, volumes and photographs, in one statement. */
const PERFUME = `select p.id, p.slug, ${columnsOf(TEXT_FIELD_NAMES)}, p.house_id, h.slug as house_slug, h.name_ko as house_ko, h.name_en as house_en,
       h.story_ko as house_story_ko, h.story_en as house_story_en,
       p.year, p.concentration, p.alcohol_percent::double precision as alcohol_percent,
       p.family, p.accords, p.picture, p.aura,
       (select json_agg(json_build_object(
           'id', n.id, 'slug', n.slug, 'name', json_build_object('ko', n.name_ko, 'en', n.name_en), 'layer', pn.layer)
           order by array_position(array['top', 'heart', 'base'], pn.layer), pn.position)
         from perfume_notes pn join notes n on n.id = pn.note_id where pn.perfume_id = p.id) as notes,
       (select json_agg(json_build_object(
           'id', v.id, 'sku', v.sku, 'volumeMl', v.volume_ml, 'price', v.price, 'inStock', is_in_stock(v.stock))
           order by v.volume_ml)
         from variants v where v.perfume_id = p.id and v.archived_at is null) as variants,
       (select json_agg(json_build_object('file', f.file, 'width', f.width, 'height', f.height,
           'alt', json_build_object('ko', f.alt_ko, 'en', f.alt_en)) order by f.position)
         from perfume_photos f where f.perfume_id = p.id) as photos
     from perfumes p join houses h on h.id = p.house_id`;

export async function selectPerfume(db: Executor, slug: string, now: Date): Promise<Perfume | null> {
  const { rows } = await db.query<PerfumeRow>({
    name: 'catalogue.perfume',
    text: `${PERFUME} where p.slug = $1 and p.published_at <= $2`,
    values: [slug, now],
  });
  return rows[0] ? toPerfume(rows[0]) : null;
}

/** Whether it is shown or not: for its preview at the desk. */
export async function selectPerfumeById(db: Executor, id: number): Promise<Perfume | null> {
  const { rows } = await db.query<PerfumeRow>(`${PERFUME} where p.id = $1`, [id]);
  return rows[0] ? toPerfume(rows[0]) : null;
}

/** Where a perfume that is shown has moved to from an address that it has left. */
export async function selectAddressAfter(db: Executor, slug: string, now: Date): Promise<string | null> {
  const { rows } = await db.query<{ slug: string }>(
    `select p.slug from perfume_addresses a join perfumes p on p.id = a.perfume_id
     where a.slug = $1 and p.published_at <= $2`,
    [slug, now],
  );
  return rows[0]?.slug ?? null;
}

function toPerfume(row: PerfumeRow): Perfume {
  return {
    id: row.id,
    slug: row.slug,
    ...textsOf(row),
    house: {
      id: row.house_id,
      slug: row.house_slug,
      name: { ko: row.house_ko, en: row.house_en },
      story: { ko: row.house_story_ko, en: row.house_story_en },
    },
    year: row.year,
    concentration: row.concentration,
    alcoholPercent: row.alcohol_percent,
    family: row.family,
    accords: row.accords,
    picture: row.picture,
    aura: row.aura,
    notes: row.notes ?? [],
    variants: row.variants ?? [],
    photos: row.photos ?? [],
  };
}

export interface AlikeCard {
  readonly card: PerfumeCard;
  readonly accords: AccordWeights;
  readonly isOut: boolean;
}

/** What is like a perfume, the likest first: also what isn't out yet, for then its hour changes the page. */
export async function selectAlike(db: Executor, perfumeId: number, now: Date): Promise<AlikeCard[]> {
  const { rows } = await db.query<CardRow & Omit<AlikeCard, 'card'>>({
    name: 'catalogue.alike',
    text: `select ${CARD_COLUMNS}, p.accords, coalesce(p.published_at <= $2, false) as "isOut"
     from perfume_likeness l join (${CARD_TABLES}) on p.id = l.other_id
     where l.perfume_id = $1 order by l.score desc, p.position, p.id`,
    values: [perfumeId, now],
  });
  return rows.map(({ accords, isOut, ...row }) => ({ card: toCard(row), accords, isOut }));
}

interface HouseRow {
  readonly slug: string;
  readonly name_ko: string;
  readonly name_en: string;
  readonly story_ko: string;
  readonly story_en: string;
  readonly perfumes: number;
  readonly picture: string;
}

/** Houses that have something to show. */
export async function selectHouses(db: Executor, now: Date): Promise<House[]> {
  const { rows } = await db.query<HouseRow>({
    name: 'catalogue.houses',
    text: `select h.slug, h.name_ko, h.name_en, h.story_ko, h.story_en, mine.perfumes, mine.picture
     from houses h
     join lateral (
       select count(*)::integer as perfumes, (array_agg(p.picture order by p.position desc, p.id desc))[1] as picture
       from perfumes p
       where p.house_id = h.id and p.published_at <= $1
         and exists (select 1 from variants v where v.perfume_id = p.id and v.archived_at is null)
     ) mine on mine.perfumes > 0
     order by h.position, h.id`,
    values: [now],
  });
  return rows.map((row) => ({
    slug: row.slug,
    name: { ko: row.name_ko, en: row.name_en },
    story: { ko: row.story_ko, en: row.story_en },
    perfumes: row.perfumes,
    picture: row.picture,
  }));
}

export async function selectChoices(db: Executor, now: Date): Promise<Choices> {
  const { rows } = await db.query<{
    houses: Choices['houses'] | null;
    notes: Choices['notes'] | null;
    families: string[] | null;
    concentrations: string[] | null;
  }>({
    name: 'catalogue.choices',
    text: `select
       (select json_agg(json_build_object(
           'slug', h.slug, 'name', json_build_object('ko', h.name_ko, 'en', h.name_en),
           'story', json_build_object('ko', h.story_ko, 'en', h.story_en))
           order by h.position, h.id)
         from houses h
         where exists (select 1 from perfumes p where p.house_id = h.id and p.published_at <= $1)) as houses,
       (select json_agg(json_build_object('slug', n.slug, 'name', json_build_object('ko', n.name_ko, 'en', n.name_en)))
         from notes n
         where exists (
           select 1 from perfume_notes pn join perfumes p on p.id = pn.perfume_id
           where pn.note_id = n.id and p.published_at <= $1)) as notes,
       (select json_agg(distinct p.family) from perfumes p where p.published_at <= $1) as families,
       (select json_agg(distinct p.concentration) from perfumes p where p.published_at <= $1) as concentrations`,
    values: [now],
  });
  const row = rows[0];
  return {
    houses: row?.houses ?? [],
    notes: row?.notes ?? [],
    families: row?.families ?? [],
    concentrations: row?.concentrations ?? [],
  };
}

/** For the site map: every published perfume, in the shop's order. */
export async function selectSlugs(db: Executor, now: Date, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ slug: string }>(
    'select slug from perfumes where published_at <= $1 order by position, id limit $2',
    [now, limit],
  );
  return rows.map(({ slug }) => slug);
}
