/** That the fake Toss is strict where the real one is: a client that passes here must pass there. */
import { randomUUID } from 'node:crypto';
import { lend } from '../../../../setup/lend';
import { startTossFake, TOSS_SHOP, type TossFake } from '../../../../setup/toss/fake';
import type { TossShop } from '../../../../setup/toss/model';
import { deliveryOf, sendTo } from '../../../../setup/toss/webhooks';
import { startReceiver } from './receiver';

const OTHER = { ...TOSS_SHOP, mId: 'tother', clientKey: 'test_ck_other', secretKeys: ['test_sk_othersecretkey'] };
const LIVE: TossShop = {
  ...{ ...TOSS_SHOP, environment: 'live' },
  ...{ clientKey: 'live_ck_same', secretKeys: ['live_sk_samesecretkey'] },
};
const MINUTE_MS = 60_000;

const fake: TossFake = lend({
  each: true,
  open: () => startTossFake({ shops: [TOSS_SHOP, OTHER, LIVE], callsPerMinute: 100 }),
  close: ({ close }) => close(),
});

const basic = (key: string) => `Basic ${Buffer.from(key).toString('base64')}`;

interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @returns its status, and its code or state */
async function ask(path: string, { method = 'POST', body, headers = {} }: Asked = {}): Promise<[number, unknown]> {
  const response = await fetch(`${fake.url}/v1/${path}`, {
    method,
    headers: { authorization: basic(`${fake.secretKey}:`), 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: JSON.stringify(body) }),
  });
  const { code, status } = (await response.json()) as { code?: string; status?: string };
  return [response.status, code ?? status];
}

function agreement(amount = 1000) {
  const orderId = randomUUID();
  return { orderId, amount, ...fake.authenticate(orderId, amount) };
}

test.each([
  ['', [401, 'UNAUTHORIZED_KEY']],
  ['Bearer test_sk_fakeshopsecretkey01', [401, 'UNAUTHORIZED_KEY']],
  [basic('test_sk_fakeshopsecretkey01'), [403, 'INCORRECT_BASIC_AUTH_FORMAT']],
  [basic('\uFEFFtest_sk_fakeshopsecretkey01:'), [401, 'UNAUTHORIZED_KEY']],
  [basic('test_sk_nobody:'), [401, 'UNAUTHORIZED_KEY']],
  [basic('test_ck_fakeshopclientkey01:'), [400, 'INVALID_API_KEY']],
  [basic('test_gsk_widgets:'), [400, 'INVALID_API_KEY']],
])('a key of %j', async (authorization, answer) => {
  expect(await ask('payments/orders/any-order', { method: 'GET', headers: { authorization } })).toEqual(answer);
});

test("another shop's key finds nothing, and that of the other environment is a mistake", async () => {
  const body = agreement();
  const headers = (key: string) => ({ authorization: basic(`${key}:`) });
  const confirm = (key: string) => ask('payments/confirm', { body, headers: headers(key) });
  expect(await confirm('test_sk_othersecretkey')).toEqual([404, 'NOT_FOUND_PAYMENT']);
  expect(await confirm('live_sk_samesecretkey')).toEqual([400, 'INVALID_API_KEY']);
  const other = { method: 'GET', headers: headers('test_sk_othersecretkey') };
  expect(await ask(`payments/${body.paymentKey}`, other)).toEqual([404, 'NOT_FOUND_PAYMENT']);
  expect(await confirm(fake.secretKey)).toEqual([200, 'DONE']);
});

test.each<[string, unknown, unknown]>([
  ['a sum that is text', { amount: '1000' }, [400, 'INVALID_REQUEST']],
  ['no sum', { amount: undefined }, [400, 'INVALID_REQUEST']],
  ['another sum', { amount: 1001 }, [400, 'INVALID_REQUEST']],
  ['another order', { orderId: 'another-order' }, [404, 'NOT_FOUND_PAYMENT_SESSION']],
  ['a key that is too long', { paymentKey: 'x'.repeat(201) }, [400, 'INVALID_REQUEST']],
  ['a key that nobody has', { paymentKey: 'x' }, [404, 'NOT_FOUND_PAYMENT']],
])('confirm refuses %s, and takes nothing', async (_what, changes, answer) => {
  const body = agreement();
  expect(await ask('payments/confirm', { body: { ...body, ...(changes as object) } })).toEqual(answer);
  expect(fake.captures(body.orderId)).toBe(0);
});

test('a body of another type is none', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await ask('payments/confirm', { body: agreement(), headers })).toEqual([400, 'INVALID_REQUEST']);
});

const ACCOUNT = { amount: 1000, orderId: 'order-0001', orderName: '향수', customerName: '김하늘', bank: '20' };

test.each<[string, unknown, unknown]>([
  ['an order id that is too short', { orderId: 'five5' }, [400, 'INVALID_ORDER_ID']],
  ['one that is too long', { orderId: 'x'.repeat(65) }, [400, 'INVALID_ORDER_ID']],
  ['one with other signs', { orderId: 'order=0001' }, [400, 'INVALID_ORDER_ID']],
  ['a name that is too long', { orderName: '향'.repeat(101) }, [400, 'INVALID_ORDER_NAME']],
  ['no name', { customerName: '' }, [400, 'INVALID_REQUEST']],
  [
    'both kinds of an end',
    { validHours: 1, dueDate: '2026-11-24T00:00:00' },
    [400, 'INVALID_VALID_HOURS_WITH_DUE_DATE_AND_SINGLE'],
  ],
  ['too many hours', { validHours: 2161 }, [400, 'EXCEED_MAX_VALID_HOURS']],
  ['a day too far', { dueDate: '2027-11-24T00:00:00' }, [400, 'EXCEED_MAX_DUE_DATE']],
  ['a day that is over', { dueDate: '2026-11-22T00:00:00' }, [400, 'INVALID_DATE']],
  ['a time with a zone', { dueDate: '2026-11-24T00:00:00Z' }, [400, 'INVALID_DATE']],
  ['a receipt of another kind', { cashReceipt: { type: '기타' } }, [400, 'INVALID_CASH_RECEIPT_INFO']],
])('a virtual account with %s', async (_what, changes, answer) => {
  expect(await ask('virtual-accounts', { body: { ...ACCOUNT, ...(changes as object) } })).toEqual(answer);
});

test('an order gets one account, and one payment', async () => {
  expect(await ask('virtual-accounts', { body: ACCOUNT })).toEqual([200, 'WAITING_FOR_DEPOSIT']);
  expect(await ask('virtual-accounts', { body: ACCOUNT })).toEqual([400, 'DUPLICATED_ORDER_ID']);
});

describe('a key of a deed', () => {
  const confirm = (body: object, key: string, secret = fake.secretKey) =>
    ask('payments/confirm', { body, headers: { 'idempotency-key': key, authorization: basic(`${secret}:`) } });

  test('16: gives the first order for another, whatever the body says', async () => {
    const [first, second] = [agreement(), agreement()];
    expect(await confirm(first, 'same')).toEqual([200, 'DONE']);
    expect(await confirm(second, 'same')).toEqual([200, 'DONE']);
    expect([fake.captures(first.orderId), fake.captures(second.orderId)]).toEqual([1, 0]);
  });

  test("is the shop's own", async () => {
    const body = agreement();
    expect(await confirm(body, 'same', 'test_sk_othersecretkey')).toEqual([404, 'NOT_FOUND_PAYMENT']);
    expect(await confirm(body, 'same')).toEqual([200, 'DONE']);
  });

  test('gives an error again, too', async () => {
    const body = agreement();
    expect(await confirm({ ...body, amount: 1 }, 'same')).toEqual([400, 'INVALID_REQUEST']);
    expect(await confirm(body, 'same')).toEqual([400, 'INVALID_REQUEST']);
    expect(await confirm(body, 'other')).toEqual([200, 'DONE']);
  });

  test('of more than 300 letters is none', async () => {
    expect(await confirm(agreement(), 'x'.repeat(301))).toEqual([400, 'INVALID_IDEMPOTENCY_KEY']);
  });
});

test('54: without a key, two parts of the same sum both go back', async () => {
  const body = agreement();
  await ask('payments/confirm', { body });
  const cancel = () => ask(`payments/${body.paymentKey}/cancel`, { body: { cancelReason: '변심', cancelAmount: 300 } });
  expect([await cancel(), await cancel()]).toEqual(Array(2).fill([200, 'PARTIAL_CANCELED']));
  expect(fake.givenBack(body.orderId)).toBe(600);
  expect(await ask(`payments/${body.paymentKey}/cancel`, { body: { cancelReason: '나머지' } })).toEqual([
    200,
    'CANCELED',
  ]);
  expect(fake.givenBack(body.orderId)).toBe(1000);
});

test('9: a hundred of a kind in a minute, and no more', async () => {
  const answers: number[] = [];
  for (let i = 0; i < 101; i++) {
    const { status } = await fetch(`${fake.url}/v1/payments/orders/any-order`, {
      headers: { authorization: basic(`${fake.secretKey}:`) },
    });
    answers.push(status);
  }
  expect(answers).toEqual([...Array<number>(100).fill(404), 429]);
  fake.clock.advance(MINUTE_MS);
  expect(await ask('payments/orders/any-order', { method: 'GET' })).toEqual([404, 'NOT_FOUND_PAYMENT']);
});

test('29: asked in English, it answers in English', async () => {
  const { paymentKey } = agreement();
  const method = async (language: string) => {
    const headers = { authorization: basic(`${fake.secretKey}:`), 'accept-language': language };
    return ((await (await fetch(`${fake.url}/v1/payments/${paymentKey}`, { headers })).json()) as { method: string })
      .method;
  };
  expect([await method('en-US'), await method('ko-KR'), await method('*')]).toEqual(['CARD', '카드', '카드']);
});

test('a window is closed after half an hour, and what was agreed to in it after ten minutes', () => {
  const { orderId } = agreement();
  fake.clock.advance(10 * MINUTE_MS);
  expect(fake.payment(orderId).status).toBe('IN_PROGRESS');
  fake.clock.advance(1);
  expect(fake.payment(orderId).status).toBe('EXPIRED');
});

describe('webhooks', () => {
  test('are sent when a test says so, in any order, with the same name each time', async () => {
    const receiver = await startReceiver([500, 200, 200]);
    await ask('virtual-accounts', { body: ACCOUNT });
    fake.deposit(ACCOUNT.orderId);
    const [deposit, changed] = fake.events;
    expect(await sendTo(receiver.url, changed!)).toBe(500);
    expect(await sendTo(receiver.url, changed!, { retried: 1 })).toBe(200);
    expect(await sendTo(receiver.url, deposit!)).toBe(200);
    const told = receiver.received.map(({ headers }) => [
      headers['tosspayments-webhook-transmission-id'],
      headers['tosspayments-webhook-transmission-retried-count'],
    ]);
    expect(told).toEqual([
      [changed!.id, '0'],
      [changed!.id, '1'],
      [deposit!.id, '0'],
    ]);
    await receiver.close();
  });

  test('of a deposit tell no sum, no key and no type', async () => {
    await ask('virtual-accounts', { body: ACCOUNT });
    fake.deposit(ACCOUNT.orderId);
    const body = JSON.parse(deliveryOf(fake.events[0]!).body.toString()) as object;
    expect(Object.keys(body).sort()).toEqual(['createdAt', 'orderId', 'secret', 'status', 'transactionKey']);
  });
});

test('every step that a test has written is asked for, or left to be seen', async () => {
  fake.next('find-by-order', { answer: { kind: 'right' } }, 'order-0002');
  await ask('payments/orders/order-0001', { method: 'GET' });
  expect(fake.stepsLeft()).toBe(1);
  await ask('payments/orders/order-0002', { method: 'GET' });
  expect(fake.stepsLeft()).toBe(0);
});
