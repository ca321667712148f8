-- A browser is asked for by its token alone, also by whoever opens a link with one.
create index known_browsers_token on known_browsers (token_hash);
