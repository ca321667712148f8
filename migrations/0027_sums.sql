-- One definition a sum; docs/glossary.md says what each word means.

-- A provider that reports another amount than was asked for has money all the same. What it said last counts.
alter table payments
  add column wrong_amount bigint,
  add column wrong_at timestamptz;

create function note_wrong_amount() returns trigger language plpgsql as $$
begin
  update payments set wrong_amount = (new.detail ->> 'amount')::bigint, wrong_at = new.at
  where id = (select id from payments where order_id = new.order_id order by created_at desc, id limit 1);
  return null;
end $$;
create trigger wrong_amount after insert on order_events
  for each row when (new.kind = 'amount-mismatch' and new.detail ->> 'currency' = 'KRW')
  execute function note_wrong_amount();

-- narrows: nobody has written these columns yet
update payments p set wrong_amount = e.amount, wrong_at = e.at
from (
  select distinct on (order_id) order_id, at, (detail ->> 'amount')::bigint as amount
  from order_events where kind = 'amount-mismatch' and detail ->> 'currency' = 'KRW'
  order by order_id, id desc
) e
where p.id = (select id from payments where order_id = e.order_id order by created_at desc, id limit 1);

-- Money that came in, whatever became of its order: in whole won, a row a payment.
create view receipts as
  select id as payment_id, order_id, method as payment_method,
    case when status = 'paid' then decided_at else wrong_at end as at,
    case when status = 'paid' then amount else wrong_amount end as amount
  from payments where status = 'paid' or wrong_amount is not null;

create or replace function money_received(order_id uuid) returns bigint language sql stable as $$
  select coalesce((select sum(r.amount)::bigint from receipts r where r.order_id = money_received.order_id), 0)
$$;

-- Every order, and what it adds to each sum.
create view order_sums as
  select o.id as order_id, lower(o.email) as email, o.payment_method, o.paid_at,
    (o.paid_at is not null)::integer as orders,
    case when o.paid_at is null then 0 else o.total end as ordered,
    money_received(o.id) as received,
    o.refunded,
    case when o.paid_at is null or o.status = 'cancelled' then 0 else o.total - o.refunded end as bought_for
  from orders o;

create function sums_of_customer(email text)
returns table (orders integer, received bigint, refunded bigint, bought_for bigint) language sql stable as $$
  select coalesce(sum(s.orders), 0)::integer, coalesce(sum(s.received), 0)::bigint, coalesce(sum(s.refunded), 0)::bigint,
    coalesce(sum(s.bought_for), 0)::bigint
  from order_sums s where s.email = sums_of_customer.email
$$;

-- The same by day: orders on the day they were paid, money on the day it came in or went back.
alter table sales_by_day add column ordered bigint not null default 0;

create or replace view sales_recounted as
  select day, payment_method, sum(orders)::integer as orders, sum(received)::bigint as received,
    sum(refunds)::integer as refunds, sum(refunded)::bigint as refunded, sum(ordered)::bigint as ordered
  from (
    select korean_day(paid_at) as day, payment_method, orders, ordered, 0 as received, 0 as refunds, 0 as refunded
    from order_sums where paid_at is not null
    union all
    select korean_day(at), payment_method, 0, 0, amount, 0, 0 from receipts
    union all
    select korean_day(r.at), o.payment_method, 0, 0, 0, 1, r.amount from refunds r join orders o on o.id = r.order_id
  ) as events
  group by 1, 2;

-- narrows: only count_order has called it, which calls the next one from here on
drop function count_sale;

create function count_sale(day date, payment_method text, ordered bigint, sign integer) returns void
language sql as $$
  insert into sales_by_day as s (day, payment_method, orders, ordered) values ($1, $2, $4, $4::integer * $3::bigint)
  on conflict (day, payment_method) do update
    set orders = s.orders + excluded.orders, ordered = s.ordered + excluded.ordered;
$$;

create or replace function count_order() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform count_refunds(old.id, old.payment_method, -1);
    if old.paid_at is not null then
      perform count_sale(korean_day(old.paid_at), old.payment_method, old.total, -1);
      if old.status <> 'cancelled' then
        perform count_units(old.id, korean_day(old.paid_at), -1);
      end if;
    end if;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  perform count_refunds(new.id, new.payment_method, 1);
  if new.paid_at is not null then
    perform count_sale(korean_day(new.paid_at), new.payment_method, new.total, 1);
    if new.status <> 'cancelled' then
      perform count_units(new.id, korean_day(new.paid_at), 1);
    end if;
  end if;
  return new;
end $$;

create function count_receipt(payment_id uuid, sign integer) returns void language sql as $$
  insert into sales_by_day as s (day, payment_method, received)
  select korean_day(r.at), r.payment_method, $2 * r.amount from receipts r where r.payment_id = $1
  on conflict (day, payment_method) do update set received = s.received + excluded.received;
$$;

-- What the payment said is taken off before it is changed, and what it says is put on after.
create function count_payment() returns trigger language plpgsql as $$
begin
  if tg_when = 'AFTER' then
    perform count_receipt(new.id, 1);
    return null;
  end if;
  perform count_receipt(old.id, -1);
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger counted_before before update of status, wrong_amount or delete on payments
  for each row execute function count_payment();
create trigger counted after insert or update of status, wrong_amount on payments
  for each row execute function count_payment();

create or replace function count_refund() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update sales_by_day s set refunds = s.refunds - 1, refunded = s.refunded - old.amount
    from orders o
    where o.id = old.order_id and s.day = korean_day(old.at) and s.payment_method = o.payment_method;
  end if;
  if tg_op <> 'DELETE' then
    insert into sales_by_day as s (day, payment_method, refunds, refunded)
    select korean_day(new.at), o.payment_method, 1, new.amount from orders o where o.id = new.order_id
    on conflict (day, payment_method) do update
      set refunds = s.refunds + excluded.refunds, refunded = s.refunded + excluded.refunded;
  end if;
  return null;
end $$;

-- A refund that is noted meanwhile waits, and is counted by the function above.
lock table refunds in share row exclusive mode;
insert into sales_by_day (day, payment_method, orders, ordered, received, refunds, refunded)
select day, payment_method, orders, ordered, received, refunds, refunded from sales_recounted
on conflict (day, payment_method) do update
  set (orders, ordered, received, refunds, refunded) =
    (excluded.orders, excluded.ordered, excluded.received, excluded.refunds, excluded.refunded);
