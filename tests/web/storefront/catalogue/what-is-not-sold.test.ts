import { withStockedShop } from '../../../setup/catalogue';
import type { TestShop } from '../../../setup/shop';

const { shop, ids } = withStockedShop({ each: true });

const run = (sql: string) => shop.database.pool.query(sql);
const cartOf = (visitor: ReturnType<TestShop['visitor']>) => visitor.json('get', '/api/v1/cart').expect(200);

test('an archived volume is on no page and makes no price', async () => {
  await run(`update variants set archived_at = now() where sku = 'TST-AFTER-RAIN-010'`);
  const text = await shop.visitor().text('/perfumes/after-rain');
  expect(text).not.toContain('TST-AFTER-RAIN-010');
  expect(text).toContain('TST-AFTER-RAIN-050');
  expect((await shop.visitor().get('/perfumes?sort=price')).text).not.toContain('₩28,000');
  const { body } = await shop.visitor().json('get', '/api/v1/products').expect(200);
  expect(JSON.stringify(body)).not.toContain('TST-AFTER-RAIN-010');
});

test('a perfume that has only archived volumes is in no list', async () => {
  await run(`update variants set archived_at = now() where sku like 'TST-AFTER-RAIN%'`);
  expect((await shop.visitor().get('/perfumes')).text).not.toContain('비 온 뒤');
});

test('an archived volume can’t be put into a cart, and a cart that has it shows it as gone', async () => {
  const visitor = shop.visitor();
  const form = { variant_id: String(ids['TST-AFTER-RAIN-050']), quantity: '1' };
  await visitor.post('/cart/items', form).expect(303);
  await run(`update variants set archived_at = now() where sku = 'TST-AFTER-RAIN-050'`);
  expect((await cartOf(visitor)).body.cart.items[0].problem.code).toBe('gone');
  const late = shop.visitor();
  await late.post('/cart/items', form);
  expect((await cartOf(late)).body.cart.items).toEqual([]);
});

test('what is to be published later can’t be bought before', async () => {
  const later = new Date(shop.clock.now().getTime() + 60_000).toISOString();
  await run(`update perfumes set published_at = '${later}' where slug = 'after-rain'`);
  const early = shop.visitor();
  const form = { variant_id: String(ids['TST-AFTER-RAIN-050']), quantity: '1' };
  await early.post('/cart/items', form);
  expect((await cartOf(early)).body.cart.items).toEqual([]);
  const { body } = await early.json('get', '/api/v1/products').expect(200);
  expect(JSON.stringify(body)).not.toContain('after-rain');
  shop.clock.advance(61_000);
  await early.post('/cart/items', form).expect(303);
  expect((await cartOf(early)).body.cart.items[0].problem).toBeNull();
});
