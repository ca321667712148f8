-- The mail server that was set up at the desk; none, and the machine's own is used. Tried before it is written here.
create table mail_server (
  singleton boolean primary key default true check (singleton),
  host text not null check (char_length(host) between 1 and 253),
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls')),
  -- Empty where it asks nobody who they are, and then there is no password.
  user_name text not null check (char_length(user_name) <= 254),
  -- Sealed.
  password bytea,
  sender text not null check (char_length(sender) between 3 and 254),
  changed_at timestamptz not null,
  check ((user_name = '') = (password is null))
);
