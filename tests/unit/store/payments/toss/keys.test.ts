import { checkKeys, readKeys } from '../../../../../server/store/payments/toss/keys';
import { withToss } from './toss-world';

const world = withToss();

const check = (keys: { clientKey?: string; secretKey?: string }, baseUrl = world.fake.url) =>
  checkKeys(
    { clientKey: world.fake.clientKey, secretKey: world.fake.secretKey, ...keys },
    { ...world.connection, baseUrl, randomId: () => 'a-random-order-id' },
  );

test('a good key is told by a payment that there is none of, and nothing is done', async () => {
  expect(await check({})).toEqual({ kind: 'good', environment: 'test' });
  expect(world.fake.journal).toMatchObject([
    { method: 'GET', path: '/v1/payments/orders/a-random-order-id', answered: '404', executed: false },
  ]);
  expect(world.fake.payments).toEqual([]);
});

test('a key that nobody has', async () => {
  expect(await check({ secretKey: 'test_sk_somebodyelse' })).toEqual({ kind: 'bad', fault: 'refused' });
});

test.each([
  ['an answer of another kind', { kind: 'raw', status: 502, body: '<html>' }, 'HTTP_502'],
  [
    'a refusal that says nothing of keys',
    { kind: 'refuse', status: 403, code: 'FORBIDDEN_REQUEST' },
    'FORBIDDEN_REQUEST',
  ],
] as const)('%s leaves it open', async (_what, answer, code) => {
  world.fake.next('find-by-order', { answer });
  expect(await check({})).toEqual({ kind: 'unknown', code });
});

test.each([
  ['test_ck_abcdefgh', 'live_sk_abcdefgh', 'mixed'],
  ['live_ck_abcdefgh', 'test_sk_abcdefgh', 'mixed'],
  ['test_gck_abcdefgh', 'test_gsk_abcdefgh', 'widget'],
  ['test_ck_abcdefgh', 'test_gsk_abcdefgh', 'widget'],
  ['live_gck_docs_abcdefgh', 'live_sk_abcdefgh', 'widget'],
  ['test_sk_abcdefgh', 'test_ck_abcdefgh', 'swapped'],
  ['test_sk_abcdefgh', 'test_sk_abcdefgh', 'no-client-key'],
  ['', 'test_sk_abcdefgh', 'no-client-key'],
  ['\uFEFFtest_ck_abcdefgh', 'test_sk_abcdefgh', 'no-client-key'],
  ['test_ck_abcdefgh', 'test_sk_abcdefgh\n', 'no-secret-key'],
  ['test_ck_abcdefgh', 'test_ck_abcdefgh', 'no-secret-key'],
  ['test_ck_abcdefgh', 'sk_test_abcdefgh', 'no-secret-key'],
  ['test_ck_abcdefgh', 'test_sk_', 'no-secret-key'],
])('%j and %j: %s, seen without asking', async (clientKey, secretKey, fault) => {
  expect(readKeys({ clientKey, secretKey })).toEqual({ kind: 'bad', fault });
  expect(await check({ clientKey, secretKey })).toEqual({ kind: 'bad', fault });
  expect(world.fake.journal).toEqual([]);
});

test('a pair for real money', () => {
  expect(readKeys({ clientKey: 'live_ck_abcdefgh', secretKey: 'live_sk_abcdefgh' })).toEqual({
    ...{ kind: 'good', environment: 'live' },
  });
});
