-- outside a transaction

-- Rows of before, without holding anybody up.
alter table accounts validate constraint accounts_email_shape;
alter table staff validate constraint staff_email_shape;
alter table customers validate constraint customers_email_shape;
alter table customers validate constraint customers_name_length;
alter table customers validate constraint customers_phone_shape;
alter table orders validate constraint orders_email_shape;
alter table orders validate constraint orders_recipient_length;
alter table orders validate constraint orders_phone_shape;
alter table orders validate constraint orders_postcode_shape;
alter table orders validate constraint orders_address_line1_length;
alter table orders validate constraint orders_address_line2_length;
alter table orders validate constraint orders_delivery_note_length;
alter table order_events validate constraint order_events_text_length;
alter table perfumes validate constraint perfumes_slug_length;
alter table perfumes validate constraint perfumes_name_ko_length;
alter table perfumes validate constraint perfumes_name_en_length;
alter table perfumes validate constraint perfumes_story_ko_length;
alter table perfumes validate constraint perfumes_story_en_length;
alter table perfumes validate constraint perfumes_perfumer_ko_length;
alter table perfumes validate constraint perfumes_perfumer_en_length;
alter table perfumes validate constraint perfumes_ingredients_ko_length;
alter table perfumes validate constraint perfumes_ingredients_en_length;
alter table variants validate constraint variants_sku_shape;
alter table variants validate constraint variants_price_range;
alter table variants validate constraint variants_low_stock_range;
alter table perfume_photos validate constraint perfume_photos_alt_ko_length;
alter table perfume_photos validate constraint perfume_photos_alt_en_length;
alter table houses validate constraint houses_slug_length;
alter table houses validate constraint houses_name_ko_length;
alter table houses validate constraint houses_name_en_length;
alter table houses validate constraint houses_story_ko_length;
alter table houses validate constraint houses_story_en_length;
alter table notes validate constraint notes_slug_length;
alter table notes validate constraint notes_name_ko_length;
alter table notes validate constraint notes_name_en_length;
