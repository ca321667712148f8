/** A session that has ended stays so, whoever was under way: on the storefront and at the desk. */
import { once } from 'node:events';
import http from 'node:http';
import { withCatalogue } from '../setup/catalogue';
import { deskVisitor, FORM_TOKEN, type DeskVisitor } from '../setup/desk';
import { holdRows } from '../setup/held-rows';
import { ORIGIN, APP_ORIGIN } from '../setup/visitor';
import { withServed } from './change-feed/follower';
import { deskBrowser, insider, isIn, PASSWORD as DESK_PASSWORD, withAccessShop } from './desk/access/support';
import {
  changePassword as setPassword,
  member,
  NEW_PASSWORD as NEW,
  OFTEN,
  PASSWORD,
  resetTokenFor,
  signOut,
} from './storefront/accounts/support';

const shop = withAccessShop({
  limits: {
    deskCode: OFTEN,
    deskCodeDay: OFTEN,
    deskFreshCode: OFTEN,
    deskSignInAccount: OFTEN,
    deskSignInAddress: OFTEN,
    signInAccount: OFTEN,
    signInAddress: OFTEN,
  },
});
const ids = withCatalogue(shop);
const served = withServed(shop);

/** Every session is written with its next request. */
const letTimePass = (): void => shop.clock.advance(2 * 60 * 1000);

/** A request whose head has arrived, and been looked at, and whose body has not. */
async function beginPost(path: string, headers: http.OutgoingHttpHeaders, body: string | Buffer) {
  const asked = jest.spyOn(shop.context.pool, 'query');
  const length = Buffer.byteLength(body);
  const request = http.request({
    ...{ host: '127.0.0.1', port: served.port, path, method: 'POST', agent: false },
    headers: { 'Content-Length': length, 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '127.0.0.1', ...headers },
  });
  request.write(body.slice(0, 1));
  await once(request, 'socket');
  for (let quiet = 0, seen = -1; quiet < 40; quiet++) {
    if (seen !== asked.mock.calls.length) [quiet, seen] = [0, asked.mock.calls.length];
    await Promise.allSettled(asked.mock.results.map(({ value }) => value as unknown));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  asked.mockRestore();
  return async (): Promise<number> => {
    request.end(body.slice(1));
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    return response.statusCode ?? 0;
  };
}

describe('on the storefront', () => {
  const cookieOf = (visitor: { sessionId(): string | null }) => `__Secure-sid=${visitor.sessionId() ?? ''}`;
  const countOf = (email: string): Promise<number> =>
    shop.database.value<number>`
      select count(*) as n from sessions where sess ->> 'accountId' = (select id::text from accounts
      where email = ${email})`;

  type Member = Awaited<ReturnType<typeof member>>;
  const reset = async ({ person }: Member) => {
    const token = await resetTokenFor(shop, person.email);
    await shop.visitor().post('/account/reset', { token, password: NEW }).expect(303);
  };
  const changePassword = async ({ person }: Member) => {
    const other = shop.visitor();
    await other.signIn(person.email, PASSWORD).expect(303);
    await setPassword(other);
  };

  test.each([
    ['signing out', signOut, 0],
    ['a reset', reset, 0],
    ['a new password', changePassword, 1],
  ] as const)('a request that was under way at %s brings no session back', async (_what, ending, left) => {
    const visitor = await member(shop);
    const cookie = cookieOf(visitor);
    await visitor.addToCart(ids['TST-AFTER-RAIN-050']).expect(303);
    letTimePass();
    const release = await holdRows(shop.database, 'carts');
    const body = { variant_id: String(ids['TST-AFTER-RAIN-050']), quantity: '1' };
    const underWay = shop.visitor().post('/cart/items', body, { Cookie: cookie });
    const answer = underWay.then(({ status }) => status);
    await release(1, () => ending(visitor));
    expect(await answer).toBe(303);
    expect(await countOf(visitor.person.email)).toBe(left);
    await shop.visitor().get('/account', { Cookie: cookie }).expect(303);
  });

  test('who signs in again and again with the old password while it changes is out when it has changed', async () => {
    const { person } = await member(shop);
    const thief = async (): Promise<void> => {
      for (let n = 0; n < 12; n++) {
        await shop.visitor().signIn(person.email, PASSWORD);
      }
    };
    const thieves = [thief(), thief(), thief()];
    await changePassword({ person } as Member);
    await Promise.all(thieves);
    expect(await countOf(person.email)).toBe(1);
  });

  test('who was signed out while a form was on its way does nothing with it', async () => {
    const visitor = await member(shop);
    await visitor.addToCart(ids['TST-AFTER-RAIN-050']).expect(303);
    const token = await visitor.formToken('/cart');
    const form = new URLSearchParams({
      form_token: token,
      variant_id: String(ids['TST-AFTER-RAIN-050']),
      quantity: '7',
    });
    const finish = await beginPost(
      '/cart/items/update',
      {
        ...{ Host: 'essence-aura.localhost:8443', 'X-Forwarded-Host': 'essence-aura.localhost:8443', Origin: ORIGIN },
        ...{ 'Content-Type': 'application/x-www-form-urlencoded', Cookie: cookieOf(visitor) },
      },
      form.toString(),
    );
    await signOut(visitor);
    expect(await finish()).toBe(403);
    expect(await shop.database.rows`select 1 from cart_items where quantity = 7`).toEqual([]);
  });
});

describe('at the desk', () => {
  const stockOf = (): Promise<number> =>
    shop.database.value<number>`select stock from variants where id = ${ids['TST-AFTER-RAIN-050']}`;
  const disable = ({ staffId }: DeskVisitor) =>
    shop.database.run`update staff set disabled_at = now() where id = ${staffId}`;
  const endSessions = ({ staffId }: DeskVisitor) =>
    shop.database.run`delete from desk_sessions where sess ->> 'staffId' = ${staffId}`;
  const demote = ({ staffId }: DeskVisitor) =>
    shop.database.run`update staff set role = 'reader' where id = ${staffId}`;

  const post = (owner: DeskVisitor, path: string, type: string, body: string) =>
    beginPost(path, { Host: 'app', ...hostHeaders(owner), 'Content-Type': type }, body);
  const hostHeaders = (owner: DeskVisitor) => ({
    'X-Forwarded-Host': 'app.essence-aura.localhost:8443',
    Origin: APP_ORIGIN,
    Cookie: owner.cookie,
  });

  test.each([
    ['disabled', disable, 303],
    ['signed out by somebody else', endSessions, 303],
    ['given another role', demote, 403],
  ] as const)('a form does nothing whose sender was %s while it was on its way', async (_what, change, status) => {
    const owner = await deskVisitor(shop);
    const before = await stockOf();
    const form = new URLSearchParams({ form_token: FORM_TOKEN, counted: '777', seen: String(before) });
    const path = `/admin/stock/${ids['TST-AFTER-RAIN-050']}/count`;
    const finish = await post(owner, path, 'application/x-www-form-urlencoded', form.toString());
    await change(owner);
    expect(await finish()).toBe(status);
    expect(await stockOf()).toBe(before);
  });

  test.each([
    ['disabled', disable, 303],
    ['given another role', demote, 403],
  ] as const)('neither does a file whose sender was %s', async (_what, change, status) => {
    const owner = await deskVisitor(shop);
    const part = (name: string, more: string, value: string): string =>
      `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
    const body = `${part('form_token', '', FORM_TOKEN)}${part('file', '; filename="a.csv"', 'sku\n')}--b--\r\n`;
    const finish = await post(owner, '/admin/files/import', 'multipart/form-data; boundary=b', body);
    await change(owner);
    expect(await finish()).toBe(status);
    expect(await shop.database.rows`select 1 from imports`).toEqual([]);
  });

  test('a request that was under way when its session was ended does not bring it back', async () => {
    const owner = await deskVisitor(shop);
    letTimePass();
    const finish = await post(owner, '/admin/account', 'application/x-www-form-urlencoded', `form_token=${FORM_TOKEN}`);
    await endSessions(owner);
    expect(await finish()).toBe(303);
    await owner.get('/admin').expect(303);
  });

  test('who signs in with the old password while it changes is out when it has changed', async () => {
    const person = await insider(shop);
    const browsers = person.recoveryCodes.map(() => deskBrowser(shop));
    for (const browser of browsers) {
      await browser.post('/admin/sign-in', { email: person.email, password: DESK_PASSWORD }).expect(303);
    }
    const page = '/admin/account/password';
    await person.browser.send(page, page, { recent_code: person.code() });
    const form = { current: DESK_PASSWORD, password: NEW };
    const [changed] = await Promise.all([
      person.browser.send(page, page, form),
      ...browsers.map((browser, n) =>
        browser.post('/admin/sign-in/code', { code: '', recovery: person.recoveryCodes[n]! }),
      ),
    ]);
    expect(changed.status).toBe(303);
    expect(await isIn(person.browser)).toBe(true);
    expect(await Promise.all(browsers.map(isIn))).toEqual(browsers.map(() => false));
  });
});
