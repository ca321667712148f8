-- outside a transaction

create index concurrently orders_to_remind on orders (remind_at) where status = 'pending' and remind_at is not null;
