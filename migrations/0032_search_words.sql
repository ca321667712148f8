-- Any part of what is written is found by its pairs of letters: two syllables are a whole Korean name, where three
-- letters at least would be asked elsewhere. Indexes of orders and customers are built by these functions: a change of
-- one needs another function and another index.

-- As they are compared: in small letters, without blanks and hyphens.
create function search_words(given text) returns text language sql immutable strict parallel safe
  return translate(lower(given), ' -', '');

create function search_pairs(words text) returns text[] language sql immutable strict parallel safe cost 200
  return array(select substr(words, n, 2) from generate_series(1, length(words) - 1) n);

-- Each part begins with a line end, so that one letter is looked for where something begins.
create function order_words(number text, recipient text, phone text, email text, tracking text) returns text
  language sql immutable parallel safe
  return search_words(E'\n' || number || E'\n' || recipient || E'\n' || phone || E'\n' || email || E'\n' || coalesce(tracking, ''));

create function order_line_words(name_ko text, name_en text, house_ko text, house_en text, sku text) returns text
  language sql immutable parallel safe
  return search_words(E'\n' || name_ko || E'\n' || name_en || E'\n' || house_ko || E'\n' || house_en || E'\n' || sku);

create function customer_words(email text, name text, phone text) returns text language sql immutable parallel safe
  return search_words(E'\n' || email || E'\n' || name || E'\n' || phone);
