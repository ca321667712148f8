/** Random lives of orders against a provider that fails, with everybody at them at once; in the end the books must agree. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Pool } from '../../../../server/db/pool';
import { withTransaction } from '../../../../server/db/transaction';
import { auditBooks } from '../../../../server/store/books/service';
import { cancelPaidOrder, holdOrder, honourHeld, refundHeld, refundOrder } from '../../../../server/store/orders';
import type { StoredOrder } from '../../../../server/store/orders/model';
import { createOrders } from '../../../../server/store/orders/service';
import type { Payments } from '../../../../server/store/payments/service';
import type { Counter } from './counter';
import { createModelProvider, type Fault } from './model-provider';

const SKU = 'TST-AFTER-RAIN-010';
const ACTS = [
  ...['start', 'agree', 'return', 'return', 'come-back-failed', 'come-back', 'refuse', 'pay-anyway', 'webhook'],
  ...[
    'reconcile',
    'expire',
    'cancel',
    'refund',
    'refund-unsent',
    'cancel-there',
    'ship-not',
    'honour',
    'send-held-back',
  ],
] as const;
type Act = (typeof ACTS)[number];

const act = fc.record({
  of: fc.nat(2),
  what: fc.constantFrom<Act>(...(ACTS as readonly Act[])),
  part: fc.integer({ min: 1, max: 3 }),
});
const FAULTS: readonly Fault[] = ['none', 'none', 'none', 'lost-before', 'lost-after', 'killed', 'throws'];

const history = fc.record({
  /** Done at once; then the time passes. */
  rounds: fc.array(
    fc.record({
      acts: fc.array(act, { minLength: 1, maxLength: 4 }),
      seconds: fc.constantFrom(0, 0, 3, 40, 200, 1_900, 4_000),
    }),
    { minLength: 2, maxLength: 10 },
  ),
  faults: fc.array(fc.constantFrom<Fault>(...FAULTS), { maxLength: 25 }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** A pool of a process that can be killed: nothing of what it has begun is committed, and nothing more is asked. */
function createMortal(pool: Pool) {
  const life = { isDead: false };
  const mortal: Pool = Object.create(pool, {
    query: { value: (...asked: Parameters<Pool['query']>) => (life.isDead ? dead() : pool.query(...asked)) },
    connect: { value: () => (life.isDead ? dead() : pool.connect()) },
  });
  return { life, mortal };
}

const dead = () => Promise.reject(new Error('killed'));

export async function runHistories(counter: Counter, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(history, (one) => live(counter, one)),
    { numRuns },
  );
  const books = await auditBooks(counter.database.pool);
  expect(books.flatMap(({ name, faults }) => faults.map((fault) => ({ name, ...fault })))).toEqual([]);
}

async function live(counter: Counter, { rounds, faults }: History): Promise<void> {
  const { clock } = counter.shop;
  const { pool } = counter.shop.context;
  await counter.setStock(SKU, 50);
  const { life, mortal } = createMortal(pool);
  const model = createModelProvider(() => void (life.isDead = true));
  const { payments: known } = counter.shop.shop.services;
  const method: Payments['method'] = (name) => ({ ...known.method(name), provider: model.provider });
  const payments: Payments = { ...known, method };
  const { mails } = counter.mails;
  const orders = createOrders({ ...counter.base, pool: mortal, payments });
  const placed: StoredOrder[] = [];
  for (let i = 0; i < 3; i++) placed.push(await counter.placed(await counter.guestWith(SKU, 1 + (i % 2))));
  model.faults.push(...faults);

  const newest = async ({ id }: StoredOrder) =>
    counter.database.value<string>`select id from payments where order_id = ${id} order by created_at desc limit 1`;
  const hand = () => ({ now: clock.now(), staffId: null });
  const withOrder = <T>(
    number: string,
    work: (tx: Parameters<typeof holdOrder>[0], order: StoredOrder) => Promise<T>,
  ) => withTransaction(mortal, async (tx) => work(tx, (await holdOrder(tx, number))!));

  const doing: Record<Act, (order: StoredOrder, id: string, part: number) => unknown> = {
    start: async ({ number }) => orders.startPayment((await orders.find(number))!),
    agree: (_, id) => model.agree(id),
    return: (_, id) => orders.confirm(id, { ref: model.of(id)?.reference ?? 'forged' }),
    'come-back-failed': (_, id) => orders.confirm(id, { failure: 'PAY_PROCESS_CANCELED' }),
    'come-back': (_, id) => orders.confirm(id),
    refuse: (_, id) => model.refuse(id),
    'pay-anyway': (_, id) => model.payAnyway(id),
    webhook: (_, id) =>
      orders.hear('test', { id: randomUUID(), attemptId: id, reference: null, trust: { kind: 'none' } }),
    reconcile: () => orders.askDue(),
    expire: () => orders.expireDue(),
    cancel: async ({ number }) => orders.cancel((await orders.find(number))!),
    async refund({ number, total }, _, part) {
      const begun = await this['refund-unsent']({ number, total } as StoredOrder, _, part);
      const refunded = begun as Awaited<ReturnType<typeof refundOrder>>;
      if (refunded.kind === 'begun') await orders.sendRefund(refunded.refundId);
    },
    'refund-unsent': ({ number, total }, _, part) =>
      withOrder(number, (tx, order) =>
        refundOrder(
          tx,
          { mails, payments },
          order,
          { attempt: randomUUID(), amount: Math.ceil(total / part), text: '' },
          hand(),
        ),
      ),
    // What its payment says is only known when somebody asks.
    'cancel-there': async (_, id, part) => {
      model.cancelThere(id, 1_000 * part);
      await orders.hear('test', { id: randomUUID(), attemptId: id, reference: null, trust: { kind: 'none' } });
    },
    'ship-not': ({ number }) => withOrder(number, (tx, order) => cancelPaidOrder(tx, mails, order, hand())),
    honour: ({ number }) => withOrder(number, (tx, order) => honourHeld(tx, mails, order, hand())),
    'send-held-back': async ({ number }) => {
      const { refunded } = await withOrder(number, (tx, order) =>
        refundHeld(tx, { mails, payments }, order, { attempt: randomUUID(), text: '' }, hand()),
      );
      if (refunded.kind === 'begun') await orders.sendRefund(refunded.refundId);
    },
  };

  for (const { acts, seconds } of rounds) {
    await Promise.all(
      acts.map(async ({ of, what, part }) => {
        const order = placed[of]!;
        try {
          await doing[what](order, await newest(order), part);
        } catch (error) {
          if (!life.isDead) throw error;
        }
      }),
    );
    // Somebody starts the process again.
    life.isDead = false;
    clock.advance(seconds * 1_000);
  }

  // All is well again, and the clock goes on until nobody has anything to ask.
  model.faults.length = 0;
  for (let hours = 0; hours < 6; hours++) {
    // What happened past us is heard of in the end, by the provider's own list if by nothing else.
    for (const { id } of await paymentsOf(counter, placed)) {
      await orders.hear('test', { id: randomUUID(), attemptId: id, reference: null, trust: { kind: 'none' } });
    }
    clock.advance(61 * 60 * 1_000);
    await orders.askDue();
    await orders.expireDue();
  }
  await expectAgreement(counter, placed, model);
}

interface Row {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly captured: number;
  readonly refunded: number;
  readonly refunding: number;
  readonly status: string;
  readonly flag: string | null;
}

const paymentsOf = (counter: Counter, orders: readonly StoredOrder[]) =>
  counter.database.rows<Row & Record<string, unknown>>`
    select p.id, o.number, p.state, p.captured, p.refunded, p.refunding, o.status, o.flag
    from payments p join orders o on o.id = p.order_id where o.id = any(${orders.map(({ id }) => id)}::uuid[])`;

async function expectAgreement(
  counter: Counter,
  placed: readonly StoredOrder[],
  model: ReturnType<typeof createModelProvider>,
): Promise<void> {
  for (const { id, ...row } of await paymentsOf(counter, placed)) {
    const [sale, gone] = [model.sale(id), model.cancelled(id)];
    expect(model.salesOf(id)).toBeLessThanOrEqual(1);
    const isKnownWhole = row.state !== 'cancelled';
    expect({ ...row, sale: isKnownWhole ? row.captured : sale, gone: isKnownWhole ? row.refunded : gone }).toEqual({
      ...row,
      sale,
      gone,
      refunding: 0,
    });
    expect(['confirming', 'unknown', 'started', 'new', 'waiting']).not.toContain(row.state);
    // Money that is here has bought something, or somebody is told of it.
    if (row.captured > row.refunded && !['paid', 'shipped', 'delivered'].includes(row.status)) {
      const isOwedBack = row.status === 'cancelled' && row.state !== 'hold';
      expect([row.number, row.state, row.flag === null && !isOwedBack]).toEqual([row.number, row.state, false]);
    }
  }
  for (const { number, id } of placed) {
    const events = await counter.database.column<string>`select kind from order_events where order_id = ${id}`;
    const times = (kind: string) => events.filter((one) => one === kind).length;
    expect(times('placed')).toBe(1);
    expect(times('paid')).toBeLessThanOrEqual(1);
    expect(times('expired') + times('declined') + times('cancelled')).toBeLessThanOrEqual(2);
    expect(await counter.mails.sent('orderPaid', number)).toBe(times('paid'));
    expect(await counter.mails.sent('orderRefunded', number)).toBe(times('refunded'));
    expect(await counter.mails.sent('latePayment', number)).toBe(times('late-payment'));
  }
}
