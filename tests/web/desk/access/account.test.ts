import { holdRows } from '../../../setup/held-rows';
import { expectAll, formTokenIn } from '../../../setup/html';
import { handlesIn, NEW_PASSWORD as NEW } from '../../storefront/accounts/support';
import {
  codesIn,
  deskBrowser,
  insider,
  isIn,
  logOf,
  PASSWORD,
  secretIn,
  signIn,
  totpCode,
  withAccessShop,
} from './support';

const shop = withAccessShop();

test('name and language are her own, and written down', async () => {
  const { browser, id, email } = await insider(shop, 'reader');
  const answer = await browser.send('/admin/account', '/admin/account', { name: ' 이도윤 ', locale: 'en' });
  expect(answer.status).toBe(303);
  const page = await browser.get('/admin/account').expect(200);
  expectAll(page.text, '<html lang="en">', 'value="이도윤"', 'Saved.');
  expect((await browser.get('/admin/account')).text).not.toContain('Saved.');
  expect((await logOf(shop, id)).at(-1)).toEqual({
    action: 'staff.profile',
    actor: `김서연 <${email}>`,
    subject_name: '김서연',
    changes: { name: ['김서연', '이도윤'], locale: ['ko', 'en'] },
  });
});

test('what is wrong with a name is said beside it; nothing else can be changed by that form', async () => {
  const { browser, id } = await insider(shop, 'reader');
  const wrong = await browser.send('/admin/account', '/admin/account', { name: '', locale: 'en' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('id="name-error"');
  for (const more of [{ role: 'owner' }, { email: 'x@example.com' }, { id: 'x' }]) {
    const answer = await browser.send('/admin/account', '/admin/account', { name: 'x', locale: 'ko', ...more });
    expect(answer.status).toBe(400);
  }
  expect(await shop.database.rows`select name, role from staff where id = ${id}`).toEqual([
    { name: '김서연', role: 'reader' },
  ]);
});

test('a new password takes the current one and a fresh code, ends every other session, and renews this one', async () => {
  const person = await insider(shop);
  const stranger = await insider(shop);
  const other = await signIn(shop, person);
  const before = person.browser.cookie()!;
  const change = (form: Record<string, string>) =>
    person.browser.send('/admin/account/password', '/admin/account/password', form);

  const form = { current: PASSWORD, password: NEW };
  // Asked for before a password is typed, and again when it comes all the same: it is kept on no page.
  expect(await person.browser.text('/admin/account/password')).toContain('name="recent_code"');
  const asked = await change(form);
  expect([asked.status, asked.text.includes(NEW), asked.text.includes(PASSWORD)]).toEqual([403, false, false]);
  const used = await change({ recent_code: person.codeNow() });
  expect([used.status, used.text.includes('이미 쓴 코드예요.')]).toEqual([422, true]);
  const proven = await change({ recent_code: person.code() });
  expect([proven.status, proven.headers['location']]).toEqual([303, '/admin/account/password']);
  expect(await person.browser.text('/admin/account/password')).toContain('이제 비밀번호를 바꿀 수');
  for (const [wrongly, field] of [
    [{ ...form, current: 'not mine' }, 'current'],
    [{ ...form, password: 'short' }, 'password'],
  ] as const) {
    const wrong = await change(wrongly);
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain(`id="${field}-error"`);
    expect(wrong.text).not.toContain(NEW);
  }
  expect(await isIn(other)).toBe(true);

  expect((await change(form)).status).toBe(303);
  expect(await isIn(person.browser)).toBe(true);
  expect(person.browser.cookie()).not.toBe(before);
  expect(await isIn(deskBrowser(shop, { Cookie: `__Host-desk=${before}` }))).toBe(false);
  expect([await isIn(other), await isIn(stranger.browser)]).toEqual([false, true]);
  await deskBrowser(shop).post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(422);
  await signIn(shop, { ...person, password: NEW });
  expect((await logOf(shop, person.id)).at(-1)).toMatchObject({ action: 'staff.password', changes: {} });
});

test('another authenticator app takes a code of the old one and a code of the new one', async () => {
  const person = await insider(shop);
  const other = await signIn(shop, person);
  const page = '/admin/account/second-factor';
  expect((await person.browser.send(page, page, { recent_code: '000000' })).status).toBe(422);
  expect((await person.browser.send(page, `${page}/confirm`, { code: '000000' })).headers['location']).toBe(page);
  expect((await person.browser.send(page, page, { recent_code: person.code() })).status).toBe(303);
  const secret = secretIn(await person.browser.text(page));
  expect(secret).not.toBe(person.secret);
  expect((await person.browser.send(page, `${page}/confirm`, { code: person.code() })).status).toBe(422);
  await signIn(shop, person);

  const before = person.browser.cookie();
  shop.clock.advance(30_000);
  const code = totpCode(secret, shop.clock.now());
  expect((await person.browser.send(page, `${page}/confirm`, { code })).status).toBe(303);
  expect(person.browser.cookie()).not.toBe(before);
  expect([await isIn(person.browser), await isIn(other)]).toEqual([true, false]);
  const renewed = { ...person, secret, code: () => (shop.clock.advance(30_000), totpCode(secret, shop.clock.now())) };
  const browser = deskBrowser(shop);
  await browser.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(303);
  await browser.post('/admin/sign-in/code', { code }).expect(422);
  await browser.post('/admin/sign-in/code', { code: person.code() }).expect(422);
  await signIn(shop, renewed);
  expect((await logOf(shop, person.id)).at(-1)).toMatchObject({ action: 'staff.second-factor', changes: {} });
});

test('of two new apps that are confirmed at once one counts, and the other changes nothing and ends nobody', async () => {
  const person = await insider(shop);
  const browsers = [person.browser, await signIn(shop, person)];
  const page = '/admin/account/second-factor';
  const begun: { secret: string; form_token: string }[] = [];
  for (const browser of browsers) {
    await browser.send(page, page, { recent_code: person.code() });
    const text = await browser.text(page);
    begun.push({ secret: secretIn(text), form_token: formTokenIn(text) });
  }
  shop.clock.advance(30_000);
  const release = await holdRows(shop.database, 'staff');
  const answers = browsers.map((browser, n) =>
    browser
      .post(`${page}/confirm`, {
        form_token: begun[n]!.form_token,
        code: totpCode(begun[n]!.secret, shop.clock.now()),
      })
      .then(({ status }) => status),
  );
  await release(2);
  await Promise.all(answers);
  const changes = (await logOf(shop, person.id)).filter(({ action }) => action === 'staff.second-factor');
  expect(changes).toHaveLength(1);
  const stillIn = await Promise.all(browsers.map(isIn));
  expect(stillIn.filter(Boolean)).toHaveLength(1);
  const { secret } = begun[stillIn.indexOf(true)]!;
  await signIn(shop, { ...person, code: () => (shop.clock.advance(30_000), totpCode(secret, shop.clock.now())) });
});

test('an app that was begun before the password changed is not connected any more', async () => {
  const person = await insider(shop);
  const page = '/admin/account/second-factor';
  await person.browser.send(page, page, { recent_code: person.code() });
  const text = await person.browser.text(page);
  await shop.database.run`update staff set password_hash = password_hash || 'x' where id = ${person.id}`;
  shop.clock.advance(30_000);
  const code = totpCode(secretIn(text), shop.clock.now());
  const answer = await person.browser.post(`${page}/confirm`, { form_token: formTokenIn(text), code });
  expect([answer.status, answer.headers['location']]).toEqual([303, '/admin/account']);
  expect((await person.browser.get('/admin/account')).text).toContain('처음부터 다시 해 주세요');
  expect((await person.browser.get(page)).text).not.toContain('class="secret"');
});

test('a telephone that is gone is replaced with a recovery code', async () => {
  const person = await insider(shop);
  const page = '/admin/account/second-factor';
  const form = { recent_code: '', recent_recovery: person.recoveryCodes[0]! };
  expect((await person.browser.send(page, page, form)).status).toBe(303);
  secretIn((await person.browser.get(page)).text);
  expect((await logOf(shop, person.id)).at(-1)).toMatchObject({ action: 'staff.recovery-code' });
});

test('an app that was begun is forgotten after a quarter of an hour', async () => {
  const person = await insider(shop);
  const page = '/admin/account/second-factor';
  await person.browser.send(page, page, { recent_code: person.code() });
  shop.clock.advance(16 * 60 * 1000);
  expect(await person.browser.text(page)).not.toContain('class="secret"');
});

test('new recovery codes end the old ones, and are shown once', async () => {
  const person = await insider(shop);
  const page = '/admin/account/recovery-codes';
  expect((await person.browser.send(page, page, { recent_code: '000000' })).status).toBe(422);
  const shown = await person.browser.sendOn(page, page, { recent_code: person.code() });
  const codes = codesIn(shown.text);
  expect([shown.status, new Set(codes).size]).toEqual([200, 10]);
  expect((await person.browser.get(page)).text).not.toContain(codes[0]);
  const use = async (recovery: string): Promise<number> => {
    const browser = deskBrowser(shop);
    await browser.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(303);
    return (await browser.post('/admin/sign-in/code', { code: '', recovery })).status;
  };
  expect([await use(person.recoveryCodes[0]!), await use(codes[0]!)]).toEqual([422, 303]);
  expect((await logOf(shop, person.id)).map(({ action }) => action)).toContain('staff.recovery-codes');
  expect((await person.browser.get('/admin/account')).text).toContain('9개 남았어요');
});

describe('sessions', () => {
  test('are listed with browser and time, without their ids; one of them, or all others, are ended', async () => {
    const person = await insider(shop);
    const phone = deskBrowser(shop, {
      'User-Agent':
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    });
    await signIn(shop, person, phone);
    await signIn(shop, person);
    const text = await person.browser.text('/admin/account');
    expectAll(text, 'Safari, iPhone', 'Chrome, Linux');
    expect(text.match(/지금 여기/g)).toHaveLength(1);
    expect(handlesIn(text)).toHaveLength(2);
    const sid = decodeURIComponent(phone.cookie()!).slice(2).split('.')[0]!;
    expect(text).not.toContain(sid);

    const onPhone = (await phone.get('/admin/account')).text;
    const mine = handlesIn(text).find((handle) => !handlesIn(onPhone).includes(handle))!;
    const end = '/admin/account/sessions/end';
    expect((await person.browser.send('/admin/account', end, { session: mine })).status).toBe(303);
    expect([await isIn(phone), await isIn(person.browser)]).toEqual([false, true]);
    expect((await person.browser.send('/admin/account', end, { session: mine })).status).toBe(404);
    expect((await person.browser.send('/admin/account', `${end}-others`)).status).toBe(303);
    expect(handlesIn((await person.browser.get('/admin/account')).text)).toHaveLength(0);
    expect((await logOf(shop, person.id)).slice(-2).map(({ action }) => action)).toEqual([
      'staff.sign-out',
      'staff.sign-out',
    ]);
  });

  test("somebody else's can't be ended, and nothing but a handle is taken", async () => {
    const [mine, theirs] = [await insider(shop), await insider(shop)];
    await signIn(shop, theirs);
    const [handle = ''] = handlesIn((await theirs.browser.get('/admin/account')).text);
    const end = '/admin/account/sessions/end';
    expect((await mine.browser.send('/admin/account', end, { session: handle })).status).toBe(404);
    expect((await mine.browser.send('/admin/account', end, { session: '%' })).status).toBe(400);
    expect((await mine.browser.send('/admin/account', end, { session: handle, staffId: theirs.id })).status).toBe(400);
    expect(await isIn(theirs.browser)).toBe(true);
  });
});
