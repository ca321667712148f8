import { createTestShop, type TestShop } from '../../setup/shop';
import { seedTestCatalogue, type VariantIds } from '../../setup/catalogue';
import { APPROVED, BANK, checkOut, DECLINED, numberIn, pathOf, pay, putIntoCart, wordsOf } from './buyer';

let shop: TestShop;
let ids: VariantIds;
beforeAll(async () => {
  shop = await createTestShop();
  ids = await seedTestCatalogue(shop);
  await shop.shop.services.settings.change(BANK);
});
afterAll(() => shop.close());

test('a guest buys with a card', async () => {
  const buyer = shop.visitor();
  await putIntoCart(buyer, ids['TST-AFTER-RAIN-050'], 2);
  const cart = await buyer.get('/cart').expect(200);
  console.log(wordsOf(cart.text));
  const provider = pathOf(await checkOut(buyer));
  console.log(provider);
  const orderPage = await pay(buyer, provider, APPROVED);
  const page = await buyer.get(orderPage).expect(200);
  console.log(orderPage, wordsOf(page.text));
  expect(numberIn(orderPage)).toMatch(/^EA-/);
  expect(DECLINED).toBe(DECLINED);
});
