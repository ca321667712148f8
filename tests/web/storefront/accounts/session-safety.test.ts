import { APP_ORIGIN, ORIGIN } from '../../../setup/visitor';
import {
  accountsOfTwoAtOnce,
  changePassword,
  countRows,
  HERE,
  member,
  NEW_PASSWORD,
  PASSWORD,
  resetTokenFor,
  somebody,
  withAccountShop,
  withMember,
} from './support';

const shop = withAccountShop();
const her = withMember(shop);

describe('the session id', () => {
  test('is another after registering, after signing in and after a new password, and the one before is dead', async () => {
    const person = somebody();
    const visitor = shop.visitor();
    const ids: (string | null)[] = [];
    const remember = () => ids.push(visitor.sessionId());

    await visitor.register(person).expect(303);
    remember();
    await visitor.signIn(person.email, PASSWORD).expect(303);
    remember();
    await changePassword(visitor);
    remember();

    expect(ids).not.toContain(null);
    expect(new Set(ids).size).toBe(3);
    const isAlive = (sid: string | null) => shop.visitor().get('/account', { Cookie: `__Secure-sid=${sid ?? ''}` });
    await isAlive(ids[0]!).expect(303);
    await isAlive(ids[1]!).expect(303);
    await isAlive(ids[2]!).expect(200);
  });

  test('is never one that a visitor brings along', async () => {
    const planted = (await member(shop)).sessionId()!;
    const victim = shop.visitor();
    const response = await victim
      .signIn((await member(shop)).person.email, PASSWORD, { Cookie: `__Secure-sid=${planted}` })
      .expect(303);
    expect(response.headers['set-cookie']?.[0]).not.toContain(planted);
    await shop
      .visitor()
      .get('/account', { Cookie: `__Secure-sid=${planted}` })
      .expect(303);
  });

  test('that nobody issued, or that is signed with another secret, opens nothing', async () => {
    for (const cookie of ['__Secure-sid=s%3Aabc.def', '__Secure-sid=abc', '__Secure-sid=']) {
      await shop.visitor().get('/account', { Cookie: cookie }).expect(303);
    }
  });
});

test('the cookie is Secure, HttpOnly, SameSite=Lax, for the domain and its app, and has no other attribute', async () => {
  const response = await shop.visitor().register(somebody()).expect(303);
  const cookies = response.headers['set-cookie'] as unknown as string[];
  const [cookie = ''] = cookies.filter((line) => line.startsWith('__Secure-sid='));
  // The other one opens nothing: tests/web/storefront/accounts/known-browsers.test.ts
  expect(cookies.map((line) => line.split('=')[0]).sort()).toEqual(['__Host-browser', '__Secure-sid']);
  const [value, ...attributes] = cookie.split('; ');
  expect(value).toMatch(/^__Secure-sid=s%3A/);
  expect(attributes.map((attribute) => attribute.replace(/^(Expires)=.*/, '$1')).sort()).toEqual(
    ['Domain=essence-aura.localhost', 'Path=/', 'Expires', 'HttpOnly', 'Secure', 'SameSite=Lax'].sort(),
  );
});

test('a new password signs the account out everywhere else, and nobody else', async () => {
  const here = await member(shop);
  const elsewhere = shop.visitor();
  await elsewhere.signIn(here.person.email, PASSWORD).expect(303);
  const stranger = await member(shop);
  await changePassword(here);
  await here.get('/account').expect(200);
  await elsewhere.get('/account').expect(303);
  await stranger.get('/account').expect(200);
  await shop.visitor().signIn(here.person.email, PASSWORD).expect(422);
  await shop.visitor().signIn(here.person.email, NEW_PASSWORD).expect(303);
});

test('a new password needs the current one and the page’s token', async () => {
  const formToken = await her.formToken('/account/password');
  const change = { current: PASSWORD, password: NEW_PASSWORD };
  await her.post('/account/password', change).expect(403);
  const form = { ...change, form_token: formToken };
  const wrong = await her.post('/account/password', { ...form, current: 'something else' }).expect(422);
  expect(wrong.text).toContain('지금 비밀번호가 맞지 않아요');
  await her.post('/account/password', { ...form, password: '짧아요' }).expect(422);
  await her.post('/account/password', { ...form, account_id: '1' }).expect(400);
  await shop.visitor().signIn(her.person.email, PASSWORD).expect(303);
});

test('of two changes at the same moment one wins', async () => {
  const id = await shop.database.value<string>`select id from accounts where email = ${her.person.email}`;
  const accounts = accountsOfTwoAtOnce(shop);
  const change = (password: string) =>
    accounts.changePassword({ accountId: id, current: PASSWORD, password, sessionId: 'none', from: HERE });
  const outcomes = await Promise.all([change('첫 번째 비밀번호'), change('두 번째 비밀번호')]);
  expect(outcomes.map((one) => (one === 'meanwhile' ? one : typeof one)).toSorted()).toEqual(['meanwhile', 'object']);
  const works = outcomes[0] !== 'meanwhile' ? '첫 번째 비밀번호' : '두 번째 비밀번호';
  await shop.visitor().signIn(her.person.email, works).expect(303);
});

describe('a request from another site', () => {
  const ROUTES = [
    '/account/register',
    '/account/login',
    '/account/logout',
    '/account/forgot',
    '/account/reset',
    '/account/password',
    '/en/account/login',
    '/en/account/logout',
  ];
  const FOREIGN: readonly (readonly [string, Record<string, string>])[] = [
    ['a cross-site form', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    ['a typed address', { 'Sec-Fetch-Site': 'none', Origin: ORIGIN }],
    ['another host of the same site', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://blog.essence-aura.localhost' }],
    ['the owner’s desk', { 'Sec-Fetch-Site': 'same-site', Origin: APP_ORIGIN }],
    ['the owner’s desk in an old browser', { 'Sec-Fetch-Site': '', Origin: APP_ORIGIN }],
    ['an old browser with a foreign Origin', { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' }],
    ['an old browser with a hidden Origin', { 'Sec-Fetch-Site': '', Origin: 'null' }],
    ['an origin that begins like ours', { 'Sec-Fetch-Site': '', Origin: `${ORIGIN}.evil.example` }],
  ];

  test.each(ROUTES.flatMap((route) => FOREIGN.map(([name, headers]) => [route, name, headers] as const)))(
    '%s refuses %s',
    async (route, _name, headers) => {
      const before = [await countRows(shop, 'accounts'), await countRows(shop, 'sessions')];
      const form = { ...somebody(), token: 'x', form_token: 'x', current: 'x' };
      const response = await shop.visitor().post(route, form, headers).expect(403);
      expect(response.headers['set-cookie']).toBeUndefined();
      expect([await countRows(shop, 'accounts'), await countRows(shop, 'sessions')]).toEqual(before);
    },
  );

  test('does not sign a member out, though her browser sends the cookie', async () => {
    const formToken = await her.formToken();
    const foreign = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
    await her.post('/account/logout', { form_token: formToken }, foreign).expect(403);
    await her.get('/account').expect(200);
  });
});

test('a page’s token of one member is worth nothing to another', async () => {
  const [one, other] = [await member(shop), await member(shop)];
  const formToken = await one.formToken();
  await other.post('/account/logout', { form_token: formToken }).expect(403);
});

test('a reset signs the account out of every session', async () => {
  const token = await resetTokenFor(shop, her.person.email);
  await her.post('/account/reset', { token, password: NEW_PASSWORD }).expect(303);
  await her.get('/account').expect(303);
});
