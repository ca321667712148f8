-- Who keeps public pages is told, at commit, which groups of them have changed. The groups a page belongs to are in
-- server/store/change-feed/groups.ts; docs/decisions/0010 says why it is done here and not by whoever writes.

-- All that public pages tell of a stock. An order that leaves this as it was changes no page.
create function is_in_stock(stock integer) returns boolean
  language sql immutable parallel safe
  return stock > 0;

-- Publications that lie ahead: a page changes then, though no row does.
create index perfumes_published on perfumes (published_at);

-- One message is at most 64 groups, one transaction at most 64 messages; what is more than that is everything ("*"),
-- which Postgres sends once however often it is said. Custom settings are undone with the savepoint, as messages are.
create function purge(variadic groups text[]) returns void language plpgsql as $$
declare
  told integer := coalesce(nullif(current_setting('purges.told', true), ''), '0')::integer;
begin
  if told < 64 and cardinality(groups) <= 64 then
    perform set_config('purges.told', (told + 1)::text, true);
    perform pg_notify('purges', to_json(groups)::text);
  else
    perform pg_notify('purges', '["*"]');
  end if;
end $$;

create function purge_everything() returns trigger language plpgsql as $$
begin
  perform purge('*');
  return null;
end $$;

create function purge_settings() returns trigger language plpgsql as $$
begin
  perform purge('settings');
  return null;
end $$;

create function purge_house() returns trigger language plpgsql as $$
begin
  perform purge('catalogue', 'house-' || coalesce(new.id, old.id));
  return null;
end $$;

create function purge_note() returns trigger language plpgsql as $$
begin
  perform purge('catalogue', 'note-' || coalesce(new.id, old.id));
  return null;
end $$;

-- Which perfumes are shown as alike can change on every product page ("likeness") when one comes, goes or smells different.
create function purge_perfume() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE'
    and (new.accords, new.family, new.position, new.published_at)
      is not distinct from (old.accords, old.family, old.position, old.published_at)
  then
    perform purge('catalogue', 'product-' || new.id);
  else
    perform purge('catalogue', 'likeness', 'product-' || coalesce(new.id, old.id));
  end if;
  return null;
end $$;

-- For a row that is a part of a perfume. One without volumes is in no list, so a volume too can make it come and go.
create function purge_part() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform purge('catalogue', 'likeness', 'product-' || old.perfume_id);
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.perfume_id <> old.perfume_id) then
    perform purge('catalogue', 'likeness', 'product-' || new.perfume_id);
  end if;
  return null;
end $$;

create function purge_volume() returns trigger language plpgsql as $$
begin
  perform purge('catalogue', 'product-' || new.perfume_id);
  return null;
end $$;

create trigger purge_written after insert or delete on settings
  for each row execute function purge_settings();
create trigger purge_changed after update on settings
  for each row when (old.key <> new.key or old.value <> new.value) execute function purge_settings();

create trigger purge_written after insert or delete on houses
  for each row execute function purge_house();
create trigger purge_changed after update on houses
  for each row when (old.* is distinct from new.*) execute function purge_house();

create trigger purge_written after insert or delete on notes
  for each row execute function purge_note();
create trigger purge_changed after update on notes
  for each row when (old.* is distinct from new.*) execute function purge_note();

create trigger purge_written after insert or delete on perfumes
  for each row execute function purge_perfume();
create trigger purge_changed after update on perfumes
  for each row when (old.* is distinct from new.*) execute function purge_perfume();

create trigger purge_written after insert or delete on perfume_notes
  for each row execute function purge_part();
create trigger purge_changed after update on perfume_notes
  for each row when (old.* is distinct from new.*) execute function purge_part();

create trigger purge_written after insert or delete on variants
  for each row execute function purge_part();
create trigger purge_moved after update on variants
  for each row when (old.perfume_id <> new.perfume_id) execute function purge_part();
create trigger purge_changed after update on variants
  for each row when (
    (old.id, old.sku, old.volume_ml, old.price, old.currency, is_in_stock(old.stock))
      is distinct from (new.id, new.sku, new.volume_ml, new.price, new.currency, is_in_stock(new.stock))
  ) execute function purge_volume();

create trigger purge_emptied after truncate on settings for each statement execute function purge_everything();
create trigger purge_emptied after truncate on houses for each statement execute function purge_everything();
create trigger purge_emptied after truncate on notes for each statement execute function purge_everything();
create trigger purge_emptied after truncate on perfumes for each statement execute function purge_everything();
create trigger purge_emptied after truncate on perfume_notes for each statement execute function purge_everything();
create trigger purge_emptied after truncate on variants for each statement execute function purge_everything();
