-- What server/values says a value may be, held by the tables too. Every parser there has been stays within these limits, so
-- that rows of before pass; 0028 looks through them while the tables are used.

-- What an e-mail was at the widest of doors. Empty where an order has none, or its person is erased.
create function is_mailbox(address text) returns boolean language sql immutable parallel safe
  return length(address) <= 254 and address ~ '^[A-Za-z0-9.!#$%&''*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$';
create function is_phone(number text) returns boolean language sql immutable parallel safe
  return number ~ '^(0\d{1,3}-\d{3,4}|1[568]\d{2})-\d{4}$';

-- narrows: every release has refused more than this wherever an account is made
alter table accounts add constraint accounts_email_shape check (is_mailbox(email)) not valid;
-- narrows: every release has refused more than this wherever staff is invited
alter table staff add constraint staff_email_shape check (is_mailbox(email)) not valid;
-- narrows: they are called as accounts and recipients are
alter table customers
  add constraint customers_email_shape check (is_mailbox(email)) not valid,
  add constraint customers_name_length check (length(name) <= 80) not valid,
  add constraint customers_phone_shape check (phone = '' or is_phone(phone)) not valid;
-- narrows: every release has checked these at the checkout and where an order is written down
alter table orders
  add constraint orders_email_shape check (email = '' or is_mailbox(email)) not valid,
  add constraint orders_recipient_length check (length(recipient) between 1 and 40 or erased_at is not null) not valid,
  add constraint orders_phone_shape check (is_phone(phone) or erased_at is not null) not valid,
  add constraint orders_postcode_shape check (postcode ~ '^\d{5}$' or erased_at is not null) not valid,
  add constraint orders_address_line1_length check (length(address_line1) between 1 and 120 or erased_at is not null) not valid,
  add constraint orders_address_line2_length check (length(address_line2) <= 120) not valid,
  add constraint orders_delivery_note_length check (length(delivery_note) <= 100) not valid;
-- narrows: every release has refused a longer note
alter table order_events add constraint order_events_text_length check (length(detail ->> 'text') <= 500) not valid;
-- narrows: forms have taken less, files as much
alter table perfumes
  add constraint perfumes_slug_length check (length(slug) <= 80) not valid,
  add constraint perfumes_name_ko_length check (length(name_ko) between 1 and 80) not valid,
  add constraint perfumes_name_en_length check (length(name_en) between 1 and 80) not valid,
  add constraint perfumes_story_ko_length check (length(story_ko) <= 5000) not valid,
  add constraint perfumes_story_en_length check (length(story_en) <= 5000) not valid,
  add constraint perfumes_perfumer_ko_length check (length(perfumer_ko) <= 80) not valid,
  add constraint perfumes_perfumer_en_length check (length(perfumer_en) <= 80) not valid,
  add constraint perfumes_ingredients_ko_length check (length(ingredients_ko) <= 3000) not valid,
  add constraint perfumes_ingredients_en_length check (length(ingredients_en) <= 3000) not valid;
-- narrows: forms have taken less, files as much. A count of bottles may grow past what can be typed, when some come back
alter table variants
  add constraint variants_sku_shape check (sku ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$') not valid,
  add constraint variants_price_range check (price <= 100000000) not valid,
  add constraint variants_low_stock_range check (low_stock <= 1000000) not valid;
-- narrows: every release has refused more
alter table perfume_photos
  add constraint perfume_photos_alt_ko_length check (length(alt_ko) <= 300) not valid,
  add constraint perfume_photos_alt_en_length check (length(alt_en) <= 300) not valid;
-- narrows: every release has refused more
alter table houses
  add constraint houses_slug_length check (length(slug) <= 80) not valid,
  add constraint houses_name_ko_length check (length(name_ko) between 1 and 80) not valid,
  add constraint houses_name_en_length check (length(name_en) between 1 and 80) not valid,
  add constraint houses_story_ko_length check (length(story_ko) <= 5000) not valid,
  add constraint houses_story_en_length check (length(story_en) <= 5000) not valid;
-- narrows: every release has refused more
alter table notes
  add constraint notes_slug_length check (length(slug) <= 80) not valid,
  add constraint notes_name_ko_length check (length(name_ko) between 1 and 80) not valid,
  add constraint notes_name_en_length check (length(name_en) between 1 and 80) not valid;
-- narrows: the desk has refused more than this; from the command line came anything that is short. So what is there
-- already is never looked through, and nothing but a new value of its own is ever written over it
alter table settings
  add constraint settings_text_length check (jsonb_typeof(value) <> 'string' or length(value #>> '{}') <= 200),
  add constraint settings_value_shape check (
    case
      when key = 'seller.email' then value #>> '{}' = '' or is_mailbox(value #>> '{}')
      when key = 'seller.phone' then value #>> '{}' = '' or is_phone(value #>> '{}')
      when key = 'seller.postcode' then value #>> '{}' ~ '^(\d{5})?$'
      when key = 'seller.businessNumber' then value #>> '{}' ~ '^(\d{3}-\d{2}-\d{5})?$'
      when key = 'mail.senderName' then length(value #>> '{}') between 1 and 60
      when jsonb_typeof(value) <> 'number' then key not in ('delivery.fee', 'delivery.freeFrom', 'bank.deadlineHours')
      when key = 'delivery.fee' then (value #>> '{}')::numeric between 0 and 1000000
      when key = 'delivery.freeFrom' then (value #>> '{}')::numeric between 0 and 100000000
      when key = 'bank.deadlineHours' then (value #>> '{}')::numeric between 1 and 336
      else true
    end) not valid;
