-- Who changed what from what to what and when. Written in the transaction of the change, and never changed itself: so it
-- holds no address and no name of a customer, whom the law lets be forgotten.
create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  -- Null for the command line of the host.
  staff_id uuid references staff,
  -- As it was then, such as `김서연 <seoyeon@…>`; `console` for the command line.
  actor text not null,
  -- `product.update`, `order.ship`: what it was about, and what was done.
  action text not null check (action ~ '^[a-z-]+\.[a-z-]+$'),
  subject_kind text not null,
  subject_id text not null,
  -- What people call it: an order number, a perfume's Korean name.
  subject_name text not null,
  -- Field to [before, after]; null stands for nothing.
  changes jsonb not null default '{}' check (jsonb_typeof(changes) = 'object'),
  request_id text
);
create index audit_log_subject on audit_log (subject_kind, subject_id, id desc);
create index audit_log_staff on audit_log (staff_id, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% can only be added to', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger never_changed before update or delete on audit_log for each row execute function refuse_change();
create trigger never_emptied before truncate on audit_log for each statement execute function refuse_change();
