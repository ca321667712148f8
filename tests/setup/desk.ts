/** Somebody at the owner's desk, signed in without the sign-in page, as most tests want her. */
import { createHmac, randomBytes } from 'node:crypto';
import request, { type Test } from 'supertest';
import type { Pool } from '../../server/db/pool';
import { IDLE_MS, LONGEST_MS } from '../../server/desk/access/model';
import { createSecondFactor } from '../../server/desk/access/totp';
import type { Role } from '../../server/desk/permissions';
import { DESK_COOKIE } from '../../server/desk/web/session';
import type { Keys } from '../../server/process/keys';
import { withStockedShop } from './catalogue';
import { lend } from './lend';
import { withShop, type ShopOptions, type TestShop } from './shop';
import { APP_ORIGIN, createReader } from './visitor';

export type DeskVisitor = Awaited<ReturnType<typeof deskVisitor>>;

type Fields = Record<string, string>;

interface Upload {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

export const FORM_TOKEN = 'a-form-token-of-the-tests-0123456';

/** The cookie's value as express-session signs it. */
const signed = (sid: string, secret: string): string =>
  `s:${sid}.${createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, '')}`;

interface SeatOptions {
  readonly role: Role;
  readonly locale?: 'ko' | 'en';
  readonly name?: string;
}

export async function takeSeat(
  pool: Pool,
  { keys, now }: { readonly keys: Pick<Keys, 'cookies' | 'seals'>; readonly now: Date },
  { role, locale = 'ko', name = '김서연' }: SeatOptions,
) {
  const email = `${role}-${randomBytes(4).toString('hex')}@essence-aura.localhost`;
  const { rows } = await pool.query<{ id: string }>(
    `insert into staff (email, name, role, locale, password_hash, totp_secret, created_at, set_up_at)
     values ($1, $2, $3, $4, 'unused', $6, $5, $5) returning id`,
    [email, name, role, locale, now, createSecondFactor(keys).seal('an app that nobody has')],
  );
  const staffId = rows[0]!.id;
  const sid = randomBytes(18).toString('base64url');
  const session = {
    cookie: {
      originalMaxAge: LONGEST_MS,
      expires: new Date(now.getTime() + IDLE_MS),
      secure: true,
      httpOnly: true,
      path: '/',
      sameSite: 'lax',
    },
    staffId,
    signedInAt: now.toISOString(),
    seenAt: now.toISOString(),
    browser: 'a test',
    formToken: FORM_TOKEN,
  };
  await pool.query(`insert into desk_sessions (sid, sess, expire) values ($1, $2, $3)`, [
    sid,
    JSON.stringify(session),
    new Date(now.getTime() + IDLE_MS),
  ]);
  return { staffId, email, cookie: `${DESK_COOKIE}=${encodeURIComponent(signed(sid, keys.cookies.desk[0]!))}` };
}

export async function deskVisitor(shop: TestShop, role: Role = 'owner', options: Omit<SeatOptions, 'role'> = {}) {
  const at = { keys: shop.context.keys, now: shop.clock.now() };
  const seat = await takeSeat(shop.database.pool, at, { role, ...options });
  const common = {
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': 'app.essence-aura.localhost:8443',
    'X-Forwarded-For': '127.0.0.1',
    Cookie: seat.cookie,
  };
  const own = { 'Sec-Fetch-Site': 'same-origin', Origin: APP_ORIGIN };
  const { app } = shop.shop;
  const get = (path: string, headers: Fields = {}): Test => request(app).get(path).set(common).set(headers);
  return {
    ...seat,
    get,
    ...createReader(get),
    /** With her form token, unless the form brings one. Arrays are fields that come several times. */
    post(path: string, form: Record<string, string | readonly string[]> = {}, headers: Fields = {}): Test {
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries({ form_token: FORM_TOKEN, ...form })) {
        for (const one of [value].flat()) body.append(name, one);
      }
      return request(app)
        .post(path)
        .set({ ...common, ...own, ...headers })
        .type('form')
        .send(body.toString());
    },
    upload(path: string, file: Upload, form: Fields = {}): Test {
      let call = request(app)
        .post(path)
        .set({ ...common, ...own });
      for (const [name, value] of Object.entries({ form_token: FORM_TOKEN, ...form })) call = call.field(name, value);
      return call.attach('file', file.content, { filename: file.name, contentType: file.type });
    },
  };
}

export const withDeskVisitor = (shop: TestShop, role?: Role, options?: Omit<SeatOptions, 'role'>): DeskVisitor =>
  lend({ on: shop, open: () => deskVisitor(shop, role, options) });

export function withDesk(options?: ShopOptions) {
  const shop = withShop(options);
  return { shop, owner: withDeskVisitor(shop) };
}

export function withStockedDesk(options?: ShopOptions) {
  const { shop, ids } = withStockedShop(options);
  return { shop, ids, owner: withDeskVisitor(shop) };
}
