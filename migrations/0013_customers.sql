-- Everybody the shop knows by e-mail, members and guests alike: a list of them would otherwise have to be put together
-- from all orders, and a page of one would have her address in its own. The row goes when she is erased.
create table customers (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email = lower(email) and email <> ''),
  -- A member's own; a guest's latest recipient.
  name text not null,
  phone text not null default '',
  last_seen_at timestamptz not null
);
create index customers_latest on customers (last_seen_at desc, id desc);
create index customers_email_prefix on customers (email text_pattern_ops);
create index customers_name_prefix on customers (name text_pattern_ops);
create index customers_phone_prefix on customers (phone text_pattern_ops);

create function know_buyer() returns trigger language plpgsql as $$
begin
  insert into customers as known (email, name, phone, last_seen_at)
  values (lower(new.email), new.recipient, new.phone, new.placed_at)
  on conflict (email) do update set
    name = case when exists (select from accounts where email = excluded.email) then known.name else excluded.name end,
    phone = excluded.phone,
    last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at);
  return null;
end $$;
create trigger known_by_order after insert on orders
  for each row when (new.email <> '') execute function know_buyer();

create function know_member() returns trigger language plpgsql as $$
begin
  insert into customers as known (email, name, last_seen_at) values (new.email, new.name, new.created_at)
  on conflict (email) do update set
    name = excluded.name, last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at);
  return null;
end $$;
create trigger known_by_account after insert on accounts for each row execute function know_member();

insert into customers (email, name, phone, last_seen_at)
select distinct on (lower(email)) lower(email), recipient, phone, placed_at
from orders where email <> '' order by lower(email), placed_at desc;
insert into customers as known (email, name, last_seen_at) select email, name, created_at from accounts
on conflict (email) do update set
  name = excluded.name, last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at);

alter table orders
  -- The order stays, and nobody's name, address or number in it.
  add column erased_at timestamptz,
  -- Money that came in a wrong amount goes back too, and can be more than the order: what was received bounds it, in
  -- the statement that adds to it.
  drop constraint orders_check1,
  add constraint orders_refunded_check check (refunded >= 0);

-- Which orders are a person's: those of her e-mail, those of her account under another one, and those that were written
-- down without any for the same name and number.
create function orders_of_customer(address text) returns setof uuid language sql stable as $$
  select id from orders where lower(email) = address
  union
  select id from orders where account_id = (select a.id from accounts a where a.email = address)
  union
  select o.id from orders o join (select distinct recipient, phone from orders where lower(email) = address) as hers
    on o.recipient = hers.recipient and o.phone = hers.phone
  where o.email = '' and o.erased_at is null
$$;

-- What came in for an order, in whole won: its payment, or the wrong amount that came instead of it.
create function money_received(order_id uuid) returns bigint language sql stable as $$
  select coalesce(
    (select sum(p.amount)::bigint from payments p where p.order_id = money_received.order_id and p.status = 'paid'),
    (select (e.detail ->> 'amount')::bigint from order_events e
     where e.order_id = money_received.order_id and e.kind = 'amount-mismatch' and e.detail ->> 'currency' = 'KRW'
     order by e.id desc limit 1),
    0)
$$;

-- As people are looked for: whole, or from the beginning.
drop index orders_phone;
drop index orders_recipient;
create index orders_phone on orders (phone text_pattern_ops);
create index orders_recipient on orders (recipient text_pattern_ops);
create index orders_email_prefix on orders (lower(email) text_pattern_ops);
create index orders_tracking on orders (tracking_number) where tracking_number is not null;
create index orders_of_status on orders (status, placed_at desc, id desc);
-- What a person has to look at: something odd about the money, or money to send back.
create index orders_to_look_at on orders (placed_at, id)
  where flag is not null or (status = 'cancelled' and paid_at is not null and refunded < total);

-- Which order a mail tells of, so that its page shows it and can send it again. Orders are never deleted.
alter table outbox add column order_id uuid;
create index outbox_order on outbox (order_id, id) where order_id is not null;
update outbox set order_id = orders.id
from orders
where outbox.kind in ('order-placed', 'order-paid', 'new-order', 'late-payment')
  and orders.number = substring(outbox.subject from 'EA-[0-9A-HJKMNP-TV-Z]{10}');
