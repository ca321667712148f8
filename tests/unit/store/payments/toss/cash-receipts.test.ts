/** 현금영수증, by the numbers of the study's faults. */
import { randomUUID } from 'node:crypto';
import type { Outcome } from '../../../../../server/store/payments/provider';
import {
  createTossCashReceipts,
  type CashReceipt,
  type CashReceiptRequest,
} from '../../../../../server/store/payments/toss/cash-receipts';
import { valueOf, withToss } from './toss-world';

const DAY_MS = 24 * 60 * 60_000;

const world = withToss();

const receipts = () => createTossCashReceipts(world.client);

const requestOf = (changes: Partial<CashReceiptRequest> = {}): CashReceiptRequest => ({
  id: randomUUID(),
  orderId: 'EA-2026-0001',
  orderName: '새벽의 정원 50ml',
  amount: 100_000,
  purpose: 'deduction',
  identity: '01012345678',
  ...changes,
});

async function found(day = '2026-11-23'): Promise<Outcome<CashReceipt>[]> {
  const all: Outcome<CashReceipt>[] = [];
  for await (const one of receipts().find(day, new AbortController().signal)) all.push(one);
  return all;
}

test('62: it is on its way for two days, and then the tax office has it', async () => {
  const issued = valueOf(await receipts().issue(requestOf()));
  expect(issued).toMatchObject({ orderId: 'EA-2026-0001', kind: 'issue', amount: 100_000, state: 'pending' });
  world.fake.clock.advance(2 * DAY_MS);
  expect(await found()).toEqual([{ kind: 'done', value: { ...issued, state: 'done' } }]);
  expect(await found('2026-11-24')).toEqual([]);
});

test('62: two days later it has failed', async () => {
  valueOf(await receipts().issue(requestOf()));
  world.fake.receipts[0]!.fails = true;
  world.fake.clock.advance(2 * DAY_MS);
  expect(await found()).toMatchObject([{ value: { state: 'failed', failure: 'NTS_ERROR' } }]);
});

test('62: asked for again, the same is one; another for the same order is a second one', async () => {
  const request = requestOf();
  const first = valueOf(await receipts().issue(request));
  expect(valueOf(await receipts().issue(request))).toEqual(first);
  expect(world.fake.receipts).toHaveLength(1);
  const second = valueOf(await receipts().issue(requestOf()));
  expect(second.reference).not.toBe(first.reference);
  expect(world.fake.receipts).toHaveLength(2);
});

test('62: a refund takes back a part of it, once, and the rest', async () => {
  const { reference } = valueOf(await receipts().issue(requestOf()));
  const cancel = { id: randomUUID(), reference, amount: 30_000 };
  const part = valueOf(await receipts().cancel(cancel));
  expect(part).toMatchObject({ kind: 'cancel', amount: 30_000, state: 'pending' });
  expect(part.reference).toMatch(/^c_/);
  expect(valueOf(await receipts().cancel(cancel))).toEqual(part);
  const tooMuch = await receipts().cancel({ id: randomUUID(), reference, amount: 70_001 });
  expect(tooMuch).toEqual({ kind: 'refused', code: 'NOT_CANCELABLE_AMOUNT', mender: 'shop' });
  expect(valueOf(await receipts().cancel({ id: randomUUID(), reference, amount: 70_000 })).amount).toBe(70_000);
});

test.each([
  ['deduction', '1234567890'],
  ['expense', '01012345678'],
] as const)('62: for %s, %s is nobody', async (purpose, identity) => {
  const refused = { kind: 'refused', code: 'INVALID_CASH_RECEIPT_INFO', mender: 'buyer' };
  expect(await receipts().issue(requestOf({ purpose, identity }))).toEqual(refused);
});

test.each([
  ['deduction', '0100001234'],
  ['expense', '1234567890'],
] as const)('for %s, %s is somebody', async (purpose, identity) => {
  expect(valueOf(await receipts().issue(requestOf({ purpose, identity }))).state).toBe('pending');
});

test('many on one day come page by page', async () => {
  for (let i = 0; i < 101; i++) valueOf(await receipts().issue(requestOf({ amount: i + 1 })));
  expect((await found()).map((one) => one.kind === 'done' && one.value.amount)).toEqual(
    Array.from({ length: 101 }, (_, i) => i + 1),
  );
  expect(world.fake.calls('receipts')).toHaveLength(2);
});

test('the answer is lost: unknown, and it is found by its day', async () => {
  world.fake.next('receipt', { answer: { kind: 'reset' } });
  expect((await receipts().issue(requestOf())).kind).toBe('unknown');
  expect(await found()).toMatchObject([{ kind: 'done', value: { orderId: 'EA-2026-0001' } }]);
  world.fake.next('receipts', { answer: { kind: 'raw', status: 500, body: '' } });
  expect(await found()).toEqual([{ kind: 'unknown', code: 'HTTP_500' }]);
});
