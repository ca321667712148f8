import type { StoredOrder } from '../../../../server/store/orders/model';
import { BANK } from '../../../setup/visitor';
import { withCounter } from './counter';

const SKU = 'TST-AFTER-RAIN-010';
const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const counter = withCounter();
beforeAll(async () => {
  await counter.shop.shop.services.settings.change(BANK);
});
beforeEach(() => counter.setStock(SKU, 50));
afterEach(async () => {
  counter.shop.clock.advance(30 * DAY_MS);
  await counter.orders.expireDue();
  expect(await counter.faults()).toEqual([]);
});

const reminders = (order: StoredOrder): Promise<number> => counter.mails.sent('orderReminder', order.number);
const placedBy = async (paymentMethod: 'bank' | 'test'): Promise<StoredOrder> =>
  counter.placed(await counter.guestWith(SKU), { paymentMethod });

test('a bank order is reminded of a day before its end, once, by however many jobs', async () => {
  const order = await placedBy('bank');
  counter.shop.clock.advance(2 * DAY_MS - 1);
  expect(await counter.orders.remindDue()).toBe(0);
  counter.shop.clock.advance(1);
  const runs = await Promise.all(Array.from({ length: 5 }, () => counter.orders.remindDue()));
  expect(runs.reduce((sum, one) => sum + one, 0)).toBe(1);
  expect(await counter.orders.remindDue()).toBe(0);
  expect(await reminders(order)).toBe(1);
});

test('nobody is reminded of what is paid, cancelled, being checked, or over', async () => {
  const [paid, cancelled, checked, over] = [
    await placedBy('bank'),
    await placedBy('bank'),
    await placedBy('bank'),
    await placedBy('test'),
  ] as const;
  await counter.orders.markPaid(paid.number);
  await counter.orders.cancel(cancelled);
  await counter.database.run`update orders set flag = 'amount-mismatch' where id = ${checked.id}`;
  counter.shop.clock.advance(2 * DAY_MS);
  expect(await counter.orders.remindDue()).toBe(0);
  for (const order of [paid, cancelled, checked, over]) expect(await reminders(order)).toBe(0);
});

test('nor of what she has ordered anew and may still pay for', async () => {
  const { cart } = counter.shop.shop.services;
  const visitor = await counter.guestWith(SKU);
  const first = await counter.placed(visitor);
  await cart.add(visitor, { variantId: counter.ids[SKU]!, quantity: 1 });
  counter.shop.clock.advance(MINUTE_MS);
  const second = await counter.placed(visitor, { paymentMethod: 'bank' });
  counter.shop.clock.advance(15 * MINUTE_MS);
  expect(await counter.orders.remindDue()).toBe(0);
  counter.shop.clock.advance(2 * DAY_MS);
  expect(await counter.orders.remindDue()).toBe(1);
  expect([await reminders(first), await reminders(second)]).toEqual([0, 1]);
});

test('a mail that can not be written leaves its order to the next run, and holds up no other', async () => {
  const [broken, other] = [await placedBy('bank'), await placedBy('bank')];
  const mails = {
    ...counter.mails.mails,
    orderReminder: (...[db, order]: Parameters<typeof counter.mails.mails.orderReminder>) =>
      order.id === broken.id ? Promise.reject(new Error('no ink')) : counter.mails.mails.orderReminder(db, order),
  };
  counter.shop.clock.advance(2 * DAY_MS);
  expect(await counter.ordersWith({ mails }).remindDue()).toBe(1);
  expect([await reminders(broken), await reminders(other)]).toEqual([0, 1]);
  expect(await counter.orders.remindDue()).toBe(1);
  expect(await reminders(broken)).toBe(1);
});

test('an order that somebody holds just now is left to the next run', async () => {
  const order = await placedBy('bank');
  counter.shop.clock.advance(2 * DAY_MS);
  await counter.database.during(`select 1 from orders where id = '${order.id}' for update`, async () =>
    expect(await counter.orders.remindDue()).toBe(0),
  );
  expect(await counter.orders.remindDue()).toBe(1);
});
