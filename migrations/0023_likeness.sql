-- The perfumes that are most like a perfume, found by the jobs when one of them changes and not for each page. Only those
-- that are on sale or will be; what is shown of them is decided when the page is read.
create table perfume_likeness (
  perfume_id integer not null references perfumes on delete cascade,
  other_id integer not null references perfumes on delete cascade,
  score double precision not null check (score > 0),
  primary key (perfume_id, other_id),
  check (perfume_id <> other_id)
);
create index perfume_likeness_other on perfume_likeness (other_id);

-- Whose likeness has to be found anew.
create table likeness_due (perfume_id integer primary key references perfumes on delete cascade);

-- A row that is there already is written again: it is held until the change can be seen, and the jobs leave it till then.
create function likeness_is_due(ids integer[]) returns void language plpgsql as $$
begin
  insert into likeness_due select id from perfumes where id = any(ids) order by id
  on conflict (perfume_id) do update set perfume_id = excluded.perfume_id;
  if found and current_setting('likeness.told', true) is distinct from txid_current()::text
    and to_regnamespace('graphile_worker') is not null
  then
    perform graphile_worker.add_job('relate-perfumes', queue_name => 'likeness');
    perform set_config('likeness.told', txid_current()::text, true);
  end if;
end $$;

create function likeness_of_perfume() returns trigger language plpgsql as $$
begin
  perform likeness_is_due(array[new.id]);
  return null;
end $$;
create function likeness_of_written_perfumes() returns trigger language plpgsql as $$
begin
  perform likeness_is_due(array(select id from written));
  return null;
end $$;
-- Whoever showed it has a place to fill.
create function likeness_without_perfume() returns trigger language plpgsql as $$
begin
  perform likeness_is_due(array(select perfume_id from perfume_likeness where other_id = old.id));
  return old;
end $$;
create trigger likeness_due after insert on perfumes
  referencing new table as written for each statement execute function likeness_of_written_perfumes();
create trigger likeness_due_changed after update on perfumes
  for each row when (
    (old.accords, old.family, old.published_at is null) is distinct from (new.accords, new.family, new.published_at is null)
  ) execute function likeness_of_perfume();
create trigger likeness_due_gone before delete on perfumes
  for each row execute function likeness_without_perfume();

create function likeness_of_part() returns trigger language plpgsql as $$
begin
  perform likeness_is_due(array[old.perfume_id, new.perfume_id]);
  return null;
end $$;
create function likeness_of_written_parts() returns trigger language plpgsql as $$
begin
  perform likeness_is_due(array(select perfume_id from written));
  return null;
end $$;
create trigger likeness_due after insert on perfume_notes
  referencing new table as written for each statement execute function likeness_of_written_parts();
create trigger likeness_due_gone after delete on perfume_notes
  referencing old table as written for each statement execute function likeness_of_written_parts();
create trigger likeness_due_changed after update on perfume_notes
  for each row when (old.* is distinct from new.*) execute function likeness_of_part();
create trigger likeness_due after insert on variants
  referencing new table as written for each statement execute function likeness_of_written_parts();
create trigger likeness_due_gone after delete on variants
  referencing old table as written for each statement execute function likeness_of_written_parts();
create trigger likeness_due_changed after update on variants
  for each row when (
    (old.perfume_id, old.archived_at is null) is distinct from (new.perfume_id, new.archived_at is null)
  ) execute function likeness_of_part();

-- Which pages show it: its own ("product"), and those that have its card ("card"). "likeness" is for the release before,
-- whose pages carry it.
create or replace function purge_perfume() returns trigger language plpgsql as $$
declare
  id integer := coalesce(new.id, old.id);
begin
  if tg_op = 'UPDATE'
    and (new.accords, new.family, new.position, new.published_at)
      is not distinct from (old.accords, old.family, old.position, old.published_at)
  then
    perform purge('catalogue', 'product-' || id, 'card-' || id);
  else
    perform purge('catalogue', 'likeness', 'product-' || id, 'card-' || id);
  end if;
  return null;
end $$;

create or replace function purge_part() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform purge('catalogue', 'likeness', 'product-' || old.perfume_id, 'card-' || old.perfume_id);
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.perfume_id <> old.perfume_id) then
    perform purge('catalogue', 'likeness', 'product-' || new.perfume_id, 'card-' || new.perfume_id);
  end if;
  return null;
end $$;

create or replace function purge_volume() returns trigger language plpgsql as $$
begin
  perform purge('catalogue', 'product-' || new.perfume_id, 'card-' || new.perfume_id);
  return null;
end $$;

-- For what stands on a perfume's own page alone.
create function purge_page() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    perform purge('product-' || old.perfume_id);
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.perfume_id <> old.perfume_id) then
    perform purge('product-' || new.perfume_id);
  end if;
  return null;
end $$;
create or replace trigger purge_written after insert or delete on perfume_photos
  for each row execute function purge_page();
create or replace trigger purge_changed after update on perfume_photos
  for each row when (old.* is distinct from new.*) execute function purge_page();
create trigger purge_written after insert or delete on perfume_likeness
  for each row execute function purge_page();
create trigger purge_changed after update on perfume_likeness
  for each row when (old.* is distinct from new.*) execute function purge_page();
create trigger purge_emptied after truncate on perfume_likeness
  for each statement execute function purge_everything();

-- What is there already.
select likeness_is_due(array(select id from perfumes));
