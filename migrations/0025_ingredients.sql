-- What is in the bottle, by the names that the law gives it; empty where the owner hasn't said it yet.
alter table perfumes
  add column ingredients_ko text not null default '',
  add column ingredients_en text not null default '';
