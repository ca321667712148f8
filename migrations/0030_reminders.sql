-- When whoever waits to pay is reminded; null: not at all, or she was. Orders of before are not.
alter table orders add column remind_at timestamptz;
