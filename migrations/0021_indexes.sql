-- outside a transaction

-- A payment is read while its order's row is held.
create index concurrently payments_order on payments (order_id, created_at desc, id);

-- All carts of a member, for who forgets her: only her open one could be found.
create index concurrently carts_account on carts (account_id) where account_id is not null;

-- Sessions at the desk that are halfway in end with those that are in.
create index concurrently desk_sessions_halfway on desk_sessions ((sess #>> '{halfway,staffId}'))
  where (sess #>> '{halfway,staffId}') is not null;

-- Written down at the desk without an e-mail: few, and known by name and number alone.
create index concurrently orders_without_email on orders (recipient, phone) where email = '' and erased_at is null;

-- The shop's own order, and its end, where the next perfume goes. Hidden ones are few.
create index concurrently perfumes_position on perfumes (position, id);
drop index concurrently if exists perfumes_listing;

-- `unique (perfume_id, volume_ml)` leads there as well.
drop index concurrently if exists variants_perfume;

-- No statement looks anything up in these.
drop index concurrently if exists outbox_due;
drop index concurrently if exists bulk_changes_staff;
