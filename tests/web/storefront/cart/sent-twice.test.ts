/** A click that was sent twice puts in what was meant once; a second click counts. */
import { withStockedShop } from '../../../setup/catalogue';
import { withVisitor } from '../../../setup/shop';
import { CHEAP, member } from '../accounts/support';

const SKU = 'TST-AFTER-RAIN-010';
const { shop, ids } = withStockedShop({ config: { passwordCost: CHEAP } });
const visitor = withVisitor(shop);

test.each([
  ['guest', () => Promise.resolve(shop.visitor())],
  ['member', () => member(shop)],
])('a %s’s double click without scripts adds once; a click two seconds later adds again', async (_who, open) => {
  const buyer = await open();
  await buyer.addToCart(ids['TST-AFTER-RAIN-050']).expect(303);
  await Promise.all([buyer.putIntoCart(ids[SKU], 2), buyer.putIntoCart(ids[SKU], 2)]);
  await buyer.putIntoCart(ids[SKU], 2);
  expect(await buyer.items()).toContainEqual([SKU, 2]);
  shop.clock.advance(2_000);
  await buyer.putIntoCart(ids[SKU], 2);
  expect(await buyer.items()).toContainEqual([SKU, 4]);
});

test('with scripts every click has a key: what failed on its way back and is sent by the form adds once', async () => {
  const goods = { variantId: ids[SKU], quantity: 1 };
  const attempt = crypto.randomUUID();
  await visitor.json('post', '/api/v1/cart/items', { ...goods, attempt }).expect(201);
  const form = { variant_id: String(ids[SKU]), quantity: '1', attempt };
  await visitor.post('/cart/items', form).expect(303);
  expect(await visitor.items()).toEqual([[SKU, 1]]);
  // The next click is another one, however soon.
  await visitor.json('post', '/api/v1/cart/items', { ...goods, attempt: crypto.randomUUID() }).expect(201);
  expect(await visitor.items()).toEqual([[SKU, 2]]);
});

test('a script of somebody’s own that gives no key adds as often as it says', async () => {
  const goods = { variantId: ids[SKU], quantity: 1 };
  for (let n = 0; n < 3; n++) await visitor.json('post', '/api/v1/cart/items', goods).expect(201);
  expect(await visitor.items()).toEqual([[SKU, 3]]);
});

test.each([[''], ['short'], ['a'.repeat(65)], ['with blanks in it'], [7]])('%p is no key', async (attempt) => {
  const body = { variantId: ids[SKU], quantity: 1, attempt };
  const { body: answer } = await visitor.json('post', '/api/v1/cart/items', body).expect(400);
  expect(answer.error).toMatchObject({ code: 'wrong-value', field: 'attempt' });
});

test('what was refused is not taken for done', async () => {
  await shop.database.run`update variants set stock = 0 where id = ${ids[SKU]}`;
  await visitor.addToCart(ids[SKU]).expect(422);
  await shop.database.run`update variants set stock = 50 where id = ${ids[SKU]}`;
  await visitor.putIntoCart(ids[SKU]);
  expect(await visitor.items()).toEqual([[SKU, 1]]);
});
