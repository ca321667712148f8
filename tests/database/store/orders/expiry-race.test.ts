import { setTimeout as wait } from 'node:timers/promises';
import type { StoredOrder } from '../../../../server/store/orders/model';
import type { OrderService } from '../../../../server/store/orders/service';
import { withCounter } from './counter';

const SKU = 'TST-AFTER-RAIN-010';
const HALF_HOUR_MS = 30 * 60 * 1000;
const ROUNDS = 100;

const counter = withCounter({ each: true });
beforeEach(() => counter.setStock(SKU, 1_000));

async function paymentOf(order: StoredOrder): Promise<{ id: string; reference: string }> {
  return counter.database.row<{ id: string; reference: string }>`
    select id, reference from payments where order_id = ${order.id}`;
}

/** The buyer pays at the very moment at which her time is over, and two of everything ask what became of it. */
async function race(orders: OrderService, round: number) {
  const provider = counter.shop.shop.services.payments.testProvider!;
  const order = await counter.placed(await counter.guestWith(SKU, 2));
  await orders.startPayment(order);
  const payment = await paymentOf(order);
  counter.shop.clock.advance(HALF_HOUR_MS);
  const confirm = () => orders.confirm(payment.id);
  const acts: (() => Promise<unknown>)[] = [
    () => provider.decide(payment.reference, 'paid').then(confirm),
    () => orders.expireDue(),
    () => orders.expireDue(),
    confirm,
  ];
  // Every round begins with another of them, by a few milliseconds more or less.
  const turned = acts.map((_, i) => acts[(i + round) % acts.length]!);
  await Promise.all(turned.map(async (act, i) => wait((i * round) % 5).then(act)));
  const settled = await confirm();
  return { order: settled!, provider: (await provider.find(payment.reference))!.status };
}

test('expiry against payment, a hundred times: who paid has the order, who did not has cost no bottle', async () => {
  const ends = new Map<string, number>();
  let kept = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { order, provider } = await race(counter.orders, round);
    const end = `${order.status}, ${provider}`;
    ends.set(end, (ends.get(end) ?? 0) + 1);
    expect(['paid, paid', 'expired, cancelled']).toContain(end);
    expect(order.flag).toBeNull();
    kept += order.status === 'paid' ? 2 : 0;
    expect(await counter.stockOf(SKU)).toBe(1_000 - kept);
    expect(await counter.mails.sent('orderPaid', order.number)).toBe(order.status === 'paid' ? 1 : 0);
  }
  // Both outcomes were seen, or it was no race.
  expect([...ends.keys()]).toEqual(expect.arrayContaining(['expired, cancelled', 'paid, paid']));
}, 120_000);

test('with a provider that can not take a payment back, late money is flagged and moves no bottle', async () => {
  const { provider: asked } = counter.shop.shop.services.payments.method('test');
  const orders = counter.ordersAsking({ abandon: (attempt) => asked.ask(attempt) });
  const ends = new Map<string, number>();
  let kept = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { order, provider } = await race(orders, round);
    expect(provider).toBe('paid');
    const isLate = order.status === 'expired';
    expect([order.status, order.flag]).toEqual(isLate ? ['expired', 'late-payment'] : ['paid', null]);
    ends.set(order.status, (ends.get(order.status) ?? 0) + 1);
    kept += isLate ? 0 : 2;
    expect(await counter.stockOf(SKU)).toBe(1_000 - kept);
    expect(await counter.mails.sent('orderPaid', order.number)).toBe(isLate ? 0 : 1);
    expect(await counter.mails.sent('latePayment', order.number)).toBe(isLate ? 1 : 0);
  }
  expect([...ends.keys()].sort()).toEqual(['expired', 'paid']);
}, 120_000);
