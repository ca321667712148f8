-- What a letter tells of, where the same is told only so often: the act, and the session that it was done from.
alter table outbox add column topic text;
