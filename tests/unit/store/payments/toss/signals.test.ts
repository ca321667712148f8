/** What a browser brings back, and what Toss sends by itself. */
import { gzipSync } from 'node:zlib';
import { readReturn, readWebhook } from '../../../../../server/store/payments/toss/signals';
import { deliveryOf } from '../../../../setup/toss/webhooks';
import { agreed, deposited, withToss } from './toss-world';

describe('a return', () => {
  test.each([
    [
      { paymentKey: 'key', orderId: 'id', amount: '39000' },
      { reference: 'key', amount: 39_000, failure: null },
    ],
    [
      { paymentKey: 'key', amount: '39000.5' },
      { reference: 'key', amount: null, failure: null },
    ],
    [
      { paymentKey: 'key', amount: '-1' },
      { reference: 'key', amount: null, failure: null },
    ],
    [
      { paymentKey: 'key', amount: ['1', '2'] },
      { reference: 'key', amount: null, failure: null },
    ],
    [
      { paymentKey: 'key', amount: '9'.repeat(16) },
      { reference: 'key', amount: null, failure: null },
    ],
    [
      { code: 'PAY_PROCESS_CANCELED', message: '취소' },
      { reference: null, amount: null, failure: 'PAY_PROCESS_CANCELED' },
    ],
    [
      { code: '<script>', message: '<b>' },
      { reference: null, amount: null, failure: 'UNREADABLE' },
    ],
    [
      { code: 'X', paymentKey: 'key' },
      { reference: null, amount: null, failure: 'UNREADABLE' },
    ],
    [{ code: 'PAY_PROCESS_ABORTED', paymentKey: 'key', amount: '1' }, { failure: 'PAY_PROCESS_ABORTED' }],
  ])('%j', (query, claim) => {
    expect(readReturn(query)).toMatchObject(claim);
  });

  test.each([{}, { amount: '1' }, { paymentKey: '..' }, { paymentKey: ['a'] }, { paymentKey: 'a b' }, { code: ['X'] }])(
    '%j is none',
    (query) => {
      expect(readReturn(query)).toBeNull();
    },
  );
});

describe('from Toss', () => {
  const world = withToss();

  test('a window that she closed, without the order', () => {
    expect(readReturn(world.fake.closeWindow())?.failure).toBe('PAY_PROCESS_CANCELED');
  });

  const read = (event: Parameters<typeof deliveryOf>[0] | undefined, retried = 0) => {
    if (!event) throw new Error('nothing was told');
    const { body, headers } = deliveryOf(event, { retried });
    return readWebhook(body, headers);
  };

  test('a payment that changed is a reason to ask, and no more', async () => {
    const { attempt, paymentKey } = agreed(world);
    await world.card.complete(attempt, paymentKey);
    const [event] = world.fake.events;
    expect(read(event)).toEqual({
      ...{ id: event?.id, attemptId: attempt.id, reference: paymentKey, trust: { kind: 'none' } },
    });
  });

  test("39: a deposit is told in both ways, each with an id of its own, which repeats don't change", async () => {
    const attempt = await deposited(world);
    const [callback, changed] = world.fake.events;
    expect(read(callback)).toEqual({
      ...{ id: callback?.id, attemptId: attempt.id, reference: null },
      trust: { kind: 'secret', secret: world.fake.payment(attempt.id).secret },
    });
    expect(read(changed)).toMatchObject({
      attemptId: attempt.id,
      reference: attempt.reference,
      trust: { kind: 'none' },
    });
    expect(callback?.id).not.toBe(changed?.id);
    for (let retried = 1; retried <= 7; retried++) expect(read(callback, retried)).toEqual(read(callback));
  });
});

const HEADERS = { 'tosspayments-webhook-transmission-id': 'whtrans_a01' };
const ORDER = '3f2b8a54-7c1d-4e0f-9a6b-0d1e2f3a4b5c';
const deposit = {
  createdAt: '2026-11-23T12:00:00+09:00',
  secret: 'ps_1',
  status: 'DONE',
  transactionKey: 'T',
  orderId: ORDER,
};

test.each<[string, unknown]>([
  ['44: a secret that is empty', { ...deposit, secret: '' }],
  ['44: a secret that is a list', { ...deposit, secret: ['ps_1'] }],
  ['44: a secret that is missing', { ...deposit, secret: undefined }],
  ['44: an order that is none of ours', { ...deposit, orderId: 'order-0001' }],
  ['44: an order that is a list', { ...deposit, orderId: [ORDER] }],
  ['45: another kind of event', { eventType: 'BILLING_DELETED', data: { billingKey: 'x' } }],
  ['45: a deposit that has a type', { ...deposit, eventType: 'payout.changed' }],
  ['a change of nothing', { eventType: 'PAYMENT_STATUS_CHANGED', data: {} }],
  ['a change without data', { eventType: 'PAYMENT_STATUS_CHANGED', data: null }],
  ['null', null],
  ['a list', [deposit]],
  ['a number', 5],
])('%s is no message', (_what, body) => {
  expect(readWebhook(Buffer.from(JSON.stringify(body)), HEADERS)).toBeNull();
});

test.each<[string, Buffer]>([
  ['43: not JSON', Buffer.from('orderId=1&secret=2')],
  ['43: compressed', gzipSync(JSON.stringify(deposit))],
  ['43: cut', Buffer.from(JSON.stringify(deposit).slice(0, -1))],
  ['43: nothing', Buffer.alloc(0)],
  ['43: no text', Buffer.from([0xff, 0xfe, 0x00])],
])('%s is no message', (_what, body) => {
  expect(readWebhook(body, HEADERS)).toBeNull();
});

test.each([{}, { 'tosspayments-webhook-transmission-id': '' }, { 'tosspayments-webhook-transmission-id': 'a b' }])(
  'without a name of its own it is none: %j',
  (headers) => {
    expect(readWebhook(Buffer.from(JSON.stringify(deposit)), headers)).toBeNull();
  },
);

test('44, 45: fields of next year, and a payment that we may not know', () => {
  const data = { orderId: 'by-hand-0001', paymentKey: 'tfake1', newField: {} };
  const body = { eventType: 'PAYMENT_STATUS_CHANGED', createdAt: '2026-11-23T12:00:00.123456', data, newer: 1 };
  expect(readWebhook(Buffer.from(JSON.stringify(body)), HEADERS)).toEqual({
    ...{ id: 'whtrans_a01', attemptId: null, reference: 'tfake1', trust: { kind: 'none' } },
  });
});
