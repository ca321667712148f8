alter table perfumes
  -- Raised by every save at the desk: who saves over a version that is not the last is told so.
  add column version integer not null default 1,
  add column updated_at timestamptz not null default now(),
  -- Out of sight for good, and never deleted: orders name it.
  add column archived_at timestamptz,
  add check (archived_at is null or published_at is null);

alter table variants
  -- A volume that is no longer sold. Its row stays, because orders name it.
  add column archived_at timestamptz,
  -- At this many bottles or fewer the desk says that they run out.
  add column low_stock integer not null default 5 check (low_stock >= 0);

-- For lists that are read in any order, from where the last page ended.
create index perfumes_desk_updated on perfumes (updated_at desc, id desc);
create index perfumes_desk_name on perfumes (name_ko, id);
create index variants_perfume on variants (perfume_id);
create index variants_running_out on variants (stock, id) include (perfume_id)
  where archived_at is null and stock <= low_stock;

-- What a perfume was called before, as a redirect.
create table perfume_addresses (
  slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  perfume_id integer not null references perfumes on delete cascade,
  left_at timestamptz not null
);
create index perfume_addresses_perfume on perfume_addresses (perfume_id);

-- Photographs beside the drawn picture, in the order they are shown in.
create table perfume_photos (
  id integer generated always as identity primary key,
  perfume_id integer not null references perfumes on delete cascade,
  position integer not null,
  -- The picture store's name without size and format: `after-rain.0a1b2c3d4e`.
  file text not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  alt_ko text not null default '',
  alt_en text not null default '',
  unique (perfume_id, position) deferrable initially deferred
);

create trigger purge_written after insert or delete on perfume_photos
  for each row execute function purge_part();
create trigger purge_changed after update on perfume_photos
  for each row when (old.* is distinct from new.*) execute function purge_part();
create trigger purge_emptied after truncate on perfume_photos for each statement execute function purge_everything();

-- A volume that leaves or comes back is seen as one that was deleted or made: which perfumes are alike can change too.
create trigger purge_archived after update on variants
  for each row when ((old.archived_at is null) <> (new.archived_at is null)) execute function purge_part();

-- An address that starts to lead elsewhere was a page that isn't there.
create function purge_address() returns trigger language plpgsql as $$
begin
  perform purge('catalogue');
  return null;
end $$;
create trigger purge_changed after insert or update or delete on perfume_addresses
  for each row execute function purge_address();
create trigger purge_emptied after truncate on perfume_addresses for each statement execute function purge_everything();
