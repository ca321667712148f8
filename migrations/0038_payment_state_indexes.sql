-- outside a transaction

-- narrows: an order of before has one payment, and so has every new one of the release before
create unique index concurrently payments_one_live on payments (order_id)
  where state in ('new', 'started', 'confirming', 'unknown', 'waiting');
-- narrows: nothing but an order's own payment is ever marked as what paid it
create unique index concurrently payments_one_paid on payments (order_id) where paid_at is not null;
create index concurrently payments_to_ask on payments (ask_at) where ask_at is not null;
create index concurrently payments_unsure on payments (state_at) where state in ('confirming', 'unknown');
create index concurrently payments_troubled on payments (state_at) where trouble is not null;
create index concurrently refunds_payment on refunds (payment_id);
create index concurrently refunds_to_ask on refunds (ask_at) where ask_at is not null;
drop index concurrently if exists payments_one_open;
