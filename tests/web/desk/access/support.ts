/** People who really came in: through the link, the authenticator app and the sign-in page. */
import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import request, { type Test } from 'supertest';
import type { ShopContext } from '../../../../server/bin/create-shop';
import { makeOwnerLink } from '../../../../server/desk/access/owner';
import type { Role } from '../../../../server/desk/permissions';
import { DESK_COOKIE } from '../../../../server/desk/web/session';
import { formTokenIn } from '../../../setup/html';
import { lend } from '../../../setup/lend';
import { withShop, type TestShop } from '../../../setup/shop';
import { APP_ORIGIN, createCookies, createReader } from '../../../setup/visitor';
import { CHEAP, OFTEN, PASSWORD } from '../../storefront/accounts/support';

export { PASSWORD };

/** One person signs in all day long; limits.test.ts looks at the limits. */
export const ACCESS = {
  passwordCost: CHEAP,
  limits: { deskCode: OFTEN, deskCodeDay: OFTEN, deskFreshCode: OFTEN },
} as const;

export const withAccessShop = (config: Partial<ShopContext['config']> = {}): TestShop =>
  withShop({ config: { ...ACCESS, ...config } });

export type DeskBrowser = ReturnType<typeof deskBrowser>;

type Fields = Record<string, string>;

let networks = 0;

/** From a network of its own, so that limits by address are nobody else's. */
export function deskBrowser({ shop }: TestShop, more: Fields = {}) {
  networks += 1;
  const cookies = createCookies();
  const common = () => ({
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': 'app.essence-aura.localhost:8443',
    'X-Forwarded-For': `10.1.${networks >> 8}.${networks & 255}`,
    'User-Agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    ...more,
    ...(cookies.header() === '' ? {} : { Cookie: cookies.header() }),
  });
  const get = (path: string, headers: Fields = {}): Test =>
    cookies.remember(request(shop.app).get(path).set(common()).set(headers));
  const post = (path: string, form: Fields = {}, headers: Fields = {}): Test =>
    cookies.remember(
      request(shop.app)
        .post(path)
        .set({ ...common(), 'Sec-Fetch-Site': 'same-origin', Origin: APP_ORIGIN, ...headers })
        .type('form')
        .send(form),
    );
  const send = async (page: string, path: string, form: Fields = {}) =>
    post(path, { form_token: formTokenIn((await get(page)).text), ...form });
  return {
    get,
    post,
    ...createReader(get),
    /** With the token of the form on that page. */
    send,
    /** The page that it leads to. */
    sendOn: async (page: string, path: string, form: Fields = {}) => {
      const answer = await send(page, path, form);
      return answer.status === 303 ? get(String(answer.headers['location'])) : answer;
    },
    cookie: () => cookies.value(DESK_COOKIE),
  };
}

export type Insider = Awaited<ReturnType<typeof insider>>;

export const totpCode = (secret: string, at: Date): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

export async function comeIn(shop: TestShop, token: string, browser = deskBrowser(shop)) {
  const path = `/admin/set-up/${token}`;
  await browser.get(path).expect(200);
  await browser.post(path, { name: '김서연', password: PASSWORD, locale: 'ko' }).expect(303);
  const page = await browser.get(`${path}/code`).expect(200);
  const secret = secretIn(page.text);
  shop.clock.advance(30_000);
  await browser.post(`${path}/code`, { code: totpCode(secret, shop.clock.now()) }).expect(303);
  const done = await browser.get('/admin/account/recovery-codes/new').expect(200);
  return { secret, recoveryCodes: codesIn(done.text), browser, page: done };
}

export const secretIn = (html: string): string => {
  const typed = /class="secret"[^>]*>([A-Z2-7 ]+)</.exec(html)?.[1];
  if (!typed) throw new Error('the page shows no secret');
  return typed.replaceAll(' ', '');
};

export const codesIn = (html: string): string[] =>
  Array.from(html.matchAll(/<li>([0-9a-z]{4}(?:-[0-9a-z]{4}){3})<\/li>/g), ([, code]) => String(code));

export async function ownerLink(shop: TestShop, email = `owner-${randomBytes(4).toString('hex')}@example.com`) {
  const { pool, clock } = shop.context;
  return makeOwnerLink({ pool, clock, mails: shop.shop.services.signInMails }, { email, name: '김서연' });
}

export async function insider(shop: TestShop, role: Role = 'owner') {
  const link = await ownerLink(shop);
  const { email } = link.person;
  const id = await shop.database.value<string>`update staff set role = ${role} where email = ${email} returning id`;
  const { secret, recoveryCodes, browser } = await comeIn(shop, link.token);
  return {
    id,
    email,
    password: PASSWORD,
    recoveryCodes,
    secret,
    /** The browser in which she set herself up: signed in. */
    browser,
    /** A code that was never used: half a minute passes before it. */
    code: () => {
      shop.clock.advance(30_000);
      return totpCode(secret, shop.clock.now());
    },
    codeNow: () => totpCode(secret, shop.clock.now()),
  };
}

export const withInsider = (shop: TestShop): Insider => lend({ on: shop, open: () => insider(shop) });

export async function signIn(shop: TestShop, person: Insider, browser = deskBrowser(shop)): Promise<DeskBrowser> {
  await browser.post('/admin/sign-in', { email: person.email, password: person.password }).expect(303);
  const answer = await browser.post('/admin/sign-in/code', { code: person.code() });
  if (answer.status !== 303 || answer.headers['location'] !== '/admin') {
    throw new Error(`signing in ended with ${answer.status} ${String(answer.headers['location'])}:\n${answer.text}`);
  }
  return browser;
}

export const isIn = async (browser: DeskBrowser): Promise<boolean> => (await browser.get('/admin')).status === 200;

interface LoggedChange {
  readonly action: string;
  readonly actor: string;
  readonly subject_name: string;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
}

export const logOf = (shop: TestShop, id: string): Promise<LoggedChange[]> =>
  shop.database.rows<LoggedChange>`select action, actor, subject_name, changes from audit_log
     where subject_kind = 'staff' and subject_id = ${id} order by id`;
