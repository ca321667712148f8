/** Money that goes back, by the numbers of the study's faults. */
import { randomUUID } from 'node:crypto';
import type { RefundRequest } from '../../../../../server/store/payments/provider';
import type { Delivery } from '../../../../setup/toss/scripts';
import { agreed, attemptOf, open, paid, refundOf, snapshotOf, valueOf, withToss } from './toss-world';

const DAY_MS = 24 * 60 * 60_000;
const LOST: readonly Delivery[] = [{ kind: 'hang' }, { kind: 'reset' }, { kind: 'cut' }];

const world = withToss();

const refund = (request: RefundRequest) => world.card.refund(request);

test('a part goes back, and then the rest', async () => {
  const attempt = await paid(world);
  const part = valueOf(await refund(refundOf(attempt, 10_000)));
  expect(part).toMatchObject({
    state: 'done',
    snapshot: { state: 'partly-cancelled', total: 39_000, balance: 29_000 },
  });
  const rest = valueOf(await refund(refundOf(attempt, 29_000, { balance: 29_000 })));
  expect(rest).toMatchObject({ state: 'done', snapshot: { state: 'cancelled', balance: 0 } });
  expect(rest.snapshot?.cancels.map(({ reference, amount }) => [reference, amount])).toEqual([
    [part.reference, 10_000],
    [rest.reference, 29_000],
  ]);
});

test('what is sent: the sum, what we believe is left, and a reason that Toss takes whole', async () => {
  const attempt = await paid(world);
  const request = refundOf(attempt, 5_000, { reason: '향이 생각과 달라요 🌸'.repeat(40) });
  valueOf(await refund(request));
  const [call] = world.fake.calls('cancel');
  expect(call?.key).toBe(`refund:${request.id}`);
  expect(call?.body).toEqual({ cancelAmount: 5_000, refundableAmount: 39_000, cancelReason: expect.any(String) });
  expect(Buffer.byteLength(String(call?.body['cancelReason']))).toBeLessThanOrEqual(200);
});

test.each(LOST)(
  '54: done, and the answer is lost ($kind): the same key gives it again, and it is found',
  async (answer) => {
    const attempt = await paid(world);
    const request = refundOf(attempt, 10_000);
    world.fake.next('cancel', { answer });
    expect((await world.hasty.refund(request)).kind).toBe('unknown');
    const found = valueOf(await world.card.askRefund(request));
    expect(found).toMatchObject({ state: 'done', snapshot: { balance: 29_000 } });
    expect(valueOf(await refund(request)).reference).toBe(found?.reference);
    expect(world.fake.givenBack(attempt.id)).toBe(10_000);
  },
);

test('54: done, and the key is forgotten: it is seen before it is asked for, and nothing goes back twice', async () => {
  const attempt = await paid(world);
  const request = refundOf(attempt, 10_000);
  const { reference } = valueOf(await refund(request));
  world.fake.clock.advance(16 * DAY_MS);
  expect(valueOf(await refund(request))).toMatchObject({ reference, state: 'done' });
  expect(world.fake.calls('cancel')).toHaveLength(1);
  // As another refund of the same sum it is refused: nobody has asked Toss for that one.
  expect(await refund({ ...request, id: randomUUID() })).toEqual({
    ...{ kind: 'refused', code: 'NOT_MATCHES_REFUNDABLE_AMOUNT', mender: 'shop' },
  });
  expect(world.fake.givenBack(attempt.id)).toBe(10_000);
});

test('54: not done, and not found either', async () => {
  const attempt = await paid(world);
  const request = refundOf(attempt, 10_000);
  world.fake.next('cancel', { executes: false, answer: { kind: 'raw', status: 500, body: '' } });
  expect(await refund(request)).toEqual({ kind: 'unknown', code: 'HTTP_500' });
  expect(await world.card.askRefund(request)).toEqual({ kind: 'done', value: null });
  expect(valueOf(await refund(request)).state).toBe('done');
});

test('55: two at once that are more than there is: one goes back', async () => {
  const attempt = await paid(world);
  const outcomes = await Promise.all([30_000, 20_000].map((amount) => refund(refundOf(attempt, amount))));
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
  expect([30_000, 20_000]).toContain(world.fake.givenBack(attempt.id));
});

test('55: two of the same sum are two, each with its own name', async () => {
  const attempt = await paid(world);
  const [one, other] = [refundOf(attempt, 10_000), refundOf(attempt, 10_000, { balance: 29_000 })];
  const references = [valueOf(await refund(one)).reference, valueOf(await refund(other)).reference];
  expect(new Set(references).size).toBe(2);
  expect(valueOf(await world.card.askRefund(one))?.reference).toBe(references[0]);
  expect(valueOf(await world.card.askRefund(other))?.reference).toBe(references[1]);
  expect(world.fake.givenBack(attempt.id)).toBe(20_000);
});

test.each([
  [39_001, 'NOT_CANCELABLE_AMOUNT'],
  [0, 'NOT_CANCELABLE_AMOUNT'],
  [-1, 'INVALID_REQUEST'],
  [0.5, 'INVALID_REQUEST'],
])('55: of %p nothing goes back', async (amount, code) => {
  const attempt = await paid(world);
  expect(await refund(refundOf(attempt, amount))).toEqual({ kind: 'refused', code, mender: 'shop' });
  expect(world.fake.givenBack(attempt.id)).toBe(0);
});

test.each([
  ['a part', 10_000, 'NOT_MATCHES_REFUNDABLE_AMOUNT'],
  ['all', 39_000, 'ALREADY_CANCELED_PAYMENT'],
])(
  "59: at Toss' own desk %s went back: ours is refused, and is not taken for that one",
  async (_what, amount, code) => {
    const attempt = await paid(world);
    world.fake.refundAtDesk(attempt.id, amount);
    const request = refundOf(attempt, amount);
    expect(await refund(request)).toEqual({ kind: 'refused', code, mender: 'shop' });
    expect(await world.card.askRefund(request)).toEqual({ kind: 'done', value: null });
    expect(snapshotOf(await world.card.ask(attempt)).cancels).toEqual([expect.objectContaining({ amount })]);
    expect(world.fake.givenBack(attempt.id)).toBe(amount);
  },
);

test('a refusal after which nobody can be asked is unknown', async () => {
  const attempt = await paid(world);
  world.fake.refundAtDesk(attempt.id, 39_000);
  world.fake.next('find', { answer: { kind: 'right' } });
  world.fake.next('find', { answer: { kind: 'raw', status: 502, body: '' } });
  expect(await refund(refundOf(attempt, 39_000))).toEqual({ kind: 'unknown', code: 'HTTP_502' });
});

describe('56: no part goes back', () => {
  test.each([
    ['a cash card', { kind: 'card', isCash: true }, 'NOT_ALLOWED_PARTIAL_REFUND'],
    ['less than the discount of its bank', { kind: 'card', discount: 11_000 }, 'EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT'],
  ] as const)('%s', async (_what, means, code) => {
    const attempt = attemptOf();
    const { paymentKey } = world.fake.authenticate(attempt.id, 39_000, means);
    await world.card.complete(attempt, paymentKey);
    const reference = paymentKey;
    expect(await refund(refundOf({ ...attempt, reference }, 10_000))).toEqual({
      kind: 'refused',
      code,
      mender: 'shop',
    });
    expect(valueOf(await refund(refundOf({ ...attempt, reference }, 39_000))).state).toBe('done');
  });
});

test('56: no part of what is in escrow goes back', async () => {
  const attempt = await paid(world);
  world.fake.payment(attempt.id).useEscrow = true;
  expect(await refund(refundOf(attempt, 10_000))).toEqual({
    ...{ kind: 'refused', code: 'NOT_ALLOWED_PARTIAL_REFUND', mender: 'shop' },
  });
});

test('56: after a year nothing goes back', async () => {
  const attempt = await paid(world);
  world.fake.clock.advance(366 * DAY_MS);
  expect(await refund(refundOf(attempt, 39_000))).toEqual({
    ...{ kind: 'refused', code: 'EXCEED_MAX_REFUND_DUE', mender: 'shop' },
  });
});

test('at night a bank is closed: unknown, and it can be asked for again', async () => {
  const attempt = await paid(world);
  world.fake.next('cancel', { executes: false, answer: { kind: 'refuse', status: 403, code: 'NOT_AVAILABLE_BANK' } });
  expect(await refund(refundOf(attempt, 1000))).toEqual({ kind: 'unknown', code: 'NOT_AVAILABLE_BANK' });
});

test("without Toss' key it is looked up; without a payment there is nothing to give back", async () => {
  const { id, amount } = await paid(world);
  const attempt = { ...attemptOf(amount), id };
  expect(valueOf(await refund(refundOf(attempt, 1000))).state).toBe('done');
  expect(await refund(refundOf(attemptOf(), 1000))).toEqual({
    ...{ kind: 'refused', code: 'NOT_FOUND_PAYMENT', mender: 'nobody' },
  });
});

test('what was never paid gives nothing back', async () => {
  const { attempt, paymentKey } = agreed(world);
  expect(await refund(refundOf({ ...attempt, reference: paymentKey }, 1000))).toEqual({
    ...{ kind: 'refused', code: 'NOT_CANCELABLE_PAYMENT', mender: 'shop' },
  });
  const opened = attemptOf();
  open(world, opened.id);
  expect((await refund(refundOf(opened, 1000))).kind).toBe('refused');
});

test('the last part of it: Toss may say on that only a part went back', async () => {
  const attempt = await paid(world);
  world.fake.next('cancel', {
    answer: { kind: 'change', change: (body) => ({ ...body, status: 'PARTIAL_CANCELED' }) },
  });
  expect(valueOf(await refund(refundOf(attempt, 39_000))).snapshot?.state).toBe('cancelled');
});

test('54: it goes back while we look: what is left tells, and ours is found', async () => {
  const attempt = await paid(world);
  const request = refundOf(attempt, 10_000);
  const { reference } = valueOf(await refund(request));
  world.fake.clock.advance(16 * DAY_MS);
  world.fake.next('find', { answer: { kind: 'change', change: (body) => ({ ...body, cancels: null }) } });
  expect(valueOf(await refund(request)).reference).toBe(reference);
  expect(world.fake.calls('cancel').map(({ answered }) => answered)).toEqual(['200', '400']);
  expect(world.fake.givenBack(attempt.id)).toBe(10_000);
});

test("with another order's key nothing is taken from that order", async () => {
  const [ours, theirs] = [await paid(world), await paid(world)];
  const request = refundOf({ ...ours, reference: theirs.reference }, 39_000);
  expect(valueOf(await refund(request)).snapshot?.attemptId).toBe(ours.id);
  expect([world.fake.givenBack(ours.id), world.fake.givenBack(theirs.id)]).toEqual([39_000, 0]);
});

test('an answer without our refund in it proves nothing', async () => {
  const attempt = await paid(world);
  world.fake.next('cancel', { answer: { kind: 'change', change: (body) => ({ ...body, cancels: null }) } });
  expect(await refund(refundOf(attempt, 1000))).toEqual({ kind: 'unknown', code: 'NO_SUCH_CANCEL' });
});
