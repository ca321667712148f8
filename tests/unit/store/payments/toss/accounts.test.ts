/** Virtual accounts, by the numbers of the study's faults. */
import { randomUUID } from 'node:crypto';
import type { RefundAccount } from '../../../../../server/store/payments/provider';
import { TOSS_SHOP } from '../../../../setup/toss/fake';
import { attemptOf, createWorld, deposited, refundOf, snapshotOf, startOf, valueOf, withToss } from './toss-world';

const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
const DUE_AT = new Date('2026-11-26T03:00:00Z');
const HERS: RefundAccount = { bankCode: '88', number: '110123456789', holder: '김하늘' };

const world = withToss({ accountNumbers: 2, holders: new Map([[HERS.number, HERS.holder]]) });

async function issued(amount = 39_000) {
  const attempt = attemptOf(amount);
  const started = valueOf(await world.account.start(startOf(attempt)));
  if (started.kind !== 'instructions' || !started.account) throw new Error(started.kind);
  return { attempt: { ...attempt, reference: started.reference }, account: started.account };
}

const stateOf = async (attempt: ReturnType<typeof attemptOf>) => snapshotOf(await world.account.ask(attempt)).state;

test('an account of her own, by our time, and no receipt of cash by Toss', async () => {
  const { attempt, account } = await issued();
  expect(account).toEqual({ bankCode: '20', number: expect.stringMatching(/^X\d+$/), holder: '김하늘', dueAt: DUE_AT });
  expect(world.fake.calls('account')[0]).toMatchObject({
    key: `start:${attempt.id}`,
    body: {
      ...{ amount: 39_000, orderId: attempt.id, bank: '20', customerName: '김하늘' },
      ...{ dueDate: '2026-11-26T12:00:00', cashReceipt: { type: '미발행' } },
    },
  });
  expect(snapshotOf(await world.account.ask(attempt))).toMatchObject({
    ...{ state: 'waiting', paidAt: null, means: 'virtual-account', secret: world.fake.payment(attempt.id).secret },
  });
});

test('asked twice, also after the key is forgotten, it is the same account', async () => {
  const { attempt, account } = await issued();
  const again = async () => valueOf(await world.account.start(startOf(attempt)));
  expect(await again()).toMatchObject({ account });
  world.fake.clock.advance(16 * DAY_MS);
  const later = startOf(attempt, { dueAt: new Date('2026-12-20T03:00:00Z') });
  expect(valueOf(await world.account.start(later))).toMatchObject({ reference: attempt.reference, account });
  expect(world.fake.calls('account').map(({ answered }) => answered)).toEqual(['200', '200', '400']);
  expect(world.fake.payments).toHaveLength(1);
});

test('the answer is lost: it is found by its order', async () => {
  const attempt = attemptOf();
  world.fake.next('account', { answer: { kind: 'reset' } });
  expect((await world.account.start(startOf(attempt))).kind).toBe('unknown');
  expect(snapshotOf(await world.account.ask(attempt)).account?.number).toMatch(/^X/);
});

test('49: paid in before its time is over, and not a second after', async () => {
  const [early, late] = [await issued(), await issued()];
  world.fake.clock.advance(DUE_AT.getTime() - world.fake.clock.now().getTime());
  expect(world.fake.deposit(early.attempt.id)).toBe(true);
  expect(await stateOf(early.attempt)).toBe('paid');
  world.fake.clock.advance(SECOND_MS);
  expect(world.fake.deposit(late.attempt.id)).toBe(false);
  const events = world.fake.events.filter(({ orderId }) => orderId === late.attempt.id);
  expect([await stateOf(late.attempt), events]).toEqual(['waiting', []]);
});

test('49: another sum is sent back by the bank; another name is not', async () => {
  const { attempt } = await issued();
  expect(world.fake.deposit(attempt.id, { amount: 38_999 })).toBe(false);
  expect(world.fake.deposit(attempt.id, { name: '박별' })).toBe(true);
  expect(snapshotOf(await world.account.ask(attempt))).toMatchObject({ state: 'paid', account: { holder: '김하늘' } });
});

test('50: paid, taken back by the bank, and paid again', async () => {
  const attempt = await deposited(world);
  expect(await stateOf(attempt)).toBe('paid');
  world.fake.clock.advance(90 * SECOND_MS);
  world.fake.depositFails(attempt.id);
  expect(snapshotOf(await world.account.ask(attempt))).toMatchObject({ state: 'waiting', paidAt: null, cancels: [] });
  expect(world.fake.deposit(attempt.id)).toBe(true);
  expect(await stateOf(attempt)).toBe('paid');
});

test('29, 50: an old version calls what the bank took back cancelled: nobody has refunded anything', async () => {
  const old = await createWorld({ shops: [{ ...TOSS_SHOP, version: '1.4' }] });
  const attempt = await deposited(old);
  old.fake.depositFails(attempt.id);
  expect(old.fake.payment(attempt.id).status).toBe('CANCELED');
  expect(snapshotOf(await old.account.ask(attempt)).state).toBe('failed');
  await old.close();
});

test('51: a number is given out again: what comes in is for who holds it then', async () => {
  const first = await issued();
  await issued();
  world.fake.clock.advance(4 * DAY_MS);
  const attempt = attemptOf();
  const later = startOf(attempt, { dueAt: new Date('2026-12-01T03:00:00Z') });
  expect(valueOf(await world.account.start(later))).toMatchObject({ account: { number: first.account.number } });
  expect(world.fake.deposit(first.attempt.id)).toBe(true);
  expect([await stateOf(first.attempt), await stateOf(attempt)]).toEqual(['waiting', 'paid']);
});

test.each([
  ['a bank that gives none', '99', 39_000, 'INVALID_BANK', 'shop'],
  ['too little', '20', 199, 'BELOW_MINIMUM_AMOUNT', 'buyer'],
])('51: %s: refused', async (_what, bank, amount, code, mender) => {
  const started = await world
    .toss()
    .virtualAccount(bank)
    .start(startOf(attemptOf(amount)));
  expect(started).toEqual({ kind: 'refused', code, mender });
});

test('51: one that has nothing to pay into is none', async () => {
  world.fake.next('account', { answer: { kind: 'change', change: (body) => ({ ...body, virtualAccount: null }) } });
  expect(await world.account.start(startOf(attemptOf()))).toEqual({ kind: 'unknown', code: 'NO_ACCOUNT' });
});

describe('52: given up', () => {
  test('before a deposit: nobody can pay into it any more, and nothing has to go back', async () => {
    const { attempt } = await issued();
    const snapshot = snapshotOf(await world.account.abandon(attempt));
    expect(snapshot).toMatchObject({ state: 'cancelled', cancels: [{ amount: 39_000, state: 'done' }] });
    expect(world.fake.deposit(attempt.id)).toBe(false);
    expect(snapshotOf(await world.account.abandon(attempt)).state).toBe('cancelled');
    expect(world.fake.calls('cancel')).toHaveLength(1);
  });

  test('after one: it is paid, and nothing is asked for', async () => {
    const attempt = await deposited(world);
    expect(snapshotOf(await world.account.abandon(attempt)).state).toBe('paid');
    expect(world.fake.calls('cancel')).toEqual([]);
  });

  test('while one comes in: Toss refuses, and it is paid', async () => {
    const { attempt } = await issued();
    world.fake.next('find', {
      answer: { kind: 'change', change: (body) => ({ ...body, status: 'WAITING_FOR_DEPOSIT' }) },
    });
    world.fake.deposit(attempt.id);
    expect(snapshotOf(await world.account.abandon(attempt)).state).toBe('paid');
    expect(world.fake.givenBack(attempt.id)).toBe(0);
  });

  test('and the answer is lost: what it is then tells', async () => {
    const { attempt } = await issued();
    world.fake.next('cancel', { answer: { kind: 'cut' } });
    expect(snapshotOf(await world.account.abandon(attempt)).state).toBe('cancelled');
  });

  test('and nobody knows: unknown, as it may be closed any moment', async () => {
    const { attempt } = await issued();
    world.fake.next('cancel', { executes: false, answer: { kind: 'raw', status: 500, body: '' } });
    expect(await world.account.abandon(attempt)).toEqual({ kind: 'unknown', code: 'HTTP_500' });
    world.fake.next('cancel', { executes: false, answer: { kind: 'raw', status: 500, body: '' } });
    world.fake.next('find', { answer: { kind: 'right' } });
    world.fake.next('find', { answer: { kind: 'raw', status: 503, body: '' } });
    expect(await world.account.abandon(attempt)).toEqual({ kind: 'unknown', code: 'HTTP_500' });
  });

  test('one that there is none of', async () => {
    expect(await world.account.abandon(attemptOf())).toEqual({ kind: 'done', value: null });
  });

  test('a part of what nobody has paid is refused', async () => {
    const { attempt } = await issued();
    expect(await world.account.refund(refundOf(attempt, 1000, { account: HERS }))).toEqual({
      ...{ kind: 'refused', code: 'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT', mender: 'shop' },
    });
  });
});

test('nobody confirms a transfer: it is what it is', async () => {
  const { attempt } = await issued();
  expect(snapshotOf(await world.account.complete(attempt, attempt.reference ?? '')).state).toBe('waiting');
  expect(await world.account.complete(attemptOf(), 'none')).toEqual({ kind: 'unknown', code: 'NOT_FOUND_PAYMENT' });
  expect(world.fake.calls('confirm')).toEqual([]);
});

describe('57: what goes back by a transfer', () => {
  test('is on its way for two days', async () => {
    const attempt = await deposited(world);
    const request = refundOf(attempt, 39_000, { account: HERS });
    expect(valueOf(await world.account.refund(request)).state).toBe('pending');
    expect(world.fake.calls('cancel')[0]?.body['refundReceiveAccount']).toEqual({
      ...{ bank: '88', accountNumber: HERS.number, holderName: HERS.holder },
    });
    world.fake.clock.advance(DAY_MS);
    expect(valueOf(await world.account.askRefund(request))?.state).toBe('pending');
    world.fake.clock.advance(DAY_MS);
    expect(valueOf(await world.account.askRefund(request))?.state).toBe('done');
  });

  test('is taken, and has failed two days later', async () => {
    const attempt = await deposited(world);
    const request = refundOf(attempt, 39_000, { account: HERS });
    world.fake.refundsFail(attempt.id);
    expect(valueOf(await world.account.refund(request)).state).toBe('pending');
    world.fake.clock.advance(2 * DAY_MS);
    expect(valueOf(await world.account.askRefund(request))?.state).toBe('failed');
  });

  test("of two parts one has failed: Toss doesn't say which, and both stay open", async () => {
    const attempt = await deposited(world);
    const one = refundOf(attempt, 10_000, { account: HERS });
    await world.account.refund(one);
    world.fake.clock.advance(2 * DAY_MS);
    expect(valueOf(await world.account.askRefund(one))?.state).toBe('done');
    world.fake.refundsFail(attempt.id);
    const other = refundOf(attempt, 5_000, { account: HERS, balance: 29_000 });
    await world.account.refund(other);
    world.fake.clock.advance(2 * DAY_MS);
    expect(valueOf(await world.account.askRefund(other))?.state).toBe('pending');
  });

  test.each<[string, RefundAccount | null, string]>([
    ['without an account', null, 'INVALID_REFUND_ACCOUNT_INFO'],
    ["to another's name", { ...HERS, holder: '박별' }, 'INVALID_REFUND_ACCOUNT_INFO'],
    ['to a bank that is none', { ...HERS, bankCode: '00' }, 'INVALID_BANK'],
    ['to a number that is none', { ...HERS, number: '110-123-456789' }, 'INVALID_REFUND_ACCOUNT_NUMBER'],
  ])('%s is refused, and the buyer can mend it', async (_what, account, code) => {
    const attempt = await deposited(world);
    const request = refundOf(attempt, 39_000, { account });
    expect(await world.account.refund(request)).toEqual({ kind: 'refused', code, mender: 'buyer' });
    // The refusal belongs to its key: the mended one is another refund.
    expect((await world.account.refund({ ...request, account: HERS })).kind).toBe('refused');
    expect(valueOf(await world.account.refund({ ...request, id: randomUUID(), account: HERS })).state).toBe('pending');
  });
});
