/** Money that pays nothing: late, twice, another sum. */
import { withTransaction } from '../../../../server/db/transaction';
import { auditBooks } from '../../../../server/store/books/service';
import { holdOrder, honourHeld, refundHeld } from '../../../../server/store/orders';
import type { StoredOrder } from '../../../../server/store/orders/model';
import type { OrderService } from '../../../../server/store/orders/service';
import { withCounter } from './counter';
import { createModelProvider, type ModelProvider } from './model-provider';
import { snapshotOf } from './snapshot';

const SKU = 'TST-AFTER-RAIN-010';
const HOUR_MS = 60 * 60 * 1_000;

const counter = withCounter();
let model: ModelProvider;
let orders: OrderService;
beforeEach(async () => {
  await counter.setStock(SKU, 50);
  model = createModelProvider(() => undefined);
  orders = counter.ordersAsking(model.provider);
});
afterEach(async () => {
  expect((await auditBooks(counter.database.pool)).flatMap(({ faults }) => faults)).toEqual([]);
});

async function started(): Promise<{ readonly order: StoredOrder; readonly id: string }> {
  const order = await counter.placed(await counter.guestWith(SKU, 2));
  await orders.startPayment(order);
  return { order, id: (await counter.paymentOf(order)).id };
}

const hand = () => ({ now: counter.shop.clock.now(), staffId: null });
const honour = ({ number }: StoredOrder) =>
  withTransaction(counter.database.pool, async (tx) =>
    honourHeld(tx, counter.mails.mails, (await holdOrder(tx, number))!, hand()),
  );

const standing = async ({ number, id }: StoredOrder) => {
  const order = (await orders.find(number))!;
  const states = await counter.database.column<string>`
    select state from payments where order_id = ${id} order by created_at, id`;
  return [order.status, order.flag, ...states];
};

async function late() {
  const { order, id } = await started();
  counter.shop.clock.advance(HOUR_MS);
  await orders.expireDue();
  model.payAnyway(id);
  await orders.confirm(id);
  return { order, id };
}

test('late money is held, and the desk can take it as payment: the order is open again and has its bottles', async () => {
  const { order } = await late();
  expect(await standing(order)).toEqual(['expired', 'late-payment', 'hold']);
  expect(await counter.stockOf(SKU)).toBe(50);
  expect(await honour(order)).toBe('done');
  expect(await standing(order)).toEqual(['paid', null, 'paid']);
  expect(await counter.stockOf(SKU)).toBe(48);
  expect(await counter.mails.sent('orderPaid', order.number)).toBe(1);
  expect(await honour(order)).toBe('changed');
});

test('not where its bottles are sold by now', async () => {
  const { order } = await late();
  await counter.setStock(SKU, 1);
  expect(await honour(order)).toBe('short');
  expect(await standing(order)).toEqual(['expired', 'late-payment', 'hold']);
  expect(await counter.stockOf(SKU)).toBe(1);
});

test('ten who take it as payment, or send it back, at once: one of both', async () => {
  const { order, id } = await late();
  const { payments } = counter.shop.shop.services;
  const back = () =>
    withTransaction(counter.database.pool, async (tx) =>
      refundHeld(
        tx,
        { mails: counter.mails.mails, payments },
        (await holdOrder(tx, order.number))!,
        { attempt: crypto.randomUUID(), text: '' },
        hand(),
      ),
    );
  const results = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? honour(order) : back())));
  const begun = results.flatMap((one) =>
    typeof one === 'object' && one.refunded.kind === 'begun' ? [one.refunded] : [],
  );
  expect(begun.length + results.filter((one) => one === 'done').length).toBe(1);
  for (const { refundId } of begun) await orders.sendRefund(refundId);
  expect(model.cancelled(id)).toBe(begun.length > 0 ? order.total : 0);
});

test('another sum than was asked for pays its order once the desk says so', async () => {
  const { order, id } = await started();
  const less = snapshotOf(id, { total: order.total - 1 });
  await counter.ordersAsking({ ask: () => Promise.resolve({ kind: 'done', value: less }) }).confirm(id);
  expect(await standing(order)).toEqual(['pending', 'amount-mismatch', 'hold']);
  expect(await honour(order)).toBe('done');
  expect(await standing(order)).toEqual(['paid', null, 'paid']);
  expect((await counter.paymentOf(order)).captured).toBe(order.total - 1);
});

test('of two attempts that are both paid one pays the order, and the other is held', async () => {
  const { order, id: first } = await started();
  const gone = snapshotOf(first, { state: 'expired', reference: model.of(first)!.reference });
  await counter.ordersAsking({ ask: () => Promise.resolve({ kind: 'done', value: gone }) }).confirm(first);
  expect(await standing(order)).toEqual(['pending', null, 'expired']);
  counter.shop.clock.advance(1_000);
  expect(await orders.startPayment((await orders.find(order.number))!)).toMatchObject({ kind: 'redirect' });
  const { id: second } = await counter.paymentOf(order);
  expect(second).not.toBe(first);
  // The first one after all: its window was open in another tab.
  model.payAnyway(first);
  await orders.confirm(first);
  expect(await standing(order)).toEqual(['paid', null, 'paid', 'started']);
  model.payAnyway(second);
  await orders.askDue();
  expect(await standing(order)).toEqual(['paid', 'double-payment', 'paid', 'hold']);
  expect(await honour(order)).toBe('changed');
});

test('an attempt that is of no use any more is made unpayable', async () => {
  const { order, id: first } = await started();
  const gone = snapshotOf(first, { state: 'expired', reference: model.of(first)!.reference });
  await counter.ordersAsking({ ask: () => Promise.resolve({ kind: 'done', value: gone }) }).confirm(first);
  counter.shop.clock.advance(1_000);
  await orders.startPayment((await orders.find(order.number))!);
  model.payAnyway(first);
  await orders.confirm(first);
  await orders.askDue();
  expect(await standing(order)).toEqual(['paid', null, 'paid', 'cancelled']);
});

test('a deposit that is reversed stops the parcel, and pays again when it is there again', async () => {
  const { order, id } = await started();
  model.payAnyway(id);
  await orders.confirm(id);
  const waits = snapshotOf(id, { state: 'waiting', reference: model.of(id)!.reference });
  const reversing = counter.ordersAsking({ ask: () => Promise.resolve({ kind: 'done', value: waits }) });
  await reversing.confirm(id);
  expect(await standing(order)).toEqual(['pending', 'deposit-reversed', 'waiting']);
  expect((await counter.paymentOf(order)).captured).toBe(0);
  await orders.confirm(id);
  expect(await standing(order)).toEqual(['paid', 'deposit-reversed', 'paid']);
});
