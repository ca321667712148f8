import { createHash } from 'node:crypto';
import { wordsOf } from '../../../setup/html';
import { inAnotherShop } from '../../../setup/shop';
import { runJobs } from '../../storefront/accounts/support';
import {
  codesIn,
  comeIn,
  deskBrowser,
  insider,
  isIn,
  logOf,
  ownerLink,
  PASSWORD,
  secretIn,
  signIn,
  totpCode,
  withAccessShop,
  ACCESS,
} from './support';

const shop = withAccessShop();

const chosen = { name: '김서연', password: PASSWORD, locale: 'ko' };
const path = (token: string): string => `/admin/set-up/${token}`;
const staffOf = (email: string) =>
  shop.database.row<Record<string, unknown> & { id: string }>`select * from staff where email = ${email}`;

test('a fresh shop has nobody who could come in', async () => {
  await inAnotherShop(async (fresh) => {
    expect(await fresh.database.rows`select count(*)::int as n from staff`).toEqual([{ n: 0 }]);
    for (const [email, password] of [
      ['admin@example.com', 'admin'],
      ['owner@essence-aura.localhost', 'owner'],
      ['superadmin', 'superadmin'],
    ] as const) {
      await deskBrowser(fresh).post('/admin/sign-in', { email, password }).expect(422);
    }
  }, ACCESS);
});

test('a link leads through password and authenticator app to ten codes, and she is in', async () => {
  const link = await ownerLink(shop);
  const { browser, recoveryCodes, page, secret } = await comeIn(shop, link.token);
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(page.text).toContain('href="/admin"');
  expect(await isIn(browser)).toBe(true);
  const row = await staffOf(link.person.email);
  expect(row).toMatchObject({ name: '김서연', role: 'owner', locale: 'ko', disabled_at: null });
  expect(row['password_hash']).toMatch(/^\$scrypt\$/);
  // Nothing that opens the desk lies in the database as it is.
  const rows = await shop.database.rows<{ everything: string }>`
    select (select json_agg(s) from staff s)::text || (select json_agg(r) from staff_recovery_codes r)::text ||
       (select json_agg(l) from staff_links l)::text || (select json_agg(d) from desk_sessions d)::text ||
       (select json_agg(a) from audit_log a)::text as everything`;
  const everything = rows[0]!.everything;
  for (const plain of [PASSWORD, secret, link.token, ...recoveryCodes]) {
    expect(everything).not.toContain(plain);
    expect(everything).not.toContain(Buffer.from(plain).toString('hex'));
  }
  expect(everything).toContain(createHash('sha256').update(link.token).digest('hex'));
  expect((await logOf(shop, row.id)).map(({ action, actor }) => [action, actor])).toEqual([
    ['staff.invite', 'console'],
    ['staff.set-up', `김서연 <${link.person.email}>`],
  ]);
});

test('a link that is only looked at changes nothing, sets no cookie, and tells nobody where it was opened from', async () => {
  const link = await ownerLink(shop);
  const before = await staffOf(link.person.email);
  for (let i = 0; i < 3; i++) {
    const browser = deskBrowser(shop);
    const page = await browser.get(path(link.token)).expect(200);
    expect(page.headers['referrer-policy']).toBe('strict-origin');
    expect(page.headers['cache-control']).toBe('private, no-store');
    await browser.get(`${path(link.token)}/code`).expect(303);
    expect(browser.cookie()).toBeNull();
  }
  expect(await staffOf(link.person.email)).toEqual(before);
  await comeIn(shop, link.token);
});

test('a link is good once', async () => {
  const link = await ownerLink(shop);
  await comeIn(shop, link.token);
  await deskBrowser(shop).get(path(link.token)).expect(410);
  await deskBrowser(shop).post(path(link.token), chosen).expect(410);
});

test('a last step that is sent twice is told that it worked, and where to sign in; other closed links are not', async () => {
  const link = await ownerLink(shop);
  const browser = deskBrowser(shop);
  await browser.post(path(link.token), chosen).expect(303);
  const code = totpCode(secretIn(await browser.text(`${path(link.token)}/code`)), shop.clock.now());
  const twice = () => browser.post(`${path(link.token)}/code`, { code });
  const [first, second] = [await twice().expect(303), await twice().expect(410)];
  expect(first.headers['location']).toContain('recovery-codes');
  expect(wordsOf(second.text)).toContain('이 링크로 준비를 마쳤어요');
  expect(second.text).toContain('href="/admin/sign-in"');
  const older = await ownerLink(shop);
  await ownerLink(shop, older.person.email);
  const ended = await deskBrowser(shop).get(path(older.token)).expect(410);
  expect(wordsOf(ended.text)).toContain('더 새로운 링크가 있어요');
});

test('of four browsers that finish the same link at the same moment one sets her up', async () => {
  const link = await ownerLink(shop);
  const browsers = Array.from({ length: 4 }, () => deskBrowser(shop));
  const secrets: string[] = [];
  for (const browser of browsers) {
    await browser.post(path(link.token), chosen).expect(303);
    secrets.push(secretIn(await browser.text(`${path(link.token)}/code`)));
  }
  expect(new Set(secrets).size).toBe(4);
  const now = shop.clock.now();
  const answers = await Promise.all(
    browsers.map((browser, i) => browser.post(`${path(link.token)}/code`, { code: totpCode(secrets[i]!, now) })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410]);
  const inside = await Promise.all(browsers.map(isIn));
  expect(inside.filter(Boolean)).toHaveLength(1);
});

test('a link ends after a day, also between its two steps', async () => {
  const link = await ownerLink(shop);
  shop.clock.advance(24 * 60 * 60 * 1000 - 60_000);
  const browser = deskBrowser(shop);
  await browser.post(path(link.token), chosen).expect(303);
  const secret = secretIn(await browser.text(`${path(link.token)}/code`));
  shop.clock.advance(60_000);
  await browser.post(`${path(link.token)}/code`, { code: totpCode(secret, shop.clock.now()) }).expect(410);
  await deskBrowser(shop).get(path(link.token)).expect(410);
});

test('a newer link ends the ones before', async () => {
  const first = await ownerLink(shop);
  const second = await ownerLink(shop, first.person.email);
  expect(second.state).toBe('waiting');
  await deskBrowser(shop).get(path(first.token)).expect(410);
  await comeIn(shop, second.token);
});

test.each(['x', '../people', 'A'.repeat(43), 'A'.repeat(4_000), '%00', '한글'])('%s is no link', async (token) => {
  await deskBrowser(shop)
    .get(path(encodeURIComponent(token)))
    .expect(410);
});

test("a code counts only with the secret of one's own first step, and with an open link", async () => {
  const [mine, other] = [await ownerLink(shop), await ownerLink(shop)];
  const browser = deskBrowser(shop);
  await browser.post(path(mine.token), chosen).expect(303);
  const secret = secretIn((await browser.get(`${path(mine.token)}/code`)).text);
  const code = totpCode(secret, shop.clock.now());
  const answer = await browser.post(`${path(other.token)}/code`, { code }).expect(303);
  expect(answer.headers['location']).toBe(path(other.token));
  await deskBrowser(shop)
    .post(`${path(mine.token)}/code`, { code })
    .expect(303);
  const wrong = await browser.post(`${path(mine.token)}/code`, { code: '000000' }).expect(422);
  expect(secretIn(wrong.text)).toBe(secret);
  expect((await staffOf(mine.person.email))['set_up_at']).toBeNull();
});

test.each([
  [{ name: '' }, '이름을 적어 주세요.'],
  [{ name: 'a\uFFFDb' }, '쓸 수 없는 문자'],
  [{ password: 'nine char' }, '10자 이상'],
  [{ password: 'password12' }, '흔한 비밀번호'],
])('%j is one clear sentence, and what was typed is kept', async (wrong, sentence) => {
  const link = await ownerLink(shop);
  const answer = await deskBrowser(shop)
    .post(path(link.token), { ...chosen, name: '이도윤', ...wrong })
    .expect(422);
  expect(answer.text).toContain(sentence);
  if (!('name' in wrong)) expect(answer.text).toContain('value="이도윤"');
  expect(answer.text).not.toContain(PASSWORD);
});

test('fields that the form has not are refused: nobody gives herself a role', async () => {
  const link = await ownerLink(shop);
  await deskBrowser(shop)
    .post(path(link.token), { ...chosen, role: 'owner' })
    .expect(400);
  await deskBrowser(shop)
    .post(path(link.token), { ...chosen, locale: 'xx' })
    .expect(400);
});

test('a link can not be finished from another site', async () => {
  const link = await ownerLink(shop);
  const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
  await deskBrowser(shop).post(path(link.token), chosen, headers).expect(403);
});

test('the picture is the same secret as the text, for this person', async () => {
  const link = await ownerLink(shop);
  const browser = deskBrowser(shop);
  await browser.post(path(link.token), chosen).expect(303);
  const { text } = await browser.get(`${path(link.token)}/code`);
  const uri = /href="(otpauth:[^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&').replaceAll('&#34;', '"');
  expect(new URL(uri).searchParams.get('secret')).toBe(secretIn(text));
  expect(decodeURIComponent(uri)).toContain(`Essence Aura:${link.person.email}`);
  expect(text).toMatch(/<svg class="qr__picture" viewBox="0 0 (\d+) \1"/);
  expect(text).not.toMatch(/data:|style=/);
});

describe('for somebody who was set up before', () => {
  test('the command line signs her out everywhere and warns her; using the link replaces all she had', async () => {
    const person = await insider(shop);
    const elsewhere = await signIn(shop, person);
    await runJobs(shop);
    const link = await ownerLink(shop, person.email);
    expect(link).toMatchObject({ state: 'recovery', raised: false, enabled: false });
    expect([await isIn(person.browser), await isIn(elsewhere)]).toEqual([false, false]);
    expect((await runJobs(shop)).map(({ to, kind }) => [to, kind])).toEqual([[person.email, 'staff-warning']]);

    // Whoever only has the mailbox or the old things finds them good until then, and dead afterwards.
    const stranger = await signIn(shop, person);
    const again = await comeIn(shop, link.token);
    expect(await isIn(stranger)).toBe(false);
    expect(again.secret).not.toBe(person.secret);
    expect(again.recoveryCodes).not.toEqual(person.recoveryCodes);
    const old = deskBrowser(shop);
    await old.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(303);
    await old.post('/admin/sign-in/code', { code: person.code() }).expect(422);
    await old.post('/admin/sign-in/code', { code: '', recovery: person.recoveryCodes[0]! }).expect(422);
    await old.post('/admin/sign-in/code', { code: '', recovery: again.recoveryCodes[0]! }).expect(303);
    const actions = (await logOf(shop, person.id)).map(({ action }) => action);
    expect(actions).toEqual(['staff.invite', 'staff.set-up', 'staff.link', 'staff.recover', 'staff.recovery-code']);
  });

  test('a sign-in that is halfway when she sets herself up anew gets no further', async () => {
    const person = await insider(shop);
    const halfway = deskBrowser(shop);
    await halfway.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(303);
    const link = await ownerLink(shop, person.email);
    const { secret } = await comeIn(shop, link.token);
    shop.clock.advance(30_000);
    await halfway.post('/admin/sign-in/code', { code: totpCode(secret, shop.clock.now()) }).expect(303);
    expect(await isIn(halfway)).toBe(false);
  });

  test('the command line makes an owner of her again, whatever she was', async () => {
    const person = await insider(shop, 'reader');
    await shop.database.run`update staff set disabled_at = now() where id = ${person.id}`;
    expect(await ownerLink(shop, person.email)).toMatchObject({ state: 'recovery', raised: true, enabled: true });
    expect(await staffOf(person.email)).toMatchObject({ role: 'owner', disabled_at: null });
    expect((await logOf(shop, person.id)).at(-1)).toMatchObject({
      action: 'staff.link',
      actor: 'console',
      changes: { role: ['reader', 'owner'], enabled: [false, true] },
    });
  });

  test('a link of somebody who was disabled is dead', async () => {
    const link = await ownerLink(shop);
    await shop.database.run`update staff set disabled_at = now() where email = ${link.person.email}`;
    await deskBrowser(shop).get(path(link.token)).expect(410);
  });
});

test('the pages of an English browser are in English, and so is the desk then', async () => {
  const link = await ownerLink(shop);
  const browser = deskBrowser(shop, { 'Accept-Language': 'en-GB,en;q=0.9,ko;q=0.5' });
  expect((await browser.get(path(link.token))).text).toContain('<html lang="en">');
  await browser.post(path(link.token), { ...chosen, locale: 'en' }).expect(303);
  const { text } = await browser.get(`${path(link.token)}/code`);
  expect(text).toContain('Connect an authenticator app');
  await browser.post(`${path(link.token)}/code`, { code: totpCode(secretIn(text), shop.clock.now()) });
  expect(codesIn(await browser.text('/admin/account/recovery-codes/new'))).toHaveLength(10);
  expect((await browser.get('/admin')).text).toContain('<html lang="en">');
});
