import { createShop } from '../../../../server/bin/create-shop';
import { testKeys } from '../../../setup/keys';
import { inAnotherShop } from '../../../setup/shop';
import { runJobs } from '../../storefront/accounts/support';
import {
  ACCESS,
  deskBrowser,
  insider,
  isIn,
  logOf,
  PASSWORD,
  signIn,
  totpCode,
  withAccessShop,
  withInsider,
  type DeskBrowser,
} from './support';

const shop = withAccessShop();
const owner = withInsider(shop);

const password = (browser: DeskBrowser, more: Record<string, string> = {}) =>
  browser.post('/admin/sign-in', { email: owner.email, password: PASSWORD, ...more });

test('password, then code: in, at the page she wanted', async () => {
  const browser = deskBrowser(shop);
  const page = await browser.get('/admin/sign-in?next=%2Fadmin%2Faudit%3Fkind%3Dstaff').expect(200);
  expect(page.text).toContain('name="next" value="/admin/audit?kind=staff"');
  expect(page.headers['cache-control']).toBe('private, no-store');
  const first = await password(browser, { next: '/admin/audit?kind=staff' }).expect(303);
  expect(first.headers['location']).toBe('/admin/sign-in/code');
  const second = await browser.post('/admin/sign-in/code', { code: owner.code() }).expect(303);
  expect(second.headers['location']).toBe('/admin/audit?kind=staff');
  expect(await isIn(browser)).toBe(true);
  expect((await browser.get('/admin/sign-in').expect(303)).headers['location']).toBe('/admin');
});

test('codes are taken with the spaces that apps show', async () => {
  const browser = deskBrowser(shop);
  await password(browser).expect(303);
  const code = owner.code();
  await browser.post('/admin/sign-in/code', { code: ` ${code.slice(0, 3)} ${code.slice(3)} ` }).expect(303);
});

test('half a sign-in is none: the password alone opens nothing', async () => {
  const browser = deskBrowser(shop);
  await password(browser).expect(303);
  for (const path of ['/admin', '/admin/account', '/admin/people', '/admin/audit', '/admin/no-such-page']) {
    const answer = await browser.get(path).expect(303);
    expect(answer.headers['location']).toContain('/admin/sign-in?next=');
  }
  await browser.post('/admin/account', { name: 'x', locale: 'ko' }).expect(303);
  shop.clock.advance(16 * 60 * 1000);
  await browser.get('/admin/sign-in/code').expect(303);
  await browser.post('/admin/sign-in/code', { code: owner.code() }).expect(303);
  expect(await isIn(browser)).toBe(false);
});

test('a code without a password before it opens nothing', async () => {
  const browser = deskBrowser(shop);
  const answer = await browser.post('/admin/sign-in/code', { code: owner.code() }).expect(303);
  expect(answer.headers['location']).toBe('/admin/sign-in');
  expect(browser.cookie()).toBeNull();
});

test('unknown e-mail, wrong password and somebody who was disabled get the same answer, and no cookie', async () => {
  const gone = await insider(shop);
  await shop.database.run`update staff set disabled_at = now() where id = ${gone.id}`;
  await shop.database.run`
    insert into staff (email, name, role, created_at) values ('invited@example.com', '새 사람', 'owner', now())`;
  const answers: string[] = [];
  for (const [email, typed] of [
    ['nobody@example.com', PASSWORD],
    [owner.email, 'not the password'],
    [gone.email, PASSWORD],
    ['invited@example.com', PASSWORD],
  ] as const) {
    const browser = deskBrowser(shop);
    const answer = await browser.post('/admin/sign-in', { email, password: typed });
    expect([answer.status, browser.cookie()]).toEqual([422, null]);
    answers.push(answer.text.replaceAll(email, 'E-MAIL'));
  }
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('이메일이나 비밀번호가 맞지 않아요.');
  expect(answers[0]).not.toContain(PASSWORD);
});

test('a code is good once, and so is none that is older than one that was taken', async () => {
  const [first, second, third] = [deskBrowser(shop), deskBrowser(shop), deskBrowser(shop)];
  for (const browser of [first, second, third]) await password(browser).expect(303);
  shop.clock.advance(60_000);
  const before = totpCode(owner.secret, new Date(shop.clock.now().getTime() - 30_000));
  const now = owner.codeNow();
  await first.post('/admin/sign-in/code', { code: now }).expect(303);
  const replayed = await second.post('/admin/sign-in/code', { code: now }).expect(422);
  expect(replayed.text).toContain('이미 쓴 코드예요.');
  await third.post('/admin/sign-in/code', { code: before }).expect(422);
  expect([await isIn(first), await isIn(second), await isIn(third)]).toEqual([true, false, false]);
});

test('of eight sign-ins with one code at the same moment one gets in', async () => {
  const browsers = Array.from({ length: 8 }, () => deskBrowser(shop));
  for (const browser of browsers) await password(browser).expect(303);
  const code = owner.code();
  await Promise.all(browsers.map((browser) => browser.post('/admin/sign-in/code', { code })));
  const inside = await Promise.all(browsers.map(isIn));
  expect(inside.filter(Boolean)).toHaveLength(1);
});

test.each([
  [-60, false],
  [-30, true],
  [30, true],
  [60, false],
])('a code of %i seconds away is taken: %s', async (seconds, taken) => {
  const browser = deskBrowser(shop);
  await password(browser).expect(303);
  shop.clock.advance(90_000);
  const code = totpCode(owner.secret, new Date(shop.clock.now().getTime() + seconds * 1000));
  await browser.post('/admin/sign-in/code', { code }).expect(taken ? 303 : 422);
  expect(await isIn(browser)).toBe(taken);
  shop.clock.advance(90_000);
});

test('a recovery code lets her in once, is written down, and she gets a mail', async () => {
  const person = await insider(shop);
  await runJobs(shop);
  const [code = ''] = person.recoveryCodes;
  const use = async (typed: string): Promise<number> => {
    const browser = deskBrowser(shop);
    await browser.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(303);
    return (await browser.post('/admin/sign-in/code', { code: '', recovery: typed })).status;
  };
  expect(await use('0000-0000-0000-0000')).toBe(422);
  expect(await use(owner.recoveryCodes[0]!)).toBe(422);
  expect(await use(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toBe(303);
  expect(await use(code)).toBe(422);
  expect(await logOf(shop, person.id)).toContainEqual(
    expect.objectContaining({ action: 'staff.recovery-code', changes: { recoveryCodes: [10, 9] } }),
  );
  const mails = await runJobs(shop);
  expect(mails.map(({ to, kind }) => [to, kind])).toEqual([[person.email, 'staff-warning']]);
  expect(mails[0]!.subject).toContain('복구 코드');
});

test('of eight sign-ins with one recovery code at the same moment one gets in', async () => {
  const person = await insider(shop);
  const browsers = Array.from({ length: 8 }, () => deskBrowser(shop));
  for (const browser of browsers) {
    await browser.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(303);
  }
  const form = { code: '', recovery: person.recoveryCodes[1]! };
  await Promise.all(browsers.map((browser) => browser.post('/admin/sign-in/code', form)));
  expect((await Promise.all(browsers.map(isIn))).filter(Boolean)).toHaveLength(1);
});

test('the session id is another after the password and after the code, and the ones before are dead', async () => {
  const browser = deskBrowser(shop);
  await password(browser).expect(303);
  const halfway = browser.cookie()!;
  await browser.post('/admin/sign-in/code', { code: owner.code() }).expect(303);
  const inside = browser.cookie()!;
  expect(halfway).not.toBe(inside);
  const planted = deskBrowser(shop, { Cookie: `__Host-desk=${halfway}` });
  expect(await isIn(planted)).toBe(false);
  await planted.get('/admin/sign-in/code').expect(303);
});

test('the cookie is __Host-: Secure, HttpOnly, SameSite=Lax, for this host and all of it', async () => {
  const response = await password(deskBrowser(shop)).expect(303);
  const [cookie = '', ...others] = response.headers['set-cookie'] as unknown as string[];
  expect(others).toEqual([]);
  const [value, ...attributes] = cookie.split('; ');
  expect(value).toMatch(/^__Host-desk=s%3A/);
  expect(attributes.map((attribute) => attribute.replace(/^(Expires)=.*/, '$1')).sort()).toEqual(
    ['Path=/', 'Expires', 'HttpOnly', 'Secure', 'SameSite=Lax'].sort(),
  );
});

test("a shopper's session under the desk's name is worth nothing", async () => {
  const shopper = shop.visitor();
  await shopper
    .post('/account/register', { name: '한서진', email: 'shopper@example.com', password: PASSWORD })
    .expect(303);
  const browser = deskBrowser(shop, { Cookie: `__Host-desk=${shopper.sessionId()!}` });
  expect(await isIn(browser)).toBe(false);
});

test('signing out ends the session, needs its token, and never follows a link', async () => {
  const browser = await signIn(shop, owner);
  await browser.post('/admin/sign-out').expect(403);
  await browser.get('/admin/sign-out').expect(303).expect('Location', '/admin');
  const stolen = browser.cookie()!;
  const answer = await browser.send('/admin', '/admin/sign-out');
  expect([answer.status, answer.headers['location'], browser.cookie()]).toEqual([
    303,
    '/admin/sign-in?notice=signed-out',
    null,
  ]);
  expect(await isIn(deskBrowser(shop, { Cookie: `__Host-desk=${stolen}` }))).toBe(false);
});

test.each(['cross-site', 'none'])('a sign-in from another place (%s) is refused', async (fetchSite) => {
  const headers = { 'Sec-Fetch-Site': fetchSite, Origin: 'https://evil.example' };
  const form = { email: owner.email, password: PASSWORD };
  await deskBrowser(shop).post('/admin/sign-in', form, headers).expect(403);
});

test.each([
  '//evil.example',
  '/\\evil.example',
  'https:evil.example',
  'https://evil.example/admin',
  '/admin/..//evil.example',
  '/%2e%2e//evil.example/admin',
  '/admin/../../account',
  '/administration',
  '/account',
  'javascript:alert(1)',
])('next=%s leads nowhere but to the desk', async (next) => {
  const browser = deskBrowser(shop);
  const page = await browser.get(`/admin/sign-in?next=${encodeURIComponent(next)}`).expect(200);
  expect(page.text).not.toContain('evil.example');
  await password(browser, { next }).expect(303);
  const answer = await browser.post('/admin/sign-in/code', { code: owner.code() }).expect(303);
  const location = answer.headers['location'] ?? '';
  expect(location === '/admin' || location.startsWith('/admin/')).toBe(true);
  expect(location).not.toContain('evil');
});

test('fields that no form has are refused', async () => {
  const form = { email: owner.email, password: PASSWORD, role: 'owner' };
  await deskBrowser(shop).post('/admin/sign-in', form).expect(400);
});

test('between password and code she is disabled, or her password is changed: it is over', async () => {
  const person = await insider(shop);
  for (const change of [
    `update staff set password_hash = (select password_hash from staff where id = '${owner.id}') where id = $1`,
    'update staff set disabled_at = now() where id = $1',
  ]) {
    await shop.database.run`update staff set disabled_at = null where id = ${person.id}`;
    const browser = deskBrowser(shop);
    await browser.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(303);
    await shop.database.pool.query(change, [person.id]);
    const answer = await browser.post('/admin/sign-in/code', { code: person.code() }).expect(303);
    expect(answer.headers['location']).toBe('/admin/sign-in?notice=ended');
    expect(await isIn(browser)).toBe(false);
  }
});

test('an old hash is made anew at sign-in', async () => {
  await inAnotherShop(
    async (dear) => {
      const person = await insider(dear);
      const hash = (): Promise<string> =>
        dear.database.value<string>`select password_hash from staff where id = ${person.id}`;
      const password_hash = await shop.database.value<string>`select password_hash from staff where id = ${owner.id}`;
      await dear.database.pool.query('update staff set password_hash = $2 where id = $1', [person.id, password_hash]);
      expect(await hash()).toContain('ln=10');
      await signIn(dear, person);
      expect(await hash()).toContain('ln=11');
    },
    { ...ACCESS, passwordCost: { ln: 11, r: 8, p: 1 } },
  );
});

test('keys that were lost make codes unreadable, and a recovery code still lets her in', async () => {
  const person = await insider(shop);
  const changed = createShop({ ...shop.context, keys: testKeys('another secret of the tests 0123456789 abc') });
  try {
    const browser = deskBrowser({ ...shop, shop: changed });
    await browser.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(303);
    await browser.post('/admin/sign-in/code', { code: person.code() }).expect(422);
    await browser.post('/admin/sign-in/code', { code: '', recovery: person.recoveryCodes[0]! }).expect(303);
  } finally {
    await changed.close();
  }
});
