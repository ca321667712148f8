-- outside a transaction

-- An SKU is kept as it was typed, and found whatever letters are typed.
create index concurrently variants_sku_search on variants (lower(sku) text_pattern_ops);
