create table houses (
  id integer generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name_ko text not null,
  name_en text not null,
  story_ko text not null,
  story_en text not null,
  bottle text not null,
  cap text not null,
  position integer not null
);

create table notes (
  id integer generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name_ko text not null,
  name_en text not null,
  note_group text not null
);

create table perfumes (
  id integer generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  house_id integer not null references houses,
  name_ko text not null,
  name_en text not null,
  story_ko text not null,
  story_en text not null,
  perfumer_ko text not null,
  perfumer_en text not null,
  year integer not null check (year between 1900 and 2100),
  concentration text not null,
  alcohol_percent numeric(4, 1) not null check (alcohol_percent between 0 and 100),
  family text not null,
  -- Accord slug to weight, 1 to 100. One document, because it is always read and drawn as a whole.
  accords jsonb not null check (jsonb_typeof(accords) = 'object' and accords <> '{}'),
  -- Hashed file names in the picture store.
  picture text not null,
  aura text not null,
  -- Place in the shop's own order: lower comes first.
  position integer not null,
  published_at timestamptz,
  created_at timestamptz not null default now()
);
create index perfumes_house on perfumes (house_id);
create index perfumes_family on perfumes (family);
create index perfumes_listing on perfumes (position, id) where published_at is not null;

create table perfume_notes (
  perfume_id integer not null references perfumes on delete cascade,
  note_id integer not null references notes,
  layer text not null check (layer in ('top', 'heart', 'base')),
  position integer not null,
  primary key (perfume_id, layer, note_id)
);
create index perfume_notes_note on perfume_notes (note_id);

create table variants (
  id integer generated always as identity primary key,
  perfume_id integer not null references perfumes on delete cascade,
  sku text not null unique,
  volume_ml integer not null check (volume_ml between 1 and 1000),
  price integer not null check (price > 0),
  currency text not null default 'KRW' check (currency = 'KRW'),
  -- What can still be sold. A pending order has already taken its bottles out.
  stock integer not null check (stock >= 0),
  unique (perfume_id, volume_ml)
);
