-- A house's new bottle stands in every picture of its perfumes. Jobs draw them one after the other, and begin again with
-- the next one wherever they were cut off.
create table house_redraws (
  house_id integer primary key references houses on delete cascade,
  -- Raised by every new bottle: who still draws the one before finds that it is overtaken, and ends.
  round integer not null default 1,
  -- Perfumes up to this one are drawn.
  last_perfume_id integer not null default 0,
  done integer not null default 0 check (done >= 0),
  total integer not null check (total >= 0),
  worked_at timestamptz not null,
  finished_at timestamptz
);
