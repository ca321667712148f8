create table accounts (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 80),
  password_hash text not null,
  locale text not null check (locale in ('ko', 'en')),
  created_at timestamptz not null default now()
);

-- connect-pg-simple's columns. The account is read out of the session so that a password change can end the others.
create table sessions (
  sid text primary key,
  sess json not null,
  expire timestamptz not null
);
create index sessions_expire on sessions (expire);
create index sessions_account on sessions ((sess ->> 'accountId')) where (sess ->> 'accountId') is not null;

create table password_resets (
  -- SHA-256 of the token: a copy of the database opens no account.
  token_hash bytea primary key,
  account_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index password_resets_account on password_resets (account_id);

-- rate-limiter-flexible's columns; `expire` is in milliseconds since the epoch.
create table rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);

create table settings (
  key text primary key check (key ~ '^[a-z]+(\.[a-zA-Z]+)+$'),
  value jsonb not null,
  updated_at timestamptz not null default now()
);
