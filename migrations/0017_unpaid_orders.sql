-- Where an order that waits for its money came from: digests of the address and of the browser's session. They are
-- counted while it waits, and forgotten in the statement that ends the waiting.
alter table orders
  add column source_address text,
  add column source_session text;

create function forget_order_source() returns trigger language plpgsql as $$
begin
  new.source_address := null;
  new.source_session := null;
  return new;
end $$;
create trigger source_forgotten before update of status on orders
  for each row when (old.status = 'pending' and new.status <> 'pending') execute function forget_order_source();

-- narrows: old code sets neither column, and the trigger above empties both for whoever ends the waiting
alter table orders add constraint orders_source_check
  check (status = 'pending' or (source_address is null and source_session is null));

create index orders_unpaid_address on orders (source_address) where status = 'pending';
create index orders_unpaid_session on orders (source_session) where status = 'pending';

-- How many letters a mailbox was sent lately.
create index outbox_recipient on outbox (lower(recipient), created_at);
