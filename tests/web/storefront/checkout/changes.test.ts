import { withStockedShop } from '../../../setup/catalogue';
import { expectAll, hiddenFields, wordsOf } from '../../../setup/html';
import { APPROVED, atCheckout, buyerWith, pathOf, TYPED } from '../../../setup/visitor';

const SKU = 'TST-WHITE-PORCELAIN-030';
const OTHER = 'TST-AFTER-RAIN-050';

const { shop, ids } = withStockedShop({ each: true });

const setPrice = (sku: string, price: number) =>
  shop.database.run`update variants set price = ${price} where sku = ${sku}`;
const setStock = (sku: string, stock: number) =>
  shop.database.run`update variants set stock = ${stock} where sku = ${sku}`;

const orderTotals = (): Promise<number[]> => shop.database.column<number>`select total from orders`;

test('a price that rose since the page was opened is shown and needs a new click', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  await setPrice(SKU, 95_000);
  const asked = await buyer.post('/checkout', form).expect(409);
  const words = wordsOf(asked.text);
  expectAll(words, '백자 30 ml: ₩90,000 → ₩95,000', '합계: ₩90,000 → ₩95,000');
  expect(asked.text).toContain(`value="${TYPED.recipient}"`);
  expect(await orderTotals()).toEqual([]);

  await buyer.post('/checkout', { ...hiddenFields(asked.text), ...TYPED }).expect(303);
  expect(await orderTotals()).toEqual([95_000]);
});

test('a price that fell is not kept from the buyer either', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  await setPrice(SKU, 45_000);
  const asked = await buyer.post('/checkout', form).expect(409);
  expect(wordsOf(asked.text)).toContain('합계: ₩90,000 → ₩48,000');
  expect(await orderTotals()).toEqual([]);
});

test('a change is told together with what is wrong in the fields', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU], { phone: '1' });
  await setPrice(SKU, 95_000);
  const words = wordsOf((await buyer.post('/checkout', form).expect(422)).text);
  expectAll(words, '₩90,000 → ₩95,000', '전화번호를 확인해 주세요');
});

test('a price that changes after the order was placed changes nothing of it', async () => {
  const buyer = await buyerWith(shop, ids[SKU]);
  const provider = pathOf(await buyer.post('/checkout', await buyer.filledForm()).expect(303));
  await setPrice(SKU, 500_000);
  const page = await buyer.words(await buyer.pay(provider, APPROVED));
  expectAll(page, '합계 ₩90,000', '주문이 완료됐어요');
});

test('a bottle that was sold in the meantime is said by name, and the address typed stays', async () => {
  const buyer = await buyerWith(shop, ids[SKU], 3);
  await buyer.putIntoCart(ids[OTHER]);
  const form = await buyer.filledForm();
  await setStock(SKU, 2);
  const asked = await buyer.post('/checkout', form).expect(409);
  const words = wordsOf(asked.text);
  expectAll(words, '지금 2병 남았어요. 수량을 줄여 주세요.', '남은 수량에 맞추기');
  expect(words).not.toContain('₩368,000 주문하기');
  expect(words).toContain('합계: ₩368,000 → ₩278,000');
  expect(await buyer.items()).toEqual([
    [OTHER, 1],
    [SKU, 3],
  ]);

  const fitted = await buyer.post('/checkout/fit', { ...hiddenFields(asked.text), ...TYPED }).expect(200);
  expect(fitted.text).toContain(`value="${TYPED.recipient}"`);
  expect(wordsOf(fitted.text)).toContain('₩278,000 주문하기');
  expect(await buyer.items()).toEqual([
    [OTHER, 1],
    [SKU, 2],
  ]);
  await buyer.post('/checkout', { ...hiddenFields(fitted.text), ...TYPED }).expect(303);
  expect(await orderTotals()).toEqual([278_000]);
});

test('the last bottle is gone: the form leads back to the cart', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  await setStock(SKU, 0);
  const asked = await buyer.post('/checkout', form).expect(409);
  expect(wordsOf(asked.text)).toContain('다 팔렸어요');
  const fitted = await buyer.post('/checkout/fit', { ...hiddenFields(asked.text), ...TYPED }).expect(303);
  expect(fitted.headers['location']).toBe('/cart');
});

test('a perfume that is no longer shown can not be ordered', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  await shop.database.run`update perfumes set published_at = null where slug = 'white-porcelain'`;
  const asked = await buyer.post('/checkout', form).expect(409);
  expect(wordsOf(asked.text)).toContain('더 이상 팔지 않는 향이에요');
  expect(await orderTotals()).toEqual([]);
});

test('what is put into the cart in another window is not ordered unseen', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  await buyer.putIntoCart(ids[OTHER]);
  const asked = await buyer.post('/checkout', form).expect(409);
  expect(wordsOf(asked.text)).toContain('담은 향이나 수량이 이 화면을 연 뒤에 달라졌어요.');
  expect(await orderTotals()).toEqual([]);
});

test('a new delivery fee needs a new click', async () => {
  const { settings } = shop.shop.services;
  await settings.change({ 'delivery.freeFrom': 200_000 });
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  await settings.change({ 'delivery.fee': 4_000 });
  const asked = await buyer.post('/checkout', form).expect(409);
  expect(wordsOf(asked.text)).toContain('합계: ₩93,000 → ₩94,000');
});
