/** What a stranger has us keep is bounded by her address; an honest crowd behind one address gets through. */
import { forgetGuestCarts } from '../../../../server/store/cart/service';
import { LIMITS } from '../../../../server/storefront/limits';
import { withStockedShop } from '../../../setup/catalogue';
import { expectAll, wordsOf } from '../../../setup/html';
import { type Visitor } from '../../../setup/visitor';
import { CHEAP, countRows, member, statusesOf } from '../accounts/support';

const HOUR_MS = 60 * 60 * 1000;
const { shop, ids } = withStockedShop({ each: true, config: { passwordCost: CHEAP } });

const SKU = 'TST-AFTER-RAIN-050';
const form = () => ({ variant_id: String(ids[SKU]), quantity: '2' });
const from = (address: string) => ({ 'X-Forwarded-For': address });
const add = (visitor: Visitor, address = '203.0.113.7') => visitor.post('/cart/items', form(), from(address));
const crowd = (size: number): Promise<readonly number[]> => statusesOf(size, () => add(shop.visitor()));

test('a crowd behind one address gets its carts; a script that goes on gets no more, and other addresses are not held up', async () => {
  const first = shop.visitor();
  await add(first).expect(303);
  const crowded = await crowd(LIMITS.guestAddress.attempts - 1);
  expect(new Set(crowded)).toEqual(new Set([303]));
  const refused = await add(shop.visitor()).expect(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.headers['set-cookie']).toBeUndefined();
  // She is told when, and how to get past; what she wanted is in the button.
  expect(wordsOf(refused.text)).toMatch(/\d+분 뒤에 다시 담아 주세요\..*로그인하면 기다리지 않고/);
  expectAll(refused.text, `name="variant_id" value="${ids[SKU]}"`, 'name="quantity" value="2"');
  const english = await shop.visitor().post('/en/cart/items', form(), from('203.0.113.7')).expect(429);
  expect(wordsOf(english.text)).toMatch(/Please try again in \d+ min/);
  const script = await shop
    .visitor()
    .json('post', '/api/v1/cart/items', { variantId: ids[SKU], quantity: 1 })
    .set(from('203.0.113.7'))
    .expect(429);
  expect(script.body.error.code).toBe('too-many-requests');

  await add(shop.visitor(), '203.0.113.8').expect(303);
  await add(first).expect(303);
  expect((await first.get('/cart')).text).toContain('비 온 뒤');
  const signedIn = await member(shop, undefined, from('203.0.113.7'));
  await add(signedIn).expect(303);
  expect(await countRows(shop, 'carts')).toBe(LIMITS.guestAddress.attempts + 2);
}, 60_000);

test('a click that makes no cart costs nothing', async () => {
  await shop.database.run`update variants set stock = 0 where id = ${ids[SKU]}`;
  const statuses = await crowd(LIMITS.guestAddress.attempts + 5);
  expect(new Set(statuses)).toEqual(new Set([422]));
  expect([await countRows(shop, 'sessions'), await countRows(shop, 'carts')]).toEqual([0, 0]);
}, 60_000);

test('a cart that holds nothing is gone by tomorrow; one that holds something, or leads to an order, stays', async () => {
  const [empty, full] = [shop.visitor(), shop.visitor()];
  for (const visitor of [empty, full]) await add(visitor).expect(303);
  const removed = await empty.send('/cart', '/cart/items/remove', { variant_id: String(ids[SKU]) });
  expect(removed.status).toBe(303);
  const id = await shop.database.value<string>`insert into carts (ordered_at) values (now()) returning id`;
  await shop.database.pool.query("insert into carts (follows, updated_at) values ($1, '2026-01-01')", [id]);
  const forget = () => {
    const now = shop.clock.now().getTime();
    return forgetGuestCarts(shop.database.pool, { any: new Date(0), empty: new Date(now - 12 * HOUR_MS) });
  };
  await forget();
  expect(await countRows(shop, 'carts')).toBe(4);
  shop.clock.advance(13 * HOUR_MS);
  await forget();
  expect(await countRows(shop, 'carts')).toBe(3);
  // Whose cart it was notices nothing.
  await add(empty).expect(303);
  expect((await full.get('/cart')).text).toContain('비 온 뒤');
});
