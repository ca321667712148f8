/** Toss' ledger, row by row, by the numbers of the study's faults. */
import type { LedgerRow, Outcome } from '../../../../../server/store/payments/provider';
import { createWorld, deposited, paid, refundOf, withToss } from './toss-world';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Noon in Seoul, where the clock of tests stands. */
const NOON = new Date('2026-11-23T03:00:00Z');
const DAY = { from: new Date(NOON.getTime() - 12 * HOUR_MS), to: new Date(NOON.getTime() + 12 * HOUR_MS) };

const world = withToss();

async function read(period = DAY, { from = world, pageRows = 2 } = {}): Promise<Outcome<LedgerRow>[]> {
  const rows: Outcome<LedgerRow>[] = [];
  const { signal } = new AbortController();
  for await (const row of from.toss({ pageRows }).window('card').listTransactions(period.from, period.to, signal)) {
    rows.push(row);
  }
  return rows;
}

const valuesOf = (rows: readonly Outcome<LedgerRow>[]): LedgerRow[] =>
  rows.flatMap((row) => (row.kind === 'done' ? [row.value] : []));

test('61: a page ends inside a second, and no row is lost or told twice', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push((await paid(world)).id);
  const rows = valuesOf(await read());
  expect(rows.map(({ attemptId }) => attemptId)).toEqual(ids);
  expect(rows[0]).toEqual({
    ...{ id: world.fake.ledger[0]?.transactionKey, attemptId: ids[0], kind: 'sale', amount: 39_000, currency: 'KRW' },
    ...{ reference: world.fake.payment(ids[0] ?? '').paymentKey, at: NOON },
  });
  expect(world.fake.calls('transactions').map(({ body }) => body['startingAfter'])).toEqual([
    undefined,
    rows[1]?.id,
    rows[3]?.id,
  ]);
});

test('61: as many rows as two pages hold: a third is asked for, and is empty', async () => {
  for (let i = 0; i < 4; i++) await paid(world);
  expect(await read()).toHaveLength(4);
  expect(world.fake.calls('transactions')).toHaveLength(3);
});

test.each([1, -1] as const)(
  '61: what went back is told as a cancel, with or without a minus (%p)',
  async (cancelSign) => {
    const other = await createWorld({ ledgerWays: { cancelSign } });
    const attempt = await paid(other);
    await other.card.refund(refundOf(attempt, 10_000));
    await other.card.refund(refundOf(attempt, 29_000, { balance: 29_000 }));
    const rows = valuesOf(await read(DAY, { from: other }));
    expect(rows.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['sale', 39_000],
      ['cancel', 10_000],
      ['cancel', 29_000],
    ]);
    await other.close();
  },
);

test('61: a cancel before its sale, as it may be written', async () => {
  const attempt = await paid(world);
  await world.card.refund(refundOf(attempt, 39_000));
  world.fake.ledger.reverse();
  expect(valuesOf(await read()).map(({ kind }) => kind)).toEqual(['cancel', 'sale']);
});

test('61: a row that is written twice is told once', async () => {
  await paid(world);
  await paid(world);
  world.fake.ledger.push(...world.fake.ledger);
  expect(valuesOf(await read(DAY, { from: world, pageRows: 10 }))).toHaveLength(2);
  // Where a page ends in one, Toss would begin again for ever.
  expect(valuesOf(await read())).toHaveLength(2);
});

test.each([true, false])(
  "61: the day is Korea's, ends included, whether Toss includes them (%p) or not",
  async (isEndIncluded) => {
    const other = await createWorld({ ledgerWays: { isEndIncluded } });
    const midnight = new Date('2026-11-23T15:00:00Z');
    other.fake.clock.advance(midnight.getTime() - NOON.getTime() - SECOND_MS);
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      ids.push((await paid(other)).id);
      other.fake.clock.advance(SECOND_MS);
    }
    const told = async (from: Date, to: Date) =>
      valuesOf(await read({ from, to }, { from: other })).map(({ attemptId }) => attemptId);
    expect(await told(NOON, new Date(midnight.getTime() - SECOND_MS))).toEqual(ids.slice(0, 1));
    expect(await told(midnight, new Date(midnight.getTime() + SECOND_MS))).toEqual(ids.slice(1));
    expect(other.fake.calls('transactions').at(-1)?.body['startDate']).toBe('2026-11-24T00:00:00');
    await other.close();
  },
);

test('a zone that Toss may mean instead', async () => {
  const { signal } = new AbortController();
  const card = world.toss({ parameterOffsetMs: 0 }).window('card');
  for await (const row of card.listTransactions(DAY.from, DAY.to, signal)) expect(row).toBeNull();
  expect(world.fake.calls('transactions')[0]?.body['startDate']).toBe('2026-11-22T15:00:00');
});

test.each([
  [429, 'HTTP_429'],
  [503, 'HTTP_503'],
])('61: %i on the third page is told, and ends it', async (status, code) => {
  for (let i = 0; i < 7; i++) await paid(world);
  for (const answer of [{ kind: 'right' }, { kind: 'right' }, { kind: 'raw', status, body: '' }] as const) {
    world.fake.next('transactions', { answer });
  }
  const rows = await read();
  expect(rows.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'done', 'unknown']);
  expect(rows.at(-1)).toEqual({ kind: 'unknown', code });
});

test('61: whoever reads it can stop, and what is slow is waited for', async () => {
  await paid(world);
  const stop = new AbortController();
  world.fake.next('transactions', { answer: { kind: 'hang' } });
  const rows = world.card.listTransactions(DAY.from, DAY.to, stop.signal)[Symbol.asyncIterator]();
  const first = rows.next();
  await world.fake.called('transactions');
  stop.abort();
  expect(await first).toMatchObject({ value: { kind: 'unknown' } });
  expect((await rows.next()).done).toBe(true);
  world.fake.next('transactions', { answer: { kind: 'slow', ms: 300 } });
  expect(valuesOf(await read())).toHaveLength(1);
});

test('61: a deposit that its bank took back is no row of money', async () => {
  const attempt = await deposited(world);
  world.fake.depositFails(attempt.id);
  expect(valuesOf(await read()).map(({ kind }) => kind)).toEqual(['sale']);
});

test("59: what was taken at Toss' own desk is told, of an order that isn't ours", async () => {
  world.fake.takeAtDesk('by-hand-0001', 5_000);
  expect(valuesOf(await read())).toEqual([expect.objectContaining({ attemptId: 'by-hand-0001', amount: 5_000 })]);
});

test.each([
  ['no row', [null]],
  ['a row without a key', [{ orderId: 'a', amount: 1 }]],
  ['no list', { data: [] }],
  ['a sum with a fraction', (rows: unknown) => [{ ...(rows as object[])[0], amount: 0.5 }]],
])('%s: unknown', async (_what, said) => {
  await paid(world);
  const change = (rows: unknown) => (typeof said === 'function' ? said(rows) : said);
  world.fake.next('transactions', { answer: { kind: 'change', change } });
  expect(await read()).toEqual([{ kind: 'unknown', code: 'UNREADABLE' }]);
});
