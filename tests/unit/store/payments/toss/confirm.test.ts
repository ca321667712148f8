/** Confirming and asking, by the numbers of the study's faults. */
import type { SnapshotState } from '../../../../../server/store/payments/provider';
import { TOSS_SHOP } from '../../../../setup/toss/fake';
import { agreed, attemptOf, createWorld, open, paid, snapshotOf, withToss } from './toss-world';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const world = withToss();

const complete = async (agreement: ReturnType<typeof agreed>) =>
  world.card.complete(agreement.attempt, agreement.paymentKey);

test('14: already processed, and paid', async () => {
  const agreement = agreed(world);
  await complete(agreement);
  world.fake.clock.advance(16 * DAY_MS);
  expect(snapshotOf(await complete(agreement)).state).toBe('paid');
  expect(world.fake.calls('confirm').map(({ answered }) => answered)).toEqual(['200', '400']);
  expect(world.fake.captures(agreement.attempt.id)).toBe(1);
});

test('15: already processed, and refused by then', async () => {
  const agreement = agreed(world);
  world.fake.declines(agreement.attempt.id, 'REJECT_CARD_COMPANY');
  expect(await complete(agreement)).toEqual({ kind: 'refused', code: 'REJECT_CARD_COMPANY', mender: 'buyer' });
  world.fake.clock.advance(16 * DAY_MS);
  expect(snapshotOf(await complete(agreement)).state).toBe('failed');
});

test('14: already processed, and then no word: unknown', async () => {
  const agreement = agreed(world);
  await complete(agreement);
  world.fake.clock.advance(16 * DAY_MS);
  world.fake.next('find', { answer: { kind: 'raw', status: 503, body: '' } });
  expect(await complete(agreement)).toEqual({ kind: 'unknown', code: 'HTTP_503' });
  world.fake.next('find', { answer: { kind: 'refuse', status: 401, code: 'UNAUTHORIZED_KEY' } });
  expect(await complete(agreement)).toEqual({ kind: 'unknown', code: 'UNAUTHORIZED_KEY' });
});

test('16: a key that two orders share would give the one what the other paid: no two have one', async () => {
  const [first, second] = [agreed(world), agreed(world)];
  await complete(first);
  await complete(second);
  const keys = world.fake.calls('confirm').map(({ key }) => key);
  expect(new Set(keys).size).toBe(2);
  // And were it to happen, the answer says whose payment it is.
  world.fake.next('confirm', {
    answer: { kind: 'change', change: (body) => ({ ...body, orderId: first.attempt.id }) },
  });
  expect(snapshotOf(await complete(second)).attemptId).toBe(first.attempt.id);
});

test('17: an error is said again under its key, and money is never taken under another', async () => {
  const agreement = agreed(world);
  world.fake.next('confirm', {
    executes: false,
    answer: { kind: 'refuse', status: 500, code: 'UNKNOWN_PAYMENT_ERROR' },
  });
  for (let i = 0; i < 3; i++) {
    expect(await complete(agreement)).toEqual({ kind: 'unknown', code: 'UNKNOWN_PAYMENT_ERROR' });
  }
  expect(world.fake.calls('confirm').map(({ replayed }) => replayed)).toEqual([false, true, true]);
  expect(snapshotOf(await world.card.ask(agreement.attempt)).state).toBe('processing');
});

test('18: after fifteen days the key is forgotten: it runs again, and the payment says no', async () => {
  const agreement = agreed(world);
  await complete(agreement);
  world.fake.clock.advance(15 * DAY_MS);
  await complete(agreement);
  world.fake.clock.advance(1);
  expect(snapshotOf(await complete(agreement)).state).toBe('paid');
  expect(world.fake.calls('confirm').map(({ replayed }) => replayed)).toEqual([false, true, false]);
  expect(world.fake.captures(agreement.attempt.id)).toBe(1);
});

test('20: ten minutes after she agreed it is too late; after half an hour the window is closed', async () => {
  const agreement = agreed(world);
  world.fake.clock.advance(10 * MINUTE_MS + 1);
  expect(snapshotOf(await complete(agreement)).state).toBe('expired');
  const { attempt } = agreed(world);
  const other = attemptOf();
  open(world, other.id);
  world.fake.clock.advance(30 * MINUTE_MS + 1);
  expect(snapshotOf(await world.card.ask(other)).state).toBe('expired');
  expect(snapshotOf(await world.card.abandon(attempt)).state).toBe('expired');
  expect(world.fake.events.map(({ kind }) => kind)).toEqual(Array(3).fill('PAYMENT_STATUS_CHANGED'));
  expect(world.fake.captures(other.id)).toBe(0);
});

test('20: too late, and Toss has forgotten it altogether: she starts again', async () => {
  const agreement = agreed(world);
  world.fake.clock.advance(11 * MINUTE_MS);
  world.fake.next('find-by-order', { answer: { kind: 'refuse', status: 404, code: 'NOT_FOUND_PAYMENT' } });
  expect(await complete(agreement)).toEqual({ kind: 'refused', code: 'NOT_FOUND_PAYMENT_SESSION', mender: 'buyer' });
});

test("21: PROVIDER_ERROR, and it wasn't done: unknown, and the payment says so", async () => {
  const agreement = agreed(world);
  world.fake.next('confirm', { executes: false, answer: { kind: 'refuse', status: 400, code: 'PROVIDER_ERROR' } });
  expect(await complete(agreement)).toEqual({ kind: 'unknown', code: 'PROVIDER_ERROR' });
  expect(snapshotOf(await world.card.ask(agreement.attempt)).state).toBe('processing');
});

test.each([
  ['REJECT_CARD_PAYMENT', 403],
  ['EXCEED_MAX_ONE_DAY_AMOUNT', 403],
  ['INVALID_PASSWORD', 403],
  ['NOT_AVAILABLE_BANK', 403],
  ['FDS_ERROR', 403],
  ['INVALID_STOPPED_CARD', 400],
])('22: %s: refused, and another card may do', async (code, status) => {
  const agreement = agreed(world);
  world.fake.declines(agreement.attempt.id, code, status);
  expect(await complete(agreement)).toEqual({ kind: 'refused', code, mender: 'buyer' });
  expect(snapshotOf(await world.card.ask(agreement.attempt)).state).toBe('failed');
  expect(world.fake.captures(agreement.attempt.id)).toBe(0);
});

test.each([
  [39_001, 39_001],
  [3_900_000, 3_900_000],
  [0, 0],
  ['39000', 39_000],
])('23: a sum of %p is told as it is, to be compared', async (totalAmount, total) => {
  const agreement = agreed(world);
  world.fake.next('confirm', { answer: { kind: 'change', change: (body) => ({ ...body, totalAmount }) } });
  expect(snapshotOf(await complete(agreement)).total).toBe(total);
});

test.each([-1, 39_000.5, 2 ** 53, 1e300, '39,000', '39000.00', '-1', null, true, [39_000]])(
  '23: a sum of %p is none: unknown',
  async (totalAmount) => {
    const agreement = agreed(world);
    world.fake.next('confirm', { answer: { kind: 'change', change: (body) => ({ ...body, totalAmount }) } });
    expect(await complete(agreement)).toEqual({ kind: 'unknown', code: 'UNREADABLE' });
  },
);

test.each([
  ['currency', 'USD', { currency: 'USD' }],
  ['currency', 'krw', { currency: 'krw' }],
  ['orderId', 'another-order', { attemptId: 'another-order' }],
  ['paymentKey', 'another-key', { reference: 'another-key' }],
])('24: another %s, %s, is told as it is, to be compared', async (field, value, told) => {
  const agreement = agreed(world);
  world.fake.next('confirm', { answer: { kind: 'change', change: (body) => ({ ...body, [field]: value }) } });
  expect(snapshotOf(await complete(agreement))).toMatchObject(told);
});

test.each<[string, SnapshotState]>([
  ['IN_PROGRESS', 'processing'],
  ['WAITING_FOR_DEPOSIT', 'waiting'],
  ['ABORTED', 'failed'],
  ['READY', 'open'],
  ['EXPIRED', 'expired'],
])('25: a 200 that says %s is not paid', async (status, state) => {
  const agreement = agreed(world);
  world.fake.next('confirm', { answer: { kind: 'change', change: (body) => ({ ...body, status }) } });
  expect(snapshotOf(await complete(agreement)).state).toBe(state);
});

test('25: a state of another word is none: unknown', async () => {
  const agreement = agreed(world);
  world.fake.next('confirm', { answer: { kind: 'change', change: (body) => ({ ...body, status: 'SETTLED' }) } });
  expect(await complete(agreement)).toEqual({ kind: 'unknown', code: 'UNREADABLE' });
});

test("26: for some seconds it isn't found, then it is paid", async () => {
  const attempt = await paid(world);
  for (const call of ['find', 'find-by-order'] as const) {
    world.fake.next(call, { answer: { kind: 'refuse', status: 404, code: 'NOT_FOUND_PAYMENT' } });
  }
  expect(await world.card.ask(attempt)).toEqual({ kind: 'done', value: null });
  expect(snapshotOf(await world.card.ask(attempt)).state).toBe('paid');
});

test("26: not found, said by somebody else, is not Toss' word", async () => {
  const attempt = await paid(world);
  world.fake.next('find', { answer: { kind: 'raw', status: 404, body: '<h1>Not Found</h1>' } });
  expect(await world.card.ask(attempt)).toEqual({ kind: 'unknown', code: 'HTTP_404' });
});

test('27: open, agreed to, paid', async () => {
  const attempt = attemptOf();
  const state = async () => snapshotOf(await world.card.ask(attempt)).state;
  expect(await world.card.ask(attempt)).toEqual({ kind: 'done', value: null });
  open(world, attempt.id);
  expect(await state()).toBe('open');
  const { paymentKey } = world.fake.authenticate(attempt.id, 39_000);
  expect(await state()).toBe('processing');
  await world.card.complete(attempt, paymentKey);
  expect(await state()).toBe('paid');
});

test.each([
  ['카카오페이', 'kakaopay'],
  ['네이버페이', 'naverpay'],
  ['토스페이', 'tosspay'],
  ['페이코', 'easy-pay'],
])('28: by %s, some of it by card and some by points: the whole sum counts', async (provider, means) => {
  const attempt = attemptOf(15_000);
  const wallet = { kind: 'easy-pay', provider, byCard: 10_000, balance: 0, points: 5_000 } as const;
  const { paymentKey } = world.fake.authenticate(attempt.id, 15_000, wallet);
  const snapshot = snapshotOf(await world.card.complete(attempt, paymentKey));
  expect(snapshot).toMatchObject({ state: 'paid', total: 15_000, means });
});

test('28: a card of no known kind, and a discount of its bank: the whole sum counts', async () => {
  const attempt = attemptOf(15_000);
  const { paymentKey } = world.fake.authenticate(attempt.id, 15_000, { kind: 'card', type: '미확인', discount: 2000 });
  expect(snapshotOf(await world.card.complete(attempt, paymentKey))).toMatchObject({ total: 15_000, means: 'card' });
});

test('29: values in English mean the same', async () => {
  const agreement = agreed(world);
  const change = (body: Record<string, unknown>) => ({ ...body, method: 'Card', easyPay: { provider: 'KAKAOPAY' } });
  world.fake.next('confirm', { answer: { kind: 'change', change } });
  expect(snapshotOf(await complete(agreement))).toMatchObject({ state: 'paid', means: 'kakaopay' });
});

test('29: an older version is told, once asked, without what else it says', async () => {
  const old = await createWorld({ shops: [{ ...TOSS_SHOP, version: '1.4' }] });
  const attempt = await paid(old);
  await old.card.ask(attempt);
  expect(old.warned).toHaveLength(2);
  expect(JSON.stringify(old.warned)).toContain('"version":"1.4"');
  expect(JSON.stringify(old.warned)).not.toContain(attempt.id);
  await old.close();
  expect(world.warned).toEqual([]);
});

describe("a browser brings another's key", () => {
  test('of a payment that waits: nothing is taken, and ours is open', async () => {
    const [ours, theirs] = [agreed(world), agreed(world)];
    expect(snapshotOf(await world.card.complete(ours.attempt, theirs.paymentKey))).toMatchObject({
      attemptId: ours.attempt.id,
      state: 'processing',
    });
    expect(world.fake.ledger).toEqual([]);
  });

  test("of one that was paid: what was paid for isn't ours", async () => {
    const theirs = await paid(world);
    const ours = attemptOf();
    expect(await world.card.complete(ours, theirs.reference ?? '')).toEqual({
      kind: 'unknown',
      code: 'ALREADY_PROCESSED_PAYMENT',
    });
    expect(await world.card.ask({ ...ours, reference: theirs.reference })).toEqual({ kind: 'done', value: null });
  });

  test.each(['', '..', 'a b', 'a/../b', '한글', 'x'.repeat(201), 'a\nb'])('%p is no key of a payment', async (key) => {
    const { attempt } = agreed(world);
    const outcome = await world.card.complete(attempt, key);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'NOT_FOUND_PAYMENT', mender: 'nobody' });
  });
});

test('a key that nobody has is a refusal that nobody can mend', async () => {
  const { attempt } = agreed(world);
  expect(await world.card.complete(attempt, 'forged')).toEqual({
    ...{ kind: 'refused', code: 'NOT_FOUND_PAYMENT', mender: 'nobody' },
  });
});

test('two windows for one order: it is paid once, and the other is told so', async () => {
  const attempt = attemptOf();
  const [first, second] = [1, 2].map(() => world.fake.authenticate(attempt.id, 39_000).paymentKey);
  expect(snapshotOf(await world.card.complete(attempt, first ?? '')).state).toBe('paid');
  world.fake.clock.advance(16 * DAY_MS);
  expect(snapshotOf(await world.card.complete(attempt, second ?? ''))).toMatchObject({
    state: 'paid',
    reference: first,
  });
  expect(world.fake.captures(attempt.id)).toBe(1);
});
