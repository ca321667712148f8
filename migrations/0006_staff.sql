-- Who may enter the owner's desk. There is no account to begin with and no default password: `npm run owner` makes a
-- person and a one-time link, and the link is where she chooses her password and her second factor.
create table staff (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 80),
  role text not null check (role in ('owner', 'shipping', 'reader')),
  locale text not null default 'ko' check (locale in ('ko', 'en')),
  -- Null until the link was used.
  password_hash text,
  -- Sealed with a key that is kept outside of the database, as in the outbox.
  totp_secret bytea,
  -- The time step of the last code that was taken: a code is good once.
  totp_step bigint,
  created_at timestamptz not null,
  set_up_at timestamptz,
  -- Nobody is deleted: what she did keeps her name.
  disabled_at timestamptz,
  check ((set_up_at is null) = (password_hash is null)),
  check ((set_up_at is null) = (totp_secret is null))
);

create table staff_links (
  -- SHA-256 of the token: a copy of the database opens no desk.
  token_hash bytea primary key,
  staff_id uuid not null references staff on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index staff_links_staff on staff_links (staff_id);

create table staff_recovery_codes (
  staff_id uuid not null references staff on delete cascade,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (staff_id, code_hash)
);

-- connect-pg-simple's columns, apart from the shoppers' sessions: no cookie of the one can be read as the other.
create table desk_sessions (
  sid text primary key,
  sess json not null,
  expire timestamptz not null
);
create index desk_sessions_expire on desk_sessions (expire);
create index desk_sessions_staff on desk_sessions ((sess ->> 'staffId')) where (sess ->> 'staffId') is not null;
