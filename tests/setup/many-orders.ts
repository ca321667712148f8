/** A day at the desk: sixty orders in every state, of perfumes that are sold. */
import type { Site } from './site';

const NAMES = [
  '김서연',
  '이도윤',
  '박하은',
  '최지우',
  '정수아',
  '남궁민서',
  '황보시은',
  'June Park',
  '강다온',
  '윤이솔',
];

export const DAY = { pending: 20, paid: 8, shipped: 12, delivered: 20 } as const;

type Status = keyof typeof DAY;

/** `EA-` and ten digits, as its letters and digits may be. */
const numberOf = (at: number): string => `EA-${String(at).padStart(10, '0')}`;

/** @returns their numbers by state, as the queue has them: the oldest first */
export async function fillWithOrders(site: Site): Promise<Record<Status, string[]>> {
  const made: Record<Status, string[]> = { pending: [], paid: [], shipped: [], delivered: [] };
  let at = 0;
  for (const status of Object.keys(DAY) as Status[]) {
    for (let n = 0; n < DAY[status]; n++) made[status].push(await insertOrder(site, { at: at++, status }));
  }
  return made;
}

async function insertOrder(site: Site, { at, status }: { at: number; status: Status }): Promise<string> {
  const number = numberOf(at);
  const isPaid = status !== 'pending';
  const isSent = status === 'shipped' || status === 'delivered';
  const parcel = isSent ? `6012${String(at).padStart(8, '0')}` : null;
  await site.database.pool.query(
    `with variant as (
       select v.id, v.sku, v.volume_ml, v.price, p.slug, p.name_ko, p.name_en, p.picture, h.name_ko as house_ko,
         h.name_en as house_en
       from variants v join perfumes p on p.id = v.perfume_id join houses h on h.id = p.house_id
       where v.archived_at is null order by v.id limit 1 offset $2::integer % 40
     ), cart as (
       insert into carts (id, ordered_at) values (gen_random_uuid(), now()) returning id
     ), placed as (
       insert into orders (number, cart_id, locale, email, recipient, phone, postcode, address_line1, address_line2,
         delivery_note, currency, subtotal, delivery_fee, total, status, payment_method, payment_due_at, placed_at,
         paid_at, shipped_at, delivered_at, carrier, tracking_number)
       select $1, cart.id, 'ko', 'buyer' || $2 || '@example.com', $3, '010-1234-' || lpad($2::text, 4, '0'), '03051',
         '서울특별시 종로구 북촌로 12', '', '', 'KRW', price * 2, 0, price * 2, $4, 'bank', now() + interval '2 days',
         moment, case when $5 then moment end, case when $6 then moment end,
         case when $4 = 'delivered' then moment end, case when $6 then 'cj' end, $7
       from variant, cart, (select now() - (100 - $2::integer) * interval '1 minute' as moment) m
       returning id, total, placed_at
     ), paying as (
       insert into payments (order_id, method, amount, currency, status, created_at, decided_at)
       select id, 'bank', total, 'KRW', case when $5 then 'paid' else 'open' end, placed_at,
         case when $5 then placed_at end from placed
     )
     insert into order_lines (order_id, position, variant_id, sku, perfume_slug, name_ko, name_en, house_ko, house_en,
       volume_ml, picture, unit_price, quantity)
     select placed.id, 0, variant.id, sku, slug, name_ko, name_en, house_ko, house_en, volume_ml, picture, price, 2
     from placed, variant`,
    [number, at, NAMES[at % NAMES.length], status, isPaid, isSent, parcel],
  );
  return number;
}
