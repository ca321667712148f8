-- Troubles of the machine that the owner is told of: what was seen, since when, and whether she knows. A row is gone as
-- soon as its trouble is over.
create table alarms (
  -- What it is about: backup, disk, … One row each, so that one beginning is told once.
  kind text primary key,
  -- Which of the things that this can be.
  cause text not null,
  -- The machine's own words, where it has any.
  said text,
  -- When it last went well (backup, verification), or ends (certificate).
  last_at timestamptz,
  free_bytes bigint,
  total_bytes bigint,
  -- Seen at each look since then.
  since timestamptz not null,
  looked_at timestamptz not null,
  -- Lasted long enough to be more than a blip. Null: is only watched so far, and nobody is told.
  began_at timestamptz,
  -- Not seen any more since then. Seen again soon, it is the same trouble.
  absent_since timestamptz,
  -- When the last mail of it was written, and which: a row of the outbox, for as long as mails are kept.
  told_at timestamptz,
  mail_id bigint,
  check (told_at is null or began_at is not null),
  check (absent_since is null or began_at is not null)
);
