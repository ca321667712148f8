/** Money of which nobody knows: what becomes of its order, and who is asked when. */
import { troubledOrders } from '../../../../server/store/orders';
import type { StoredOrder } from '../../../../server/store/orders/model';
import type { OrderService } from '../../../../server/store/orders/service';
import type { PaymentProvider } from '../../../../server/store/payments/provider';
import { withCounter } from './counter';
import { createModelProvider, type Fault, type ModelProvider } from './model-provider';
import { snapshotOf } from './snapshot';

const SKU = 'TST-AFTER-RAIN-010';
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const counter = withCounter();
let model: ModelProvider;
let orders: OrderService;
beforeEach(async () => {
  await counter.setStock(SKU, 50);
  model = createModelProvider(() => undefined);
  orders = counter.ordersAsking(model.provider);
});

async function agreed(): Promise<{ readonly order: StoredOrder; readonly id: string }> {
  const order = await counter.placed(await counter.guestWith(SKU, 2));
  await orders.startPayment(order);
  const { id } = await counter.paymentOf(order);
  model.agree(id);
  return { order, id };
}

const comesBack = (id: string, faults: readonly Fault[] = []) => {
  model.faults.push(...faults);
  return orders.confirm(id, { ref: model.of(id)!.reference });
};

const standing = async ({ number }: StoredOrder) => {
  const order = (await orders.find(number))!;
  return [order.status, (await counter.paymentOf(order)).state];
};

test('money that was agreed to is taken when she is back, once, however many browsers bring the news', async () => {
  const { order, id } = await agreed();
  await Promise.all(Array.from({ length: 8 }, () => comesBack(id)));
  expect(await standing(order)).toEqual(['paid', 'paid']);
  expect(model.salesOf(id)).toBe(1);
  expect(await counter.mails.sent('orderPaid', order.number)).toBe(1);
});

test.each([['lost-after'], ['killed'], ['throws']] as const)(
  'an answer that is lost (%s) leaves the order waiting, until the provider is asked',
  async (fault) => {
    const { order, id } = await agreed();
    await comesBack(id, [fault === 'killed' ? 'lost-after' : fault]);
    expect(await standing(order)).toEqual(['pending', 'unknown']);
    expect((await orders.find(order.number))?.isUnsure).toBe(true);
    // Nothing of it is undone meanwhile, and nobody pays twice.
    const now = (await orders.find(order.number))!;
    expect(await orders.cancel(now)).toBe('nothing');
    expect(await orders.startPayment(now)).toBeNull();
    counter.shop.clock.advance(5 * SECOND_MS);
    await orders.askDue();
    expect(await standing(order)).toEqual(['paid', 'paid']);
    expect(model.salesOf(id)).toBe(1);
  },
);

test('a call that never arrived is made again, by the same key', async () => {
  const { order, id } = await agreed();
  await comesBack(id, ['lost-before']);
  expect([await standing(order), model.salesOf(id)]).toEqual([['pending', 'unknown'], 0]);
  counter.shop.clock.advance(5 * SECOND_MS);
  await orders.askDue();
  expect([await standing(order), model.salesOf(id)]).toEqual([['paid', 'paid'], 1]);
});

test('its time to pay runs out: the order and its bottles stay as long as money may have been taken', async () => {
  const { order, id } = await agreed();
  await comesBack(id, ['lost-after']);
  const silent = counter.ordersAsking({
    ...model.provider,
    ask: () => Promise.resolve({ kind: 'unknown', code: 'TIMEOUT' }),
  });
  const stock = await counter.stockOf(SKU);
  counter.shop.clock.advance(3 * HOUR_MS);
  await silent.askDue();
  expect(await silent.expireDue()).toBe(0);
  expect(await standing(order)).toEqual(['pending', 'unknown']);
  expect(await counter.stockOf(SKU)).toBe(stock);
  counter.shop.clock.advance(HOUR_MS);
  await orders.askDue();
  expect(await standing(order)).toEqual(['paid', 'paid']);
});

test('a silent provider is asked at 5 s, 30 s, 2, 10, 30 and 60 minutes, then every hour; after an hour a person hears of it', async () => {
  const { order, id } = await agreed();
  await comesBack(id, ['lost-before']);
  const asked: number[] = [];
  const began = counter.shop.clock.now().getTime();
  const silent = counter.ordersAsking({
    ...model.provider,
    ask() {
      asked.push((counter.shop.clock.now().getTime() - began) / SECOND_MS);
      return Promise.resolve({ kind: 'unknown', code: 'TIMEOUT' });
    },
  });
  const { pool } = counter.database;
  for (let seconds = 0; seconds < 3 * 3_600; seconds += 5) {
    counter.shop.clock.advance(5 * SECOND_MS);
    await silent.askDue();
    if (seconds === 3_000) expect(await troubledOrders(pool, counter.shop.clock.now())).toEqual([]);
  }
  expect(asked).toEqual([5, 30, 120, 600, 1_800, 3_600, 7_200, 10_800]);
  expect(await troubledOrders(pool, counter.shop.clock.now())).toEqual([order.number]);
  await orders.askDue();
  counter.shop.clock.advance(HOUR_MS);
  await orders.askDue();
  expect(await troubledOrders(pool, counter.shop.clock.now())).toEqual([]);
}, 120_000);

test('each question is queued for its moment', async () => {
  const { id } = await agreed();
  await comesBack(id, ['lost-after']);
  const jobs = await counter.database.rows`select task_identifier as task, run_at as at
    from graphile_worker.jobs where key = ${`ask-payment-${id}`}`;
  expect(jobs).toEqual([{ task: 'ask-payment', at: new Date(counter.shop.clock.now().getTime() + 5 * SECOND_MS) }]);
});

test('whoever takes the money and is never heard of again is given up after 90 seconds', async () => {
  const { order, id } = await agreed();
  // The process is gone right after it has claimed the payment.
  const gone = counter.ordersAsking({ ...model.provider, complete: () => new Promise(() => undefined) });
  void gone.confirm(id, { ref: model.of(id)!.reference });
  while ((await standing(order))[1] !== 'confirming') await new Promise(setImmediate);
  await comesBack(id);
  expect(await standing(order)).toEqual(['pending', 'confirming']);
  counter.shop.clock.advance(89 * SECOND_MS);
  await orders.askDue();
  expect(await standing(order)).toEqual(['pending', 'confirming']);
  counter.shop.clock.advance(SECOND_MS);
  await orders.askDue();
  expect(await standing(order)).toEqual(['paid', 'paid']);
  expect(model.salesOf(id)).toBe(1);
});

test('what the provider knows nothing of is over 45 minutes after its time, and then so is its order', async () => {
  const { order, id } = await agreed();
  await comesBack(id, ['lost-before']);
  const forgetful: PaymentProvider = { ...model.provider, ask: () => Promise.resolve({ kind: 'done', value: null }) };
  const forgetting = counter.ordersAsking(forgetful);
  counter.shop.clock.advance(70 * MINUTE_MS);
  await forgetting.askDue();
  await forgetting.expireDue();
  expect(await standing(order)).toEqual(['pending', 'unknown']);
  counter.shop.clock.advance(HOUR_MS);
  await forgetting.askDue();
  expect(await standing(order)).toEqual(['pending', 'expired']);
  await forgetting.expireDue();
  expect(await standing(order)).toEqual(['expired', 'expired']);
});

test('a definite refusal is one: the order is declined and its goods are in the cart again', async () => {
  const { order, id } = await agreed();
  model.refuse(id);
  await comesBack(id);
  expect(await standing(order)).toEqual(['declined', 'failed']);
});

test('a browser that names another payment or another sum moves nothing, and asks nothing', async () => {
  const { order, id } = await agreed();
  const never = () => Promise.reject(new Error('nobody is asked'));
  const amiss = counter.ordersAsking({
    ...model.provider,
    readReturn: () => ({ reference: 'forged', amount: 1, failure: null }),
    complete: never,
    ask: never,
  });
  await amiss.confirm(id, {});
  expect(await standing(order)).toEqual(['pending', 'started']);
});

describe('webhooks', () => {
  const hint = (id: string, secret?: string) => ({
    id: 'delivery-1',
    attemptId: id,
    reference: null,
    trust: secret === undefined ? ({ kind: 'none' } as const) : ({ kind: 'secret', secret } as const),
  });

  test('are a reason to ask, and no more: a flood of them asks once', async () => {
    const { order, id } = await agreed();
    model.payAnyway(id);
    let asked = 0;
    const counting = counter.ordersAsking({
      ...model.provider,
      ask(attempt) {
        asked += 1;
        return model.provider.ask(attempt);
      },
    });
    for (let i = 0; i < 30; i++) expect(await counting.hear('test', hint(id))).toBe(true);
    expect(await standing(order)).toEqual(['pending', 'started']);
    counter.shop.clock.advance(2 * SECOND_MS);
    await counting.askDue();
    await counting.askDue();
    expect([await standing(order), asked]).toEqual([['paid', 'paid'], 1]);
  });

  test('of no payment of ours, of another method, or without the secret it needs, are none', async () => {
    const { id } = await agreed();
    expect(await orders.hear('test', hint('6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11'))).toBe(false);
    expect(await orders.hear('test', hint("' or 1=1 --"))).toBe(false);
    expect(await orders.hear('bank', hint(id))).toBe(false);
    expect(await orders.hear('test', hint(id, 'guessed'))).toBe(false);
    const waits = snapshotOf(id, { state: 'waiting', secret: 'issued', account: null });
    const issuing = counter.ordersAsking({
      ...model.provider,
      ask: () => Promise.resolve({ kind: 'done', value: waits }),
    });
    await issuing.hear('test', hint(id));
    counter.shop.clock.advance(2 * SECOND_MS);
    await issuing.askDue();
    expect(await orders.hear('test', hint(id, 'guessed'))).toBe(false);
    expect(await orders.hear('test', hint(id, 'issued'))).toBe(true);
    const row = await counter.database.value<string>`select to_jsonb(p)::text from payments p where id = ${id}`;
    expect(row).not.toContain('issued"');
  });
});

test('an answer that nothing explains is asked about once more, and then a person hears of it', async () => {
  const { order, id } = await agreed();
  await comesBack(id);
  const odd = snapshotOf(id, { state: 'open', reference: model.of(id)!.reference });
  const contradicting = counter.ordersAsking({
    ...model.provider,
    ask: () => Promise.resolve({ kind: 'done', value: odd }),
  });
  const hear = () => contradicting.hear('test', { id: 'x', attemptId: id, reference: null, trust: { kind: 'none' } });
  await hear();
  for (let i = 0; i < 4; i++) {
    counter.shop.clock.advance(MINUTE_MS);
    await contradicting.askDue();
  }
  expect(await standing(order)).toEqual(['paid', 'paid']);
  expect((await counter.paymentOf(order)).askAt).toBeNull();
  counter.shop.clock.advance(HOUR_MS);
  expect(await troubledOrders(counter.database.pool, counter.shop.clock.now())).toContain(order.number);
});
