import { randomUUID } from 'node:crypto';
import type { AttemptStart, RefundRequest } from '../../../../server/store/payments/provider';
import { createTestProvider } from '../../../../server/store/payments/test-provider/provider';
import { withDatabase } from '../../../setup/database';

const database = withDatabase();

const now = new Date('2026-11-23T03:00:00Z');
const create = () =>
  createTestProvider({ pool: database.pool, clock: { now: () => now }, origin: 'https://essence-aura.com' });

const attempt = (id: string = randomUUID()): AttemptStart => ({
  id,
  reference: null,
  amount: 98_000,
  currency: 'KRW',
  orderNumber: 'EA-7K2M9QX4TB',
  orderName: 'After the Rain',
  buyer: { name: '김하늘', email: 'haneul@example.com', phone: '010-1234-5678' },
  locale: 'en',
  dueAt: now,
  returnUrl: `https://essence-aura.com/en/checkout/return?payment=${id}`,
});

async function begun(id?: string) {
  const test = create();
  const asked = attempt(id);
  const started = await test.method.provider.start(asked);
  if (started.kind !== 'done' || started.value.kind !== 'redirect') throw new Error('it is a redirect');
  return {
    ...test,
    provider: test.method.provider,
    attempt: asked,
    ...started.value,
    reference: started.value.reference!,
  };
}

test('a payment is opened at its own page, in the buyer’s language', async () => {
  const { provider, attempt: asked, url, reference } = await begun();
  expect(reference).toMatch(/^[0-9a-f]{32}$/);
  expect(url).toBe(`https://essence-aura.com/en/pay/test/${reference}`);
  expect(await provider.ask(asked)).toMatchObject({
    kind: 'done',
    value: { attemptId: asked.id, reference, state: 'open', total: 98_000, currency: 'KRW' },
  });
});

test('opening the same payment ten times at once is one payment', async () => {
  const id = randomUUID();
  const started = await Promise.all(Array.from({ length: 10 }, () => begun(id)));
  expect(new Set(started.map(({ reference }) => reference)).size).toBe(1);
});

test('of a card and a withdrawal in the same moment one wins, and both are told which', async () => {
  for (let round = 0; round < 30; round++) {
    const { decide, find, provider, attempt: asked, reference } = await begun();
    const pay = () => decide(reference, 'paid');
    const withdraw = () => provider.abandon(asked);
    await Promise.all(round % 2 === 0 ? [pay(), withdraw()] : [withdraw(), pay()]);
    const { status } = (await find(reference))!;
    expect(['paid', 'cancelled']).toContain(status);
    expect(await provider.abandon(asked)).toMatchObject({ value: { state: status } });
  }
});

test('what it never heard of is no payment', async () => {
  const { find, provider } = await begun();
  for (const reference of ['', 'x', 'a'.repeat(32), 'A'.repeat(32), "' or 1=1 --", '\u0000']) {
    expect(await find(reference)).toBeNull();
  }
  expect(await provider.ask(attempt())).toEqual({ kind: 'done', value: null });
  expect(await provider.abandon(attempt())).toEqual({ kind: 'done', value: null });
});

test('money goes back in parts, once for each refund, and never more than came in', async () => {
  const { decide, provider, attempt: asked, reference } = await begun();
  const refund = (id: string, amount: number): RefundRequest => ({
    ...{ id, attempt: asked, amount, balance: 98_000, reason: 'x', account: null, askedAt: now },
  });
  const [first, second] = [refund(randomUUID(), 60_000), refund(randomUUID(), 38_000)];
  expect((await provider.refund(first)).kind).toBe('refused');
  await decide(reference, 'paid');
  expect(await provider.askRefund(first)).toEqual({ kind: 'done', value: null });
  await Promise.all([provider.refund(first), provider.refund(first), provider.refund(first)]);
  expect(await provider.askRefund(first)).toMatchObject({ value: { state: 'done' } });
  expect(await provider.ask(asked)).toMatchObject({ value: { state: 'partly-cancelled', balance: 38_000 } });
  expect((await provider.refund(refund(randomUUID(), 38_001))).kind).toBe('refused');
  await provider.refund(second);
  expect(await provider.ask(asked)).toMatchObject({ value: { state: 'cancelled', balance: 0 } });
  const rows = [];
  for await (const row of provider.listTransactions(now, now, new AbortController().signal)) {
    if (row.kind === 'done' && row.value.attemptId === asked.id) rows.push([row.value.kind, row.value.amount]);
  }
  expect(rows.sort()).toEqual([
    ['cancel', 38_000],
    ['cancel', 60_000],
    ['sale', 98_000],
  ]);
});
