-- Read while the order's row is held.
create index payments_order on payments (order_id, created_at desc, id);

-- All carts of a member, for who forgets her: only her open one could be found.
create index carts_account on carts (account_id) where account_id is not null;

-- Sessions at the desk that are halfway in end with those that are in.
create index desk_sessions_halfway on desk_sessions ((sess #>> '{halfway,staffId}'))
  where (sess #>> '{halfway,staffId}') is not null;

-- The shop's own order, and its end, where the next perfume goes. Hidden ones are few.
create index perfumes_position on perfumes (position, id);
drop index perfumes_listing;

-- `unique (perfume_id, volume_ml)` leads there as well.
drop index variants_perfume;

-- Written down at the desk without an e-mail: few, and known by name and number alone.
create index orders_without_email on orders (recipient, phone) where email = '' and erased_at is null;

-- No statement looks anything up in these.
drop index outbox_due;
drop index bulk_changes_staff;
