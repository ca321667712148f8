-- What the migrations make. Written by `npm run schema`; to change it, write a migration.

create table accounts (
  id uuid not null default gen_random_uuid(),
  email text not null,
  name text not null,
  password_hash text not null,
  locale text not null,
  created_at timestamp with time zone not null default now(),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_email_key UNIQUE (email),
  constraint accounts_email_check CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254)))),
  constraint accounts_email_shape CHECK (is_mailbox(email)),
  constraint accounts_locale_check CHECK ((locale = ANY (ARRAY['ko'::text, 'en'::text]))),
  constraint accounts_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);
CREATE TRIGGER known_by_account AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION know_member();

create table alarms (
  kind text not null,
  cause text not null,
  said text,
  last_at timestamp with time zone,
  free_bytes bigint,
  total_bytes bigint,
  since timestamp with time zone not null,
  looked_at timestamp with time zone not null,
  began_at timestamp with time zone,
  absent_since timestamp with time zone,
  told_at timestamp with time zone,
  mail_id bigint,
  finding jsonb,
  constraint alarms_pkey PRIMARY KEY (kind),
  constraint alarms_check CHECK (((told_at IS NULL) OR (began_at IS NOT NULL))),
  constraint alarms_check1 CHECK (((absent_since IS NULL) OR (began_at IS NOT NULL)))
);

create table audit_log (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  staff_id uuid,
  actor text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_name text not null,
  changes jsonb not null default '{}'::jsonb,
  request_id text,
  constraint audit_log_pkey PRIMARY KEY (id),
  constraint audit_log_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint audit_log_action_check CHECK ((action ~ '^[a-z-]+\.[a-z-]+$'::text)),
  constraint audit_log_changes_check CHECK ((jsonb_typeof(changes) = 'object'::text))
);
CREATE INDEX audit_log_at ON public.audit_log USING btree (at DESC, id DESC);
CREATE INDEX audit_log_kind_at ON public.audit_log USING btree (subject_kind, at DESC, id DESC);
CREATE INDEX audit_log_staff_at ON public.audit_log USING btree (staff_id, at DESC, id DESC);
CREATE INDEX audit_log_subject ON public.audit_log USING btree (subject_kind, subject_id, id DESC);
CREATE TRIGGER never_changed BEFORE DELETE OR UPDATE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table backfills (
  name text not null,
  statement text not null,
  changed bigint not null default 0,
  done_at timestamp with time zone,
  constraint backfills_pkey PRIMARY KEY (name),
  constraint backfills_name_check CHECK ((name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);

create table blocked_customers (
  email text not null,
  reason text not null,
  staff_id uuid,
  at timestamp with time zone not null,
  constraint blocked_customers_pkey PRIMARY KEY (email),
  constraint blocked_customers_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint blocked_customers_email_check CHECK ((email = lower(email))),
  constraint blocked_customers_reason_check CHECK ((length(reason) <= 500))
);

create table bulk_changes (
  id uuid not null default gen_random_uuid(),
  staff_id uuid not null,
  at timestamp with time zone not null,
  field text not null,
  request jsonb not null,
  items jsonb not null,
  undone_at timestamp with time zone,
  constraint bulk_changes_pkey PRIMARY KEY (id),
  constraint bulk_changes_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint bulk_changes_field_check CHECK ((field = ANY (ARRAY['price'::text, 'stock'::text, 'visibility'::text]))),
  constraint bulk_changes_items_check CHECK ((jsonb_typeof(items) = 'array'::text))
);

create table cart_items (
  cart_id uuid not null,
  variant_id integer not null,
  quantity integer not null,
  added_at timestamp with time zone not null default now(),
  constraint cart_items_pkey PRIMARY KEY (cart_id, variant_id),
  constraint cart_items_cart_id_fkey FOREIGN KEY (cart_id) REFERENCES carts(id) ON DELETE CASCADE,
  constraint cart_items_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES variants(id),
  constraint cart_items_quantity_check CHECK (((quantity >= 1) AND (quantity <= 20)))
);

create table carts (
  id uuid not null default gen_random_uuid(),
  account_id uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  ordered_at timestamp with time zone,
  follows uuid,
  checkout_key uuid not null default gen_random_uuid(),
  recent_additions jsonb not null default '[]'::jsonb,
  constraint carts_pkey PRIMARY KEY (id),
  constraint carts_checkout_key_key UNIQUE (checkout_key),
  constraint carts_follows_key UNIQUE (follows),
  constraint carts_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint carts_follows_fkey FOREIGN KEY (follows) REFERENCES carts(id) ON DELETE SET NULL
);
CREATE INDEX carts_account ON public.carts USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE UNIQUE INDEX carts_open_account ON public.carts USING btree (account_id) WHERE (ordered_at IS NULL);

create table customers (
  id uuid not null default gen_random_uuid(),
  email text not null,
  name text not null,
  phone text not null default ''::text,
  last_seen_at timestamp with time zone not null,
  constraint customers_pkey PRIMARY KEY (id),
  constraint customers_email_key UNIQUE (email),
  constraint customers_email_check CHECK (((email = lower(email)) AND (email <> ''::text))),
  constraint customers_email_shape CHECK (is_mailbox(email)),
  constraint customers_name_length CHECK ((length(name) <= 80)),
  constraint customers_phone_shape CHECK (((phone = ''::text) OR is_phone(phone)))
);
CREATE INDEX customers_latest ON public.customers USING btree (last_seen_at DESC, id DESC);
CREATE INDEX customers_search ON public.customers USING gin (search_pairs(customer_words(email, name, phone))) WITH (fastupdate=off);

create table delivery_areas (
  id integer not null generated always as identity,
  name_ko text not null,
  name_en text not null,
  postcode_from text not null,
  postcode_until text not null,
  fee integer not null,
  extra_days integer not null,
  constraint delivery_areas_pkey PRIMARY KEY (id),
  constraint delivery_areas_extra_days_range CHECK (((extra_days >= 0) AND (extra_days <= 30))),
  constraint delivery_areas_fee_range CHECK (((fee >= 0) AND (fee <= 1000000))),
  constraint delivery_areas_name_en_length CHECK (((length(name_en) >= 1) AND (length(name_en) <= 80))),
  constraint delivery_areas_name_ko_length CHECK (((length(name_ko) >= 1) AND (length(name_ko) <= 80))),
  constraint delivery_areas_order CHECK ((postcode_from <= postcode_until)),
  constraint delivery_areas_postcode_from_shape CHECK ((postcode_from ~ '^\d{5}$'::text)),
  constraint delivery_areas_postcode_until_shape CHECK ((postcode_until ~ '^\d{5}$'::text))
);
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON delivery_areas FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE OR UPDATE ON delivery_areas FOR EACH ROW EXECUTE FUNCTION purge_settings();

create table depositors (
  order_id uuid not null,
  name text not null,
  key text not null,
  constraint depositors_pkey PRIMARY KEY (order_id),
  constraint depositors_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint depositors_name_check CHECK (((length(name) >= 1) AND (length(name) <= 40)))
);
CREATE INDEX depositors_key ON public.depositors USING btree (key);
CREATE INDEX depositors_search ON public.depositors USING gin (search_pairs(search_words(name))) WITH (fastupdate=off);

create table deposits (
  id bigint not null generated always as identity,
  fingerprint bytea not null,
  paid_at timestamp with time zone not null,
  has_time boolean not null,
  payer text not null,
  amount bigint not null,
  memo text not null,
  taken_at timestamp with time zone not null,
  state text not null default 'open'::text,
  order_id uuid,
  settled_at timestamp with time zone,
  settled_by uuid,
  note text not null default ''::text,
  constraint deposits_pkey PRIMARY KEY (id),
  constraint deposits_fingerprint_key UNIQUE (fingerprint),
  constraint deposits_order_id_key UNIQUE (order_id),
  constraint deposits_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint deposits_settled_by_fkey FOREIGN KEY (settled_by) REFERENCES staff(id),
  constraint deposits_amount_check CHECK ((amount > 0)),
  constraint deposits_check CHECK (((state = 'matched'::text) = (order_id IS NOT NULL))),
  constraint deposits_check1 CHECK (((state = 'open'::text) = (settled_at IS NULL))),
  constraint deposits_fingerprint_check CHECK ((length(fingerprint) = 32)),
  constraint deposits_memo_check CHECK ((length(memo) <= 200)),
  constraint deposits_note_check CHECK ((length(note) <= 500)),
  constraint deposits_payer_check CHECK ((length(payer) <= 80)),
  constraint deposits_state_check CHECK ((state = ANY (ARRAY['open'::text, 'matched'::text, 'set-aside'::text])))
);
CREATE INDEX deposits_open ON public.deposits USING btree (paid_at, id) WHERE (state = 'open'::text);
CREATE INDEX deposits_settled ON public.deposits USING btree (settled_at DESC, id DESC) WHERE (state <> 'open'::text);

create table desk_sessions (
  sid text not null,
  sess json not null,
  expire timestamp with time zone not null,
  constraint desk_sessions_pkey PRIMARY KEY (sid)
);
CREATE INDEX desk_sessions_expire ON public.desk_sessions USING btree (expire);
CREATE INDEX desk_sessions_halfway ON public.desk_sessions USING btree (((sess #>> '{halfway,staffId}'::text[]))) WHERE ((sess #>> '{halfway,staffId}'::text[]) IS NOT NULL);
CREATE INDEX desk_sessions_staff ON public.desk_sessions USING btree (((sess ->> 'staffId'::text))) WHERE ((sess ->> 'staffId'::text) IS NOT NULL);

create table diagnoses (
  singleton boolean not null default true,
  report jsonb,
  changed_at timestamp with time zone,
  began jsonb not null default '[]'::jsonb,
  ended jsonb not null default '[]'::jsonb,
  looking_since timestamp with time zone,
  constraint diagnoses_pkey PRIMARY KEY (singleton),
  constraint diagnoses_singleton_check CHECK (singleton)
);

create table holidays (
  id integer not null generated always as identity,
  day date not null,
  name text not null,
  constraint holidays_pkey PRIMARY KEY (id),
  constraint holidays_day UNIQUE (day),
  constraint holidays_day_range CHECK (((day >= '2000-01-01'::date) AND (day <= '2099-12-31'::date))),
  constraint holidays_name_length CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON holidays FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE OR UPDATE ON holidays FOR EACH ROW EXECUTE FUNCTION purge_settings();

create table house_redraws (
  house_id integer not null,
  round integer not null default 1,
  last_perfume_id integer not null default 0,
  done integer not null default 0,
  total integer not null,
  worked_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint house_redraws_pkey PRIMARY KEY (house_id),
  constraint house_redraws_house_id_fkey FOREIGN KEY (house_id) REFERENCES houses(id) ON DELETE CASCADE,
  constraint house_redraws_done_check CHECK ((done >= 0)),
  constraint house_redraws_total_check CHECK ((total >= 0))
);

create table houses (
  id integer not null generated always as identity,
  slug text not null,
  name_ko text not null,
  name_en text not null,
  story_ko text not null,
  story_en text not null,
  bottle text not null,
  cap text not null,
  position integer not null,
  constraint houses_pkey PRIMARY KEY (id),
  constraint houses_slug_key UNIQUE (slug),
  constraint houses_name_en_length CHECK (((length(name_en) >= 1) AND (length(name_en) <= 80))),
  constraint houses_name_ko_length CHECK (((length(name_ko) >= 1) AND (length(name_ko) <= 80))),
  constraint houses_slug_check CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  constraint houses_slug_length CHECK ((length(slug) <= 80)),
  constraint houses_story_en_length CHECK ((length(story_en) <= 5000)),
  constraint houses_story_ko_length CHECK ((length(story_ko) <= 5000))
);
CREATE TRIGGER purge_changed AFTER UPDATE ON houses FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION purge_house();
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON houses FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE ON houses FOR EACH ROW EXECUTE FUNCTION purge_house();

create table import_findings (
  import_id uuid not null,
  kind text not null,
  position integer not null,
  line integer not null,
  subject text not null,
  detail jsonb not null,
  constraint import_findings_pkey PRIMARY KEY (import_id, kind, "position"),
  constraint import_findings_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE,
  constraint import_findings_kind_check CHECK ((kind = ANY (ARRAY['error'::text, 'create'::text, 'change'::text])))
);

create table imports (
  id uuid not null default gen_random_uuid(),
  staff_id uuid not null,
  actor text not null,
  request_id text,
  file_name text not null,
  content bytea,
  keeps_stock boolean not null,
  state text not null,
  done integer not null default 0,
  total integer not null default 0,
  facts jsonb not null default '{}'::jsonb,
  plan_hash text,
  reason text,
  attempts integer not null default 0,
  created_at timestamp with time zone not null,
  worked_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint imports_pkey PRIMARY KEY (id),
  constraint imports_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint imports_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 200))),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['checking'::text, 'faulty'::text, 'checked'::text, 'importing'::text, 'done'::text, 'stale'::text, 'broken'::text, 'dropped'::text])))
);
CREATE INDEX imports_created ON public.imports USING btree (created_at DESC, id DESC);
CREATE INDEX imports_under_way ON public.imports USING btree (worked_at) WHERE (state = ANY (ARRAY['checking'::text, 'importing'::text]));

create table job_runs (
  task text not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  error text,
  constraint job_runs_pkey PRIMARY KEY (task)
);

create table known_browsers (
  token_hash bytea not null,
  account_id uuid,
  staff_id uuid,
  seen_at timestamp with time zone not null,
  constraint known_browsers_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint known_browsers_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE,
  constraint known_browsers_check CHECK ((num_nonnulls(account_id, staff_id) = 1))
);
CREATE INDEX known_browsers_account ON public.known_browsers USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE UNIQUE INDEX known_browsers_person ON public.known_browsers USING btree (COALESCE(account_id, staff_id), token_hash);
CREATE INDEX known_browsers_seen ON public.known_browsers USING btree (seen_at);
CREATE INDEX known_browsers_token ON public.known_browsers USING btree (token_hash);

create table likeness_due (
  perfume_id integer not null,
  constraint likeness_due_pkey PRIMARY KEY (perfume_id),
  constraint likeness_due_perfume_id_fkey FOREIGN KEY (perfume_id) REFERENCES perfumes(id) ON DELETE CASCADE
);

create table mail_server (
  singleton boolean not null default true,
  host text not null,
  port integer not null,
  security text not null,
  user_name text not null,
  password bytea,
  sender text not null,
  changed_at timestamp with time zone not null,
  constraint mail_server_pkey PRIMARY KEY (singleton),
  constraint mail_server_check CHECK (((user_name = ''::text) = (password IS NULL))),
  constraint mail_server_host_check CHECK (((char_length(host) >= 1) AND (char_length(host) <= 253))),
  constraint mail_server_port_check CHECK (((port >= 1) AND (port <= 65535))),
  constraint mail_server_security_check CHECK ((security = ANY (ARRAY['tls'::text, 'starttls'::text]))),
  constraint mail_server_sender_check CHECK (((char_length(sender) >= 3) AND (char_length(sender) <= 254))),
  constraint mail_server_singleton_check CHECK (singleton),
  constraint mail_server_user_name_check CHECK ((char_length(user_name) <= 254))
);

create table mail_tests (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  staff_id uuid,
  recipient text not null,
  place text not null,
  error text,
  constraint mail_tests_pkey PRIMARY KEY (id),
  constraint mail_tests_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);

create table migrations (
  number integer not null,
  name text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (number)
);

create table money_transitions (
  kind text not null,
  from_state text not null,
  to_state text not null,
  constraint money_transitions_pkey PRIMARY KEY (kind, from_state, to_state)
);

create table notes (
  id integer not null generated always as identity,
  slug text not null,
  name_ko text not null,
  name_en text not null,
  note_group text not null,
  constraint notes_pkey PRIMARY KEY (id),
  constraint notes_slug_key UNIQUE (slug),
  constraint notes_name_en_length CHECK (((length(name_en) >= 1) AND (length(name_en) <= 80))),
  constraint notes_name_ko_length CHECK (((length(name_ko) >= 1) AND (length(name_ko) <= 80))),
  constraint notes_slug_check CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  constraint notes_slug_length CHECK ((length(slug) <= 80))
);
CREATE TRIGGER purge_changed AFTER UPDATE ON notes FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION purge_note();
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON notes FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE ON notes FOR EACH ROW EXECUTE FUNCTION purge_note();

create table order_events (
  id bigint not null generated always as identity,
  order_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  detail jsonb not null default '{}'::jsonb,
  staff_id uuid,
  constraint order_events_pkey PRIMARY KEY (id),
  constraint order_events_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id) ON DELETE CASCADE,
  constraint order_events_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint order_events_text_length CHECK ((length((detail ->> 'text'::text)) <= 500))
);
CREATE INDEX order_events_order ON public.order_events USING btree (order_id, id);
CREATE TRIGGER wrong_amount AFTER INSERT ON order_events FOR EACH ROW WHEN (new.kind = 'amount-mismatch'::text AND (new.detail ->> 'currency'::text) = 'KRW'::text AND NOT new.detail ? 'payment'::text) EXECUTE FUNCTION note_wrong_amount();

create table order_lines (
  order_id uuid not null,
  position integer not null,
  variant_id integer not null,
  sku text not null,
  perfume_slug text not null,
  name_ko text not null,
  name_en text not null,
  house_ko text not null,
  house_en text not null,
  volume_ml integer not null,
  picture text not null,
  unit_price integer not null,
  quantity integer not null,
  constraint order_lines_pkey PRIMARY KEY (order_id, "position"),
  constraint order_lines_order_id_variant_id_key UNIQUE (order_id, variant_id),
  constraint order_lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id) ON DELETE CASCADE,
  constraint order_lines_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES variants(id),
  constraint order_lines_quantity_check CHECK ((quantity > 0)),
  constraint order_lines_unit_price_check CHECK ((unit_price > 0))
);
CREATE INDEX order_lines_search ON public.order_lines USING gin (search_pairs(order_line_words(name_ko, name_en, house_ko, house_en, sku))) WITH (fastupdate=off);
CREATE INDEX order_lines_variant ON public.order_lines USING btree (variant_id);
CREATE TRIGGER counted_when_gone AFTER DELETE ON order_lines REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_lines();
CREATE TRIGGER counted_when_made AFTER INSERT ON order_lines REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_lines();
CREATE TRIGGER never_changed BEFORE UPDATE OF order_id, variant_id, unit_price, quantity ON order_lines FOR EACH ROW WHEN (old.order_id IS DISTINCT FROM new.order_id OR old.variant_id IS DISTINCT FROM new.variant_id OR old.unit_price IS DISTINCT FROM new.unit_price OR old.quantity IS DISTINCT FROM new.quantity) EXECUTE FUNCTION refuse_change();

create table order_questions (
  id bigint not null generated always as identity,
  order_id uuid not null,
  asked_at timestamp with time zone not null,
  question text not null,
  closed_at timestamp with time zone,
  answer text,
  staff_id uuid,
  constraint order_questions_pkey PRIMARY KEY (id),
  constraint order_questions_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint order_questions_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint order_questions_answer_check CHECK ((char_length(answer) <= 2000)),
  constraint order_questions_check CHECK (((closed_at IS NOT NULL) OR ((answer IS NULL) AND (staff_id IS NULL)))),
  constraint order_questions_question_check CHECK ((char_length(question) <= 1000))
);
CREATE INDEX order_questions_of_order ON public.order_questions USING btree (order_id, id);
CREATE INDEX order_questions_open ON public.order_questions USING btree (id) WHERE (closed_at IS NULL);

create table order_transitions (
  from_status text not null,
  to_status text not null,
  constraint order_transitions_pkey PRIMARY KEY (from_status, to_status)
);

create table orders (
  id uuid not null default gen_random_uuid(),
  number text not null,
  cart_id uuid not null,
  account_id uuid,
  locale text not null,
  email text not null,
  recipient text not null,
  phone text not null,
  postcode text not null,
  address_line1 text not null,
  address_line2 text not null,
  delivery_note text not null,
  currency text not null,
  subtotal bigint not null,
  delivery_fee bigint not null,
  total bigint not null,
  status text not null,
  payment_method text not null,
  payment_due_at timestamp with time zone not null,
  placed_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  closed_at timestamp with time zone,
  stock_returned_at timestamp with time zone,
  flag text,
  shipped_at timestamp with time zone,
  delivered_at timestamp with time zone,
  carrier text,
  tracking_number text,
  channel text not null default 'web'::text,
  refunded bigint not null default 0,
  erased_at timestamp with time zone,
  link_nonce text,
  transfer_bank text,
  transfer_account text,
  transfer_holder text,
  source_address text,
  source_session text,
  remind_at timestamp with time zone,
  promised_from date,
  promised_until date,
  constraint orders_pkey PRIMARY KEY (id),
  constraint orders_cart_id_key UNIQUE (cart_id),
  constraint orders_number_key UNIQUE (number),
  constraint orders_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE SET NULL,
  constraint orders_cart_id_fkey FOREIGN KEY (cart_id) REFERENCES carts(id),
  constraint orders_address_line1_length CHECK ((((length(address_line1) >= 1) AND (length(address_line1) <= 120)) OR (erased_at IS NOT NULL))),
  constraint orders_address_line2_length CHECK ((length(address_line2) <= 120)),
  constraint orders_carrier_check CHECK (
CASE
    WHEN (shipped_at IS NULL) THEN (carrier IS NULL)
    ELSE (carrier IS NOT NULL)
END),
  constraint orders_channel_check CHECK ((channel = ANY (ARRAY['web'::text, 'manual'::text]))),
  constraint orders_check CHECK ((total = (subtotal + delivery_fee))),
  constraint orders_check2 CHECK (((status = ANY (ARRAY['declined'::text, 'cancelled'::text, 'expired'::text])) = (closed_at IS NOT NULL))),
  constraint orders_check3 CHECK (((closed_at IS NOT NULL) = (stock_returned_at IS NOT NULL))),
  constraint orders_currency_check CHECK ((currency = 'KRW'::text)),
  constraint orders_delivered_check CHECK (((status = 'delivered'::text) = (delivered_at IS NOT NULL))),
  constraint orders_delivery_fee_check CHECK ((delivery_fee >= 0)),
  constraint orders_delivery_note_length CHECK ((length(delivery_note) <= 100)),
  constraint orders_email_shape CHECK (((email = ''::text) OR is_mailbox(email))),
  constraint orders_flag_check CHECK ((flag = ANY (ARRAY['late-payment'::text, 'double-payment'::text, 'amount-mismatch'::text, 'deposit-reversed'::text, 'refund-failed'::text]))),
  constraint orders_locale_check CHECK ((locale = ANY (ARRAY['ko'::text, 'en'::text]))),
  constraint orders_paid_check CHECK (
CASE
    WHEN (status = ANY (ARRAY['paid'::text, 'shipped'::text, 'delivered'::text])) THEN ((paid_at IS NOT NULL) AND (closed_at IS NULL))
    WHEN (status = 'cancelled'::text) THEN true
    ELSE (paid_at IS NULL)
END),
  constraint orders_phone_shape CHECK ((is_phone(phone) OR (erased_at IS NOT NULL))),
  constraint orders_postcode_shape CHECK (((postcode ~ '^\d{5}$'::text) OR (erased_at IS NOT NULL))),
  constraint orders_promised_whole CHECK ((((promised_from IS NULL) = (promised_until IS NULL)) AND (promised_from <= promised_until))),
  constraint orders_recipient_length CHECK ((((length(recipient) >= 1) AND (length(recipient) <= 40)) OR (erased_at IS NOT NULL))),
  constraint orders_refunded_check CHECK ((refunded >= 0)),
  constraint orders_shipped_check CHECK (((status = ANY (ARRAY['shipped'::text, 'delivered'::text])) = (shipped_at IS NOT NULL))),
  constraint orders_source_check CHECK (((status = 'pending'::text) OR ((source_address IS NULL) AND (source_session IS NULL)))),
  constraint orders_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'paid'::text, 'shipped'::text, 'delivered'::text, 'declined'::text, 'cancelled'::text, 'expired'::text]))),
  constraint orders_subtotal_check CHECK ((subtotal > 0)),
  constraint orders_tracking_check CHECK (((tracking_number IS NULL) OR (carrier IS NOT NULL))),
  constraint orders_transfer_whole CHECK ((num_nulls(transfer_bank, transfer_account, transfer_holder) = ANY (ARRAY[0, 3])))
);
CREATE INDEX orders_account ON public.orders USING btree (account_id, placed_at DESC) WHERE (account_id IS NOT NULL);
CREATE INDEX orders_due ON public.orders USING btree (payment_due_at) WHERE (status = 'pending'::text);
CREATE INDEX orders_email ON public.orders USING btree (lower(email), placed_at DESC);
CREATE INDEX orders_flagged ON public.orders USING btree (placed_at) WHERE (flag IS NOT NULL);
CREATE INDEX orders_of_status ON public.orders USING btree (status, placed_at DESC, id DESC);
CREATE INDEX orders_placed ON public.orders USING btree (placed_at DESC, id DESC);
CREATE INDEX orders_search ON public.orders USING gin (search_pairs(order_words(number, recipient, phone, email, tracking_number))) WITH (fastupdate=off);
CREATE INDEX orders_to_confirm ON public.orders USING btree (placed_at, id) WHERE ((status = 'pending'::text) AND (payment_method = 'bank'::text));
CREATE INDEX orders_to_look_at ON public.orders USING btree (placed_at, id) WHERE ((flag IS NOT NULL) OR ((status = 'cancelled'::text) AND (paid_at IS NOT NULL) AND (refunded < total)));
CREATE INDEX orders_to_remind ON public.orders USING btree (remind_at) WHERE ((status = 'pending'::text) AND (remind_at IS NOT NULL));
CREATE INDEX orders_to_ship ON public.orders USING btree (paid_at, id) WHERE (status = 'paid'::text);
CREATE INDEX orders_under_way ON public.orders USING btree (shipped_at, id) WHERE (status = 'shipped'::text);
CREATE INDEX orders_unpaid_address ON public.orders USING btree (source_address) WHERE (status = 'pending'::text);
CREATE INDEX orders_unpaid_session ON public.orders USING btree (source_session) WHERE (status = 'pending'::text);
CREATE INDEX orders_without_email ON public.orders USING btree (recipient, phone) WHERE ((email = ''::text) AND (erased_at IS NULL));
CREATE TRIGGER allowed_transition BEFORE UPDATE OF status ON orders FOR EACH ROW WHEN (old.status <> new.status) EXECUTE FUNCTION refuse_unknown_transition();
CREATE TRIGGER counted_when_changed AFTER UPDATE ON orders FOR EACH ROW WHEN (old.paid_at IS DISTINCT FROM new.paid_at OR old.payment_method IS DISTINCT FROM new.payment_method OR old.total IS DISTINCT FROM new.total OR (old.status = 'cancelled'::text) IS DISTINCT FROM (new.status = 'cancelled'::text)) EXECUTE FUNCTION count_order();
CREATE TRIGGER counted_when_gone BEFORE DELETE ON orders FOR EACH ROW WHEN (old.paid_at IS NOT NULL) EXECUTE FUNCTION count_order();
CREATE TRIGGER counted_when_made AFTER INSERT ON orders FOR EACH ROW WHEN (new.paid_at IS NOT NULL) EXECUTE FUNCTION count_order();
CREATE TRIGGER known_by_order AFTER INSERT ON orders FOR EACH ROW WHEN (new.email <> ''::text) EXECUTE FUNCTION know_buyer();
CREATE TRIGGER source_forgotten BEFORE UPDATE OF status ON orders FOR EACH ROW WHEN (old.status = 'pending'::text AND new.status <> 'pending'::text) EXECUTE FUNCTION forget_order_source();

create table outbox (
  id bigint not null generated always as identity,
  kind text not null,
  locale text not null,
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  sealed bytea,
  status text not null default 'queued'::text,
  attempts integer not null default 0,
  last_error text,
  next_attempt_at timestamp with time zone,
  claimed_until timestamp with time zone,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  order_id uuid,
  topic text,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_check CHECK (((status = 'sent'::text) = (sent_at IS NOT NULL))),
  constraint outbox_check1 CHECK (((status = 'queued'::text) = (next_attempt_at IS NOT NULL))),
  constraint outbox_check2 CHECK (((status = 'queued'::text) OR ((claimed_until IS NULL) AND (sealed IS NULL)))),
  constraint outbox_locale_check CHECK ((locale = ANY (ARRAY['ko'::text, 'en'::text]))),
  constraint outbox_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX outbox_failed ON public.outbox USING btree (id DESC) WHERE (status = 'failed'::text);
CREATE INDEX outbox_order ON public.outbox USING btree (order_id, id) WHERE (order_id IS NOT NULL);
CREATE INDEX outbox_recipient ON public.outbox USING btree (lower(recipient), created_at);
CREATE INDEX outbox_waiting ON public.outbox USING btree (id DESC) WHERE (status = 'queued'::text);

create table password_resets (
  token_hash bytea not null,
  account_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  by_known_browser boolean not null default false,
  constraint password_resets_pkey PRIMARY KEY (token_hash),
  constraint password_resets_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE
);
CREATE INDEX password_resets_account ON public.password_resets USING btree (account_id);

create table payments (
  id uuid not null default gen_random_uuid(),
  order_id uuid not null,
  method text not null,
  reference text,
  amount bigint not null,
  currency text not null,
  status text not null,
  created_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  wrong_amount bigint,
  wrong_at timestamp with time zone,
  state text not null,
  state_at timestamp with time zone not null,
  captured bigint not null default 0,
  captured_at timestamp with time zone,
  refunded bigint not null default 0,
  refunding bigint not null default 0,
  paid_at timestamp with time zone,
  means text,
  receipt_url text,
  deposit jsonb,
  secret_hash bytea,
  return_token uuid not null default gen_random_uuid(),
  ask_at timestamp with time zone,
  asks integer not null default 0,
  trouble text,
  constraint payments_pkey PRIMARY KEY (id),
  constraint payments_method_reference_key UNIQUE (method, reference),
  constraint payments_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id) ON DELETE CASCADE,
  constraint payments_amount_check CHECK ((amount > 0)),
  constraint payments_asks_check CHECK ((asks >= 0)),
  constraint payments_captured_check CHECK (((captured >= 0) AND ((captured > 0) = (captured_at IS NOT NULL)))),
  constraint payments_check CHECK (((status = 'open'::text) = (decided_at IS NULL))),
  constraint payments_currency_check CHECK ((currency = 'KRW'::text)),
  constraint payments_refunds_check CHECK (((refunded >= 0) AND (refunding >= 0) AND ((refunded + refunding) <= captured))) NOT VALID,
  constraint payments_state_check CHECK ((state = ANY (ARRAY['new'::text, 'started'::text, 'confirming'::text, 'unknown'::text, 'waiting'::text, 'paid'::text, 'partly-refunded'::text, 'refunded'::text, 'failed'::text, 'expired'::text, 'cancelled'::text, 'hold'::text]))),
  constraint payments_status_check CHECK ((status = ANY (ARRAY['open'::text, 'paid'::text, 'declined'::text, 'cancelled'::text, 'expired'::text])))
);
CREATE UNIQUE INDEX payments_one_live ON public.payments USING btree (order_id) WHERE (state = ANY (ARRAY['new'::text, 'started'::text, 'confirming'::text, 'unknown'::text, 'waiting'::text]));
CREATE UNIQUE INDEX payments_one_paid ON public.payments USING btree (order_id) WHERE (paid_at IS NOT NULL);
CREATE INDEX payments_order ON public.payments USING btree (order_id, created_at DESC, id);
CREATE INDEX payments_to_ask ON public.payments USING btree (ask_at) WHERE (ask_at IS NOT NULL);
CREATE INDEX payments_troubled ON public.payments USING btree (state_at) WHERE (trouble IS NOT NULL);
CREATE INDEX payments_unsure ON public.payments USING btree (state_at) WHERE (state = ANY (ARRAY['confirming'::text, 'unknown'::text]));
CREATE TRIGGER agreed_words BEFORE INSERT OR UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION keep_words_of_before();
CREATE TRIGGER allowed_transition BEFORE UPDATE ON payments FOR EACH ROW WHEN (old.state <> new.state) EXECUTE FUNCTION refuse_unknown_money_transition();
CREATE TRIGGER counted AFTER INSERT OR DELETE ON payments FOR EACH ROW EXECUTE FUNCTION count_payment();
CREATE TRIGGER counted_when_changed AFTER UPDATE ON payments FOR EACH ROW WHEN (old.captured IS DISTINCT FROM new.captured OR old.captured_at IS DISTINCT FROM new.captured_at) EXECUTE FUNCTION count_payment();

create table perfume_addresses (
  slug text not null,
  perfume_id integer not null,
  left_at timestamp with time zone not null,
  constraint perfume_addresses_pkey PRIMARY KEY (slug),
  constraint perfume_addresses_perfume_id_fkey FOREIGN KEY (perfume_id) REFERENCES perfumes(id) ON DELETE CASCADE,
  constraint perfume_addresses_slug_check CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))
);
CREATE INDEX perfume_addresses_perfume ON public.perfume_addresses USING btree (perfume_id);
CREATE TRIGGER purge_changed AFTER INSERT OR DELETE OR UPDATE ON perfume_addresses FOR EACH ROW EXECUTE FUNCTION purge_address();
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON perfume_addresses FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();

create table perfume_likeness (
  perfume_id integer not null,
  other_id integer not null,
  score double precision not null,
  constraint perfume_likeness_pkey PRIMARY KEY (perfume_id, other_id),
  constraint perfume_likeness_other_id_fkey FOREIGN KEY (other_id) REFERENCES perfumes(id) ON DELETE CASCADE,
  constraint perfume_likeness_perfume_id_fkey FOREIGN KEY (perfume_id) REFERENCES perfumes(id) ON DELETE CASCADE,
  constraint perfume_likeness_check CHECK ((perfume_id <> other_id)),
  constraint perfume_likeness_score_check CHECK ((score > (0)::double precision))
);
CREATE INDEX perfume_likeness_other ON public.perfume_likeness USING btree (other_id);
CREATE TRIGGER purge_changed AFTER UPDATE ON perfume_likeness FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION purge_page();
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON perfume_likeness FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE ON perfume_likeness FOR EACH ROW EXECUTE FUNCTION purge_page();

create table perfume_notes (
  perfume_id integer not null,
  note_id integer not null,
  layer text not null,
  position integer not null,
  constraint perfume_notes_pkey PRIMARY KEY (perfume_id, layer, note_id),
  constraint perfume_notes_note_id_fkey FOREIGN KEY (note_id) REFERENCES notes(id),
  constraint perfume_notes_perfume_id_fkey FOREIGN KEY (perfume_id) REFERENCES perfumes(id) ON DELETE CASCADE,
  constraint perfume_notes_layer_check CHECK ((layer = ANY (ARRAY['top'::text, 'heart'::text, 'base'::text])))
);
CREATE INDEX perfume_notes_note ON public.perfume_notes USING btree (note_id);
CREATE TRIGGER likeness_due AFTER INSERT ON perfume_notes REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION likeness_of_written_parts();
CREATE TRIGGER likeness_due_changed AFTER UPDATE ON perfume_notes FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION likeness_of_part();
CREATE TRIGGER likeness_due_gone AFTER DELETE ON perfume_notes REFERENCING OLD TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION likeness_of_written_parts();
CREATE TRIGGER purge_changed AFTER UPDATE ON perfume_notes FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION purge_part();
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON perfume_notes FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE ON perfume_notes FOR EACH ROW EXECUTE FUNCTION purge_part();

create table perfume_photos (
  id integer not null generated always as identity,
  perfume_id integer not null,
  position integer not null,
  file text not null,
  width integer not null,
  height integer not null,
  alt_ko text not null default ''::text,
  alt_en text not null default ''::text,
  constraint perfume_photos_pkey PRIMARY KEY (id),
  constraint perfume_photos_perfume_id_position_key UNIQUE (perfume_id, "position") DEFERRABLE INITIALLY DEFERRED,
  constraint perfume_photos_perfume_id_fkey FOREIGN KEY (perfume_id) REFERENCES perfumes(id) ON DELETE CASCADE,
  constraint perfume_photos_alt_en_length CHECK ((length(alt_en) <= 300)),
  constraint perfume_photos_alt_ko_length CHECK ((length(alt_ko) <= 300)),
  constraint perfume_photos_height_check CHECK ((height > 0)),
  constraint perfume_photos_width_check CHECK ((width > 0))
);
CREATE TRIGGER purge_changed AFTER UPDATE ON perfume_photos FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION purge_page();
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON perfume_photos FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE ON perfume_photos FOR EACH ROW EXECUTE FUNCTION purge_page();

create table perfumes (
  id integer not null generated always as identity,
  slug text not null,
  house_id integer not null,
  name_ko text not null,
  name_en text not null,
  story_ko text not null,
  story_en text not null,
  perfumer_ko text not null,
  perfumer_en text not null,
  year integer not null,
  concentration text not null,
  alcohol_percent numeric(4,1) not null,
  family text not null,
  accords jsonb not null,
  picture text not null,
  aura text not null,
  position integer not null,
  published_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  version integer not null default 1,
  updated_at timestamp with time zone not null default now(),
  archived_at timestamp with time zone,
  search_text text generated always as (lower(replace(((name_ko || '
'::text) || name_en), ' '::text, ''::text))) stored,
  ingredients_ko text not null default ''::text,
  ingredients_en text not null default ''::text,
  constraint perfumes_pkey PRIMARY KEY (id),
  constraint perfumes_slug_key UNIQUE (slug),
  constraint perfumes_house_id_fkey FOREIGN KEY (house_id) REFERENCES houses(id),
  constraint perfumes_accords_check CHECK (((jsonb_typeof(accords) = 'object'::text) AND (accords <> '{}'::jsonb))),
  constraint perfumes_alcohol_percent_check CHECK (((alcohol_percent >= (0)::numeric) AND (alcohol_percent <= (100)::numeric))),
  constraint perfumes_check CHECK (((archived_at IS NULL) OR (published_at IS NULL))),
  constraint perfumes_ingredients_en_length CHECK ((length(ingredients_en) <= 3000)),
  constraint perfumes_ingredients_ko_length CHECK ((length(ingredients_ko) <= 3000)),
  constraint perfumes_name_en_length CHECK (((length(name_en) >= 1) AND (length(name_en) <= 80))),
  constraint perfumes_name_ko_length CHECK (((length(name_ko) >= 1) AND (length(name_ko) <= 80))),
  constraint perfumes_perfumer_en_length CHECK ((length(perfumer_en) <= 80)),
  constraint perfumes_perfumer_ko_length CHECK ((length(perfumer_ko) <= 80)),
  constraint perfumes_slug_check CHECK ((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text)),
  constraint perfumes_slug_length CHECK ((length(slug) <= 80)),
  constraint perfumes_story_en_length CHECK ((length(story_en) <= 5000)),
  constraint perfumes_story_ko_length CHECK ((length(story_ko) <= 5000)),
  constraint perfumes_year_check CHECK (((year >= 1900) AND (year <= 2100)))
);
CREATE INDEX perfumes_archived ON public.perfumes USING btree (updated_at DESC, id DESC) WHERE (archived_at IS NOT NULL);
CREATE INDEX perfumes_desk_name ON public.perfumes USING btree (name_ko, id);
CREATE INDEX perfumes_desk_updated ON public.perfumes USING btree (updated_at DESC, id DESC);
CREATE INDEX perfumes_family ON public.perfumes USING btree (family);
CREATE INDEX perfumes_house ON public.perfumes USING btree (house_id);
CREATE INDEX perfumes_position ON public.perfumes USING btree ("position", id);
CREATE INDEX perfumes_published ON public.perfumes USING btree (published_at);
CREATE TRIGGER likeness_due AFTER INSERT ON perfumes REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION likeness_of_written_perfumes();
CREATE TRIGGER likeness_due_changed AFTER UPDATE ON perfumes FOR EACH ROW WHEN (old.accords IS DISTINCT FROM new.accords OR old.family IS DISTINCT FROM new.family OR (old.published_at IS NULL) IS DISTINCT FROM (new.published_at IS NULL)) EXECUTE FUNCTION likeness_of_perfume();
CREATE TRIGGER likeness_due_gone BEFORE DELETE ON perfumes FOR EACH ROW EXECUTE FUNCTION likeness_without_perfume();
CREATE TRIGGER purge_changed AFTER UPDATE ON perfumes FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION purge_perfume();
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON perfumes FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE ON perfumes FOR EACH ROW EXECUTE FUNCTION purge_perfume();

create table rate_limits (
  key character varying(255) not null,
  points integer not null default 0,
  expire bigint,
  constraint rate_limits_pkey PRIMARY KEY (key)
);

create table refund_lines (
  refund_id uuid not null,
  order_id uuid not null,
  variant_id integer not null,
  quantity integer not null,
  restocked integer not null,
  constraint refund_lines_pkey PRIMARY KEY (refund_id, variant_id),
  constraint refund_lines_order_id_variant_id_fkey FOREIGN KEY (order_id, variant_id) REFERENCES order_lines(order_id, variant_id) ON DELETE CASCADE,
  constraint refund_lines_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES refunds(id) ON DELETE CASCADE,
  constraint refund_lines_check CHECK (((restocked >= 0) AND (restocked <= quantity))),
  constraint refund_lines_quantity_check CHECK ((quantity > 0))
);
CREATE INDEX refund_lines_line ON public.refund_lines USING btree (order_id, variant_id);
CREATE TRIGGER at_most_sold AFTER INSERT OR UPDATE ON refund_lines FOR EACH ROW EXECUTE FUNCTION refuse_more_than_sold();

create table refunds (
  id uuid not null default gen_random_uuid(),
  order_id uuid not null,
  attempt uuid not null,
  amount bigint not null,
  note text not null,
  staff_id uuid,
  at timestamp with time zone not null,
  payment_id uuid,
  state text not null default 'done'::text,
  state_at timestamp with time zone not null,
  done_at timestamp with time zone,
  reference text,
  ask_at timestamp with time zone,
  asks integer not null default 0,
  trouble text,
  constraint refunds_pkey PRIMARY KEY (id),
  constraint refunds_attempt_key UNIQUE (attempt),
  constraint refunds_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint refunds_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES payments(id),
  constraint refunds_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint refunds_amount_check CHECK ((amount > 0)),
  constraint refunds_asks_check CHECK ((asks >= 0)),
  constraint refunds_done_check CHECK (((state = 'done'::text) = (done_at IS NOT NULL))),
  constraint refunds_note_check CHECK ((length(note) <= 500)),
  constraint refunds_state_check CHECK ((state = ANY (ARRAY['new'::text, 'sent'::text, 'pending'::text, 'unknown'::text, 'done'::text, 'failed'::text])))
);
CREATE INDEX refunds_order ON public.refunds USING btree (order_id);
CREATE INDEX refunds_payment ON public.refunds USING btree (payment_id);
CREATE INDEX refunds_to_ask ON public.refunds USING btree (ask_at) WHERE (ask_at IS NOT NULL);
CREATE TRIGGER allowed_transition BEFORE UPDATE ON refunds FOR EACH ROW WHEN (old.state <> new.state) EXECUTE FUNCTION refuse_unknown_money_transition();
CREATE TRIGGER counted AFTER INSERT OR DELETE OR UPDATE ON refunds FOR EACH ROW EXECUTE FUNCTION count_refund();
CREATE TRIGGER filled BEFORE INSERT ON refunds FOR EACH ROW EXECUTE FUNCTION fill_refund();
CREATE TRIGGER weighed AFTER INSERT OR DELETE OR UPDATE OF state ON refunds FOR EACH ROW EXECUTE FUNCTION weigh_refund();

create table sales_by_day (
  day date not null,
  payment_method text not null,
  orders integer not null default 0,
  received bigint not null default 0,
  refunds integer not null default 0,
  refunded bigint not null default 0,
  ordered bigint not null default 0,
  constraint sales_by_day_pkey PRIMARY KEY (day, payment_method)
);

create table sent_forms (
  key bytea not null,
  begun_at timestamp with time zone not null,
  answer bytea,
  constraint sent_forms_pkey PRIMARY KEY (key)
);

create table sessions (
  sid text not null,
  sess json not null,
  expire timestamp with time zone not null,
  constraint sessions_pkey PRIMARY KEY (sid)
);
CREATE INDEX sessions_account ON public.sessions USING btree (((sess ->> 'accountId'::text))) WHERE ((sess ->> 'accountId'::text) IS NOT NULL);
CREATE INDEX sessions_expire ON public.sessions USING btree (expire);

create table settings (
  key text not null,
  value jsonb not null,
  updated_at timestamp with time zone not null default now(),
  constraint settings_pkey PRIMARY KEY (key),
  constraint settings_delivery_shape CHECK (
CASE
    WHEN (key = 'delivery.areasWhenFree'::text) THEN ((value #>> '{}'::text[]) = ANY (ARRAY['charged'::text, 'free'::text]))
    WHEN (key <> ALL (ARRAY['delivery.cutOffHour'::text, 'delivery.transitDays'::text, 'delivery.transitMore'::text])) THEN true
    WHEN (jsonb_typeof(value) <> 'number'::text) THEN false
    WHEN (key = 'delivery.cutOffHour'::text) THEN ((((value #>> '{}'::text[]))::numeric >= (1)::numeric) AND (((value #>> '{}'::text[]))::numeric <= (23)::numeric))
    WHEN (key = 'delivery.transitDays'::text) THEN ((((value #>> '{}'::text[]))::numeric >= (1)::numeric) AND (((value #>> '{}'::text[]))::numeric <= (30)::numeric))
    ELSE ((((value #>> '{}'::text[]))::numeric >= (0)::numeric) AND (((value #>> '{}'::text[]))::numeric <= (30)::numeric))
END),
  constraint settings_key_check CHECK ((key ~ '^[a-z]+(\.[a-zA-Z]+)+$'::text)),
  constraint settings_text_length CHECK (((jsonb_typeof(value) <> 'string'::text) OR (length((value #>> '{}'::text[])) <= 200))),
  constraint settings_value_shape CHECK (
CASE
    WHEN (key = 'seller.email'::text) THEN (((value #>> '{}'::text[]) = ''::text) OR is_mailbox((value #>> '{}'::text[])))
    WHEN (key = 'seller.phone'::text) THEN (((value #>> '{}'::text[]) = ''::text) OR is_phone((value #>> '{}'::text[])))
    WHEN (key = 'seller.postcode'::text) THEN ((value #>> '{}'::text[]) ~ '^(\d{5})?$'::text)
    WHEN (key = 'seller.businessNumber'::text) THEN ((value #>> '{}'::text[]) ~ '^(\d{3}-\d{2}-\d{5})?$'::text)
    WHEN (key = 'mail.senderName'::text) THEN ((length((value #>> '{}'::text[])) >= 1) AND (length((value #>> '{}'::text[])) <= 60))
    WHEN (jsonb_typeof(value) <> 'number'::text) THEN (key <> ALL (ARRAY['delivery.fee'::text, 'delivery.freeFrom'::text, 'bank.deadlineHours'::text]))
    WHEN (key = 'delivery.fee'::text) THEN ((((value #>> '{}'::text[]))::numeric >= (0)::numeric) AND (((value #>> '{}'::text[]))::numeric <= (1000000)::numeric))
    WHEN (key = 'delivery.freeFrom'::text) THEN ((((value #>> '{}'::text[]))::numeric >= (0)::numeric) AND (((value #>> '{}'::text[]))::numeric <= (100000000)::numeric))
    WHEN (key = 'bank.deadlineHours'::text) THEN ((((value #>> '{}'::text[]))::numeric >= (1)::numeric) AND (((value #>> '{}'::text[]))::numeric <= (336)::numeric))
    ELSE true
END) NOT VALID
);
CREATE TRIGGER purge_changed AFTER UPDATE ON settings FOR EACH ROW WHEN (old.key <> new.key OR old.value <> new.value) EXECUTE FUNCTION purge_settings();
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON settings FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE ON settings FOR EACH ROW EXECUTE FUNCTION purge_settings();

create table shop_pauses (
  id integer not null generated always as identity,
  from_day date not null,
  until_day date not null,
  words_ko text not null default ''::text,
  words_en text not null default ''::text,
  constraint shop_pauses_pkey PRIMARY KEY (id),
  constraint shop_pauses_length CHECK (((until_day - from_day) <= 366)),
  constraint shop_pauses_order CHECK ((from_day <= until_day)),
  constraint shop_pauses_range CHECK (((from_day >= '2000-01-01'::date) AND (until_day <= '2099-12-31'::date))),
  constraint shop_pauses_words_en_length CHECK ((length(words_en) <= 200)),
  constraint shop_pauses_words_ko_length CHECK ((length(words_ko) <= 200))
);
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON shop_pauses FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE OR UPDATE ON shop_pauses FOR EACH ROW EXECUTE FUNCTION purge_settings();

create table sign_ins (
  id bigint not null generated always as identity,
  side text not null,
  account_id uuid,
  staff_id uuid,
  outcome text not null,
  address text not null,
  browser text not null,
  since timestamp with time zone not null,
  at timestamp with time zone not null,
  times integer not null default 1,
  constraint sign_ins_pkey PRIMARY KEY (id),
  constraint sign_ins_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts(id) ON DELETE CASCADE,
  constraint sign_ins_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE,
  constraint sign_ins_check CHECK (((account_id IS NULL) OR (side = 'storefront'::text))),
  constraint sign_ins_check1 CHECK (((staff_id IS NULL) OR (side = 'desk'::text))),
  constraint sign_ins_outcome_check CHECK ((outcome = ANY (ARRAY['in'::text, 'recovery-code'::text, 'registered'::text, 'set-up'::text, 'password'::text, 'blocked'::text, 'wrong-password'::text, 'wrong-code'::text]))),
  constraint sign_ins_side_check CHECK ((side = ANY (ARRAY['storefront'::text, 'desk'::text]))),
  constraint sign_ins_times_check CHECK ((times > 0))
);
CREATE INDEX sign_ins_account ON public.sign_ins USING btree (account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX sign_ins_latest ON public.sign_ins USING btree (side, at DESC, id DESC);
CREATE INDEX sign_ins_person ON public.sign_ins USING btree (COALESCE(account_id, staff_id), at DESC);
CREATE UNIQUE INDEX sign_ins_wrong ON public.sign_ins USING btree (COALESCE(account_id, staff_id), address, outcome, browser, since, side) NULLS NOT DISTINCT WHERE (outcome = ANY (ARRAY['wrong-password'::text, 'wrong-code'::text]));

create table staff (
  id uuid not null default gen_random_uuid(),
  email text not null,
  name text not null,
  role text not null,
  locale text not null default 'ko'::text,
  password_hash text,
  totp_secret bytea,
  totp_step bigint,
  created_at timestamp with time zone not null,
  set_up_at timestamp with time zone,
  disabled_at timestamp with time zone,
  constraint staff_pkey PRIMARY KEY (id),
  constraint staff_email_key UNIQUE (email),
  constraint staff_check CHECK (((set_up_at IS NULL) = (password_hash IS NULL))),
  constraint staff_check1 CHECK (((set_up_at IS NULL) = (totp_secret IS NULL))),
  constraint staff_email_check CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254)))),
  constraint staff_email_shape CHECK (is_mailbox(email)),
  constraint staff_locale_check CHECK ((locale = ANY (ARRAY['ko'::text, 'en'::text]))),
  constraint staff_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
  constraint staff_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'shipping'::text, 'reader'::text])))
);

create table staff_links (
  token_hash bytea not null,
  staff_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint staff_links_pkey PRIMARY KEY (token_hash),
  constraint staff_links_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE
);
CREATE INDEX staff_links_staff ON public.staff_links USING btree (staff_id);

create table staff_recovery_codes (
  staff_id uuid not null,
  code_hash bytea not null,
  used_at timestamp with time zone,
  constraint staff_recovery_codes_pkey PRIMARY KEY (staff_id, code_hash),
  constraint staff_recovery_codes_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE
);

create table statement_files (
  id uuid not null default gen_random_uuid(),
  staff_id uuid not null,
  file_name text not null,
  content bytea not null,
  sent_at timestamp with time zone not null,
  constraint statement_files_pkey PRIMARY KEY (id),
  constraint statement_files_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id)
);

create table statement_layouts (
  head bytea not null,
  columns jsonb not null,
  saved_at timestamp with time zone not null,
  constraint statement_layouts_pkey PRIMARY KEY (head),
  constraint statement_layouts_head_check CHECK ((length(head) = 32))
);

create table stock_movements (
  id bigint not null generated always as identity,
  variant_id integer not null,
  change integer not null,
  balance integer not null,
  reason text not null,
  order_id uuid,
  staff_id uuid,
  note text not null default ''::text,
  at timestamp with time zone not null,
  constraint stock_movements_pkey PRIMARY KEY (id),
  constraint stock_movements_order_id_fkey FOREIGN KEY (order_id) REFERENCES orders(id),
  constraint stock_movements_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id),
  constraint stock_movements_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES variants(id) ON DELETE CASCADE,
  constraint stock_movements_balance_check CHECK ((balance >= 0)),
  constraint stock_movements_change_check CHECK ((change <> 0)),
  constraint stock_movements_note_check CHECK ((length(note) <= 200)),
  constraint stock_movements_reason_check CHECK ((reason = ANY (ARRAY['opening'::text, 'sale'::text, 'return'::text, 'delivery'::text, 'correction'::text, 'damage'::text, 'import'::text, 'unexplained'::text])))
);
CREATE INDEX stock_movements_order ON public.stock_movements USING btree (order_id) WHERE (order_id IS NOT NULL);
CREATE INDEX stock_movements_ran_out ON public.stock_movements USING btree (id DESC) WHERE (balance = 0);
CREATE INDEX stock_movements_variant ON public.stock_movements USING btree (variant_id, id DESC);
CREATE TRIGGER never_changed BEFORE UPDATE ON stock_movements FOR EACH ROW EXECUTE FUNCTION refuse_change();

create table test_provider_cancels (
  merchant_refund text not null,
  reference text not null,
  amount bigint not null,
  at timestamp with time zone not null,
  constraint test_provider_cancels_pkey PRIMARY KEY (merchant_refund),
  constraint test_provider_cancels_reference_fkey FOREIGN KEY (reference) REFERENCES test_provider_payments(reference),
  constraint test_provider_cancels_amount_check CHECK ((amount > 0))
);
CREATE INDEX test_provider_cancels_reference ON public.test_provider_cancels USING btree (reference);

create table test_provider_payments (
  reference text not null,
  merchant_payment text not null,
  merchant_order text not null,
  amount bigint not null,
  currency text not null,
  status text not null,
  return_url text not null,
  locale text not null,
  created_at timestamp with time zone not null,
  cancelled bigint not null default 0,
  decided_at timestamp with time zone,
  constraint test_provider_payments_pkey PRIMARY KEY (reference),
  constraint test_provider_payments_merchant_payment_key UNIQUE (merchant_payment),
  constraint test_provider_payments_check CHECK (((cancelled >= 0) AND (cancelled <= amount))),
  constraint test_provider_payments_locale_check CHECK ((locale = ANY (ARRAY['ko'::text, 'en'::text]))),
  constraint test_provider_payments_status_check CHECK ((status = ANY (ARRAY['open'::text, 'paid'::text, 'declined'::text, 'cancelled'::text])))
);

create table units_by_day (
  day date not null,
  variant_id integer not null,
  perfume_id integer not null,
  units integer not null,
  revenue bigint not null,
  constraint units_by_day_pkey PRIMARY KEY (day, variant_id),
  constraint units_by_day_variant_id_fkey FOREIGN KEY (variant_id) REFERENCES variants(id) ON DELETE CASCADE
);

create table variants (
  id integer not null generated always as identity,
  perfume_id integer not null,
  sku text not null,
  volume_ml integer not null,
  price integer not null,
  currency text not null default 'KRW'::text,
  stock integer not null,
  archived_at timestamp with time zone,
  low_stock integer not null default 5,
  constraint variants_pkey PRIMARY KEY (id),
  constraint variants_perfume_id_volume_ml_key UNIQUE (perfume_id, volume_ml),
  constraint variants_sku_key UNIQUE (sku),
  constraint variants_perfume_id_fkey FOREIGN KEY (perfume_id) REFERENCES perfumes(id) ON DELETE CASCADE,
  constraint variants_currency_check CHECK ((currency = 'KRW'::text)),
  constraint variants_low_stock_check CHECK ((low_stock >= 0)),
  constraint variants_low_stock_range CHECK ((low_stock <= 1000000)),
  constraint variants_price_check CHECK ((price > 0)),
  constraint variants_price_range CHECK ((price <= 100000000)),
  constraint variants_sku_shape CHECK ((sku ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$'::text)),
  constraint variants_stock_check CHECK ((stock >= 0)),
  constraint variants_volume_ml_check CHECK (((volume_ml >= 1) AND (volume_ml <= 1000)))
);
CREATE INDEX variants_running_out ON public.variants USING btree (stock, id) INCLUDE (perfume_id) WHERE ((archived_at IS NULL) AND (stock <= low_stock));
CREATE INDEX variants_sku_prefix ON public.variants USING btree (sku text_pattern_ops);
CREATE INDEX variants_sku_search ON public.variants USING btree (lower(sku) text_pattern_ops);
CREATE TRIGGER likeness_due AFTER INSERT ON variants REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION likeness_of_written_parts();
CREATE TRIGGER likeness_due_changed AFTER UPDATE ON variants FOR EACH ROW WHEN (old.perfume_id IS DISTINCT FROM new.perfume_id OR (old.archived_at IS NULL) IS DISTINCT FROM (new.archived_at IS NULL)) EXECUTE FUNCTION likeness_of_part();
CREATE TRIGGER likeness_due_gone AFTER DELETE ON variants REFERENCING OLD TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION likeness_of_written_parts();
CREATE TRIGGER purge_archived AFTER UPDATE ON variants FOR EACH ROW WHEN ((old.archived_at IS NULL) <> (new.archived_at IS NULL)) EXECUTE FUNCTION purge_part();
CREATE TRIGGER purge_changed AFTER UPDATE ON variants FOR EACH ROW WHEN (old.id IS DISTINCT FROM new.id OR old.sku IS DISTINCT FROM new.sku OR old.volume_ml IS DISTINCT FROM new.volume_ml OR old.price IS DISTINCT FROM new.price OR old.currency IS DISTINCT FROM new.currency OR is_in_stock(old.stock) IS DISTINCT FROM is_in_stock(new.stock)) EXECUTE FUNCTION purge_volume();
CREATE TRIGGER purge_emptied AFTER TRUNCATE ON variants FOR EACH STATEMENT EXECUTE FUNCTION purge_everything();
CREATE TRIGGER purge_moved AFTER UPDATE ON variants FOR EACH ROW WHEN (old.perfume_id <> new.perfume_id) EXECUTE FUNCTION purge_part();
CREATE TRIGGER purge_written AFTER INSERT OR DELETE ON variants FOR EACH ROW EXECUTE FUNCTION purge_part();
CREATE TRIGGER recorded_when_changed AFTER UPDATE OF stock ON variants FOR EACH ROW WHEN (old.stock <> new.stock) EXECUTE FUNCTION record_stock_movement();
CREATE TRIGGER recorded_when_made AFTER INSERT ON variants FOR EACH ROW EXECUTE FUNCTION record_stock_movement();

create view order_sums as
 SELECT id AS order_id,
    lower(email) AS email,
    payment_method,
    paid_at,
    (paid_at IS NOT NULL)::integer AS orders,
        CASE
            WHEN paid_at IS NULL THEN 0::bigint
            ELSE total
        END AS ordered,
    money_received(id) AS received,
    refunded,
        CASE
            WHEN paid_at IS NULL OR status = 'cancelled'::text THEN 0::bigint
            ELSE total - refunded
        END AS bought_for
   FROM orders o;

create view receipts as
 SELECT id AS payment_id,
    order_id,
    method AS payment_method,
    captured_at AS at,
    captured AS amount
   FROM payments
  WHERE captured > 0;

create view sales_recounted as
 SELECT day,
    payment_method,
    sum(orders)::integer AS orders,
    sum(received)::bigint AS received,
    sum(refunds)::integer AS refunds,
    sum(refunded)::bigint AS refunded,
    sum(ordered)::bigint AS ordered
   FROM ( SELECT korean_day(order_sums.paid_at) AS day,
            order_sums.payment_method,
            order_sums.orders,
            order_sums.ordered,
            0 AS received,
            0 AS refunds,
            0 AS refunded
           FROM order_sums
          WHERE order_sums.paid_at IS NOT NULL
        UNION ALL
         SELECT korean_day(receipts.at) AS korean_day,
            receipts.payment_method,
            0,
            0,
            receipts.amount,
            0,
            0
           FROM receipts
        UNION ALL
         SELECT korean_day(r.done_at) AS korean_day,
            o.payment_method,
            0,
            0,
            0,
            1,
            r.amount
           FROM refunds r
             JOIN orders o ON o.id = r.order_id
          WHERE r.state = 'done'::text) events
  GROUP BY day, payment_method;

create view units_recounted as
 SELECT korean_day(o.paid_at) AS day,
    l.variant_id,
    v.perfume_id,
    sum(l.quantity)::integer AS units,
    sum(l.unit_price::bigint * l.quantity)::bigint AS revenue
   FROM orders o
     JOIN order_lines l ON l.order_id = o.id
     JOIN variants v ON v.id = l.variant_id
  WHERE o.paid_at IS NOT NULL AND o.status <> 'cancelled'::text
  GROUP BY (korean_day(o.paid_at)), l.variant_id, v.perfume_id;

CREATE OR REPLACE FUNCTION public.backfill_batch(backfill text)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
declare
  todo text;
  now_changed bigint;
begin
  select statement into todo from backfills where name = backfill and done_at is null for update;
  if not found then
    return 0;
  end if;
  execute todo;
  get diagnostics now_changed = row_count;
  update backfills set changed = changed + now_changed, done_at = case when now_changed = 0 then now() end
  where name = backfill;
  return now_changed;
end $function$;

CREATE OR REPLACE FUNCTION public.count_lines()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  sign integer := case tg_op when 'DELETE' then -1 else 1 end;
begin
  insert into units_by_day as u (day, variant_id, perfume_id, units, revenue)
  select korean_day(o.paid_at), l.variant_id, v.perfume_id, sign * sum(l.quantity),
    sign * sum(l.unit_price::bigint * l.quantity)
  from changed l join orders o on o.id = l.order_id join variants v on v.id = l.variant_id
  where o.paid_at is not null and o.status <> 'cancelled'
  group by 1, 2, 3 order by 1, 2
  on conflict (day, variant_id) do update
    set units = u.units + excluded.units, revenue = u.revenue + excluded.revenue;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_money(at timestamp with time zone, payment_method text, amount bigint)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into sales_by_day as s (day, payment_method, received) values (korean_day($1), $2, $3)
  on conflict (day, payment_method) do update set received = s.received + excluded.received;
$function$;

CREATE OR REPLACE FUNCTION public.count_order()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' then
    perform count_refunds(old.id, old.payment_method, -1);
    if old.paid_at is not null then
      perform count_sale(korean_day(old.paid_at), old.payment_method, old.total, -1);
      if old.status <> 'cancelled' then
        perform count_units(old.id, korean_day(old.paid_at), -1);
      end if;
    end if;
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  perform count_refunds(new.id, new.payment_method, 1);
  if new.paid_at is not null then
    perform count_sale(korean_day(new.paid_at), new.payment_method, new.total, 1);
    if new.status <> 'cancelled' then
      perform count_units(new.id, korean_day(new.paid_at), 1);
    end if;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.count_payment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' and old.captured > 0 then
    perform count_money(old.captured_at, old.method, -old.captured);
  end if;
  if tg_op <> 'DELETE' and new.captured > 0 then
    perform count_money(new.captured_at, new.method, new.captured);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_refund()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' and old.state = 'done' then
    update sales_by_day s set refunds = s.refunds - 1, refunded = s.refunded - old.amount
    from orders o
    where o.id = old.order_id and s.day = korean_day(old.done_at) and s.payment_method = o.payment_method;
  end if;
  if tg_op <> 'DELETE' and new.state = 'done' then
    insert into sales_by_day as s (day, payment_method, refunds, refunded)
    select korean_day(new.done_at), o.payment_method, 1, new.amount from orders o where o.id = new.order_id
    on conflict (day, payment_method) do update
      set refunds = s.refunds + excluded.refunds, refunded = s.refunded + excluded.refunded;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.count_refunds(order_id uuid, payment_method text, sign integer)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into sales_by_day as s (day, payment_method, refunds, refunded)
  select korean_day(done_at), $2, $3 * count(*)::integer, $3 * sum(amount)::bigint
  from refunds where refunds.order_id = $1 and refunds.state = 'done' group by 1 order by 1
  on conflict (day, payment_method) do update
    set refunds = s.refunds + excluded.refunds, refunded = s.refunded + excluded.refunded;
$function$;

CREATE OR REPLACE FUNCTION public.count_sale(day date, payment_method text, ordered bigint, sign integer)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into sales_by_day as s (day, payment_method, orders, ordered) values ($1, $2, $4, $4::integer * $3::bigint)
  on conflict (day, payment_method) do update
    set orders = s.orders + excluded.orders, ordered = s.ordered + excluded.ordered;
$function$;

CREATE OR REPLACE FUNCTION public.count_units(order_id uuid, day date, sign integer)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into units_by_day as u (day, variant_id, perfume_id, units, revenue)
  select $2, l.variant_id, v.perfume_id, $3 * l.quantity, $3 * l.unit_price::bigint * l.quantity
  from order_lines l join variants v on v.id = l.variant_id where l.order_id = $1 order by l.variant_id
  on conflict (day, variant_id) do update
    set units = u.units + excluded.units, revenue = u.revenue + excluded.revenue;
$function$;

CREATE OR REPLACE FUNCTION public.customer_words(email text, name text, phone text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN search_words(((((('
'::text || email) || '
'::text) || name) || '
'::text) || phone));

CREATE OR REPLACE FUNCTION public.fill_refund()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.state_at := coalesce(new.state_at, new.at);
  if new.state = 'done' then
    new.done_at := coalesce(new.done_at, new.at);
  end if;
  if new.payment_id is null then
    select p.id into new.payment_id from payments p
    where p.order_id = new.order_id and p.captured - p.refunded - p.refunding >= new.amount
    order by p.state = 'hold' desc, p.created_at desc limit 1;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.finish_backfill(backfill text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from backfills where name = backfill) then
    raise exception 'there is no backfill %', backfill;
  end if;
  loop
    exit when backfill_batch(backfill) = 0;
  end loop;
end $function$;

CREATE OR REPLACE FUNCTION public.forget_order_source()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.source_address := null;
  new.source_session := null;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.is_in_stock(stock integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (stock > 0);

CREATE OR REPLACE FUNCTION public.is_mailbox(address text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((length(address) <= 254) AND (address ~ '^[A-Za-z0-9.!#$%&''*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$'::text));

CREATE OR REPLACE FUNCTION public.is_phone(number text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (number ~ '^(0\d{1,3}-\d{3,4}|1[568]\d{2})-\d{4}$'::text);

CREATE OR REPLACE FUNCTION public.keep_words_of_before()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  closed boolean;
begin
  if (tg_op = 'INSERT' and new.state is null)
    or (tg_op = 'UPDATE' and new.state = old.state and new.status <> old.status)
  then
    new.state_at := coalesce(new.decided_at, new.created_at);
    if new.status = 'paid' then
      select o.closed_at is not null and o.paid_at is null into closed from orders o where o.id = new.order_id;
      -- What it said last counts, but for what went back of what it said first.
      new.captured := greatest(new.amount, new.refunded + new.refunding);
      new.captured_at := new.decided_at;
      new.state := case when closed then 'hold' else 'paid' end;
      new.paid_at := case when closed then null else new.decided_at end;
    elsif new.captured = 0 then
      new.state := case
        when new.status = 'declined' then 'failed'
        when new.status <> 'open' then new.status
        when new.method = 'bank' then 'waiting'
        when new.reference is null then 'new'
        else 'started' end;
    end if;
    return new;
  end if;
  new.status := case
    when new.state in ('new', 'started', 'confirming', 'unknown', 'waiting') then 'open'
    when new.state in ('paid', 'partly-refunded', 'refunded') then 'paid'
    when new.state = 'hold' then case when new.captured = new.amount then 'paid' else 'open' end
    when new.state = 'failed' then 'declined'
    else new.state end;
  new.decided_at := case when new.status = 'open' then null else coalesce(new.decided_at, new.state_at) end;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.know_buyer()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into customers as known (email, name, phone, last_seen_at)
  values (lower(new.email), new.recipient, new.phone, new.placed_at)
  on conflict (email) do update set
    name = case when exists (select from accounts where email = excluded.email) then known.name else excluded.name end,
    phone = excluded.phone,
    last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.know_member()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into customers as known (email, name, last_seen_at) values (new.email, new.name, new.created_at)
  on conflict (email) do update set
    name = excluded.name, last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.korean_day(moment timestamp with time zone)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((moment AT TIME ZONE 'Asia/Seoul'::text))::date;

CREATE OR REPLACE FUNCTION public.likeness_is_due(ids integer[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  insert into likeness_due select id from perfumes where id = any(ids) order by id
  on conflict (perfume_id) do update set perfume_id = excluded.perfume_id;
  if found and current_setting('likeness.told', true) is distinct from txid_current()::text
    and to_regnamespace('graphile_worker') is not null
  then
    perform graphile_worker.add_job('relate-perfumes', queue_name => 'likeness');
    perform set_config('likeness.told', txid_current()::text, true);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION public.likeness_of_part()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform likeness_is_due(array[old.perfume_id, new.perfume_id]);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.likeness_of_perfume()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform likeness_is_due(array[new.id]);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.likeness_of_written_parts()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform likeness_is_due(array(select perfume_id from written));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.likeness_of_written_perfumes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform likeness_is_due(array(select id from written));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.likeness_without_perfume()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform likeness_is_due(array(select perfume_id from perfume_likeness where other_id = old.id));
  return old;
end $function$;

CREATE OR REPLACE FUNCTION public.money_received(order_id uuid)
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce((select sum(r.amount)::bigint from receipts r where r.order_id = money_received.order_id), 0)
$function$;

CREATE OR REPLACE FUNCTION public.note_wrong_amount()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update payments set state = 'hold', state_at = new.at, captured = (new.detail ->> 'amount')::bigint, captured_at = new.at
  where id = (select id from payments where order_id = new.order_id order by created_at desc, id limit 1)
    and (state in ('new', 'started', 'confirming', 'unknown', 'waiting') or (state = 'hold' and captured <> amount));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.order_line_words(name_ko text, name_en text, house_ko text, house_en text, sku text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN search_words(((((((((('
'::text || name_ko) || '
'::text) || name_en) || '
'::text) || house_ko) || '
'::text) || house_en) || '
'::text) || sku));

CREATE OR REPLACE FUNCTION public.order_words(number text, recipient text, phone text, email text, tracking text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN search_words(((((((((('
'::text || number) || '
'::text) || recipient) || '
'::text) || phone) || '
'::text) || email) || '
'::text) || COALESCE(tracking, ''::text)));

CREATE OR REPLACE FUNCTION public.orders_of_customer(address text)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE
AS $function$
  select id from orders where lower(email) = address
  union
  select id from orders where account_id = (select a.id from accounts a where a.email = address)
  union
  select o.id from orders o join (select distinct recipient, phone from orders where lower(email) = address) as hers
    on o.recipient = hers.recipient and o.phone = hers.phone
  where o.email = '' and o.erased_at is null
$function$;

CREATE OR REPLACE FUNCTION public.purge(VARIADIC groups text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  told integer := coalesce(nullif(current_setting('purges.told', true), ''), '0')::integer;
begin
  if told < 64 and cardinality(groups) <= 64 then
    perform set_config('purges.told', (told + 1)::text, true);
    perform pg_notify('purges', to_json(groups)::text);
  else
    perform pg_notify('purges', '["*"]');
  end if;
end $function$;

CREATE OR REPLACE FUNCTION public.purge_address()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform purge('catalogue');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.purge_everything()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform purge('*');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.purge_house()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform purge('catalogue', 'house-' || coalesce(new.id, old.id));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.purge_note()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform purge('catalogue', 'note-' || coalesce(new.id, old.id));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.purge_page()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' then
    perform purge('product-' || old.perfume_id);
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.perfume_id <> old.perfume_id) then
    perform purge('product-' || new.perfume_id);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.purge_part()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op <> 'INSERT' then
    perform purge('catalogue', 'likeness', 'product-' || old.perfume_id, 'card-' || old.perfume_id);
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.perfume_id <> old.perfume_id) then
    perform purge('catalogue', 'likeness', 'product-' || new.perfume_id, 'card-' || new.perfume_id);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.purge_perfume()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  id integer := coalesce(new.id, old.id);
begin
  if tg_op = 'UPDATE'
    and (new.accords, new.family, new.position, new.published_at)
      is not distinct from (old.accords, old.family, old.position, old.published_at)
  then
    perform purge('catalogue', 'product-' || id, 'card-' || id);
  else
    perform purge('catalogue', 'likeness', 'product-' || id, 'card-' || id);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.purge_settings()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform purge('settings');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.purge_volume()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform purge('catalogue', 'product-' || new.perfume_id, 'card-' || new.perfume_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.record_stock_movement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% can only be added to', tg_table_name using errcode = 'restrict_violation';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_more_than_sold()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select sum(case when r.state = 'failed' then l.restocked else l.quantity end)
      from refund_lines l join refunds r on r.id = l.refund_id
      where l.order_id = new.order_id and l.variant_id = new.variant_id)
    > (select quantity from order_lines where order_id = new.order_id and variant_id = new.variant_id)
  then
    raise exception 'more bottles would be refunded than were sold' using errcode = 'check_violation';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_unknown_money_transition()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (
    select from money_transitions t
    where t.kind = tg_table_name and t.from_state = old.state and t.to_state = new.state
  ) then
    raise exception '%: what is % does not become %', tg_table_name, old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_unknown_transition()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from order_transitions t where t.from_status = old.status and t.to_status = new.status) then
    raise exception 'an order that is % does not become %', old.status, new.status using errcode = 'check_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.search_pairs(words text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT COST 200
RETURN ARRAY(SELECT substr(search_pairs.words, n.n, 2) AS substr FROM generate_series(1, (length(search_pairs.words) - 1)) n(n));

CREATE OR REPLACE FUNCTION public.search_words(given text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(lower(given), ' -'::text, ''::text);

CREATE OR REPLACE FUNCTION public.stock_reason(reason text, at timestamp with time zone, order_id uuid, staff_id uuid, note text)
 RETURNS void
 LANGUAGE sql
AS $function$
  select set_config('stock.reason', reason, true), set_config('stock.at', at::text, true),
    set_config('stock.order_id', coalesce(order_id::text, ''), true),
    set_config('stock.staff_id', coalesce(staff_id::text, ''), true), set_config('stock.note', note, true);
$function$;

CREATE OR REPLACE FUNCTION public.sums_of_customer(email text)
 RETURNS TABLE(orders integer, received bigint, refunded bigint, bought_for bigint)
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(sum(s.orders), 0)::integer, coalesce(sum(s.received), 0)::bigint, coalesce(sum(s.refunded), 0)::bigint,
    coalesce(sum(s.bought_for), 0)::bigint
  from order_sums s where s.email = sums_of_customer.email
$function$;

CREATE OR REPLACE FUNCTION public.weigh_refund()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  was text := case when tg_op <> 'INSERT' then old.state end;
  is_now text := case when tg_op <> 'DELETE' then new.state end;
  amount bigint := case tg_op when 'DELETE' then old.amount else new.amount end;
  gone bigint := amount * ((is_now is not distinct from 'done')::integer - (was is not distinct from 'done')::integer);
  going bigint := amount * (
    (coalesce(is_now, '') in ('new', 'sent', 'pending', 'unknown'))::integer
    - (coalesce(was, '') in ('new', 'sent', 'pending', 'unknown'))::integer);
begin
  update payments p set refunded = p.refunded + gone, refunding = p.refunding + going,
    state = case
      when gone > 0 and p.refunded + gone = p.captured then 'refunded'
      when gone > 0 and p.state = 'paid' then 'partly-refunded'
      else p.state end,
    state_at = case when gone > 0 then new.state_at else p.state_at end
  where p.id = case tg_op when 'DELETE' then old.payment_id else new.payment_id end and (gone <> 0 or going <> 0);
  return null;
end $function$;
