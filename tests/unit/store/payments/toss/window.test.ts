/** How a payment begins: on a page of ours, or where Toss sends the buyer. */
import { snapshotOf, attemptOf, startOf, valueOf, withToss } from './toss-world';

const world = withToss();

async function dataOf(method: 'card' | 'kakao-pay' | 'naver-pay' | 'tosspay', attempt = attemptOf()) {
  const started = valueOf(await world.toss().window(method).start(startOf(attempt)));
  if (started.kind !== 'page') throw new Error(started.kind);
  return started.data;
}

test.each([
  ['card', { flowMode: 'DEFAULT' }],
  ['kakao-pay', { flowMode: 'DIRECT', easyPay: 'KAKAOPAY' }],
  ['naver-pay', { flowMode: 'DIRECT', easyPay: 'NAVERPAY' }],
  ['tosspay', { flowMode: 'DIRECT', easyPay: 'TOSSPAY' }],
] as const)('%s: what the page needs, and nothing that is secret; Toss is asked nothing', async (method, flow) => {
  const attempt = attemptOf();
  const data = await dataOf(method, attempt);
  expect(data).toEqual({
    ...{
      clientKey: world.fake.clientKey,
      customerKey: attempt.id,
      orderId: attempt.id,
      amount: 39_000,
      currency: 'KRW',
    },
    ...{ orderName: '새벽의 정원 50ml 외 1건', method: 'CARD', ...flow },
    successUrl: 'https://essence-aura.example/pay/return/token',
    failUrl: 'https://essence-aura.example/pay/return/token',
  });
  expect(JSON.stringify(data)).not.toContain('김하늘');
  expect(await dataOf(method, attempt)).toEqual(data);
  expect(world.fake.journal).toEqual([]);
});

test('what the page says is what Toss takes, and is paid by it', async () => {
  const attempt = attemptOf();
  world.fake.open(await dataOf('kakao-pay', attempt));
  const { paymentKey } = world.fake.authenticate(attempt.id, attempt.amount);
  expect(snapshotOf(await world.card.complete(attempt, paymentKey))).toMatchObject({
    state: 'paid',
    means: 'kakaopay',
  });
});

test('a name that is too long is cut between letters', async () => {
  const attempt = startOf(attemptOf(), { orderName: '🌸'.repeat(200) });
  const started = valueOf(await world.card.start(attempt));
  expect(started).toMatchObject({ data: { orderName: '🌸'.repeat(50) } });
  expect(() => world.fake.open((started as { data: object }).data as Record<string, unknown>)).not.toThrow();
});

describe('by an address that Toss gives', () => {
  const server = () => world.toss({ opensWindow: { by: 'server', method: 'CARD' } }).window('naver-pay');

  test('she is sent there, and asked again it is the same', async () => {
    const attempt = attemptOf();
    const started = valueOf(await server().start(startOf(attempt)));
    expect(started).toMatchObject({ kind: 'redirect', reference: world.fake.payment(attempt.id).paymentKey });
    expect((started as { url: string }).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/payments\/.*\/checkout$/);
    expect(valueOf(await server().start(startOf(attempt)))).toEqual(started);
    expect(world.fake.payments).toHaveLength(1);
    expect(world.fake.calls('open')[0]).toMatchObject({
      key: `start:${attempt.id}`,
      body: { method: 'CARD', flowMode: 'DIRECT', easyPay: 'NAVERPAY', amount: 39_000, orderId: attempt.id },
    });
  });

  test.each([
    'https://toss.example/checkout',
    'http://pay.tosspayments.com/checkout',
    'https://tosspayments.com.evil.example/',
    'javascript:alert(1)',
    'nowhere',
  ])('she is never sent to %s', async (url) => {
    world.fake.next('open', { answer: { kind: 'change', change: (body) => ({ ...body, checkout: { url } }) } });
    expect(await server().start(startOf(attemptOf()))).toEqual({ kind: 'unknown', code: 'NO_CHECKOUT' });
  });

  test("at Toss' own address she is", async () => {
    const url = 'https://pay.tosspayments.com/checkout/1';
    world.fake.next('open', { answer: { kind: 'change', change: (body) => ({ ...body, checkout: { url } }) } });
    expect(valueOf(await server().start(startOf(attemptOf())))).toMatchObject({ kind: 'redirect', url });
  });

  test('a method that Toss does not know is ours to mend', async () => {
    const wrong = world.toss({ opensWindow: { by: 'server', method: 'EASY_PAY' } }).window('card');
    expect(await wrong.start(startOf(attemptOf()))).toEqual({
      ...{ kind: 'refused', code: 'NOT_SUPPORTED_METHOD', mender: 'shop' },
    });
  });
});
