create table carts (
  id uuid primary key default gen_random_uuid(),
  account_id uuid references accounts on delete cascade,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Set once, by the order that was made of it: from then on the cart is history and the visitor's next one is new.
  ordered_at timestamptz,
  -- The guest's cart before this one. The session knows any cart of the row; its open one is the last. A closed order's
  -- goods find their way back along it, also when no browser is there to be told.
  follows uuid unique references carts on delete set null,
  -- The checkout form carries it, so that a form sent again finds the order it has already made. It opens nothing.
  checkout_key uuid not null unique default gen_random_uuid()
);
create unique index carts_open_account on carts (account_id) where ordered_at is null;

create table cart_items (
  cart_id uuid not null references carts on delete cascade,
  variant_id integer not null references variants,
  quantity integer not null check (quantity between 1 and 20),
  added_at timestamptz not null default now(),
  primary key (cart_id, variant_id)
);

create table orders (
  id uuid primary key default gen_random_uuid(),
  number text not null unique,
  -- One order a cart, whatever is clicked how often.
  cart_id uuid not null unique references carts,
  account_id uuid references accounts on delete set null,
  locale text not null check (locale in ('ko', 'en')),
  email text not null,
  recipient text not null,
  phone text not null,
  postcode text not null,
  address_line1 text not null,
  address_line2 text not null,
  delivery_note text not null,
  currency text not null check (currency = 'KRW'),
  subtotal bigint not null check (subtotal > 0),
  delivery_fee bigint not null check (delivery_fee >= 0),
  total bigint not null check (total = subtotal + delivery_fee),
  status text not null check (status in ('pending', 'paid', 'declined', 'cancelled', 'expired')),
  payment_method text not null,
  payment_due_at timestamptz not null,
  placed_at timestamptz not null,
  paid_at timestamptz,
  closed_at timestamptz,
  -- Set in the same statement that gives the bottles back, so it happens once.
  stock_returned_at timestamptz,
  -- What the owner has to look at, such as a payment that arrived after the order was closed.
  flag text check (flag in ('late-payment', 'amount-mismatch')),
  check ((status = 'paid') = (paid_at is not null and closed_at is null)),
  check ((status in ('declined', 'cancelled', 'expired')) = (closed_at is not null)),
  check ((closed_at is not null) = (stock_returned_at is not null))
);
create index orders_account on orders (account_id, placed_at desc) where account_id is not null;
create index orders_due on orders (payment_due_at) where status = 'pending';
create index orders_flagged on orders (placed_at) where flag is not null;

create table order_lines (
  order_id uuid not null references orders on delete cascade,
  position integer not null,
  variant_id integer not null references variants,
  -- Frozen as sold: later edits of the product change no past order.
  sku text not null,
  perfume_slug text not null,
  name_ko text not null,
  name_en text not null,
  house_ko text not null,
  house_en text not null,
  volume_ml integer not null,
  picture text not null,
  unit_price integer not null check (unit_price > 0),
  quantity integer not null check (quantity > 0),
  primary key (order_id, position),
  unique (order_id, variant_id)
);

create table order_events (
  id bigint generated always as identity primary key,
  order_id uuid not null references orders on delete cascade,
  at timestamptz not null,
  kind text not null,
  detail jsonb not null default '{}'
);
create index order_events_order on order_events (order_id, id);

create table payments (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references orders on delete cascade,
  method text not null,
  -- The provider's own name for it; for a bank transfer the order number. Null until the provider was asked.
  reference text,
  amount bigint not null check (amount > 0),
  currency text not null check (currency = 'KRW'),
  status text not null check (status in ('open', 'paid', 'declined', 'cancelled', 'expired')),
  created_at timestamptz not null,
  decided_at timestamptz,
  unique (method, reference),
  check ((status = 'open') = (decided_at is null))
);
create unique index payments_one_open on payments (order_id) where status = 'open';

-- The test provider's own books, as a real provider keeps its own: the shop asks it, and never believes the browser.
create table test_provider_payments (
  reference text primary key,
  -- What the shop calls it: asking twice for the same payment gives the same one.
  merchant_payment text not null unique,
  merchant_order text not null,
  amount bigint not null,
  currency text not null,
  status text not null check (status in ('open', 'paid', 'declined', 'cancelled')),
  return_url text not null,
  locale text not null check (locale in ('ko', 'en')),
  created_at timestamptz not null
);
