/** A shop of which every list and every page of the desk has something to show, as much as is asked for. */
import type { Pool } from '../../../server/db/pool';

export interface Amounts {
  /** Of everything that has a page of its own: products, orders, customers, people, mails, files. */
  readonly rows: number;
  /** Of what such a page lists: volumes, photographs, lines, movements, entries. At most as many as there are rows. */
  readonly parts: number;
}

const PRODUCTS = `
  insert into houses (slug, name_ko, name_en, story_ko, story_en, bottle, cap, position)
    select 'house-' || n, '집 ' || n, 'House ' || n, '집이에요.', 'A house.', 'cylinder', 'black', n
    from generate_series(1, :rows) n;
  insert into notes (slug, name_ko, name_en, note_group)
    select 'note-' || n, '노트 ' || n, 'Note ' || n, 'wood' from generate_series(1, :rows) n;
  insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
      concentration, alcohol_percent, family, accords, picture, aura, position, published_at)
    select 'perfume-' || n, (select id from houses where slug = 'house-' || n), '향 ' || n, 'Scent ' || n, '향이에요.',
      'A scent.', '한서진', 'Han Seojin', 2020, 'parfum', 80, 'woody', '{"woody": 80}', 'x.svg', 'y.svg', n, case when n % 3 > 0 then :now::timestamptz end
    from generate_series(1, :rows) n;
  insert into perfume_notes (perfume_id, note_id, layer, position)
    select p.id, o.id, 'top', row_number() over (partition by p.id)
    from perfumes p cross join lateral (select id from notes order by (id + p.id) % :rows limit :parts) o;
  insert into variants (perfume_id, sku, volume_ml, price, stock)
    select id, 'FULL-' || id || '-' || k, k, 50000, 2 * (id % 2) from perfumes, generate_series(1, :parts) k;
  insert into stock_movements (variant_id, change, balance, reason, note, at)
    select id, 1, 2, 'correction', '다시 셈', :now from variants, generate_series(1, :parts);
  insert into perfume_photos (perfume_id, position, file, width, height)
    select id, k, 'photo.000000000' || k, 800, 1000 from perfumes, generate_series(1, :parts) k;
  insert into perfume_addresses (slug, perfume_id, left_at)
    select 'was-' || k || '-' || slug, id, :now from perfumes, generate_series(1, :parts) k;`;

const PEOPLE = `
  insert into staff (email, name, role, password_hash, totp_secret, created_at, set_up_at)
    select 'reader' || n || '@example.com', '이도윤', 'reader', 'x', 'x', :now, :now from generate_series(1, :rows) n;
  insert into desk_sessions (sid, sess, expire)
    select 'more-' || id || '-' || k, json_build_object('cookie', json_build_object(), 'staffId', id, 'browser', 'a test',
      'signedInAt', :now::timestamptz, 'seenAt', :now::timestamptz), now() + interval '1 hour'
    from staff, generate_series(1, :parts) k;
  insert into staff_links (token_hash, staff_id, created_at, expires_at)
    select sha256((id || '-' || k)::bytea), id, :now, :now::timestamptz + interval '1 hour'
    from staff, generate_series(1, :parts) k;
  insert into staff_recovery_codes (staff_id, code_hash)
    select id, sha256((id || '-' || k)::bytea) from staff, generate_series(1, :parts) k;
  insert into bulk_changes (staff_id, at, field, request, items)
    select (select min(id::text)::uuid from staff), :now, 'price', '{"change": "price_set", "value": 2, "volumeMl": null}',
      (select json_agg(json_build_object('id', id, 'productId', perfume_id, 'sku', sku, 'volumeMl', volume_ml,
         'from', 1, 'to', 2)) from variants where volume_ml = 1 and perfume_id <= :parts)
    from generate_series(1, :rows);
  insert into sign_ins (side, staff_id, outcome, address, browser, since, at)
    select 'desk', id, 'in', '10.0.0.1', 'Chrome, Windows', :now, :now from staff, generate_series(1, :parts);
  insert into mail_tests (at, recipient, place) select :now, 'a@example.com', 'smtp://x' from generate_series(1, :rows);`;

/** Every buyer has an order in each state; the first has \`parts\` more of them, which all arrived. */
const ORDERS = `
  insert into accounts (email, name, password_hash, locale, created_at)
    select 'buyer' || n || '@example.com', '김하늘', 'x', 'ko', :now from generate_series(1, :rows) n;
  insert into sign_ins (side, account_id, outcome, address, browser, since, at)
    select 'storefront', id, 'in', '10.0.0.1', 'Chrome, Windows', :now, :now from accounts, generate_series(1, :parts);
  insert into blocked_customers (email, reason, at) select email, '약속을 어김', :now from accounts;
  create temporary table wanted on commit drop as
    select row_number() over () as n, buyer, state from (
      select n as buyer, state
      from generate_series(1, :rows) n, unnest(array['pending', 'flagged', 'paid', 'shipped', 'delivered']) state
      union all select 1, 'delivered' from generate_series(1, :parts)) w;
  alter table wanted add id uuid default gen_random_uuid();
  insert into carts (id, ordered_at) select id, :now from wanted;
  insert into orders (id, number, cart_id, account_id, locale, email, recipient, phone, postcode, address_line1,
      address_line2, delivery_note, currency, subtotal, delivery_fee, total, status, flag, payment_method, payment_due_at,
      placed_at, paid_at, shipped_at, delivered_at, carrier, tracking_number)
    select w.id, 'EA-' || lpad(w.n::text, 10, '0'), w.id, a.id, 'ko', a.email, a.name, '010-1234-5678', '03045',
      '서울', '', '', 'KRW', 50000 * :parts, 0, 50000 * :parts, case state when 'flagged' then 'pending' else state end,
      case state when 'flagged' then 'late-payment' end, 'bank', :now, :now,
      case when state in ('paid', 'shipped', 'delivered') then :now::timestamptz - w.n * interval '1 hour' end,
      case when state in ('shipped', 'delivered') then :now::timestamptz end,
      case state when 'delivered' then :now::timestamptz end,
      case when state in ('shipped', 'delivered') then 'cj' end,
      case when state in ('shipped', 'delivered') then '601234567890' end
    from wanted w join accounts a on a.email = 'buyer' || w.buyer || '@example.com';
  insert into order_lines (order_id, position, variant_id, sku, perfume_slug, name_ko, name_en, house_ko, house_en,
      volume_ml, picture, unit_price, quantity)
    select o.id, v.volume_ml, v.id, v.sku, 'perfume-1', '향', 'Scent', '집', 'House', v.volume_ml, 'x.svg', 50000, 1
    from orders o, variants v join perfumes p on p.id = v.perfume_id and p.slug = 'perfume-1';
  insert into payments (order_id, method, amount, currency, status, created_at, decided_at)
    select id, 'bank', total, 'KRW', 'paid', :now, :now from orders where paid_at is not null;
  insert into order_questions (order_id, asked_at, question)
    select id, :now, '언제 도착하나요? 궁금해요.' from orders, generate_series(1, :parts);
  insert into depositors (order_id, name, key) select id, '김하늘', '김하늘' from orders;
  insert into order_events (order_id, at, kind, detail)
    select id, :now, 'note', '{"text": "전화함"}' from orders, generate_series(1, :parts);
  insert into refunds (order_id, attempt, amount, note, at)
    select id, gen_random_uuid(), 1000, '', :now from orders, generate_series(1, :parts) where paid_at is not null;
  insert into outbox (kind, locale, recipient, subject, body_text, body_html, status, sent_at, created_at, order_id)
    select 'order-placed', 'ko', email, '주문을 받았어요', 'ㄱ', '<p>', 'sent', :now, :now, id
    from orders, generate_series(1, :parts);`;

const MACHINE = `
  insert into outbox (kind, locale, recipient, subject, body_text, body_html, status, last_error, next_attempt_at, created_at)
    select 'order-placed', 'ko', 'a@example.com', '주문을 받았어요', 'ㄱ', '<p>', status, '550',
      case status when 'queued' then :now::timestamptz end, :now
    from unnest(array['failed', 'queued']) status, generate_series(1, :rows);
  insert into imports (staff_id, actor, file_name, keeps_stock, state, facts, created_at, worked_at)
    select (select min(id::text)::uuid from staff), '이도윤', 'file-' || n || '.csv', false, 'faulty', '{"rows": 1, "error": 1, "encoding": "utf-8"}', :now, :now
    from generate_series(1, :rows) n;
  insert into import_findings (import_id, kind, position, line, subject, detail)
    select id, 'error', k, k, 'a', '{"fault": {"column": "price", "code": "required"}}' from imports, generate_series(1, :parts) k;
  insert into statement_files (staff_id, file_name, content, sent_at)
    select (select min(id::text)::uuid from staff), 'bank-' || n || '.csv',
      convert_to(E'거래일시,내용,입금액\\n2026-11-23,김하늘,50000\\n', 'UTF8'), :now from generate_series(1, :rows) n;
  insert into statement_layouts (head, columns, saved_at) values (sha256('x'), '{}', :now);
  insert into deposits (fingerprint, paid_at, has_time, payer, amount, memo, taken_at)
    select sha256(n::text::bytea), :now, true, '김하늘', 50000 * n, '메모', :now from generate_series(1, 2 * :rows) n;
  update deposits set state = 'set-aside', settled_at = :now, settled_by = (select min(id::text)::uuid from staff), note = '다른 돈'
    where id % 2 = 0;
  insert into alarms (kind, cause, said, free_bytes, total_bytes, since, looked_at, began_at)
    select kind, cause, 'a word', 1, 2, :now, :now, :now
    from (values ('disk', 'low'), ('backup', 'failed'), ('verification', 'failed'), ('log', 'failed'), ('files', 'failed'))
      as known (kind, cause) limit :rows;
  insert into job_runs (task, started_at, finished_at, error)
    select 'task-' || n, :now, :now, 'failed' from generate_series(1, :rows) n;
  select graphile_worker.add_job('send-mail') from generate_series(1, :rows);
  update graphile_worker._private_jobs set last_error = 'failed', attempts = max_attempts;`;

/** One entry about everything by everybody who has a page, and as many about each person and product as it has parts. */
const ENTRIES = `
  insert into audit_log (at, staff_id, actor, action, subject_kind, subject_id, subject_name, changes)
    select :now, s.id, '이도윤 <' || s.email || '>', a.kind || '.update', a.kind, a.id, a.name, '{"price": [1, 2]}'
    from staff s cross join lateral (
      select 'product' as kind, id::text, name_ko as name from perfumes
      union all select 'order', id::text, number from orders
      union all select 'customer', id::text, email from customers
      union all select 'staff', id::text, name from staff
      union all select 'house', slug, name_ko from houses
      union all select 'note', slug, name_ko from notes
      union all select 'volume', id::text, sku from variants limit 200) a, generate_series(1, :parts);`;

export async function fillDesk(pool: Pool, { rows, parts }: Amounts, now: Date): Promise<void> {
  const values = { rows: String(rows), parts: String(parts), now: `'${now.toISOString()}'` };
  for (const statements of [PRODUCTS, PEOPLE, ORDERS, MACHINE, ENTRIES]) {
    await pool.query(statements.replace(/(?<!:):(rows|parts|now)\b/g, (_, name: keyof typeof values) => values[name]));
  }
}
