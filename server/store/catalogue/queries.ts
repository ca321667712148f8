import { namePattern } from '../../db/like';
import type { Executor } from '../../db/pool';
import type { AccordWeights } from '../../scent/accords';
import { TEXT_NAMES } from '../perfumes';
import { isShown } from '../perfumes/model';
import type { Choices, House, ListingFilter, Perfume, PerfumeCard, Sort } from './model';

/** A perfume without volumes that are sold is in no list. */
const CARD_TABLES = `perfumes p
  join houses h on h.id = p.house_id
  join lateral (
    select volume_ml, price, is_in_stock(stock) as in_stock, (count(*) over ())::integer as variants
    from variants where perfume_id = p.id and archived_at is null
    order by is_in_stock(stock) desc, price, volume_ml limit 1
  ) v on true`;

const inBoth = (ko: string, en: string): string => `json_build_object('ko', ${ko}, 'en', ${en})`;

const CARD_COLUMNS = `p.id, p.slug, ${inBoth('p.name_ko', 'p.name_en')} as name, p.house_id as "houseId",
  ${inBoth('h.name_ko', 'h.name_en')} as house, p.concentration, p.picture, v.volume_ml as "volumeMl", v.price,
  v.in_stock as "inStock", v.variants`;

type Row<T> = T & Record<string, unknown>;

/** The only texts that ever stand behind `order by`. */
const ORDER: Readonly<Record<Sort, string>> = {
  position: 'p.position, p.id',
  new: 'p.published_at desc, p.year desc, p.position, p.id',
  price: 'v.price, p.position, p.id',
  '-price': 'v.price desc, p.position, p.id',
};

/** @returns with how many the whole listing has; 0 also for a page behind its end */
export async function selectListing(
  db: Executor,
  filter: ListingFilter,
  page: { readonly now: Date; readonly limit: number; readonly offset: number },
): Promise<{ readonly cards: readonly PerfumeCard[]; readonly total: number }> {
  const { rows } = await db.query<Row<PerfumeCard> & { total: number }>(
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
  return { cards: rows.map(({ total: _, ...card }) => card), total: rows[0]?.total ?? 0 };
}

export async function selectFirstCards(db: Executor, now: Date, limit: number): Promise<PerfumeCard[]> {
  const { rows } = await db.query<Row<PerfumeCard>>({
    name: 'catalogue.first-cards',
    text: `select ${CARD_COLUMNS} from ${CARD_TABLES} where p.published_at <= $1 order by p.position, p.id limit $2`,
    values: [now, limit],
  });
  return rows;
}

const TEXTS = TEXT_NAMES.map((name) => `${inBoth(`p.${name}_ko`, `p.${name}_en`)} as ${name}`).join(', ');

const PERFUME = `select p.id, p.slug, ${TEXTS},
       json_build_object('id', h.id, 'slug', h.slug, 'name', ${inBoth('h.name_ko', 'h.name_en')},
         'story', ${inBoth('h.story_ko', 'h.story_en')}) as house,
       p.year, p.concentration, p.alcohol_percent::double precision as "alcoholPercent",
       p.family, p.accords, p.picture, p.aura,
       (select coalesce(json_agg(json_build_object(
           'id', n.id, 'slug', n.slug, 'name', ${inBoth('n.name_ko', 'n.name_en')}, 'layer', pn.layer)
           order by array_position(array['top', 'heart', 'base'], pn.layer), pn.position), '[]')
         from perfume_notes pn join notes n on n.id = pn.note_id where pn.perfume_id = p.id) as notes,
       (select coalesce(json_agg(json_build_object(
           'id', v.id, 'sku', v.sku, 'volumeMl', v.volume_ml, 'price', v.price, 'inStock', is_in_stock(v.stock))
           order by v.volume_ml), '[]')
         from variants v where v.perfume_id = p.id and v.archived_at is null) as variants,
       (select coalesce(json_agg(json_build_object('file', f.file, 'width', f.width, 'height', f.height,
           'alt', ${inBoth('f.alt_ko', 'f.alt_en')}) order by f.position), '[]')
         from perfume_photos f where f.perfume_id = p.id) as photos
     from perfumes p join houses h on h.id = p.house_id`;

export async function selectPerfume(db: Executor, slug: string, now: Date): Promise<Perfume | null> {
  const { rows } = await db.query<Row<Perfume>>({
    name: 'catalogue.perfume',
    text: `${PERFUME} where p.slug = $1 and ${isShown('$2')}`,
    values: [slug, now],
  });
  return rows[0] ?? null;
}

export async function selectPerfumeById(db: Executor, id: number): Promise<Perfume | null> {
  const { rows } = await db.query<Row<Perfume>>(`${PERFUME} where p.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Where a perfume that is shown has moved to from an address that it has left. */
export async function selectAddressAfter(db: Executor, slug: string, now: Date): Promise<string | null> {
  const { rows } = await db.query<{ slug: string }>(
    `select p.slug from perfume_addresses a join perfumes p on p.id = a.perfume_id
     where a.slug = $1 and ${isShown('$2')}`,
    [slug, now],
  );
  return rows[0]?.slug ?? null;
}

export interface AlikeCard {
  readonly card: PerfumeCard;
  readonly accords: AccordWeights;
  readonly isOut: boolean;
}

/** What is like a perfume, the likest first: also what isn't out yet, for then its hour changes the page. */
export async function selectAlike(db: Executor, perfumeId: number, now: Date): Promise<AlikeCard[]> {
  const { rows } = await db.query<Row<PerfumeCard> & Omit<AlikeCard, 'card'>>({
    name: 'catalogue.alike',
    text: `select ${CARD_COLUMNS}, p.accords, coalesce(p.published_at <= $2, false) as "isOut"
     from perfume_likeness l join (${CARD_TABLES}) on p.id = l.other_id
     where l.perfume_id = $1 order by l.score desc, p.position, p.id`,
    values: [perfumeId, now],
  });
  return rows.map(({ accords, isOut, ...card }) => ({ card, accords, isOut }));
}

export async function selectHouses(db: Executor, now: Date): Promise<House[]> {
  const { rows } = await db.query<Row<House>>({
    name: 'catalogue.houses',
    text: `select h.slug, ${inBoth('h.name_ko', 'h.name_en')} as name, ${inBoth('h.story_ko', 'h.story_en')} as story,
       mine.perfumes, mine.picture
     from houses h
     join lateral (
       select count(*)::integer as perfumes, (array_agg(p.picture order by p.position desc, p.id desc))[1] as picture
       from perfumes p
       where p.house_id = h.id and ${isShown('$1')}
     ) mine on mine.perfumes > 0
     order by h.position, h.id`,
    values: [now],
  });
  return rows;
}

export async function selectChoices(db: Executor, now: Date): Promise<Choices> {
  const { rows } = await db.query<Row<Choices>>({
    name: 'catalogue.choices',
    text: `select
       (select coalesce(json_agg(json_build_object('slug', h.slug, 'name', ${inBoth('h.name_ko', 'h.name_en')},
           'story', ${inBoth('h.story_ko', 'h.story_en')}) order by h.position, h.id), '[]')
         from houses h
         where exists (select 1 from perfumes p where p.house_id = h.id and ${isShown('$1')})) as houses,
       (select coalesce(json_agg(json_build_object('slug', n.slug, 'name', ${inBoth('n.name_ko', 'n.name_en')})), '[]')
         from notes n
         where exists (
           select 1 from perfume_notes pn join perfumes p on p.id = pn.perfume_id
           where pn.note_id = n.id and ${isShown('$1')})) as notes,
       (select coalesce(json_agg(distinct p.family), '[]') from perfumes p where ${isShown('$1')}) as families,
       (select coalesce(json_agg(distinct p.concentration), '[]') from perfumes p
         where ${isShown('$1')}) as concentrations`,
    values: [now],
  });
  if (!rows[0]) throw new Error('the choices are always one row');
  return rows[0];
}

/** For the site map: every perfume that is shown, in the shop's order. */
export async function selectSlugs(db: Executor, now: Date, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ slug: string }>(
    `select p.slug from perfumes p where ${isShown('$1')} order by p.position, p.id limit $2`,
    [now, limit],
  );
  return rows.map(({ slug }) => slug);
}
