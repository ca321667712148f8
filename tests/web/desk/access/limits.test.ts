import { createShop } from '../../../../server/bin/create-shop';
import { expectAll } from '../../../setup/html';
import { NEW_PASSWORD, statusesOf } from '../../storefront/accounts/support';
import { deskBrowser, insider, isIn, PASSWORD, signIn, withAccessShop } from './support';

const WINDOW = { windowSeconds: 900 };
const shop = withAccessShop({
  limits: {
    deskSignInAccount: { attempts: 3, ...WINDOW },
    deskSignInAddress: { attempts: 6, ...WINDOW },
    deskCode: { attempts: 3, ...WINDOW },
    deskCodeDay: { attempts: 100, windowSeconds: 86_400 },
    deskFreshCode: { attempts: 3, ...WINDOW },
  },
});

test('after too many guesses even the right password has to wait, also after a restart', async () => {
  const person = await insider(shop);
  const browser = deskBrowser(shop);
  for (let i = 0; i < 3; i++) await browser.post('/admin/sign-in', { email: person.email, password: 'no' }).expect(422);
  const refused = await browser.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expectAll(refused.text, '15분 뒤에', `value="${person.email}"`);
  expect(browser.cookie()).toBeNull();

  const restarted = createShop(shop.context);
  const address = { 'X-Forwarded-For': '10.9.9.9' };
  const guess = { email: person.email, password: 'no' };
  try {
    for (let i = 0; i < 3; i++) await deskBrowser(shop, address).post('/admin/sign-in', guess).expect(422);
    await deskBrowser({ ...shop, shop: restarted }, address)
      .post('/admin/sign-in', guess)
      .expect(429);
  } finally {
    await restarted.close();
  }
  // Guesses from elsewhere keep her out of nothing.
  await signIn(shop, person);
});

test('one address that tries many accounts has to wait; an address that a client writes itself changes nothing', async () => {
  const statuses = await statusesOf(8, (n) => {
    const browser = deskBrowser(shop, { 'X-Forwarded-For': `1.2.3.${n}, 10.8.8.8` });
    return browser.post('/admin/sign-in', { email: `person${n}@example.com`, password: 'no' });
  });
  expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 429, 429]);
});

test('codes are guessed by person, from however many browsers and addresses, and at the same moment', async () => {
  const person = await insider(shop);
  const browsers = Array.from({ length: 6 }, () => deskBrowser(shop));
  for (const browser of browsers) {
    await browser.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(303);
  }
  const guesses = browsers.map((browser, i) => browser.post('/admin/sign-in/code', { code: `00000${i}` }));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 422)).toHaveLength(3);
  expect(statuses.filter((status) => status === 429)).toHaveLength(3);
  await browsers[0]!.post('/admin/sign-in/code', { code: person.code() }).expect(429);
  expect(await isIn(browsers[0]!)).toBe(false);
  await browsers[0]!.post('/admin/sign-in/code', { code: '', recovery: person.recoveryCodes[0]! }).expect(303);
  expect(await isIn(browsers[0]!)).toBe(true);
  // Whoever guesses there keeps her from nothing where she is in already.
  const page = '/admin/account/recovery-codes';
  expect((await person.browser.send(page, page, { recent_code: person.code() })).status).toBe(303);
});

test('signing in again and again is nobody’s guess', async () => {
  const person = await insider(shop);
  for (let i = 0; i < 5; i++) await signIn(shop, person);
});

test('fresh codes and current passwords are guessed no more often either', async () => {
  const person = await insider(shop);
  const page = '/admin/account/password';
  await person.browser.send(page, page, { recent_code: person.code() });
  const form = { current: 'a wrong guess', password: NEW_PASSWORD };
  const statuses = await statusesOf(4, () => person.browser.send(page, page, form));
  expect(statuses).toEqual([422, 422, 422, 429]);
  const waiting = await person.browser.send('/admin/account/recovery-codes', '/admin/account/recovery-codes', {
    recent_code: person.code(),
  });
  expect([waiting.status, waiting.text.includes('시도가 너무 많았어요')]).toEqual([429, true]);
});

test('the table of limits holds nobody’s address', async () => {
  const rows = await shop.database.rows`select key from rate_limits`;
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/@|10\.[019]\./);
});
