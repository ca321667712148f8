-- Lists at the desk look for words in fifty thousand names while somebody waits: both names, small letters, no spaces,
-- kept apart by a line end that no search holds.
alter table perfumes
  add column search_text text generated always as (lower(replace(name_ko || E'\n' || name_en, ' ', ''))) stored;

-- Whole or from its beginning, in whatever order the database sorts words.
create index variants_sku_prefix on variants (sku text_pattern_ops);
create index perfumes_archived on perfumes (updated_at desc, id desc) where archived_at is not null;

-- What was changed for many products at once, so that all of it can be taken back at once.
create table bulk_changes (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references staff,
  at timestamptz not null,
  field text not null check (field in ('price', 'stock', 'visibility')),
  -- What was asked for, as the page says it again: {"how": "percent", "value": 10, "volumeMl": 50}.
  request jsonb not null,
  -- [{"id", "from", "to"}]: of volumes, or of perfumes where it was their visibility.
  items jsonb not null check (jsonb_typeof(items) = 'array'),
  undone_at timestamptz
);
create index bulk_changes_staff on bulk_changes (staff_id, at desc);
