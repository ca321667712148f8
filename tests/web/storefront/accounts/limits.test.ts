import { createShop } from '../../../../server/bin/create-shop';
import { LIMITS as DESK_LIMITS } from '../../../../server/desk/limits';
import { LIMITS } from '../../../../server/storefront/limits';
import { expectAll } from '../../../setup/html';
import { withShop } from '../../../setup/shop';
import { createVisitor } from '../../../setup/visitor';
import { CHEAP, countRows, member, NEW_PASSWORD, PASSWORD, somebody, statusesOf } from './support';

let network = 0;
const from = (host = 1): Record<string, string> => ({ 'X-Forwarded-For': `10.0.${network}.${host}` });

const shop = withShop({
  config: {
    passwordCost: CHEAP,
    limits: {
      signInAccount: { attempts: 3, windowSeconds: 900 },
      signInAddress: { attempts: 5, windowSeconds: 900 },
      registerAddress: { attempts: 2, windowSeconds: 900 },
      resetAddress: { attempts: 20, windowSeconds: 3600 },
    },
  },
});
beforeEach(() => void (network += 1));

test('the limits are the ones that were decided', () => {
  const guesses = {
    signInAccount: { attempts: 10, windowSeconds: 900 },
    signInAccountDay: { attempts: 30, windowSeconds: 86_400 },
    signInUnknown: { attempts: 100, windowSeconds: 86_400 },
    guessesTold: { attempts: 1, windowSeconds: 86_400 },
  };
  expect(LIMITS).toEqual({
    ...guesses,
    signInAddress: { attempts: 100, windowSeconds: 900 },
    resetAddress: { attempts: 60, windowSeconds: 3600 },
    registerAddress: { attempts: 20, windowSeconds: 3600 },
    guestAddress: { attempts: 120, windowSeconds: 3_600 },
    guestAddressDay: { attempts: 600, windowSeconds: 86_400 },
    orderAddress: { attempts: 400, windowSeconds: 3600 },
    orderSession: { attempts: 20, windowSeconds: 3600 },
    lookupAddress: { attempts: 40, windowSeconds: 3600 },
    lookupOrder: { attempts: 10, windowSeconds: 3600 },
    questionAddress: { attempts: 40, windowSeconds: 3600 },
    questionOrder: { attempts: 6, windowSeconds: 86_400 },
  });
  expect(DESK_LIMITS).toEqual({
    ...guesses,
    signInAddress: { attempts: 50, windowSeconds: 900 },
    code: { attempts: 10, windowSeconds: 900 },
    codeDay: { attempts: 50, windowSeconds: 86_400 },
    recovery: { attempts: 10, windowSeconds: 900 },
    wrongCodesTold: { attempts: 1, windowSeconds: 86_400 },
    freshCode: { attempts: 10, windowSeconds: 900 },
  });
});

test('after too many guesses even the right password has to wait, and nothing typed is lost', async () => {
  const { person } = await member(shop, somebody(), from(250));
  const visitor = shop.visitor();
  const guess = (password: string) =>
    visitor.post('/account/login', { email: person.email, password, next: '/cart' }, from());
  for (let i = 0; i < 3; i++) await guess('a wrong guess').expect(422);
  const refused = await guess(PASSWORD).expect(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(900);
  expectAll(refused.text, '15분 뒤에', `value="${person.email}"`, 'name="next" value="/cart"');
  expect(visitor.sessionId()).toBeNull();
});

test('guesses at one account stop nobody else from another address', async () => {
  const { person } = await member(shop, somebody(), from(250));
  for (let i = 0; i < 4; i++) {
    await shop.visitor().signIn(person.email, 'a wrong guess', from(1));
  }
  await shop.visitor().signIn(person.email, PASSWORD, from(2)).expect(303);
});

test('one address that tries many accounts has to wait', async () => {
  const statuses = await statusesOf(7, () => shop.visitor().signIn(somebody().email, 'a guess', from()));
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429, 429]);
});

test('thirty guesses at the same moment are counted one by one', async () => {
  const { person } = await member(shop, somebody(), from(250));
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => shop.visitor().signIn(person.email, 'a wrong guess', from())),
  );
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(27);
});

test('signing in again and again is nobody’s guess', async () => {
  const { person } = await member(shop, somebody(), from(250));
  for (let i = 0; i < 6; i++) {
    await shop.visitor().signIn(person.email, PASSWORD, from()).expect(303);
  }
});

test.each([
  ['who writes an address herself before the edge’s', (n: number) => `1.2.3.${n}, 10.0.${network}.1`],
  ['of IPv6 who changes address for every guess', (n: number) => `2001:db8:${network}:1::${n}`],
])('a customer %s is still one', async (_who, address) => {
  const { person } = await member(shop, somebody(), from(250));
  const statuses = await statusesOf(5, (n) =>
    shop.visitor().signIn(person.email, 'a wrong guess', { 'X-Forwarded-For': address(n) }),
  );
  expect(statuses).toEqual([422, 422, 422, 429, 429]);
});

test('limits survive a restart of the shop', async () => {
  const { person } = await member(shop, somebody(), from(250));
  const form = { email: person.email, password: 'a wrong guess' };
  for (let i = 0; i < 3; i++) await shop.visitor().post('/account/login', form, from()).expect(422);
  const restarted = createShop(shop.context);
  try {
    await createVisitor(restarted).post('/account/login', form, from()).expect(429);
  } finally {
    await restarted.close();
  }
});

test('a current password is guessed no more often than at sign-in', async () => {
  const visitor = await member(shop, somebody(), from(250));
  const form = { current: 'a wrong guess', password: NEW_PASSWORD };
  const statuses = await statusesOf(4, () => visitor.send('/account/password', '/account/password', form, from()));
  expect(statuses).toEqual([422, 422, 422, 429]);
});

test('one address opens only so many accounts', async () => {
  const statuses = await statusesOf(3, () => shop.visitor().register(somebody(), from()));
  expect(statuses).toEqual([303, 303, 429]);
});

test('one address asks for so many resets an hour and no more, known e-mails or not', async () => {
  const { person } = await member(shop, somebody(), from(250));
  const statuses = await statusesOf(22, (before) => {
    const { email } = before === 21 ? person : somebody();
    return shop.visitor().post('/account/forgot', { email }, from());
  });
  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 303));
  expect(statuses.slice(20)).toEqual([429, 429]);
});

test('the table of limits holds nobody’s address', async () => {
  expect(await countRows(shop, 'rate_limits')).toBeGreaterThan(0);
  const rows = await shop.database.rows`select key from rate_limits`;
  expect(JSON.stringify(rows)).not.toMatch(/@|10\.0\./);
});
