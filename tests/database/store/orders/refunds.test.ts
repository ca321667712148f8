/** Refunds on their way through a provider. */
import { randomUUID } from 'node:crypto';
import { withTransaction } from '../../../../server/db/transaction';
import { auditBooks } from '../../../../server/store/books/service';
import { cancelPaidOrder, holdOrder, type Refund, type Refunded, refundOrder } from '../../../../server/store/orders';
import type { StoredOrder } from '../../../../server/store/orders/model';
import type { OrderService } from '../../../../server/store/orders/service';
import type { RefundAnswer } from '../../../../server/store/payments/provider';
import { withCounter } from './counter';
import { createModelProvider, type Fault, type ModelProvider } from './model-provider';

const SKU = 'TST-AFTER-RAIN-010';
const MINUTE_MS = 60_000;

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

async function paid(quantity = 2): Promise<{ readonly order: StoredOrder; readonly id: string }> {
  const order = await counter.placed(await counter.guestWith(SKU, quantity));
  await orders.startPayment(order);
  const { id } = await counter.paymentOf(order);
  model.payAnyway(id);
  await orders.confirm(id);
  return { order, id };
}

const hand = () => ({ now: counter.shop.clock.now(), staffId: null });

const begin = ({ number }: StoredOrder, amount: number, more: Partial<Refund> = {}): Promise<Refunded> =>
  withTransaction(counter.database.pool, async (tx) =>
    refundOrder(
      tx,
      { mails: counter.mails.mails, payments: counter.shop.shop.services.payments },
      (await holdOrder(tx, number))!,
      { attempt: randomUUID(), amount, text: '흠이 있었어요', ...more },
      hand(),
    ),
  );

async function refund(order: StoredOrder, amount: number, faults: readonly Fault[] = []): Promise<string> {
  const begun = await begin(order, amount);
  if (begun.kind !== 'begun') throw new Error(begun.kind);
  model.faults.push(...faults);
  await orders.sendRefund(begun.refundId);
  return begun.refundId;
}

const stateOf = (id: string) => counter.database.value<string>`select state from refunds where id = ${id}`;
const booked = ({ id }: StoredOrder) =>
  counter.database.row<Record<string, unknown>>`
    select o.refunded as "ofOrder", o.flag, p.state, p.refunded, p.refunding
    from orders o join payments p on p.order_id = o.id where o.id = ${id}`;

test('a part and then the rest go back, each with its mail', async () => {
  const { order, id } = await paid();
  expect(await stateOf(await refund(order, 10_000))).toBe('done');
  expect(await booked(order)).toEqual({
    ofOrder: 10_000,
    flag: null,
    state: 'partly-refunded',
    refunded: 10_000,
    refunding: 0,
  });
  await refund(order, order.total - 10_000);
  expect(await booked(order)).toMatchObject({ ofOrder: order.total, state: 'refunded' });
  expect(model.cancelled(id)).toBe(order.total);
  expect(await counter.mails.sent('orderRefunded', order.number)).toBe(2);
});

test.each([
  ['it went through and the answer was lost', ['lost-after']],
  ['it never arrived', ['lost-before']],
  ['nobody could be asked for a while either', ['lost-after', 'lost-before', 'lost-after']],
] as const)('an unknown refund is asked about: %s', async (_, faults) => {
  const { order, id } = await paid();
  const refundId = await refund(order, 10_000, faults);
  expect(await stateOf(refundId)).toBe('unknown');
  expect(await booked(order)).toMatchObject({ ofOrder: 0, refunded: 0, refunding: 10_000 });
  expect(await begin(order, order.total - 9_999)).toEqual({ kind: 'too-much' });
  for (let minutes = 0; minutes < 12; minutes++) {
    counter.shop.clock.advance(MINUTE_MS);
    await orders.askDue();
  }
  expect(await stateOf(refundId)).toBe('done');
  expect(model.cancelled(id)).toBe(10_000);
  expect(await counter.mails.sent('orderRefunded', order.number)).toBe(1);
});

test('one that nobody has sent is sent by the jobs', async () => {
  const { order, id } = await paid();
  const begun = await begin(order, 10_000);
  counter.shop.clock.advance(11_000);
  await orders.askDue();
  expect(begun.kind === 'begun' && (await stateOf(begun.refundId))).toBe('done');
  expect(model.cancelled(id)).toBe(10_000);
});

test('one that is refused frees its share, and comes back as work', async () => {
  const { order } = await paid();
  const refusing = counter.ordersAsking({
    ...model.provider,
    refund: () => Promise.resolve({ kind: 'refused', code: 'NOT_ALLOWED_PARTIAL_REFUND', mender: 'shop' }),
  });
  const begun = await begin(order, 10_000);
  if (begun.kind !== 'begun') throw new Error(begun.kind);
  expect((await refusing.sendRefund(begun.refundId))?.state).toBe('failed');
  expect(await booked(order)).toEqual({ ofOrder: 0, flag: 'refund-failed', state: 'paid', refunded: 0, refunding: 0 });
  expect(await stateOf(await refund(order, order.total))).toBe('done');
  // All of it is back: nothing is left to look at.
  expect(await booked(order)).toMatchObject({ flag: null, state: 'refunded' });
});

test('one that takes days is asked about until it is there, or fails', async () => {
  for (const end of ['done', 'failed'] as const) {
    const { order } = await paid();
    const answer = (state: RefundAnswer['state']) => () =>
      Promise.resolve({ kind: 'done', value: { reference: 'r', state, snapshot: null } } as const);
    const slow = counter.ordersAsking({ ...model.provider, refund: answer('pending'), askRefund: answer('pending') });
    const begun = await begin(order, 10_000);
    if (begun.kind !== 'begun') throw new Error(begun.kind);
    expect((await slow.sendRefund(begun.refundId))?.state).toBe('pending');
    counter.shop.clock.advance(90 * MINUTE_MS);
    await slow.askDue();
    expect(await booked(order)).toMatchObject({ refunded: 0, refunding: 10_000 });
    counter.shop.clock.advance(90 * MINUTE_MS);
    await counter.ordersAsking({ ...model.provider, askRefund: answer(end) }).askDue();
    expect(await stateOf(begun.refundId)).toBe(end);
    expect(await booked(order)).toMatchObject({ refunded: end === 'done' ? 10_000 : 0, refunding: 0 });
  }
});

test('many at once never come to more than what came in, here or there', async () => {
  const { order, id } = await paid();
  const part = Math.floor(order.total / 3);
  const begun = await Promise.all(Array.from({ length: 8 }, () => begin(order, part)));
  const ids = begun.flatMap((one) => (one.kind === 'begun' ? [one.refundId] : []));
  expect(ids).toHaveLength(3);
  await Promise.all(ids.map((one) => orders.sendRefund(one)));
  for (let minutes = 0; minutes < 6; minutes++) {
    counter.shop.clock.advance(2 * MINUTE_MS);
    await orders.askDue();
  }
  expect(model.cancelled(id)).toBe(3 * part);
  expect(await booked(order)).toMatchObject({ ofOrder: 3 * part, refunding: 0 });
});

test('what is given back at the provider’s own desk is in our books once it is asked', async () => {
  const { order, id } = await paid();
  model.cancelThere(id, 10_000);
  await orders.confirm(id);
  await orders.confirm(id);
  expect(await booked(order)).toMatchObject({ ofOrder: 10_000, state: 'partly-refunded', refunded: 10_000 });
  expect(model.cancelled(id)).toBe(10_000);
});

test('by line: no more bottles than were sold, and those that are back on the shelf go back once', async () => {
  const { order } = await paid(3);
  const [line] = order.lines;
  const { variantId } = line!;
  const of = (quantity: number, restocked: number) => ({ lines: [{ variantId, quantity, restocked }] });
  expect(await counter.stockOf(SKU)).toBe(47);
  expect((await begin(order, 28_000, of(1, 1))).kind).toBe('begun');
  expect(await counter.stockOf(SKU)).toBe(48);
  expect(await begin(order, 28_000, of(1, 2))).toEqual({ kind: 'too-much' });
  expect(await begin(order, 28_000, of(3, 0))).toEqual({ kind: 'too-much' });
  expect((await begin(order, 28_000, of(1, 0))).kind).toBe('begun');
  await withTransaction(counter.database.pool, async (tx) =>
    cancelPaidOrder(tx, counter.mails.mails, (await holdOrder(tx, order.number))!, hand()),
  );
  expect(await counter.stockOf(SKU)).toBe(50);
});
