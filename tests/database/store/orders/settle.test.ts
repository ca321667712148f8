import { withTransaction } from '../../../../server/db/transaction';
import type { StoredOrder } from '../../../../server/store/orders/model';
import type { Settlement } from '../../../../server/store/orders/settlement/effects';
import { finish, type News } from '../../../../server/store/orders/settlement/finish';
import type { Snapshot } from '../../../../server/store/payments/provider';
import { BANK } from '../../../setup/visitor';
import { withCounter } from './counter';
import { snapshotOf } from './snapshot';

const SKU = 'TST-AFTER-RAIN-010';
const MINUTE_MS = 60 * 1000;

const counter = withCounter();
beforeAll(() => counter.shop.shop.services.settings.change(BANK));
beforeEach(() => counter.setStock(SKU, 50));
afterEach(async () => {
  counter.shop.clock.advance(30 * 24 * 60 * MINUTE_MS);
  await counter.orders.expireDue();
  expect(await counter.faults()).toEqual([]);
});

const settleWith = async (order: StoredOrder, news: News, mails = counter.mails.mails): Promise<Settlement> => {
  const { id } = await counter.paymentOf(order);
  const hand = { now: counter.shop.clock.now(), staffId: null };
  return withTransaction(counter.database.pool, async (tx) => (await finish(tx, mails, id, news, hand)).settlement);
};

const says = async (order: StoredOrder, said: Partial<Snapshot>): Promise<News> => ({
  kind: 'snapshot',
  snapshot: snapshotOf((await counter.paymentOf(order)).id, { total: order.total, ...said }),
});

const VERDICTS = ['paid', 'declined', 'cancelled', 'expired'] as const;
type VerdictName = (typeof VERDICTS)[number];

async function settleNow(order: StoredOrder, verdict: VerdictName): Promise<Settlement> {
  if (verdict === 'paid') return settleWith(order, await says(order, { state: 'paid' }));
  if (verdict === 'declined') return settleWith(order, await says(order, { state: 'failed' }));
  const kind = verdict === 'cancelled' ? 'cancel' : 'due';
  return settleWith(order, { kind, isAbandoned: true, isByShop: false });
}

const eventsOf = (order: StoredOrder): Promise<string[]> =>
  counter.database.column<string>`select kind from order_events where order_id = ${order.id} order by id`;

const orders = VERDICTS.flatMap((first) => VERDICTS.map((second): [VerdictName, VerdictName] => [first, second]));

test.each(orders)('%s and then %s: the first decides, bottles and mails move once', async (first, second) => {
  const order = await counter.placed(await counter.guestWith(SKU, 3), { paymentMethod: 'bank' });
  expect(await settleNow(order, first)).toBe(first);
  const isLate = first !== 'paid' && second === 'paid';
  expect(await settleNow(order, second)).toBe(isLate ? 'late-payment' : 'nothing');
  // Both again, in either order: replays change nothing.
  for (const name of [second, first, second]) expect(await settleNow(order, name)).toBe('nothing');

  const now = await counter.orders.find(order.number);
  expect([now?.status, now?.flag]).toEqual([first, isLate ? 'late-payment' : null]);
  expect(await counter.stockOf(SKU)).toBe(first === 'paid' ? 47 : 50);
  expect(await eventsOf(order)).toEqual(['placed', first, ...(isLate ? ['late-payment'] : [])]);
  expect(await counter.mails.sent('orderPlaced', order.number)).toBe(1);
  expect(await counter.mails.sent('orderPaid', order.number)).toBe(first === 'paid' ? 1 : 0);
  expect(await counter.mails.sent('latePayment', order.number)).toBe(isLate ? 1 : 0);
  expect(await counter.mails.sent('orderCancelled', order.number)).toBe(first === 'cancelled' ? 1 : 0);
  expect(await counter.mails.sent('orderExpired', order.number)).toBe(first === 'expired' ? 1 : 0);
});

test('ten that cancel and ten that let it expire at once give the bottles back once', async () => {
  const order = await counter.placed(await counter.guestWith(SKU, 3));
  const verdicts = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 'cancelled' : 'expired'));
  const settlements = await Promise.all(verdicts.map((verdict) => settleNow(order, verdict)));
  expect(settlements.filter((settlement) => settlement !== 'nothing')).toHaveLength(1);
  expect(await counter.stockOf(SKU)).toBe(50);
});

test('a wrong amount is flagged once, leaves the order waiting, and the right one still pays it', async () => {
  const order = await counter.placed(await counter.guestWith(SKU));
  for (const wrong of [
    { total: order.total - 1 },
    { total: order.total * 100 },
    { currency: 'USD' },
    { attemptId: '6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11' },
  ]) {
    await settleWith(order, await says(order, { state: 'paid', ...wrong }));
  }
  expect(await eventsOf(order)).toEqual(['placed', 'amount-mismatch']);
  expect((await counter.orders.find(order.number))?.status).toBe('pending');
  expect(await settleNow(order, 'paid')).toBe('paid');
});

test('a payment that does not exist settles nothing', async () => {
  const order = await counter.placed(await counter.guestWith(SKU));
  const ghost = withTransaction(counter.database.pool, (tx) =>
    finish(
      tx,
      counter.mails.mails,
      '6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11',
      { kind: 'claim-lost' },
      {
        now: counter.shop.clock.now(),
        staffId: null,
      },
    ),
  );
  expect((await ghost).settlement).toBe('nothing');
  expect((await counter.orders.find(order.number))?.status).toBe('pending');
});

test('a mail that can not be written undoes the settlement it tells of', async () => {
  const order = await counter.placed(await counter.guestWith(SKU));
  const mails = { ...counter.mails.mails, orderPaid: () => Promise.reject(new Error('no ink')) };
  await expect(settleWith(order, await says(order, { state: 'paid' }), mails)).rejects.toThrow('no ink');
  expect((await counter.orders.find(order.number))?.status).toBe('pending');
  expect(await settleNow(order, 'paid')).toBe('paid');
});

describe('orders whose time is over', () => {
  test('a bank transfer waits for its hours and not longer', async () => {
    const order = await counter.placed(await counter.guestWith(SKU, 2), { paymentMethod: 'bank' });
    expect(await counter.orders.startPayment(order)).toEqual({
      kind: 'instructions',
      reference: order.number,
      account: null,
    });
    counter.shop.clock.advance(72 * 60 * MINUTE_MS - 1);
    expect(await counter.orders.expireDue()).toBe(0);
    counter.shop.clock.advance(1);
    expect(await counter.orders.expireDue()).toBe(1);
    expect(await counter.orders.expireDue()).toBe(0);
    expect((await counter.orders.find(order.number))?.status).toBe('expired');
    expect(await counter.stockOf(SKU)).toBe(50);
    expect((await counter.orders.markPaid(order.number))?.settlement).toBe('late-payment');
    expect((await counter.orders.markPaid(order.number))?.settlement).toBe('nothing');
    expect(await counter.stockOf(SKU)).toBe(50);
  });

  test('a card order whose payment was never opened expires too', async () => {
    const order = await counter.placed(await counter.guestWith(SKU));
    counter.shop.clock.advance(30 * MINUTE_MS);
    expect(await counter.orders.startPayment(order)).toBeNull();
    expect(await counter.orders.expireDue()).toBe(1);
  });

  test('a hundred and twenty at once are all ended, by two processes, each once', async () => {
    await counter.setStock(SKU, 120);
    const buyers = await Promise.all(Array.from({ length: 120 }, () => counter.guestWith(SKU)));
    await Promise.all(buyers.map((buyer) => counter.placed(buyer)));
    expect(await counter.stockOf(SKU)).toBe(0);
    counter.shop.clock.advance(30 * MINUTE_MS);
    const ended = await Promise.all([counter.orders.expireDue(), counter.orders.expireDue()]);
    expect(ended[0] + ended[1]).toBe(120);
    expect(await counter.stockOf(SKU)).toBe(120);
  });

  async function dueOrder(): Promise<StoredOrder> {
    const order = await counter.placed(await counter.guestWith(SKU, 2));
    await counter.orders.startPayment(order);
    counter.shop.clock.advance(30 * MINUTE_MS);
    return order;
  }

  test('a provider that does not answer leaves its order as it is and holds up no other', async () => {
    const silent = await dueOrder();
    const other = await counter.placed(await counter.guestWith(SKU), { paymentMethod: 'bank' });
    counter.shop.clock.advance(80 * 60 * MINUTE_MS);
    const orders = counter.ordersAsking({ abandon: () => Promise.reject(new Error('no answer')) });
    expect(await orders.expireDue()).toBe(1);
    expect((await orders.find(silent.number))?.status).toBe('pending');
    expect((await orders.find(other.number))?.status).toBe('expired');
    expect(await counter.orders.expireDue()).toBe(1);
    expect((await orders.find(silent.number))?.status).toBe('expired');
  });

  test('an order paid with a wrong amount is closed when its time is over, and stays flagged', async () => {
    const order = await dueOrder();
    const snapshot = snapshotOf((await counter.paymentOf(order)).id, { state: 'paid', total: 1, balance: 1 });
    const orders = counter.ordersAsking({ abandon: () => Promise.resolve({ kind: 'done', value: snapshot }) });
    expect(await orders.expireDue()).toBe(1);
    const now = await orders.find(order.number);
    expect([now?.status, now?.flag]).toEqual(['expired', 'amount-mismatch']);
    expect(await counter.stockOf(SKU)).toBe(50);
  });

  test('an order that somebody holds just now is left alone until the next run', async () => {
    const order = await dueOrder();
    await counter.database.during(`select 1 from orders where id = '${order.id}' for update`, async () =>
      expect(await counter.orders.expireDue()).toBe(0),
    );
    expect(await counter.orders.expireDue()).toBe(1);
  });

  test('a declined payment that nobody came back from is declined, and its goods are in the cart again', async () => {
    const visitor = await counter.guestWith(SKU, 2);
    const order = await counter.placed(visitor);
    await counter.orders.startPayment(order);
    const { reference } = await counter.paymentOf(order);
    await counter.shop.shop.services.payments.testProvider?.decide(reference!, 'declined');
    counter.shop.clock.advance(30 * MINUTE_MS);
    await counter.orders.expireDue();
    expect((await counter.orders.find(order.number))?.status).toBe('declined');
    const { cart } = counter.shop.shop.services;
    expect((await cart.read(visitor)).lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([[SKU, 2]]);
  });
});

test('the database itself refuses an order that does not add up, is paid and closed, or gives bottles back twice', async () => {
  const order = await counter.placed(await counter.guestWith(SKU));
  const change = (set: string) => counter.database.pool.query(`update orders set ${set} where id = $1`, [order.id]);
  await expect(change('total = total - 1')).rejects.toThrow('check');
  await expect(change(`status = 'paid'`)).rejects.toThrow('check');
  await expect(change(`status = 'expired', closed_at = now()`)).rejects.toThrow('check');
  await expect(change('stock_returned_at = now()')).rejects.toThrow('check');
  await expect(counter.database.run`update variants set stock = -1`).rejects.toThrow('check');
  await expect(
    counter.database.run`insert into payments (order_id, method, amount, currency, status, created_at)
       values (${order.id}, 'test', 1, 'KRW', 'open', now())`,
  ).rejects.toThrow('payments_one_live');
});
