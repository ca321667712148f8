/** Two first clicks at once make two carts; the browser has both of them in the end, as one. */
import { withStockedShop } from '../../../setup/catalogue';
import type { Visitor } from '../../../setup/visitor';
import { CHEAP, countRows, member, PASSWORD, somebody } from '../accounts/support';

const [RAIN, WHITE] = ['TST-AFTER-RAIN-010', 'TST-WHITE-PORCELAIN-030'];
const BOTH = [
  [RAIN, 1],
  [WHITE, 1],
];
const MINUTE_MS = 60_000;
const { shop, ids } = withStockedShop({ each: true, config: { passwordCost: CHEAP } });

const add = (visitor: Visitor, sku: string, quantity = 1) => visitor.putIntoCart(ids[sku], quantity);
const addByScript = (visitor: Visitor, sku: string) =>
  visitor.json('post', '/api/v1/cart/items', { variantId: ids[sku], quantity: 1 }).expect(201);
const marks = (answer: { headers: Record<string, unknown> }): string[] =>
  ((answer.headers['set-cookie'] as string[] | undefined) ?? []).filter((one) => one.startsWith('__Secure-cart-'));

test.each([
  ['forms', add],
  ['scripts', addByScript],
])('from two tabs, by %s, both are in one cart', async (_how, click) => {
  const visitor = shop.visitor();
  await Promise.all([click(visitor, RAIN), click(visitor, WHITE)]);
  expect(await countRows(shop, 'carts')).toBe(2);
  const page = await visitor.text('/cart');
  expect([page.includes('비 온 뒤'), page.includes('백자')]).toEqual([true, true]);
  expect(await visitor.items()).toEqual(BOTH);
  expect(await countRows(shop, 'carts')).toBe(1);
});

test('the same goods twice are there once, whoever asks first and however often', async () => {
  const visitor = shop.visitor();
  await Promise.all([add(visitor, RAIN), add(visitor, RAIN), add(visitor, RAIN, 2)]);
  const asked = [visitor.get('/cart'), visitor.json('get', '/api/v1/session'), visitor.get('/checkout')];
  await Promise.all(asked);
  expect(await visitor.items()).toEqual([[RAIN, 2]]);
  expect(await countRows(shop, 'carts')).toBe(1);
});

test('the cookie that names a cart opens nothing by itself, and is gone when there is nothing left to join', async () => {
  const visitor = shop.visitor();
  const [cookie = '', ...others] = marks(await add(visitor, RAIN));
  expect(others).toEqual([]);
  expect(cookie).toMatch(
    /^__Secure-cart-[0-9a-f]{8}=[\w-]+; Max-Age=600; Domain=essence-aura\.localhost; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
  );
  const id = await shop.database.value<string>`select id from carts`;
  expect(Buffer.from(cookie.split('=')[1]!, 'base64url').toString('latin1')).not.toContain(id);
  expect(marks(await visitor.get('/cart'))).toEqual([]);
  // A cart that is there makes no second one.
  expect(marks(await add(visitor, WHITE))).toEqual([]);
  // Without her session, by a copy of it alone, nobody sees anything.
  const copy = await shop.visitor().get('/cart', { Cookie: cookie.split(';')[0]! });
  expect(copy.text).not.toContain('비 온 뒤');
  // As a member's her cart is found by her account.
  await visitor.register(somebody()).expect(303);
  expect(marks(await visitor.get('/cart'))).toEqual([expect.stringMatching(/Expires=Thu, 01 Jan 1970/)]);
  expect(marks(await visitor.get('/cart'))).toEqual([]);
  expect(await visitor.items()).toEqual(BOTH);
});

test('a cookie that is made up, or ten minutes old, joins nothing', async () => {
  const other = shop.visitor();
  const [cookie = ''] = marks(await add(other, WHITE));
  const visitor = shop.visitor();
  await add(visitor, RAIN);
  const ask = (more: string) =>
    visitor.get('/cart', { Cookie: `__Secure-sid=${visitor.sessionId()!}; ${more}` }).expect(200);
  await ask('__Secure-cart-00000000=abcdef');
  shop.clock.advance(10 * MINUTE_MS);
  await ask(cookie.split(';')[0]!);
  expect(await visitor.items()).toEqual([[RAIN, 1]]);
  expect(await other.items()).toEqual([[WHITE, 1]]);
});

test('an answer that was on its way while the other tab had looked already loses nothing', async () => {
  const visitor = shop.visitor();
  // Both ask without a cookie; the session of the later answer is the browser's.
  const [first, second] = [visitor.addToCart(ids[RAIN]), visitor.addToCart(ids[WHITE])];
  await first.expect(303);
  await visitor.json('get', '/api/v1/session').expect(200);
  await second.expect(303);
  expect(await visitor.items()).toEqual(BOTH);
});

test('two sessions that join at once, each the other’s cart, lose nothing', async () => {
  for (const atOnce of [false, true]) {
    const visitor = shop.visitor();
    const [one, other] = await Promise.all([add(visitor, RAIN), add(visitor, WHITE)]);
    const named = [one, other].flatMap(marks).map((cookie) => cookie.split(';')[0]!);
    // A request may leave between two cookies of one answer.
    const first = (one.headers['set-cookie'] as unknown as string[]).find((cookie) =>
      cookie.startsWith('__Secure-sid='),
    )!;
    const between = shop.visitor().get('/api/v1/session', { Cookie: [first.split(';')[0], ...named].join('; ') });
    if (atOnce) await Promise.all([between, visitor.get('/cart')]);
    else await between.expect(200);
    expect(await visitor.items()).toEqual(BOTH);
  }
});

test('signing in next, all of it is the member’s', async () => {
  const { person } = await member(shop);
  const visitor = shop.visitor();
  await Promise.all([add(visitor, RAIN), add(visitor, WHITE)]);
  await visitor.signIn(person.email, PASSWORD).expect(303);
  expect(await visitor.items()).toEqual(BOTH);
});

test('a cart that has been ordered meanwhile is left alone', async () => {
  const visitor = shop.visitor();
  await add(visitor, RAIN);
  const first = `__Secure-sid=${visitor.sessionId()!}`;
  const page = await visitor.get('/checkout', { Cookie: first }).expect(200);
  expect(page.text).toContain('form_token');
  const [cookie = ''] = marks(await add(shop.visitor(), WHITE));
  await shop.database
    .run`update carts set ordered_at = now() where id in (select cart_id from cart_items where variant_id = ${ids[WHITE]})`;
  await visitor.get('/cart', { Cookie: `${first}; ${cookie.split(';')[0]!}` }).expect(200);
  expect(await visitor.items()).toEqual([[RAIN, 1]]);
  expect(await countRows(shop, 'carts')).toBe(2);
});
