/** A shop's counter without its pages: buyers, their orders, and the books that have to balance in the end. */
import type { Pool } from '../../../../server/db/pool';
import type { Visitor } from '../../../../server/store/cart/model';
import { quoteOf } from '../../../../server/store/cart/quote';
import { readRule } from '../../../../server/store/delivery/service';
import type { OrderMails } from '../../../../server/store/orders/mails';
import type { StoredOrder } from '../../../../server/store/orders/model';
import { encodeGoods, readExpectation } from '../../../../server/store/orders/placing/expectation';
import type { OrderRequest, Placement } from '../../../../server/store/orders/placing/service';
import { createOrders, type OrderDeps, type OrderService } from '../../../../server/store/orders/service';
import type { PaymentProvider } from '../../../../server/store/payments/provider';
import type { Payments } from '../../../../server/store/payments/service';
import { seedTestCatalogue } from '../../../setup/catalogue';
import { lend } from '../../../setup/lend';
import { createTestShop, type TestShop } from '../../../setup/shop';

/** Counts through the database, so that a mail of a transaction that was rolled back doesn't count. */
function createMailLog(pool: Pool) {
  const note =
    (kind: keyof OrderMails) =>
    async (db: Parameters<OrderMails['orderPaid']>[0], { number }: { readonly number: string }) => {
      await db.query('insert into mail_log (kind, number) values ($1, $2)', [kind, number]);
    };
  const mails: OrderMails = {
    orderPlaced: note('orderPlaced'),
    orderPaid: note('orderPaid'),
    latePayment: note('latePayment'),
    paymentLink: note('paymentLink'),
    orderReminder: note('orderReminder'),
    orderExpired: note('orderExpired'),
    orderShipped: note('orderShipped'),
    orderCancelled: note('orderCancelled'),
    orderRefunded: note('orderRefunded'),
    orderQuestion: note('orderQuestion'),
    questionAnswered: note('questionAnswered'),
  };
  return {
    mails,
    async sent(kind: keyof OrderMails, number: string): Promise<number> {
      const { rows } = await pool.query<{ count: number }>(
        'select count(*) as count from mail_log where kind = $1 and number = $2',
        [kind, number],
      );
      return rows[0]!.count;
    },
  };
}

export const ADDRESS = {
  recipient: '김하늘',
  phone: '010-1234-5678',
  postcode: '03045',
  line1: '서울특별시 종로구 세종로 1',
  line2: '',
  deliveryNote: '',
};

export type Counter = Awaited<ReturnType<typeof createCounter>>;

export async function createCounter() {
  const shop = await createTestShop();
  const ids = await seedTestCatalogue(shop);
  const { pool, clock, logger, config } = shop.context;
  const { cart, settings, payments } = shop.shop.services;
  await shop.database.run`create table mail_log (kind text not null, number text not null)`;
  await shop.database.run`create table first_stock as select id, stock from variants`;
  const mails = createMailLog(pool);
  const base = { pool, clock, logger, origins: config.origins, settings, mails: mails.mails, payments };
  const orders = createOrders(base);

  async function requestOf(visitor: Visitor, more: Partial<OrderRequest> = {}): Promise<OrderRequest> {
    const content = await cart.read(visitor);
    const { goods } = content;
    const { total } = quoteOf(goods, await readRule(pool), ADDRESS.postcode);
    return {
      visitor,
      source: { address: `of ${visitor.cartId}`, sessionId: visitor.cartId ?? '' },
      attempt: await cart.checkoutKey(content),
      expected: readExpectation(String(total), encodeGoods(goods)),
      locale: 'ko',
      email: `${visitor.cartId ?? 'haneul'}@example.com`,
      address: ADDRESS,
      paymentMethod: 'test',
      depositor: more.paymentMethod === 'bank' ? ADDRESS.recipient : null,
      ...more,
    };
  }

  return {
    shop,
    base,
    database: shop.database,
    ids,
    orders,
    mails,
    requestOf,
    ordersWith: (overrides: Partial<OrderDeps>): OrderService => createOrders({ ...base, ...overrides }),
    async guestWith(sku: string, quantity = 1): Promise<Visitor> {
      const nobody: Visitor = { accountId: null, cartId: null };
      const change = await cart.add(nobody, { variantId: ids[sku]!, quantity });
      return { accountId: null, cartId: change.cart.id };
    },
    /** @throws when it isn't placed */
    async placed(visitor: Visitor, more?: Partial<OrderRequest>): Promise<StoredOrder> {
      return orderOf(await orders.place(await requestOf(visitor, more)));
    },
    paymentOf: (order: StoredOrder) =>
      shop.database.row<{ id: string; state: string; reference: string | null; captured: number; askAt: Date | null }>`
        select id, state, reference, captured, ask_at as "askAt" from payments where order_id = ${order.id}
        order by created_at desc limit 1`,
    /** A shop whose provider says something else than the test provider would. */
    ordersAsking: (others: Partial<PaymentProvider>): OrderService => {
      const method: Payments['method'] = (name) => {
        const known = payments.method(name);
        return { ...known, provider: { ...known.provider, ...others } };
      };
      return createOrders({ ...base, payments: { ...payments, method } });
    },
    stockOf: (sku: string) => shop.database.value<number>`select stock from variants where sku = ${sku}`,
    /** As if so many had been delivered. */
    async setStock(sku: string, stock: number): Promise<void> {
      await shop.database.run`update variants set stock = ${stock} where sku = ${sku}`;
      await shop.database.run`update first_stock f set stock = ${stock} + (
           select coalesce(sum(l.quantity), 0) from order_lines l join orders o on o.id = l.order_id
           where l.variant_id = f.id and o.status in ('pending', 'paid'))
         from variants v where v.id = f.id and v.sku = ${sku}`;
    },
    faults: () => faultsOf(pool),
  };
}

/** A counter for the tests of a file, or for each of them; then its books must balance in the end. */
export const withCounter = ({ each }: { readonly each?: boolean } = {}): Counter =>
  lend({
    each,
    open: createCounter,
    async close(counter) {
      const faults = each ? await counter.faults() : [];
      await counter.shop.close();
      expect(faults).toEqual([]);
    },
  });

/** Counts the bottles of a lent shop before its tests; its books must balance in the end. */
export function withBooks(shop: TestShop): void {
  lend({
    on: shop,
    async open() {
      await shop.database.run`create table first_stock as select id, stock from variants`;
      return {};
    },
    close: async () => expect(await faultsOf(shop.database.pool)).toEqual([]),
  });
}

export function orderOf(placement: Placement): StoredOrder {
  if (placement.kind !== 'placed') throw new Error(`not placed: ${placement.kind}`);
  return placement.order;
}

const RULES: readonly { readonly fault: string; readonly sql: string }[] = [
  {
    fault: 'the lines of an order do not add up to it',
    sql: `select o.number from orders o
          where o.subtotal <> (select coalesce(sum(l.unit_price::bigint * l.quantity), 0) from order_lines l
                               where l.order_id = o.id)`,
  },
  {
    fault: 'subtotal and delivery are not the total',
    sql: 'select number from orders where subtotal + delivery_fee <> total',
  },
  {
    fault: 'a payment is of another amount than its order',
    sql: `select o.number from orders o join payments p on p.order_id = o.id
          where p.amount <> o.total or p.currency <> o.currency`,
  },
  {
    fault: 'an order without its payment',
    sql: 'select number from orders o where not exists (select from payments p where p.order_id = o.id)',
  },
  {
    fault: 'a payment can still bring money while its order is not pending',
    sql: `select o.number from orders o join payments p on p.order_id = o.id
          where p.state in ('new', 'started', 'confirming', 'unknown', 'waiting') and o.status <> 'pending'`,
  },
  {
    fault: 'bottles were lost or made',
    sql: `select v.sku from variants v join first_stock f on f.id = v.id
          where f.stock <> v.stock + (
            select coalesce(sum(l.quantity), 0) from order_lines l join orders o on o.id = l.order_id
            where l.variant_id = v.id and o.status in ('pending', 'paid'))`,
  },
  {
    fault: 'money of a payment that nobody knows of',
    sql: `select o.number from orders o join payments p on p.order_id = o.id
          join test_provider_payments t on t.reference = p.reference
          where t.status = 'paid' and o.status <> 'paid' and o.flag is null`,
  },
  {
    fault: 'an order is paid without money',
    sql: `select o.number from orders o join payments p on p.order_id = o.id
          join test_provider_payments t on t.reference = p.reference
          where t.status <> 'paid' and o.status = 'paid'`,
  },
  {
    fault: 'an order that was placed or ended twice',
    sql: `select o.number from orders o join order_events e on e.order_id = o.id
          where e.kind in ('placed', 'paid', 'declined', 'cancelled', 'expired')
          group by o.number having count(*) filter (where e.kind = 'placed') <> 1
            or count(*) filter (where e.kind <> 'placed') > 1`,
  },
];

/** For any shop that has a table `first_stock`; without one the bottles aren't counted. */
export async function faultsOf(pool: Pool): Promise<readonly string[]> {
  const { rows: known } = await pool.query<{ table: string | null }>(
    `select to_regclass('first_stock')::text as table`,
  );
  const faults: string[] = [];
  for (const { fault, sql } of RULES) {
    if (known[0]?.table === null && sql.includes('first_stock')) continue;
    const { rows } = await pool.query<Record<string, string>>(sql);
    for (const row of rows) faults.push(`${fault}: ${Object.values(row).join(' ')}`);
  }
  return faults;
}
