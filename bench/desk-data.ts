/** A shop that has been open for years: 50,000 perfumes, 100,000 orders, written by the database itself. */
import type { Pool } from '../server/db/pool';

export const PERFUMES = 50_000;
export const ORDERS = 100_000;

const STATEMENTS: readonly string[] = [
  `insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
     concentration, alcohol_percent, family, accords, picture, aura, position, published_at, updated_at, created_at)
   select p.slug || '-' || n, p.house_id, p.name_ko || ' ' || n, p.name_en || ' ' || n, p.story_ko, p.story_en,
     p.perfumer_ko, p.perfumer_en, p.year, p.concentration, p.alcohol_percent, p.family, p.accords, p.picture, p.aura,
     p.position + 1000 * n, case when n % 10 = 0 then null else p.published_at end,
     now() - make_interval(mins => (p.id * 997 + n * 61) % 500000), now() - make_interval(days => n % 700)
   from perfumes p cross join generate_series(1, ${Math.ceil(PERFUMES / 72)}) n`,
  `insert into variants (perfume_id, sku, volume_ml, price, stock)
   select p.id, 'B-' || p.id || '-' || v.ml, v.ml, 40000 + ((p.id * 31) % 90) * 1000 + v.ml * 500, (p.id * 7 + v.ml) % 60
   from perfumes p cross join (values (10), (50), (100)) v (ml)
   where not exists (select from variants x where x.perfume_id = p.id)`,
  `insert into perfume_notes (perfume_id, note_id, layer, position)
   select p.id, o.note_id, o.layer, o.position from perfumes p
   join perfumes first on first.slug = regexp_replace(p.slug, '-[0-9]+$', '') and first.id <> p.id
   join perfume_notes o on o.perfume_id = first.id`,
  `insert into carts (ordered_at) select now() from generate_series(1, ${ORDERS})`,
  `insert into orders (number, cart_id, locale, email, recipient, phone, postcode, address_line1, address_line2,
     delivery_note, currency, subtotal, delivery_fee, total, status, payment_method, payment_due_at, placed_at, paid_at,
     closed_at, stock_returned_at, shipped_at, delivered_at, carrier, tracking_number)
   select 'EA-' || lpad(upper(to_hex(n)), 10, '0'), c.id, case when n % 5 = 0 then 'en' else 'ko' end,
     'buyer' || (n % 30000) || '@example.com', '한서진' || (n % 5000), '010-' || lpad((n % 10000)::text, 4, '0') || '-5678',
     '03056', '서울특별시 종로구 북촌로 ' || n % 300, '', '', 'KRW', 90000, 0, 90000, s.status,
     case when n % 3 = 0 then 'bank' else 'test' end, at + interval '3 days', at,
     case when s.status in ('paid', 'shipped', 'delivered') then at + interval '1 hour' end,
     case when s.status in ('cancelled', 'expired') then at + interval '3 days' end,
     case when s.status in ('cancelled', 'expired') then at + interval '3 days' end,
     case when s.status in ('shipped', 'delivered') then at + interval '1 day' end,
     case when s.status = 'delivered' then at + interval '2 days' end,
     case when s.status in ('shipped', 'delivered') then 'cj' end,
     case when s.status in ('shipped', 'delivered') then (600000000000 + n)::text end
   from (select id, row_number() over () as n from carts where ordered_at is not null) c
   cross join lateral (select now() - make_interval(mins => (n * 9)::integer) as at,
     case when n <= 150 then 'pending' when n <= 400 then 'paid' when n <= 900 then 'shipped'
       when n % 13 = 0 then 'expired' when n % 17 = 0 then 'cancelled' else 'delivered' end as status) s`,
  `insert into order_lines (order_id, position, variant_id, sku, perfume_slug, name_ko, name_en, house_ko, house_en,
     volume_ml, picture, unit_price, quantity)
   select o.id, 1, v.id, v.sku, p.slug, p.name_ko, p.name_en, h.name_ko, h.name_en, v.volume_ml, p.picture, 90000, 1
   from (select id, row_number() over () as n from orders) o
   join (select id, row_number() over (order by id) as n from variants) pick
     on pick.n = 1 + (o.n * 7919) % (select count(*) from variants)
   join variants v on v.id = pick.id join perfumes p on p.id = v.perfume_id join houses h on h.id = p.house_id`,
  `insert into payments (order_id, method, reference, amount, currency, status, created_at, decided_at)
   select id, payment_method, number, total, 'KRW',
     case when paid_at is not null then 'paid' when status = 'pending' then 'open' else status end, placed_at,
     case when status <> 'pending' then coalesce(paid_at, closed_at) end from orders`,
  `insert into order_events (order_id, at, kind) select id, placed_at, 'placed' from orders
   union all select id, paid_at, 'paid' from orders where paid_at is not null`,
  `insert into audit_log (at, actor, action, subject_kind, subject_id, subject_name, changes)
   select now() - make_interval(mins => n), '김서연 <owner@example.com>', 'product.update', 'product', (n % 50000)::text,
     '비 온 뒤', '{"price": [98000, 99000]}' from generate_series(1, 200000) n`,
  // Finding what is alike among them keeps the jobs busy for long, which isn't what is measured. Releases before don't.
  `do $$ begin
     if to_regclass('likeness_due') is not null then delete from likeness_due; end if;
   end $$`,
];

export async function fillShop(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    for (const statement of STATEMENTS) await client.query(statement);
    await client.query('vacuum analyze');
  } finally {
    client.release(true);
  }
}
