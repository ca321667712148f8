-- Rows to be written anew, some thousand at a time, by the jobs while the shop is open: a migration that does it in one
-- statement holds them all until it is done.
create table backfills (
  name text primary key check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  -- Changes one batch of what is left, and nothing once nothing is.
  statement text not null,
  changed bigint not null default 0,
  done_at timestamptz
);

create function backfill_batch(backfill text) returns bigint language plpgsql as $$
declare
  todo text;
  now_changed bigint;
begin
  select statement into todo from backfills where name = backfill and done_at is null for update;
  if not found then
    return 0;
  end if;
  execute todo;
  get diagnostics now_changed = row_count;
  update backfills set changed = changed + now_changed, done_at = case when now_changed = 0 then now() end
  where name = backfill;
  return now_changed;
end $$;

-- For the migration that stands on it: does nothing where the jobs have been through, and the rest where they haven't.
create function finish_backfill(backfill text) returns void language plpgsql as $$
begin
  if not exists (select from backfills where name = backfill) then
    raise exception 'there is no backfill %', backfill;
  end if;
  loop
    exit when backfill_batch(backfill) = 0;
  end loop;
end $$;
