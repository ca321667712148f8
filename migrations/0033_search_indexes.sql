-- outside a transaction

-- Without a list of what is still to be sorted in: the order that fills it up would wait for all of it.
create index concurrently orders_search on orders
  using gin (search_pairs(order_words(number, recipient, phone, email, tracking_number))) with (fastupdate = off);
create index concurrently order_lines_search on order_lines
  using gin (search_pairs(order_line_words(name_ko, name_en, house_ko, house_en, sku))) with (fastupdate = off);
create index concurrently customers_search on customers
  using gin (search_pairs(customer_words(email, name, phone))) with (fastupdate = off);

-- Of searches by the beginning, or by the whole.
drop index concurrently if exists orders_phone;
drop index concurrently if exists orders_recipient;
drop index concurrently if exists orders_email_prefix;
drop index concurrently if exists orders_tracking;
drop index concurrently if exists customers_email_prefix;
drop index concurrently if exists customers_name_prefix;
drop index concurrently if exists customers_phone_prefix;
