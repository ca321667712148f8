-- A nonce that an order's links are signed with. null: signed without one, as all were before; renewing it ends them.
alter table orders add column link_nonce text;

-- The account that the buyer was told to pay into. Another account in the settings changes no order that is placed.
-- narrows: old code sets none of the three
alter table orders
  add column transfer_bank text,
  add column transfer_account text,
  add column transfer_holder text,
  add constraint orders_transfer_whole
    check (num_nulls(transfer_bank, transfer_account, transfer_holder) in (0, 3));

-- Of orders that wait for their money, as they are shown at this moment.
update orders set
  transfer_bank = coalesce((select value #>> '{}' from settings where key = 'bank.bank'), ''),
  transfer_account = coalesce((select value #>> '{}' from settings where key = 'bank.account'), ''),
  transfer_holder = coalesce((select value #>> '{}' from settings where key = 'bank.holder'), '')
where status = 'pending' and payment_method = 'bank';

-- Mails that were sent or given up kept the links to orders for everybody who reads the outbox or a backup of it. Sent
-- again, they get a new link. What waits still needs its own; the desk shows none of them.
update outbox set
  body_text = regexp_replace(body_text, '(/orders/EA-[0-9A-Z]+\?key=)[0-9A-Za-z._%-]+', '\1[[sealed]]', 'g'),
  body_html = regexp_replace(body_html, '(/orders/EA-[0-9A-Z]+\?key=)[0-9A-Za-z._%-]+', '\1[[sealed]]', 'g')
where status <> 'queued' and order_id is not null;
