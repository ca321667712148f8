-- Every change of a count is a movement, whoever makes it and however: the sum of a volume's movements is its count.
create table stock_movements (
  id bigint generated always as identity primary key,
  variant_id integer not null references variants on delete cascade,
  change integer not null check (change <> 0),
  -- The count after it.
  balance integer not null check (balance >= 0),
  reason text not null check (
    reason in ('opening', 'sale', 'return', 'delivery', 'correction', 'damage', 'import', 'unexplained')
  ),
  order_id uuid references orders,
  staff_id uuid references staff,
  note text not null default '' check (length(note) <= 200),
  at timestamptz not null
);
create index stock_movements_variant on stock_movements (variant_id, id desc);
create index stock_movements_order on stock_movements (order_id) where order_id is not null;

-- Says for the rest of the transaction, or until it is said again, why counts change. Set in the statement that changes
-- them or before it.
create function stock_reason(reason text, at timestamptz, order_id uuid, staff_id uuid, note text) returns void
language sql as $$
  select set_config('stock.reason', reason, true), set_config('stock.at', at::text, true),
    set_config('stock.order_id', coalesce(order_id::text, ''), true),
    set_config('stock.staff_id', coalesce(staff_id::text, ''), true), set_config('stock.note', note, true);
$$;

create function record_stock_movement() returns trigger language plpgsql as $$
declare
  moved integer := new.stock - case tg_op when 'INSERT' then 0 else old.stock end;
begin
  if moved <> 0 then
    insert into stock_movements (variant_id, change, balance, reason, order_id, staff_id, note, at)
    values (
      new.id, moved, new.stock,
      coalesce(nullif(current_setting('stock.reason', true), ''), case tg_op when 'INSERT' then 'opening' else 'unexplained' end),
      nullif(current_setting('stock.order_id', true), '')::uuid,
      nullif(current_setting('stock.staff_id', true), '')::uuid,
      coalesce(current_setting('stock.note', true), ''),
      coalesce(nullif(current_setting('stock.at', true), '')::timestamptz, now())
    );
  end if;
  return null;
end $$;

create trigger recorded_when_made after insert on variants
  for each row execute function record_stock_movement();
create trigger recorded_when_changed after update of stock on variants
  for each row when (old.stock <> new.stock) execute function record_stock_movement();

insert into stock_movements (variant_id, change, balance, reason, at)
select id, stock, stock, 'opening', now() from variants where stock > 0 order by id;

create trigger never_changed before update on stock_movements for each row execute function refuse_change();
