-- Reading the audit log: all of it, one person's, one kind's, each the latest first and from any day on.
create index audit_log_at on audit_log (at desc, id desc);
create index audit_log_staff_at on audit_log (staff_id, at desc, id desc);
create index audit_log_kind_at on audit_log (subject_kind, at desc, id desc);
-- What it replaces.
drop index audit_log_staff;
