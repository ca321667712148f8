import { withStockedShop } from '../../../setup/catalogue';
import { expectAll } from '../../../setup/html';
import { type Visitor } from '../../../setup/visitor';
import { changePassword, CHEAP, countRows, handlesIn, member, PASSWORD, type Person } from './support';

const { shop, ids } = withStockedShop({ config: { passwordCost: CHEAP } });

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

async function signIn({ email }: Person, headers: Record<string, string> = {}): Promise<Visitor> {
  const visitor = shop.visitor();
  await visitor.signIn(email, PASSWORD, headers).expect(303);
  return visitor;
}

const isIn = async (visitor: Visitor): Promise<boolean> => (await visitor.get('/account')).status === 200;

test('they are listed with browser and time, this one marked, without their ids', async () => {
  const here = await member(shop);
  const phone = await signIn(here.person, { 'User-Agent': IPHONE });
  const text = await here.text('/account');
  expectAll(text, 'Safari, iPhone', '2026. 11. 23. 12:00에 로그인');
  expect(text.match(/지금 여기/g)).toHaveLength(1);
  expect(handlesIn(text)).toHaveLength(1);
  for (const sid of [here, phone].map((visitor) => decodeURIComponent(visitor.sessionId()!).slice(2).split('.')[0]!)) {
    expect(text).not.toContain(sid);
  }
  const english = (await here.get('/en/account')).text;
  expectAll(english, 'signed in 23 Nov 2026, 12:00', 'Sign out everywhere but here');
});

test('she ends one of them, or all but this one, and nobody else is touched', async () => {
  const here = await member(shop);
  const stranger = await member(shop);
  const [phone, tablet] = [await signIn(here.person), await signIn(here.person)];
  const onPhone = handlesIn((await phone.get('/account')).text);
  const ofPhone = handlesIn((await here.get('/account')).text).find((handle) => !onPhone.includes(handle))!;
  const ended = await here.send('/account', '/account/sessions/end', { session: ofPhone });
  expect([ended.status, ended.headers['location']]).toEqual([303, '/account?notice=session-ended']);
  expect((await here.get('/account?notice=session-ended')).text).toContain('로그아웃시켰어요.');
  expect(await Promise.all([here, phone, tablet].map(isIn))).toEqual([true, false, true]);
  expect((await here.send('/account', '/account/sessions/end', { session: ofPhone })).status).toBe(303);

  expect((await here.send('/account', '/account/sessions/end-others')).status).toBe(303);
  expect(await Promise.all([here, tablet, stranger].map(isIn))).toEqual([true, false, true]);
  expect((await here.get('/account')).text).toContain('다른 곳에는 로그인되어 있지 않아요.');
});

test("somebody else's is not ended, and without the page's token nothing is", async () => {
  const [mine, theirs] = [await member(shop), await member(shop)];
  const other = await signIn(theirs.person);
  const [handle = ''] = handlesIn((await theirs.get('/account')).text);
  await mine.send('/account', '/account/sessions/end', { session: handle });
  expect(await isIn(other)).toBe(true);
  await theirs.post('/account/sessions/end', { session: handle }).expect(403);
  await theirs.post('/account/sessions/end-others', {}).expect(403);
  expect((await theirs.send('/account', '/account/sessions/end', { session: 'x' })).status).toBe(400);
  await shop.visitor().post('/account/sessions/end-others', {}).expect(303);
  expect(await isIn(other)).toBe(true);
});

test('a member comes back for a month after her last visit, and for 90 days in all', async () => {
  const visitor = await member(shop);
  for (let day = 0; day < 87; day += 29) {
    expect(await isIn(visitor)).toBe(true);
    shop.clock.advance(29 * DAY_MS);
  }
  expect(await isIn(visitor)).toBe(true);
  shop.clock.advance(4 * DAY_MS);
  expect(await isIn(visitor)).toBe(false);

  const away = await member(shop);
  shop.clock.advance(31 * DAY_MS);
  expect(await isIn(away)).toBe(false);
});

test('a new password renews nothing: the 90 days count from signing in', async () => {
  const visitor = await member(shop);
  for (const days of [29, 29, 29]) {
    shop.clock.advance(days * DAY_MS);
    await changePassword(visitor, PASSWORD);
  }
  shop.clock.advance(4 * DAY_MS);
  expect(await isIn(visitor)).toBe(false);
});

test("a guest's cart stays as long as she comes back within a month", async () => {
  const guest = shop.visitor();
  await guest.addToCart(ids['TST-AFTER-RAIN-050']).expect(303);
  for (let month = 0; month < 5; month++) {
    shop.clock.advance(29 * DAY_MS);
    expect((await guest.get('/cart')).text).toContain('비 온 뒤');
  }
  shop.clock.advance(31 * DAY_MS);
  expect((await guest.get('/cart')).text).not.toContain('비 온 뒤');
});

test('reading makes no session, and one that is used is written once a minute at most', async () => {
  const before = await countRows(shop, 'sessions');
  await shop.visitor().get('/cart').expect(200);
  await shop.visitor().get('/api/v1/session').expect(200);
  expect(await countRows(shop, 'sessions')).toBe(before);
  const visitor = await member(shop);
  const version = async (): Promise<unknown> => {
    const row = await shop.database.row`select max(xmin::text::bigint) as version from sessions`;
    return (row as { version: unknown }).version;
  };
  await visitor.get('/account');
  const first = await version();
  for (let n = 0; n < 3; n++) await visitor.get('/account');
  expect(await version()).toBe(first);
  shop.clock.advance(61_000);
  await visitor.get('/account');
  expect(await version()).not.toBe(first);
});
