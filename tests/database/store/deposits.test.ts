/** What the database holds of deposits, whoever comes at once. */
import type { StatementRow } from '../../../server/store/deposits/model';
import { createDeposits, forgetOldDeposits, type Matching } from '../../../server/store/deposits/service';
import type { StoredOrder } from '../../../server/store/orders/model';
import type { Recorder } from '../../../server/store/orders/service';
import { BANK } from '../../setup/visitor';
import { withCounter } from './orders/counter';

const SKU = 'TST-AFTER-RAIN-010';
const DAY_MS = 24 * 60 * 60 * 1000;

const counter = withCounter({ each: true });
const deposits = () => createDeposits({ pool: counter.database.pool, orders: counter.orders });
beforeEach(async () => {
  await counter.shop.shop.services.settings.change(BANK);
  await counter.setStock(SKU, 50);
});

const placed = async (): Promise<StoredOrder> =>
  counter.placed(await counter.guestWith(SKU), { paymentMethod: 'bank' });

const rowOf = (order: StoredOrder, more: Partial<StatementRow> = {}): StatementRow => ({
  paidAt: counter.shop.clock.now(),
  hasTime: true,
  payer: order.depositor ?? '',
  amount: order.total,
  memo: '',
  balance: null,
  ...more,
});

const takeIn = (...rows: StatementRow[]): Promise<number> =>
  deposits().takeIn(counter.database.pool, rows, counter.shop.clock.now());

const recorder: Recorder = { staffId: null, record: () => Promise.resolve() };
const matching: Matching = { recorder, noteMatch: () => Promise.resolve() };
const match = async (id: number, order: StoredOrder, more: Partial<Matching> = {}) =>
  deposits().match((await deposits().find(id))!, order.number, { ...matching, ...more }, counter.shop.clock.now());

const ids = () => counter.database.column<number>`select id::integer from deposits order by id`;

test('however many confirm one deposit, its order is paid once', async () => {
  const order = await placed();
  await takeIn(rowOf(order));
  const [id = 0] = await ids();
  const results = await Promise.all(Array.from({ length: 5 }, () => match(id, order)));
  expect(results.sort()).toEqual(['changed', 'changed', 'changed', 'changed', 'paid']);
  expect(await counter.mails.sent('orderPaid', order.number)).toBe(1);
});

test('of two deposits for one order one is its, and the other stays', async () => {
  const order = await placed();
  await takeIn(rowOf(order), rowOf(order));
  const results = await Promise.all((await ids()).map((id) => match(id, order)));
  expect(results.sort()).toEqual(['changed', 'paid']);
  expect(await counter.database.column`select state from deposits order by state`).toEqual(['matched', 'open']);
});

test('what can’t be written down of it has not happened', async () => {
  const order = await placed();
  await takeIn(rowOf(order));
  const [id = 0] = await ids();
  const noteMatch = () => Promise.reject(new Error('the log is full'));
  await expect(match(id, order, { noteMatch })).rejects.toThrow('the log is full');
  expect(await counter.orders.find(order.number)).toMatchObject({ status: 'pending' });
  expect(await counter.database.column`select state from deposits`).toEqual(['open']);
});

test('a statement that is sent by two at once is taken once', async () => {
  const [one, other] = [await placed(), await placed()];
  const rows = [rowOf(one), rowOf(other, { payer: '다른 사람' })];
  const taken = await Promise.all([takeIn(...rows), takeIn(...rows), takeIn(...rows)]);
  expect(taken.reduce((sum, count) => sum + count, 0)).toBe(2);
});

test('a card’s order and another sum match nothing', async () => {
  const card = await counter.placed(await counter.guestWith(SKU));
  const order = await placed();
  await takeIn(rowOf(order, { amount: order.total - 1 }));
  const [id = 0] = await ids();
  expect([await match(id, card), await match(id, order)]).toEqual(['changed', 'sum']);
});

test('an order of before names were asked is awaited by its recipient’s', async () => {
  const order = await placed();
  await counter.database.run`delete from depositors`;
  await takeIn(rowOf(order));
  const { exact } = await deposits().proposals(counter.shop.clock.now());
  expect(exact.map((one) => one.order.number)).toEqual([order.number]);
});

test('money for an order that is closed is proposed, and noted as late', async () => {
  const order = await placed();
  counter.shop.clock.advance(30 * DAY_MS);
  await counter.orders.expireDue();
  await takeIn(rowOf(order));
  const { likely } = await deposits().proposals(counter.shop.clock.now());
  expect(likely.map(({ doubt }) => doubt)).toEqual(['closed']);
  const [id = 0] = await ids();
  expect(await match(id, order)).toBe('late');
  expect(await counter.database.column`select flag from orders`).toEqual(['late-payment']);
  expect(await deposits().proposals(counter.shop.clock.now())).toEqual({ exact: [], likely: [], unmatched: [] });
});

test('names in money that was set aside are forgotten in time, and the same row is known all the same', async () => {
  const order = await placed();
  const [kept, aside] = [rowOf(order), rowOf(order, { payer: '월세', memo: '11월' })];
  await takeIn(kept, aside);
  const [first = 0, second = 0] = await ids();
  const { pool } = counter.database;
  await match(first, order);
  await deposits().setAside(pool, second, { note: '', staffId: null, now: counter.shop.clock.now() });
  counter.shop.clock.advance(91 * DAY_MS);
  await forgetOldDeposits(pool, counter.shop.clock.now());
  expect(await counter.database.column`select payer from deposits order by id`).toEqual([order.depositor, '']);
  expect(await takeIn(aside)).toBe(0);
});
