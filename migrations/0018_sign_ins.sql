-- Who tried to come in, at the storefront and at the desk, right or wrong: shown to whom it concerns, kept for 90 days.
create table sign_ins (
  id bigint generated always as identity primary key,
  side text not null check (side in ('storefront', 'desk')),
  -- Both null where nobody has the e-mail. What was typed is not kept: it may be a password, or somebody else's.
  account_id uuid references accounts on delete cascade,
  staff_id uuid references staff on delete cascade,
  -- registered, set-up: the first time. password: it was right, and no code came after it.
  outcome text not null check (outcome in (
    'in', 'recovery-code', 'registered', 'set-up', 'password', 'blocked', 'wrong-password', 'wrong-code'
  )),
  -- As limits count it: an IPv4 address, or the network of an IPv6 one.
  address text not null,
  -- Its name, such as `Safari, iPhone`.
  browser text not null,
  -- What is wrong alike within an hour is one row, so that guesses fill no table: the hour's begin, the latest, how many.
  since timestamptz not null,
  at timestamptz not null,
  times integer not null default 1 check (times > 0),
  check (account_id is null or side = 'storefront'),
  check (staff_id is null or side = 'desk')
);
create unique index sign_ins_wrong on sign_ins
  (coalesce(account_id, staff_id), address, outcome, browser, since, side) nulls not distinct
  where outcome in ('wrong-password', 'wrong-code');
create index sign_ins_person on sign_ins (coalesce(account_id, staff_id), at desc);
create index sign_ins_latest on sign_ins (side, at desc, id desc);

-- Browsers that somebody has come in with. Each keeps an allowance of guesses of its own, so that strangers who guess
-- at her password keep her out of nothing.
create table known_browsers (
  -- SHA-256 of the cookie's token.
  token_hash bytea not null,
  account_id uuid references accounts on delete cascade,
  staff_id uuid references staff on delete cascade,
  seen_at timestamptz not null,
  check (num_nonnulls(account_id, staff_id) = 1)
);
create unique index known_browsers_person on known_browsers (coalesce(account_id, staff_id), token_hash);
create index known_browsers_seen on known_browsers (seen_at);
-- For the foreign keys' deletes.
create index known_browsers_account on known_browsers (account_id) where account_id is not null;
create index sign_ins_account on sign_ins (account_id) where account_id is not null;

-- Asked for in a browser that the account's owner has signed in with: strangers can't use up how many of these are sent.
alter table password_resets add column by_known_browser boolean not null default false;
