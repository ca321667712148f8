-- What was put into a cart last, so that a click that is sent twice counts once. Old code writes none.
alter table carts add column recent_additions jsonb not null default '[]';
