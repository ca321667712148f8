-- A payment is one attempt to pay an order, with states of its own (docs/decisions/0032). `status`, `decided_at`,
-- `wrong_amount` and `wrong_at` are the words of the release before: a trigger keeps them in step while both run.

alter table payments
  add column state text,
  add column state_at timestamptz,
  -- What came in by it, in whole won, and when; what went back of that, and what is on its way back.
  add column captured bigint not null default 0,
  add column captured_at timestamptz,
  add column refunded bigint not null default 0,
  add column refunding bigint not null default 0,
  -- When it paid its order. Never unset but by a deposit that was reversed.
  add column paid_at timestamptz,
  add column means text,
  add column receipt_url text,
  -- Where this one is to be paid into: bank, number, holder, until when.
  add column deposit jsonb,
  -- Of the secret that proves a deposit's webhook: to compare with, and no more.
  add column secret_hash bytea,
  -- In the address that the provider sends the browser back to. It shows that there is an order, and nothing else.
  add column return_token uuid not null default gen_random_uuid(),
  -- When its provider is to be asked next, how often that was done in this state, and what was odd.
  add column ask_at timestamptz,
  add column asks integer not null default 0,
  add column trouble text;

alter table refunds
  -- The payment that it goes back through.
  add column payment_id uuid references payments,
  -- What the release before writes down has been sent by hand.
  add column state text not null default 'done',
  add column state_at timestamptz,
  add column done_at timestamptz,
  add column reference text,
  add column ask_at timestamptz,
  add column asks integer not null default 0,
  add column trouble text;

-- narrows: made anew below, in the same transaction
drop trigger counted on payments;
-- narrows: one trigger says what two have said
drop trigger counted_before on payments;
-- narrows: made anew below, in the same transaction
drop trigger counted on refunds;

update payments p set
  captured = case when p.status = 'paid' then p.amount else coalesce(p.wrong_amount, 0) end,
  captured_at = case when p.status = 'paid' then p.decided_at else p.wrong_at end,
  paid_at = case when p.status = 'paid' and o.paid_at is not null then p.decided_at end,
  state_at = coalesce(p.decided_at, p.wrong_at, p.created_at),
  state = case
    when p.status = 'paid' then case when o.paid_at is null then 'hold' else 'paid' end
    when p.wrong_amount > 0 then 'hold'
    when p.status = 'declined' then 'failed'
    when p.status <> 'open' then p.status
    when p.method = 'bank' then 'waiting'
    when p.reference is null then 'new'
    else 'started' end
from orders o where o.id = p.order_id;

-- Every order has had one payment until now.
update refunds r set state_at = r.at, done_at = r.at,
  payment_id = (select p.id from payments p where p.order_id = r.order_id and p.captured > 0 order by p.created_at desc limit 1);
update payments p set refunded = r.sum,
  state = case when r.sum = p.captured then 'refunded' when p.state = 'paid' then 'partly-refunded' else p.state end
from (select payment_id, sum(amount) as sum from refunds group by payment_id) r where r.payment_id = p.id;

-- narrows: a trigger fills them for the release before
alter table payments
  alter column state set not null,
  alter column state_at set not null,
  add constraint payments_state_check check (state in ('new', 'started', 'confirming', 'unknown', 'waiting', 'paid',
    'partly-refunded', 'refunded', 'failed', 'expired', 'cancelled', 'hold')),
  add constraint payments_captured_check check (captured >= 0 and (captured > 0) = (captured_at is not null)),
  -- Not of what was noted before there were states.
  add constraint payments_refunds_check check (refunded >= 0 and refunding >= 0 and refunded + refunding <= captured) not valid,
  add constraint payments_asks_check check (asks >= 0);
-- narrows: a trigger fills them for the release before
alter table refunds
  alter column state_at set not null,
  add constraint refunds_state_check check (state in ('new', 'sent', 'pending', 'unknown', 'done', 'failed')),
  add constraint refunds_done_check check ((state = 'done') = (done_at is not null)),
  add constraint refunds_asks_check check (asks >= 0);

-- What each may become: `kind` is the table. server/store/payments/machine.ts says the same, and a test compares.
create table money_transitions (
  kind text not null,
  from_state text not null,
  to_state text not null,
  primary key (kind, from_state, to_state)
);
insert into money_transitions (kind, from_state, to_state)
select 'payments', f, t from (values
  ('new', 'started waiting paid hold cancelled failed expired'),
  ('started', 'confirming waiting paid hold cancelled failed expired'),
  ('confirming', 'unknown waiting paid hold cancelled failed expired'),
  ('unknown', 'waiting paid hold cancelled failed expired'),
  ('waiting', 'paid hold cancelled expired'),
  ('paid', 'waiting partly-refunded refunded'),
  ('partly-refunded', 'refunded'),
  ('failed', 'paid hold'),
  ('expired', 'paid hold'),
  ('cancelled', 'hold'),
  ('hold', 'paid refunded')
) as allowed (f, all_of), unnest(string_to_array(all_of, ' ')) as t
union all
select 'refunds', f, t from (values
  ('new', 'sent'),
  ('sent', 'done pending unknown failed'),
  ('pending', 'done failed'),
  ('unknown', 'done pending sent failed')
) as allowed (f, all_of), unnest(string_to_array(all_of, ' ')) as t;

create function refuse_unknown_money_transition() returns trigger language plpgsql as $$
begin
  if not exists (
    select from money_transitions t
    where t.kind = tg_table_name and t.from_state = old.state and t.to_state = new.state
  ) then
    raise exception '%: what is % does not become %', tg_table_name, old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- Whoever writes one of the two words writes both.
create function keep_words_of_before() returns trigger language plpgsql as $$
declare
  closed boolean;
begin
  if (tg_op = 'INSERT' and new.state is null)
    or (tg_op = 'UPDATE' and new.state = old.state and new.status <> old.status)
  then
    new.state_at := coalesce(new.decided_at, new.created_at);
    if new.status = 'paid' then
      select o.closed_at is not null and o.paid_at is null into closed from orders o where o.id = new.order_id;
      -- What it said last counts, but for what went back of what it said first.
      new.captured := greatest(new.amount, new.refunded + new.refunding);
      new.captured_at := new.decided_at;
      new.state := case when closed then 'hold' else 'paid' end;
      new.paid_at := case when closed then null else new.decided_at end;
    elsif new.captured = 0 then
      new.state := case
        when new.status = 'declined' then 'failed'
        when new.status <> 'open' then new.status
        when new.method = 'bank' then 'waiting'
        when new.reference is null then 'new'
        else 'started' end;
    end if;
    return new;
  end if;
  new.status := case
    when new.state in ('new', 'started', 'confirming', 'unknown', 'waiting') then 'open'
    when new.state in ('paid', 'partly-refunded', 'refunded') then 'paid'
    when new.state = 'hold' then case when new.captured = new.amount then 'paid' else 'open' end
    when new.state = 'failed' then 'declined'
    else new.state end;
  new.decided_at := case when new.status = 'open' then null else coalesce(new.decided_at, new.state_at) end;
  return new;
end $$;
-- Its name comes before the other's, and so does it.
create trigger agreed_words before insert or update on payments
  for each row execute function keep_words_of_before();
create trigger allowed_transition before update on payments
  for each row when (old.state <> new.state) execute function refuse_unknown_money_transition();
create trigger allowed_transition before update on refunds
  for each row when (old.state <> new.state) execute function refuse_unknown_money_transition();

-- Of the release before, which names no payment: what it says of the newest.
create or replace function note_wrong_amount() returns trigger language plpgsql as $$
begin
  update payments set state = 'hold', state_at = new.at, captured = (new.detail ->> 'amount')::bigint, captured_at = new.at
  where id = (select id from payments where order_id = new.order_id order by created_at desc, id limit 1)
    and (state in ('new', 'started', 'confirming', 'unknown', 'waiting') or (state = 'hold' and captured <> amount));
  return null;
end $$;
-- narrows: made anew in the next statement
drop trigger wrong_amount on order_events;
create trigger wrong_amount after insert on order_events
  for each row when (new.kind = 'amount-mismatch' and new.detail ->> 'currency' = 'KRW' and not new.detail ? 'payment')
  execute function note_wrong_amount();

-- Money that came in, whatever became of its order: in whole won, a row a payment.
create or replace view receipts as
  select id as payment_id, order_id, method as payment_method, captured_at as at, captured as amount
  from payments where captured > 0;

create or replace view sales_recounted as
  select day, payment_method, sum(orders)::integer as orders, sum(received)::bigint as received,
    sum(refunds)::integer as refunds, sum(refunded)::bigint as refunded, sum(ordered)::bigint as ordered
  from (
    select korean_day(paid_at) as day, payment_method, orders, ordered, 0 as received, 0 as refunds, 0 as refunded
    from order_sums where paid_at is not null
    union all
    select korean_day(at), payment_method, 0, 0, amount, 0, 0 from receipts
    union all
    select korean_day(r.done_at), o.payment_method, 0, 0, 0, 1, r.amount
    from refunds r join orders o on o.id = r.order_id where r.state = 'done'
  ) as events
  group by 1, 2;

-- narrows: only count_payment has called it, which says it itself from here on
drop function count_receipt;

create function count_money(at timestamptz, payment_method text, amount bigint) returns void language sql as $$
  insert into sales_by_day as s (day, payment_method, received) values (korean_day($1), $2, $3)
  on conflict (day, payment_method) do update set received = s.received + excluded.received;
$$;

create or replace function count_payment() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.captured > 0 then
    perform count_money(old.captured_at, old.method, -old.captured);
  end if;
  if tg_op <> 'DELETE' and new.captured > 0 then
    perform count_money(new.captured_at, new.method, new.captured);
  end if;
  return null;
end $$;
create trigger counted after insert or delete on payments for each row execute function count_payment();
create trigger counted_when_changed after update on payments
  for each row when ((old.captured, old.captured_at) is distinct from (new.captured, new.captured_at))
  execute function count_payment();

create or replace function count_refunds(order_id uuid, payment_method text, sign integer) returns void language sql as $$
  insert into sales_by_day as s (day, payment_method, refunds, refunded)
  select korean_day(done_at), $2, $3 * count(*)::integer, $3 * sum(amount)::bigint
  from refunds where refunds.order_id = $1 and refunds.state = 'done' group by 1 order by 1
  on conflict (day, payment_method) do update
    set refunds = s.refunds + excluded.refunds, refunded = s.refunded + excluded.refunded;
$$;

create or replace function count_refund() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.state = 'done' then
    update sales_by_day s set refunds = s.refunds - 1, refunded = s.refunded - old.amount
    from orders o
    where o.id = old.order_id and s.day = korean_day(old.done_at) and s.payment_method = o.payment_method;
  end if;
  if tg_op <> 'DELETE' and new.state = 'done' then
    insert into sales_by_day as s (day, payment_method, refunds, refunded)
    select korean_day(new.done_at), o.payment_method, 1, new.amount from orders o where o.id = new.order_id
    on conflict (day, payment_method) do update
      set refunds = s.refunds + excluded.refunds, refunded = s.refunded + excluded.refunded;
  end if;
  return null;
end $$;
create trigger counted after insert or delete or update on refunds
  for each row execute function count_refund();

-- What the release before leaves out.
create function fill_refund() returns trigger language plpgsql as $$
begin
  new.state_at := coalesce(new.state_at, new.at);
  if new.state = 'done' then
    new.done_at := coalesce(new.done_at, new.at);
  end if;
  if new.payment_id is null then
    select p.id into new.payment_id from payments p
    where p.order_id = new.order_id and p.captured - p.refunded - p.refunding >= new.amount
    order by p.state = 'hold' desc, p.created_at desc limit 1;
  end if;
  return new;
end $$;
create trigger filled before insert on refunds for each row execute function fill_refund();

-- A payment knows what went back of it and what is on its way; its own state follows from that.
create function weigh_refund() returns trigger language plpgsql as $$
declare
  was text := case when tg_op <> 'INSERT' then old.state end;
  is_now text := case when tg_op <> 'DELETE' then new.state end;
  amount bigint := case tg_op when 'DELETE' then old.amount else new.amount end;
  gone bigint := amount * ((is_now is not distinct from 'done')::integer - (was is not distinct from 'done')::integer);
  going bigint := amount * (
    (coalesce(is_now, '') in ('new', 'sent', 'pending', 'unknown'))::integer
    - (coalesce(was, '') in ('new', 'sent', 'pending', 'unknown'))::integer);
begin
  update payments p set refunded = p.refunded + gone, refunding = p.refunding + going,
    state = case
      when gone > 0 and p.refunded + gone = p.captured then 'refunded'
      when gone > 0 and p.state = 'paid' then 'partly-refunded'
      else p.state end,
    state_at = case when gone > 0 then new.state_at else p.state_at end
  where p.id = case tg_op when 'DELETE' then old.payment_id else new.payment_id end and (gone <> 0 or going <> 0);
  return null;
end $$;
create trigger weighed after insert or delete or update of state on refunds
  for each row execute function weigh_refund();

-- What of an order a refund is for, and how much of that came back to the shelf.
create table refund_lines (
  refund_id uuid not null references refunds on delete cascade,
  order_id uuid not null,
  variant_id integer not null,
  quantity integer not null check (quantity > 0),
  restocked integer not null check (restocked between 0 and quantity),
  primary key (refund_id, variant_id),
  foreign key (order_id, variant_id) references order_lines (order_id, variant_id) on delete cascade
);
create index refund_lines_line on refund_lines (order_id, variant_id);

-- Its order's row is held by whoever refunds.
create function refuse_more_than_sold() returns trigger language plpgsql as $$
begin
  if (select sum(case when r.state = 'failed' then l.restocked else l.quantity end)
      from refund_lines l join refunds r on r.id = l.refund_id
      where l.order_id = new.order_id and l.variant_id = new.variant_id)
    > (select quantity from order_lines where order_id = new.order_id and variant_id = new.variant_id)
  then
    raise exception 'more bottles would be refunded than were sold' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger at_most_sold after insert or update on refund_lines
  for each row execute function refuse_more_than_sold();

-- An order that was closed can be paid after all, and a deposit be reversed.
insert into order_transitions (from_status, to_status) values
  ('declined', 'paid'), ('cancelled', 'paid'), ('expired', 'paid'), ('paid', 'pending');
-- narrows: it allows more than before
alter table orders
  drop constraint orders_flag_check,
  add constraint orders_flag_check check (flag in
    ('late-payment', 'double-payment', 'amount-mismatch', 'deposit-reversed', 'refund-failed'));

-- The test provider gives money back as well.
alter table test_provider_payments
  add column cancelled bigint not null default 0 check (cancelled between 0 and amount),
  add column decided_at timestamptz;
create table test_provider_cancels (
  -- What the shop calls it: asking twice for the same refund gives the same one.
  merchant_refund text primary key,
  reference text not null references test_provider_payments,
  amount bigint not null check (amount > 0),
  at timestamptz not null
);
create index test_provider_cancels_reference on test_provider_cancels (reference);
