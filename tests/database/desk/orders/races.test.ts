/** Two people, or a person and a clock, at the same order at the same moment: one of them acts, once. */
import { randomUUID } from 'node:crypto';
import { createOwnerNotices } from '../../../../server/desk/access';
import type { Doing } from '../../../../server/desk/audit/model';
import { createOrderDesk, type OrderDesk } from '../../../../server/desk/orders/service';
import type { StoredOrder } from '../../../../server/store/orders/model';
import { takeSeat } from '../../../setup/desk';
import { APP_ORIGIN } from '../../../setup/visitor';
import { withCounter } from '../../store/orders/counter';

const SKU = 'TST-AFTER-RAIN-010';
const STOCK = 1_000;
const ROUNDS = 20;
const PARCEL = { carrier: 'cj', trackingNumber: '601234567890' } as const;

const counter = withCounter();
let desk: OrderDesk;
let staffId: string;
beforeAll(async () => {
  const { context, shop } = counter.shop;
  const { services } = shop;
  const seat = await takeSeat(
    counter.database.pool,
    { keys: context.keys, now: context.clock.now() },
    { role: 'owner' },
  );
  staffId = seat.staffId;
  desk = createOrderDesk({ ...services, context, ownerNotices: createOwnerNotices(services.outbox, APP_ORIGIN) });
});
beforeEach(() => counter.setStock(SKU, STOCK));

const doing = (): Doing => ({
  actor: { staffId, name: '김서연 <s@example.com>', requestId: null },
  now: counter.shop.clock.now(),
});

async function pending(): Promise<StoredOrder> {
  return counter.placed(await counter.guestWith(SKU, 2), { paymentMethod: 'bank' });
}

async function paid(): Promise<StoredOrder> {
  const order = await pending();
  await counter.orders.markPaid(order.number);
  return order;
}

const tracesOf = ({ id }: StoredOrder) =>
  counter.database.row<
    Record<'events' | 'audit' | 'mails', string[]> & { status: string; returned: number }
  >`select o.status,
       array(select kind from order_events where order_id = o.id order by id) as events,
       array(select action from audit_log where subject_id = o.id::text order by id) as audit,
       array(select kind from outbox where order_id = o.id order by id) as mails,
       (select coalesce(sum(change), 0)::integer from stock_movements where order_id = o.id and change > 0) as returned
     from orders o where o.id = ${id}`;

test.each([
  ['that is paid', paid, ['placed', 'paid', 'cancelled']],
  ['that waits for its money', pending, ['placed', 'cancelled']],
] as const)('an order %s, cancelled by two people at once, is cancelled once', async (_what, place, events) => {
  for (let round = 0; round < ROUNDS; round++) {
    const order = await place();
    const seen = place === paid ? 'paid' : 'pending';
    const results = await Promise.all([1, 2].map(() => desk.cancel(order.number, seen, doing())));
    expect(results.sort()).toEqual(['changed', 'done']);
    expect(await tracesOf(order)).toEqual({
      status: 'cancelled',
      events,
      audit: ['order.cancel'],
      mails: ['order-cancelled'],
      returned: 2,
    });
  }
  expect(await counter.stockOf(SKU)).toBe(STOCK);
});

test('cancelled while its time runs out: one of the two, and the bottles once', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const order = await pending();
    counter.shop.clock.advance(73 * 60 * 60 * 1000);
    const [cancelled] = await Promise.all([desk.cancel(order.number, 'pending', doing()), counter.orders.expireDue()]);
    // A row that the desk held is skipped, and is over by the next run.
    await counter.orders.expireDue();
    const traces = await tracesOf(order);
    expect(traces.returned).toBe(2);
    if (cancelled === 'done') {
      expect(traces).toMatchObject({ status: 'cancelled', events: ['placed', 'cancelled'], audit: ['order.cancel'] });
    } else {
      expect(traces).toMatchObject({ status: 'expired', events: ['placed', 'expired'], audit: [], mails: [] });
    }
  }
  expect(await counter.stockOf(SKU)).toBe(STOCK);
});

test('cancelled by one and sent by another: never both', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const order = await paid();
    const acts = [
      () => desk.cancel(order.number, 'paid', doing()),
      () => desk.ship(order.number, 'paid', PARCEL, doing()),
    ];
    if (round % 2) acts.reverse();
    const results = await Promise.all(acts.map((act) => act()));
    expect([...results].sort()).toEqual(['changed', 'done']);
    const traces = await tracesOf(order);
    if (traces.status === 'shipped') {
      expect(traces).toMatchObject({ audit: ['order.ship'], mails: ['order-shipped'], returned: 0 });
    } else {
      expect(traces).toMatchObject({ status: 'cancelled', audit: ['order.cancel'], returned: 2 });
    }
  }
});

test('confirmed by one and cancelled by another: whoever comes second changes nothing', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const order = await pending();
    const [marked, cancelled] = await Promise.all([
      desk.markPaid(order.number, 'pending', doing()),
      desk.cancel(order.number, 'pending', doing()),
    ]);
    const { status, returned } = await tracesOf(order);
    if (status === 'paid') {
      expect([marked, cancelled, returned]).toEqual(['done', 'changed', 0]);
    } else {
      expect(status).toBe('cancelled');
      // The money may have come all the same: then it is flagged and the person is told.
      expect(['late', 'changed']).toContain(marked);
      expect([cancelled, returned]).toEqual(['done', 2]);
    }
  }
});

test('sent by two people at once: one number, one mail', async () => {
  const order = await paid();
  const results = await Promise.all(
    ['601234567890', '601234567891'].map((trackingNumber) =>
      desk.ship(order.number, 'paid', { carrier: 'cj', trackingNumber }, doing()),
    ),
  );
  expect(results.sort()).toEqual(['changed', 'done']);
  expect(await tracesOf(order)).toMatchObject({ audit: ['order.ship'], mails: ['order-shipped'] });
});

test('parts of a refund at once never come to more than what came in, and a form counts once', async () => {
  const order = await paid();
  const { total } = order;
  const part = Math.floor(total / 3);
  const attempt = randomUUID();
  const forms = [attempt, attempt, attempt, randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const results = await Promise.all(
    forms.map((form) => desk.refund(order.number, { attempt: form, amount: part, text: '' }, doing())),
  );
  expect(results.filter((result) => result === 'done')).toHaveLength(3);
  const row = await counter.database.row<{ refunded: number; noted: number; attempts: number }>`
    select o.refunded, sum(r.amount)::integer as noted, count(distinct r.attempt)::integer as attempts
     from orders o join refunds r on r.order_id = o.id where o.id = ${order.id} group by o.id`;
  expect(row).toEqual({ refunded: 3 * part, noted: 3 * part, attempts: 3 });
  expect(3 * part).toBeLessThanOrEqual(total);
  const { events, audit, mails } = await tracesOf(order);
  expect([events, audit, mails].map((all) => all.filter((kind) => kind.includes('refund')).length)).toEqual([3, 3, 3]);
});
