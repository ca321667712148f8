import { withTransaction } from '../../../../server/db/transaction';
import type { StoredOrder } from '../../../../server/store/orders/model';
import { settle, type Settlement, type Verdict } from '../../../../server/store/orders/settlement/service';
import type { ProviderPayment } from '../../../../server/store/payments/model';
import type { Payments } from '../../../../server/store/payments/service';
import { BANK } from '../../../setup/visitor';
import { withCounter } from './counter';

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

const settleNow = (order: StoredOrder, verdict: Verdict): Promise<Settlement> =>
  withTransaction(counter.database.pool, (tx) =>
    settle(tx, counter.mails.mails, order.id, verdict, counter.shop.clock.now()),
  );

const paid = (order: StoredOrder): Verdict => ({ kind: 'paid', amount: order.total, currency: 'KRW' });

const eventsOf = (order: StoredOrder): Promise<string[]> =>
  counter.database.column<string>`select kind from order_events where order_id = ${order.id} order by id`;

const VERDICTS = ['paid', 'declined', 'cancelled', 'expired'] as const;
type VerdictName = (typeof VERDICTS)[number];

const orders = VERDICTS.flatMap((first) => VERDICTS.map((second): [VerdictName, VerdictName] => [first, second]));

test.each(orders)('%s and then %s: the first decides, bottles and mails move once', async (first, second) => {
  const order = await counter.placed(await counter.guestWith(SKU, 3), { paymentMethod: 'bank' });
  const verdictOf = (name: VerdictName): Verdict => (name === 'paid' ? paid(order) : { kind: name });
  expect(await settleNow(order, verdictOf(first))).toBe(first);
  const isLate = first !== 'paid' && second === 'paid';
  expect(await settleNow(order, verdictOf(second))).toBe(isLate ? 'late-payment' : 'nothing');
  // Both again, in either order: replays change nothing.
  for (const name of [second, first, second]) expect(await settleNow(order, verdictOf(name))).toBe('nothing');

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
  const verdicts: Verdict[] = Array.from({ length: 20 }, (_, i) => ({ kind: i % 2 === 0 ? 'cancelled' : 'expired' }));
  const settlements = await Promise.all(verdicts.map((verdict) => settleNow(order, verdict)));
  expect(settlements.filter((settlement) => settlement !== 'nothing')).toHaveLength(1);
  expect(await counter.stockOf(SKU)).toBe(50);
});

test('a wrong amount is flagged once, leaves the order waiting, and the right one still pays it', async () => {
  const order = await counter.placed(await counter.guestWith(SKU));
  for (const wrong of [
    { amount: order.total - 1, currency: 'KRW' },
    { amount: order.total * 100, currency: 'KRW' },
    { amount: order.total, currency: 'USD' },
  ]) {
    await settleNow(order, { kind: 'paid', ...wrong });
  }
  expect(await eventsOf(order)).toEqual(['placed', 'amount-mismatch']);
  expect((await counter.orders.find(order.number))?.status).toBe('pending');
  expect(await settleNow(order, paid(order))).toBe('paid');
});

test('an order that does not exist settles nothing', async () => {
  const order = await counter.placed(await counter.guestWith(SKU));
  const ghost = { ...order, id: '6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11' };
  expect(await settleNow(ghost, paid(ghost))).toBe('nothing');
});

test('a mail that can not be written undoes the settlement it tells of', async () => {
  const order = await counter.placed(await counter.guestWith(SKU));
  const mails = { ...counter.mails.mails, orderPaid: () => Promise.reject(new Error('no ink')) };
  const attempt = withTransaction(counter.database.pool, (tx) =>
    settle(tx, mails, order.id, paid(order), counter.shop.clock.now()),
  );
  await expect(attempt).rejects.toThrow('no ink');
  expect((await counter.orders.find(order.number))?.status).toBe('pending');
  expect(await settleNow(order, paid(order))).toBe('paid');
});

describe('orders whose time is over', () => {
  test('a bank transfer waits for its hours and not longer', async () => {
    const order = await counter.placed(await counter.guestWith(SKU, 2), { paymentMethod: 'bank' });
    expect(await counter.orders.startPayment(order)).toEqual({ kind: 'instructions', reference: order.number });
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

  function withProvider(answer: () => Promise<ProviderPayment | null>) {
    const { payments } = counter.shop.shop.services;
    const method: Payments['method'] = (name) => ({ ...payments.method(name), fetch: answer, withdraw: answer });
    return counter.ordersWith({ payments: { ...payments, method } });
  }

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
    const orders = withProvider(() => Promise.reject(new Error('no answer')));
    expect(await orders.expireDue()).toBe(1);
    expect((await orders.find(silent.number))?.status).toBe('pending');
    expect((await orders.find(other.number))?.status).toBe('expired');
    expect(await counter.orders.expireDue()).toBe(1);
    expect((await orders.find(silent.number))?.status).toBe('expired');
  });

  test('an order paid with a wrong amount is closed when its time is over, and stays flagged', async () => {
    const order = await dueOrder();
    const orders = withProvider(() => Promise.resolve({ status: 'paid', amount: 1, currency: 'KRW' }));
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
    const reference = await counter.database.value<string>`select reference from payments where status = 'open'`;
    await counter.shop.shop.services.payments.testProvider?.decide(reference, 'declined');
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
  ).rejects.toThrow('payments_one_open');
});
