-- Mails to send. Written in the transaction of what they tell of; `jobs` sends them and keeps the reason when it fails.
-- This table is the truth about a mail; the job queue only says when to look at a row.
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null,
  locale text not null check (locale in ('ko', 'en')),
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  -- What a copy of the database must not give away, such as a reset link's token: encrypted with a key kept outside of
  -- it, put into the bodies when they are sent, and gone afterwards.
  sealed bytea,
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  last_error text,
  -- When the next attempt is due, while there is one.
  next_attempt_at timestamptz,
  -- Until then the row belongs to one sender. Left behind by one that was killed, it is when another may take over.
  claimed_until timestamptz,
  created_at timestamptz not null,
  sent_at timestamptz,
  check ((status = 'sent') = (sent_at is not null)),
  check ((status = 'queued') = (next_attempt_at is not null)),
  check (status = 'queued' or (claimed_until is null and sealed is null))
);
create index outbox_due on outbox (next_attempt_at) where status = 'queued';
