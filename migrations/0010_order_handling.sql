-- What becomes of an order after it was paid.
alter table orders
  drop constraint orders_status_check,
  drop constraint orders_check1,
  add constraint orders_status_check
    check (status in ('pending', 'paid', 'shipped', 'delivered', 'declined', 'cancelled', 'expired')),
  add column shipped_at timestamptz,
  add column delivered_at timestamptz,
  add column carrier text,
  add column tracking_number text,
  -- Where it came from: the storefront, or a person at the desk who wrote down what was said on the telephone.
  add column channel text not null default 'web' check (channel in ('web', 'manual')),
  -- What was paid back so far, in whole won.
  add column refunded bigint not null default 0 check (refunded between 0 and total),
  -- An order that was paid and cancelled keeps when it was paid.
  add constraint orders_paid_check check (
    case
      when status in ('paid', 'shipped', 'delivered') then paid_at is not null and closed_at is null
      when status = 'cancelled' then true
      else paid_at is null
    end
  ),
  add constraint orders_shipped_check check ((status in ('shipped', 'delivered')) = (shipped_at is not null)),
  add constraint orders_delivered_check check ((status = 'delivered') = (delivered_at is not null)),
  add constraint orders_carrier_check
    check (case when shipped_at is null then carrier is null else carrier is not null end),
  add constraint orders_tracking_check check (tracking_number is null or carrier is not null);

-- The table of allowed transitions. Going back is for a click that was a mistake.
create table order_transitions (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);
insert into order_transitions (from_status, to_status) values
  ('pending', 'paid'), ('pending', 'declined'), ('pending', 'cancelled'), ('pending', 'expired'),
  ('paid', 'shipped'), ('paid', 'cancelled'),
  ('shipped', 'delivered'), ('shipped', 'paid'),
  ('delivered', 'shipped');

create function refuse_unknown_transition() returns trigger language plpgsql as $$
begin
  if not exists (select from order_transitions t where t.from_status = old.status and t.to_status = new.status) then
    raise exception 'an order that is % does not become %', old.status, new.status using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger allowed_transition before update of status on orders
  for each row when (old.status <> new.status) execute function refuse_unknown_transition();

-- The queue: what has to be done next, the oldest first; and lists of everything, the newest first.
create index orders_to_confirm on orders (placed_at, id) where status = 'pending' and payment_method = 'bank';
create index orders_to_ship on orders (paid_at, id) where status = 'paid';
create index orders_under_way on orders (shipped_at, id) where status = 'shipped';
create index orders_placed on orders (placed_at desc, id desc);
create index orders_email on orders (lower(email), placed_at desc);
create index orders_phone on orders (phone);
create index orders_recipient on orders (recipient);
create index order_lines_variant on order_lines (variant_id);

alter table order_events add column staff_id uuid references staff;

create table refunds (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references orders,
  -- The form's own key: sent twice it is noted once.
  attempt uuid not null unique,
  amount bigint not null check (amount > 0),
  note text not null check (length(note) <= 500),
  staff_id uuid references staff,
  at timestamptz not null
);
create index refunds_order on refunds (order_id);

-- Who may buy nothing here, by e-mail: guests have nothing else in common.
create table blocked_customers (
  email text primary key check (email = lower(email)),
  reason text not null check (length(reason) <= 500),
  staff_id uuid references staff,
  at timestamptz not null
);
