-- Forms of the desk that were taken: one that is sent twice is answered like the first time. Worth nothing after an hour,
-- so that it needs neither the log nor a backup.
create unlogged table sent_forms (
  -- Of the form as it was shown, and of what was sent with it.
  key bytea primary key,
  begun_at timestamptz not null,
  -- Sealed: where its sender was led, and what she was told. Null while it is under way.
  answer bytea
);
