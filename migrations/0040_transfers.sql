-- By what name the money of a transfer comes. Rows of their own: the indexes that find them are built with them.
create table depositors (
  order_id uuid primary key references orders,
  name text not null check (length(name) between 1 and 40),
  -- Letters and digits alone, as names are compared (server/values/depositor.ts).
  key text not null
);
create index depositors_key on depositors (key);
create index depositors_search on depositors using gin (search_pairs(search_words(name))) with (fastupdate = off);

-- Which columns of a bank's file say what, by a digest of its head.
create table statement_layouts (
  head bytea primary key check (length(head) = 32),
  columns jsonb not null,
  saved_at timestamptz not null
);

-- A bank's file whose columns are still to be named; gone once it is read.
create table statement_files (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references staff,
  file_name text not null,
  content bytea not null,
  sent_at timestamptz not null
);

-- Money that came to the shop's account, a row of a bank's statement each.
create table deposits (
  id bigint generated always as identity primary key,
  -- Of what the bank says of it: the same row in another file is the same deposit.
  fingerprint bytea not null unique check (length(fingerprint) = 32),
  paid_at timestamptz not null,
  -- False where the bank says the day alone.
  has_time boolean not null,
  payer text not null check (length(payer) <= 80),
  amount bigint not null check (amount > 0),
  memo text not null check (length(memo) <= 200),
  taken_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'matched', 'set-aside')),
  order_id uuid unique references orders,
  settled_at timestamptz,
  settled_by uuid references staff,
  note text not null default '' check (length(note) <= 500),
  check ((state = 'matched') = (order_id is not null)),
  check ((state = 'open') = (settled_at is null))
);
create index deposits_open on deposits (paid_at, id) where state = 'open';
create index deposits_settled on deposits (settled_at desc, id desc) where state <> 'open';
