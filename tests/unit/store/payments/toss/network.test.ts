/** What can happen to an answer on its way, by the numbers of the study's faults. */
import iconv from 'iconv-lite';
import { freePort } from '../../../../setup/ports';
import type { Delivery } from '../../../../setup/toss/scripts';
import { agreed, attemptOf, snapshotOf, withToss } from './toss-world';

const world = withToss();

const ask = async (attempt: { readonly id: string }) =>
  snapshotOf(await world.card.ask({ ...attemptOf(), id: attempt.id }));

/** Executed, and the answer is lost. */
test.each<[string, Delivery, string]>([
  ['1: the answer never comes', { kind: 'hang' }, 'TIMEOUT'],
  ['2: the connection is torn before the headers', { kind: 'reset' }, 'UND_ERR_SOCKET|ECONNRESET'],
  ['3: the body is cut', { kind: 'cut' }, 'UND_ERR_SOCKET|NO_ANSWER|ECONNRESET'],
  [
    '5: 500 with a code of Toss',
    { kind: 'refuse', status: 500, code: 'FAILED_INTERNAL_SYSTEM_PROCESSING' },
    'FAILED_INTERNAL_SYSTEM_PROCESSING',
  ],
  ['7: a page of a gateway', { kind: 'raw', status: 502, body: '<html>Bad Gateway</html>' }, 'HTTP_502'],
  ['7: a page, and all is well', { kind: 'raw', status: 200, body: '<!doctype html><title>OK</title>' }, 'UNREADABLE'],
  ['7: nothing', { kind: 'raw', status: 200, body: '' }, 'UNREADABLE'],
  ['7: an empty object', { kind: 'raw', status: 200, body: '{}' }, 'UNREADABLE'],
  [
    '9: too often',
    { kind: 'raw', status: 429, body: 'Too Many Requests', headers: { 'retry-after': '60' } },
    'HTTP_429',
  ],
  ['9: too often, without a time', { kind: 'raw', status: 429, body: '{"code":"INVALID_REQUEST"}' }, 'INVALID_REQUEST'],
  [
    '11: another address',
    { kind: 'raw', status: 302, body: '', headers: { location: '/v1/payments/elsewhere' } },
    'HTTP_302',
  ],
  ['12: a byte order mark', { kind: 'bytes', of: (json) => Buffer.from(`\uFEFF${json}`) }, 'UNREADABLE'],
  ['12: another charset', { kind: 'bytes', of: (json) => iconv.encode(json, 'euc-kr') }, 'UNREADABLE'],
  ['21: PROVIDER_ERROR', { kind: 'refuse', status: 400, code: 'PROVIDER_ERROR' }, 'PROVIDER_ERROR'],
  ['a refusal by somebody who is not Toss', { kind: 'raw', status: 403, body: '<html>blocked</html>' }, 'HTTP_403'],
  ['success of another kind', { kind: 'raw', status: 202, body: '{}' }, 'HTTP_202'],
])('%s: unknown, taken once, and the next question tells', async (_name, answer, code) => {
  const { attempt, paymentKey } = agreed(world);
  world.fake.next('confirm', { answer });
  const outcome = await world.hasty.complete(attempt, paymentKey);
  expect(outcome).toEqual({ kind: 'unknown', code: expect.stringMatching(new RegExp(`^(${code})$`)) });
  expect(await ask(attempt)).toMatchObject({ state: 'paid', total: attempt.amount });
  expect(world.fake.captures(attempt.id)).toBe(1);
  // No other address was given the key.
  expect(world.fake.journal.map(({ path }) => path)).not.toContain('/v1/payments/elsewhere');
});

test('4: nobody answers: unknown, and nothing was done', async () => {
  const { attempt, paymentKey } = agreed(world);
  const nowhere = world.toss({ baseUrl: `http://127.0.0.1:${await freePort()}` }).window('card');
  expect(await nowhere.complete(attempt, paymentKey)).toEqual({ kind: 'unknown', code: 'ECONNREFUSED' });
  const nameless = world.toss({ baseUrl: 'http://toss.invalid' }).window('card');
  expect(await nameless.complete(attempt, paymentKey)).toMatchObject({ kind: 'unknown' });
  expect(await ask(attempt)).toMatchObject({ state: 'processing' });
});

test('6: it fails twice before it reaches Toss, then the same key takes the money once', async () => {
  const { attempt, paymentKey } = agreed(world);
  for (const status of [500, 503]) {
    world.fake.next('confirm', { executes: false, answer: { kind: 'raw', status, body: 'no' } });
    expect(await world.card.complete(attempt, paymentKey)).toEqual({ kind: 'unknown', code: `HTTP_${status}` });
  }
  expect(snapshotOf(await world.card.complete(attempt, paymentKey)).state).toBe('paid');
  expect(snapshotOf(await world.card.complete(attempt, paymentKey)).state).toBe('paid');
  expect(world.fake.calls('confirm').map(({ key }) => key)).toEqual(Array(4).fill(`confirm:${attempt.id}`));
  expect(world.fake.captures(attempt.id)).toBe(1);
});

test('8: an answer that is slow and right is waited for', async () => {
  const { attempt, paymentKey } = agreed(world);
  world.fake.next('confirm', { answer: { kind: 'slow', ms: 500 } });
  expect(snapshotOf(await world.card.complete(attempt, paymentKey)).state).toBe('paid');
});

test.each([
  ['a key that was replaced', 401, 'UNAUTHORIZED_KEY'],
  ['one of the other environment', 400, 'INVALID_API_KEY'],
  ['a header that went wrong', 403, 'INCORRECT_BASIC_AUTH_FORMAT'],
])('10: %s is a refusal that the shop has to mend', async (_what, status, code) => {
  const { attempt, paymentKey } = agreed(world);
  const refused = { kind: 'refused', code, mender: 'shop' };
  world.fake.next('confirm', { executes: false, answer: { kind: 'refuse', status, code } });
  expect(await world.card.complete(attempt, paymentKey)).toEqual(refused);
  world.fake.next('find-by-order', { executes: false, answer: { kind: 'refuse', status, code } });
  expect(await world.card.ask(attempt)).toEqual(refused);
  expect(world.fake.captures(attempt.id)).toBe(0);
});

test('12: unknown fields, missing ones and nulls change nothing', async () => {
  const { attempt, paymentKey } = agreed(world);
  const change = ({ paymentKey, orderId, status, currency, totalAmount, balanceAmount }: Record<string, unknown>) => ({
    ...{ paymentKey, orderId, status, currency, totalAmount, balanceAmount },
    ...{ cancels: null, virtualAccount: null, receipt: { url: 'javascript:alert(1)' }, approvedAt: 'yesterday' },
    ...{ newField: { deep: [1, 2] }, secret: null, easyPay: 'wallet', card: [] },
  });
  world.fake.next('confirm', { answer: { kind: 'change', change } });
  expect(snapshotOf(await world.card.complete(attempt, paymentKey))).toEqual({
    ...{ attemptId: attempt.id, reference: paymentKey, state: 'paid', total: 39_000, balance: 39_000, currency: 'KRW' },
    ...{ cancels: [], means: null, receiptUrl: null, account: null, secret: null, paidAt: null },
  });
});

test('13: of two at once one runs, and the other knows nothing', async () => {
  const { attempt, paymentKey } = agreed(world);
  world.fake.next('confirm', { answer: { kind: 'slow', ms: 300 } });
  const outcomes = await Promise.all([
    world.card.complete(attempt, paymentKey),
    world.card.complete(attempt, paymentKey),
  ]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'unknown']);
  expect(outcomes).toContainEqual({ kind: 'unknown', code: 'IDEMPOTENT_REQUEST_PROCESSING' });
  expect(world.fake.captures(attempt.id)).toBe(1);
});

test('an answer without an end is let go', async () => {
  const { attempt, paymentKey } = agreed(world);
  const body = Buffer.alloc(5 * 1024 * 1024, ' ');
  world.fake.next('confirm', { answer: { kind: 'raw', status: 200, body } });
  expect(await world.card.complete(attempt, paymentKey)).toEqual({ kind: 'unknown', code: 'TOO_LARGE' });
});

test('what is sent: our key and language, and no more than Toss asks for', async () => {
  const { attempt, paymentKey } = agreed(world);
  await world.card.complete(attempt, paymentKey);
  const [call] = world.fake.calls('confirm');
  expect(call?.body).toEqual({ paymentKey, orderId: attempt.id, amount: 39_000 });
  expect(call?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from(`${world.fake.secretKey}:`).toString('base64')}`,
    'accept-language': 'ko-KR',
    'content-type': 'application/json',
  });
});
