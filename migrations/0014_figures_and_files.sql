-- The test mails that the desk has sent: where to, and what the server said. The last one counts.
create table mail_tests (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  staff_id uuid references staff,
  recipient text not null,
  -- MAIL_URL as it was then, without its password: a test of another server says nothing.
  place text not null,
  -- Null where the mail was taken.
  error text
);

-- When each job of the timetable ran last, for the queue forgets what it has done.
create table job_runs (
  task text primary key,
  started_at timestamptz not null,
  finished_at timestamptz,
  -- Why the last run failed; null after one that went well.
  error text
);

create index outbox_failed on outbox (id desc) where status = 'failed';
create index outbox_waiting on outbox (id desc) where status = 'queued';

-- Figures: what was taken and paid back, by Korean day and way of paying. An order counts on the day it was paid, a
-- refund on the day it was made, so that a day that is over never changes. Kept by triggers alone.
create table sales_by_day (
  day date not null,
  payment_method text not null,
  orders integer not null default 0,
  received bigint not null default 0,
  refunds integer not null default 0,
  refunded bigint not null default 0,
  primary key (day, payment_method)
);

-- What was sold, by the day its order was paid. What was cancelled later was not sold.
create table units_by_day (
  day date not null,
  variant_id integer not null references variants on delete cascade,
  -- The volume's, so that perfumes can be added up without looking at each of its volumes.
  perfume_id integer not null,
  units integer not null,
  revenue bigint not null,
  primary key (day, variant_id)
);

create function korean_day(moment timestamptz) returns date
  language sql immutable parallel safe
  return (moment at time zone 'Asia/Seoul')::date;

create function count_sale(day date, payment_method text, orders integer, received bigint) returns void
language sql as $$
  insert into sales_by_day as s (day, payment_method, orders, received) values ($1, $2, $3, $4)
  on conflict (day, payment_method) do update
    set orders = s.orders + excluded.orders, received = s.received + excluded.received;
$$;

create function count_units(order_id uuid, day date, sign integer) returns void
language sql as $$
  insert into units_by_day as u (day, variant_id, perfume_id, units, revenue)
  select $2, l.variant_id, v.perfume_id, $3 * l.quantity, $3 * l.unit_price::bigint * l.quantity
  from order_lines l join variants v on v.id = l.variant_id where l.order_id = $1 order by l.variant_id
  on conflict (day, variant_id) do update
    set units = u.units + excluded.units, revenue = u.revenue + excluded.revenue;
$$;

-- Money that came for a closed order, or in a wrong amount, was no sale: that it goes back is none either.
create function count_refunds(order_id uuid, payment_method text, sign integer) returns void
language sql as $$
  insert into sales_by_day as s (day, payment_method, refunds, refunded)
  select korean_day(at), $2, $3 * count(*)::integer, $3 * sum(amount)::bigint
  from refunds where refunds.order_id = $1 group by 1 order by 1
  on conflict (day, payment_method) do update
    set refunds = s.refunds + excluded.refunds, refunded = s.refunded + excluded.refunded;
$$;

create function count_order() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.paid_at is not null then
    perform count_sale(korean_day(old.paid_at), old.payment_method, -1, -old.total);
    perform count_refunds(old.id, old.payment_method, -1);
    if old.status <> 'cancelled' then
      perform count_units(old.id, korean_day(old.paid_at), -1);
    end if;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  if new.paid_at is not null then
    perform count_sale(korean_day(new.paid_at), new.payment_method, 1, new.total);
    perform count_refunds(new.id, new.payment_method, 1);
    if new.status <> 'cancelled' then
      perform count_units(new.id, korean_day(new.paid_at), 1);
    end if;
  end if;
  return new;
end $$;

create trigger counted_when_made after insert on orders
  for each row when (new.paid_at is not null) execute function count_order();
create trigger counted_when_changed after update on orders
  for each row when (
    (old.paid_at, old.payment_method, old.total, old.status = 'cancelled')
      is distinct from (new.paid_at, new.payment_method, new.total, new.status = 'cancelled')
  ) execute function count_order();
-- Before, because its lines go with it.
create trigger counted_when_gone before delete on orders
  for each row when (old.paid_at is not null) execute function count_order();

-- An order is written before its lines; one that is paid from the start has none when it is counted.
create function count_lines() returns trigger language plpgsql as $$
declare
  sign integer := case tg_op when 'DELETE' then -1 else 1 end;
begin
  insert into units_by_day as u (day, variant_id, perfume_id, units, revenue)
  select korean_day(o.paid_at), l.variant_id, v.perfume_id, sign * sum(l.quantity),
    sign * sum(l.unit_price::bigint * l.quantity)
  from changed l join orders o on o.id = l.order_id join variants v on v.id = l.variant_id
  where o.paid_at is not null and o.status <> 'cancelled'
  group by 1, 2, 3 order by 1, 2
  on conflict (day, variant_id) do update
    set units = u.units + excluded.units, revenue = u.revenue + excluded.revenue;
  return null;
end $$;
create trigger counted_when_made after insert on order_lines
  referencing new table as changed for each statement execute function count_lines();
create trigger counted_when_gone after delete on order_lines
  referencing old table as changed for each statement execute function count_lines();
-- As sold is as sold. What figures are made from changes with the order alone.
create trigger never_changed before update of order_id, variant_id, unit_price, quantity on order_lines
  for each row when (
    (old.order_id, old.variant_id, old.unit_price, old.quantity)
      is distinct from (new.order_id, new.variant_id, new.unit_price, new.quantity)
  ) execute function refuse_change();

create function count_refund() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update sales_by_day s set refunds = s.refunds - 1, refunded = s.refunded - old.amount
    from orders o
    where o.id = old.order_id and o.paid_at is not null and s.day = korean_day(old.at) and s.payment_method = o.payment_method;
  end if;
  if tg_op <> 'DELETE' then
    insert into sales_by_day as s (day, payment_method, refunds, refunded)
    select korean_day(new.at), o.payment_method, 1, new.amount
    from orders o where o.id = new.order_id and o.paid_at is not null
    on conflict (day, payment_method) do update
      set refunds = s.refunds + excluded.refunds, refunded = s.refunded + excluded.refunded;
  end if;
  return null;
end $$;
create trigger counted after insert or update or delete on refunds
  for each row execute function count_refund();

-- The same from the orders themselves: what the two tables began with, and what they are held against.
create view sales_recounted as
  select day, payment_method, sum(orders)::integer as orders, sum(received)::bigint as received,
    sum(refunds)::integer as refunds, sum(refunded)::bigint as refunded
  from (
    select korean_day(paid_at) as day, payment_method, 1 as orders, total as received, 0 as refunds, 0 as refunded
    from orders where paid_at is not null
    union all
    select korean_day(r.at), o.payment_method, 0, 0, 1, r.amount
    from refunds r join orders o on o.id = r.order_id where o.paid_at is not null
  ) as events
  group by 1, 2;

create view units_recounted as
  select korean_day(o.paid_at) as day, l.variant_id, v.perfume_id, sum(l.quantity)::integer as units,
    sum(l.unit_price::bigint * l.quantity)::bigint as revenue
  from orders o join order_lines l on l.order_id = o.id join variants v on v.id = l.variant_id
  where o.paid_at is not null and o.status <> 'cancelled'
  group by 1, 2, 3;

insert into sales_by_day select * from sales_recounted;
insert into units_by_day select * from units_recounted;

-- The last to run out first.
create index stock_movements_ran_out on stock_movements (id desc) where balance = 0;

-- Files with products on their way into the catalogue. One is looked at first, and taken over when somebody has seen
-- what it would do.
create table imports (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references staff,
  -- As the audit log names her.
  actor text not null,
  request_id text,
  file_name text not null check (length(file_name) between 1 and 200),
  -- Gone when nothing more is done with it.
  content bytea,
  -- Counts of what is there already stay as they are, whatever the file says.
  keeps_stock boolean not null,
  state text not null check (
    state in ('checking', 'faulty', 'checked', 'importing', 'done', 'stale', 'broken', 'dropped')
  ),
  -- How far the work is.
  done integer not null default 0,
  total integer not null default 0,
  -- How it was read: encoding, delimiter, columns; and how much of each kind was found.
  facts jsonb not null default '{}',
  -- Of everything it would change, from what to what: what was seen is what is done.
  plan_hash text,
  -- Why it is faulty as a whole, or broken.
  reason text,
  attempts integer not null default 0,
  created_at timestamptz not null,
  -- Somebody worked on it then: longer ago, and it is begun again.
  worked_at timestamptz not null,
  finished_at timestamptz
);
create index imports_created on imports (created_at desc, id desc);
create index imports_under_way on imports (worked_at) where state in ('checking', 'importing');

-- What was found in the file: what is wrong with it, or what it would do.
create table import_findings (
  import_id uuid not null references imports on delete cascade,
  kind text not null check (kind in ('error', 'create', 'change')),
  position integer not null,
  line integer not null,
  subject text not null,
  detail jsonb not null,
  primary key (import_id, kind, position)
);
