import type { Executor } from '../../db/pool';
import type { Address } from '../contacts/model';
import type { Promised } from '../delivery/model';
import type { ClosedStatus, OrderFlag, OrderLine, OrderProgress, StoredOrder } from './model';

type OrderRow = Omit<StoredOrder, 'address'> & Address & Record<string, unknown>;

const ORDER = `
  o.id, o.number, o.account_id as "accountId", o.cart_id as "cartId", o.locale, o.email, o.recipient, o.phone,
  o.postcode, o.address_line1 as "line1", o.address_line2 as "line2", o.delivery_note as "deliveryNote", o.subtotal,
  o.delivery_fee as "deliveryFee", o.total, o.channel, o.status, o.payment_method as "paymentMethod",
  o.payment_due_at as "paymentDueAt", o.placed_at as "placedAt", o.paid_at as "paidAt", o.shipped_at as "shippedAt",
  o.delivered_at as "deliveredAt", o.carrier, o.tracking_number as "trackingNumber", o.refunded, o.flag,
  o.erased_at as "erasedAt", o.link_nonce as "linkNonce",
  case when o.promised_from is not null then json_build_object('from', o.promised_from,
    'until', o.promised_until) end as promised,
  case when o.transfer_account is not null then json_build_object('bank', o.transfer_bank,
    'account', o.transfer_account, 'holder', o.transfer_holder) end as "transferTo",
  exists (select from payments p where p.order_id = o.id and p.state in ('confirming', 'unknown')) as "isUnsure",
  (select d.name from depositors d where d.order_id = o.id) as depositor`;

const LINES = `
  (select coalesce(json_agg(json_build_object('variantId', l.variant_id, 'sku', l.sku, 'perfumeSlug', l.perfume_slug,
     'nameKo', l.name_ko, 'nameEn', l.name_en, 'houseKo', l.house_ko, 'houseEn', l.house_en, 'volumeMl', l.volume_ml,
     'picture', l.picture, 'unitPrice', l.unit_price, 'quantity', l.quantity) order by l.position), '[]')
   from order_lines l where l.order_id = o.id) as lines`;

function orderOf(row: OrderRow): StoredOrder {
  const { recipient, phone, postcode, line1, line2, deliveryNote, ...rest } = row;
  return { ...rest, address: { recipient, phone, postcode, line1, line2, deliveryNote } };
}

/** The orders that `rest` of the statement finds, each with its lines. */
async function selectOrders(db: Executor, rest: string, values: unknown[]): Promise<StoredOrder[]> {
  const { rows } = await db.query<OrderRow>(`select ${ORDER}, ${LINES} from orders o ${rest}`, values);
  return rows.map(orderOf);
}

export const selectOrderByNumber = async (db: Executor, number: string): Promise<StoredOrder | null> =>
  (await selectOrders(db, 'where o.number = $1', [number]))[0] ?? null;

/** One statement, whether there is no such order or it is somebody else's. */
export const selectOrderOfPhone = async (db: Executor, number: string, phone: string): Promise<StoredOrder | null> =>
  (await selectOrders(db, 'where o.number = $1 and o.phone = $2', [number, phone]))[0] ?? null;

export const selectOrderById = async (db: Executor, id: string): Promise<StoredOrder | null> =>
  (await selectOrders(db, 'where o.id = $1::uuid', [id]))[0] ?? null;

export const selectOrderOfCart = async (db: Executor, cartId: string): Promise<StoredOrder | null> =>
  (await selectOrders(db, 'where o.cart_id = $1::uuid', [cartId]))[0] ?? null;

export async function selectLatestOrderOfCarts(db: Executor, cartIds: readonly string[]): Promise<StoredOrder | null> {
  const latest = 'where o.cart_id = any($1::uuid[]) order by o.placed_at desc, o.id limit 1';
  return (await selectOrders(db, latest, [cartIds]))[0] ?? null;
}

export async function selectOrdersByNumbers(db: Executor, numbers: readonly string[]): Promise<StoredOrder[]> {
  const inOrder = 'where o.number = any($1::text[]) order by array_position($1::text[], o.number)';
  return selectOrders(db, inOrder, [numbers]);
}

/** Newest first. */
export async function selectOrdersOfAccount(db: Executor, accountId: string, limit: number): Promise<StoredOrder[]> {
  const newest = 'where o.account_id = $1::uuid order by o.placed_at desc, o.id limit $2';
  return selectOrders(db, newest, [accountId, limit]);
}

/**
 * Those that can still be paid, the oldest first: made of a member's carts, also when they were a guest's before, or of
 * these carts.
 */
export async function selectWaitingOrders(
  db: Executor,
  of: { readonly accountId: string | null; readonly cartIds: readonly string[] },
  now: Date,
): Promise<StoredOrder[]> {
  const waiting = `where o.status = 'pending' and o.payment_due_at > $3 and (o.cart_id = any($2::uuid[])
      or exists (select from carts c where c.id = o.cart_id and c.account_id = $1::uuid))
    order by o.placed_at, o.id`;
  return selectOrders(db, waiting, [of.accountId, of.cartIds, now]);
}

/** Before anything that moves an order on. @param waiting 'skip': null too when somebody else is at it just now */
export async function lockOrder(db: Executor, orderId: string, waiting: 'wait' | 'skip'): Promise<StoredOrder | null> {
  const held = `where o.id = $1::uuid for update of o ${waiting === 'skip' ? 'skip locked' : ''}`;
  return (await selectOrders(db, held, [orderId]))[0] ?? null;
}

export interface NewOrder extends Omit<StoredOrder, 'id' | keyof OrderProgress> {
  readonly currency: 'KRW';
  /** Digests, kept while it waits for its money; null for an order of the desk. */
  readonly origin: { readonly address: string; readonly session: string } | null;
  readonly remindAt: Date;
  readonly promised: Promised;
}

/** @returns the order's id, or null when another order has that number already */
export async function insertOrder(db: Executor, order: NewOrder): Promise<string | null> {
  const { address } = order;
  const { rows } = await db.query<{ id: string }>(
    `insert into orders (number, cart_id, account_id, locale, email, recipient, phone, postcode, address_line1,
       address_line2, delivery_note, currency, subtotal, delivery_fee, total, status, payment_method, payment_due_at,
       placed_at, channel, transfer_bank, transfer_account, transfer_holder, source_address, source_session,
       remind_at, promised_from, promised_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'pending', $16, $17, $18, $19, $20, $21,
       $22, $23, $24, $25, $26, $27)
     on conflict (number) do nothing
     returning id`,
    [
      order.number,
      order.cartId,
      order.accountId,
      order.locale,
      order.email,
      address.recipient,
      address.phone,
      address.postcode,
      address.line1,
      address.line2,
      address.deliveryNote,
      order.currency,
      order.subtotal,
      order.deliveryFee,
      order.total,
      order.paymentMethod,
      order.paymentDueAt,
      order.placedAt,
      order.channel,
      order.transferTo?.bank ?? null,
      order.transferTo?.account ?? null,
      order.transferTo?.holder ?? null,
      order.origin?.address ?? null,
      order.origin?.session ?? null,
      order.remindAt,
      order.promised.from,
      order.promised.until,
    ],
  );
  return rows[0]?.id ?? null;
}

/** @param key of the name, as names are compared */
export async function insertDepositor(db: Executor, orderId: string, name: string, key: string): Promise<void> {
  await db.query('insert into depositors (order_id, name, key) values ($1::uuid, $2, $3)', [orderId, name, key]);
}

export async function insertOrderLines(db: Executor, orderId: string, lines: readonly OrderLine[]): Promise<void> {
  const column = <K extends keyof OrderLine>(name: K) => lines.map((line) => line[name]);
  await db.query(
    `insert into order_lines (order_id, position, variant_id, sku, perfume_slug, name_ko, name_en, house_ko, house_en,
       volume_ml, picture, unit_price, quantity)
     select $1::uuid, position, variant_id, sku, perfume_slug, name_ko, name_en, house_ko, house_en, volume_ml, picture,
       unit_price, quantity
     from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::integer[],
       $10::text[], $11::integer[], $12::integer[]) with ordinality as lines (variant_id, sku, perfume_slug, name_ko,
       name_en, house_ko, house_en, volume_ml, picture, unit_price, quantity, position)`,
    [
      orderId,
      column('variantId'),
      column('sku'),
      column('perfumeSlug'),
      column('nameKo'),
      column('nameEn'),
      column('houseKo'),
      column('houseEn'),
      column('volumeMl'),
      column('picture'),
      column('unitPrice'),
      column('quantity'),
    ],
  );
}

export async function markOrderPaid(db: Executor, orderId: string, promised: Promised, now: Date): Promise<void> {
  await db.query(
    `update orders set status = 'paid', paid_at = $2, promised_from = $3, promised_until = $4
     where id = $1::uuid and status = 'pending'`,
    [orderId, now, promised.from, promised.until],
  );
}

/** Its money is not there after all. */
export async function markOrderUnpaid(db: Executor, orderId: string): Promise<void> {
  await db.query(`update orders set status = 'pending', paid_at = null where id = $1::uuid and status = 'paid'`, [
    orderId,
  ]);
}

/** Paid after all, after {@link takeStock} has taken its bottles again. */
export async function reopenOrder(db: Executor, orderId: string, promised: Promised, now: Date): Promise<void> {
  await db.query(
    `update orders set status = 'paid', paid_at = $2, promised_from = $3, promised_until = $4, closed_at = null,
       stock_returned_at = null
     where id = $1::uuid and status in ('declined', 'cancelled', 'expired') and paid_at is null`,
    [orderId, now, promised.from, promised.until],
  );
}

export async function closeOrder(db: Executor, orderId: string, status: ClosedStatus, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    `update orders set status = $2, closed_at = $3, stock_returned_at = $3
     where id = $1::uuid and status = 'pending' and stock_returned_at is null`,
    [orderId, status, now],
  );
  return rowCount === 1;
}

export async function flagOrder(db: Executor, orderId: string, flag: OrderFlag): Promise<void> {
  await db.query('update orders set flag = $2 where id = $1::uuid', [orderId, flag]);
}

export async function clearFlag(db: Executor, orderId: string): Promise<void> {
  await db.query('update orders set flag = null where id = $1::uuid', [orderId]);
}

export async function insertOrderEvent(
  db: Executor,
  event: {
    readonly orderId: string;
    readonly at: Date;
    readonly kind: string;
    /** Free text and whatever leads to a person stands in `text` and `tracking`, and nowhere else: they can be erased. */
    readonly detail?: Readonly<Record<string, string | number>>;
    readonly staffId?: string | null;
  },
): Promise<void> {
  await db.query(
    'insert into order_events (order_id, at, kind, detail, staff_id) values ($1::uuid, $2, $3, $4, $5::uuid)',
    [event.orderId, event.at, event.kind, JSON.stringify(event.detail ?? {}), event.staffId ?? null],
  );
}

/** Ids of pending orders whose time to pay is over, longest overdue first, without those named. */
export async function selectDueOrders(
  db: Executor,
  now: Date,
  without: readonly string[],
  limit: number,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from orders
     where status = 'pending' and payment_due_at <= $1 and id <> all($2::uuid[])
     order by payment_due_at, id limit $3`,
    [now, without, limit],
  );
  return rows.map(({ id }) => id);
}
