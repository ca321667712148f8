import type { PaymentRequest } from '../../../../server/store/payments/model';
import { createTestProvider } from '../../../../server/store/payments/test-provider/provider';
import { withDatabase } from '../../../setup/database';

const database = withDatabase();

const now = new Date('2026-11-23T03:00:00Z');
const provider = () =>
  createTestProvider({ pool: database.pool, clock: { now: () => now }, origin: 'https://essence-aura.com' });

const request = (paymentId: string): PaymentRequest => ({
  paymentId,
  orderNumber: 'EA-7K2M9QX4TB',
  amount: 98_000,
  currency: 'KRW',
  locale: 'en',
  returnUrl: `https://essence-aura.com/en/checkout/return?payment=${paymentId}`,
});

test('a payment is opened at its own page, in the buyer’s language', async () => {
  const { method } = provider();
  const started = await method.start(request('one'));
  expect(started).toEqual({
    kind: 'redirect',
    url: `https://essence-aura.com/en/pay/test/${started.reference}`,
    reference: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(await method.fetch(started.reference)).toMatchObject({ status: 'open', amount: 98_000, currency: 'KRW' });
});

test('opening the same payment ten times at once is one payment', async () => {
  const { method } = provider();
  const started = await Promise.all(Array.from({ length: 10 }, () => method.start(request('two'))));
  expect(new Set(started.map(({ reference }) => reference)).size).toBe(1);
});

test('of a card and a withdrawal in the same moment one wins, and both are told which', async () => {
  const { method, decide } = provider();
  for (let round = 0; round < 30; round++) {
    const { reference } = await method.start(request(`race ${round}`));
    const pay = () => decide(reference, 'paid');
    const withdraw = () => method.withdraw(reference);
    const answers = await Promise.all(round % 2 === 0 ? [pay(), withdraw()] : [withdraw(), pay()]);
    const statuses = new Set(answers.map((answer) => answer?.status));
    expect(statuses.size).toBe(1);
    expect(['paid', 'cancelled']).toContain([...statuses][0]);
  }
});

test('what is no reference of its own is no payment', async () => {
  const { method, find } = provider();
  for (const reference of ['', 'x', 'a'.repeat(32), 'A'.repeat(32), "' or 1=1 --", '\u0000']) {
    expect(await find(reference)).toBeNull();
    expect(await method.fetch(reference)).toBeNull();
    expect(await method.withdraw(reference)).toBeNull();
  }
});
