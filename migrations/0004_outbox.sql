-- Mails to send. Written in the transaction of what they tell of; `jobs` sends them and keeps the reason when it fails.
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null,
  locale text not null check (locale in ('ko', 'en')),
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  last_error text,
  next_attempt_at timestamptz,
  created_at timestamptz not null,
  sent_at timestamptz,
  check ((status = 'sent') = (sent_at is not null))
);
create index outbox_open on outbox (id) where status <> 'sent';
