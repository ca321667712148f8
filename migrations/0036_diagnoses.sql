-- What the doctor found at its last look at the shop, and what last came or went. One row.
create table diagnoses (
  singleton boolean primary key default true check (singleton),
  -- As server/doctor/report.ts has it. Null until the first look is over.
  report jsonb,
  -- Findings that a look had and the one before had not, or the other way round; and when that was last so.
  changed_at timestamptz,
  began jsonb not null default '[]',
  ended jsonb not null default '[]',
  -- A look is under way since then. Where that is long ago, its process was cut off.
  looking_since timestamptz
);

-- Of an alarm that one of these findings is: its layer, what mends it, and what its owner is told in both languages.
alter table alarms add column finding jsonb;
