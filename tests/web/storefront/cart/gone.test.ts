/** What can't be bought counts nowhere: not in the header, the sums, free delivery, the order button or the API. */
import { withStockedShop } from '../../../setup/catalogue';
import { hiddenFields, wordsOf } from '../../../setup/html';
import { BANK, buyerWith, TYPED, type Visitor } from '../../../setup/visitor';

const DEAR = 'TST-WHITE-PORCELAIN-100';
const CHEAP = 'TST-AFTER-RAIN-010';

const { shop, ids } = withStockedShop({ each: true });

const hide = (slug: string) => shop.database.run`update perfumes set published_at = null where slug = ${slug}`;
const setStock = (sku: string, stock: number) =>
  shop.database.run`update variants set stock = ${stock} where sku = ${sku}`;

async function buyerOfBoth(dear = 1): Promise<Visitor> {
  const buyer = await buyerWith(shop, ids[DEAR], dear);
  await buyer.putIntoCart(ids[CHEAP], 1);
  return buyer;
}

async function told(buyer: Visitor) {
  const { body: session } = await buyer.json('get', '/api/v1/session').expect(200);
  const { body } = await buyer.json('get', '/api/v1/cart').expect(200);
  const { count, subtotal, deliveryFee, total, items } = (body as { cart: Record<string, unknown> }).cart as {
    count: number;
    subtotal: number;
    deliveryFee: number;
    total: number;
    items: { sku: string; quantity: number; amount: number }[];
  };
  const header = (session as { cart: { count: number; subtotal: number } }).cart;
  return { count, subtotal, deliveryFee, total, header, items };
}

beforeEach(async () => {
  await shop.shop.services.settings.change({ 'delivery.freeFrom': 100_000, 'delivery.fee': 3_000 });
});

test.each([
  ['is no longer shown', () => hide('white-porcelain')],
  ['is sold out', () => setStock(DEAR, 0)],
])('a scent that %s adds nothing to the sums and makes no delivery free', async (_, go) => {
  const buyer = await buyerOfBoth();
  await go();
  for (const [path, sums] of [
    ['/cart', '상품 금액 ₩28,000 배송비 ₩3,000 합계 ₩31,000'],
    ['/en/cart', 'Goods ₩28,000 Delivery ₩3,000 Total ₩31,000'],
    ['/checkout', '상품 금액 ₩28,000 배송비 ₩3,000 합계 ₩31,000'],
  ] as const) {
    const words = await buyer.words(path);
    expect(words).toContain(sums);
    expect(words).toContain(path === '/en/cart' ? '₩72,000 more, and delivery is free.' : '₩72,000어치 더 담으면');
  }
  const answer = await told(buyer);
  expect(answer).toMatchObject({ count: 1, subtotal: 28_000, deliveryFee: 3_000, total: 31_000 });
  expect(answer.header).toEqual({ count: 1, subtotal: 28_000 });
  expect(Object.fromEntries(answer.items.map(({ sku, amount }) => [sku, amount]))).toEqual({
    [DEAR]: 0,
    [CHEAP]: 28_000,
  });
});

test('a line that can not be bought shows no amount', async () => {
  const buyer = await buyerOfBoth();
  await hide('white-porcelain');
  for (const path of ['/cart', '/checkout']) {
    const amounts = [...(await buyer.text(path)).matchAll(/<p class="line__amount"[^>]*>([^<]+)</g)].map(
      ([, said]) => said,
    );
    expect(amounts).toEqual(['₩28,000']);
  }
});

test('of more than is left, what is left counts', async () => {
  const buyer = await buyerOfBoth(3);
  await setStock(DEAR, 2);
  const words = await buyer.words('/cart');
  expect(words).toContain('상품 금액 ₩448,000 배송비 무료 합계 ₩448,000');
  expect(await told(buyer)).toMatchObject({ count: 3, subtotal: 448_000, total: 448_000 });
});

test('a cart of which nothing can be bought has no sums, no delivery fee and no order button', async () => {
  const buyer = await buyerWith(shop, ids[DEAR]);
  await hide('white-porcelain');
  for (const path of ['/cart', '/checkout']) {
    const page = await buyer.text(path);
    expect(page).not.toContain('class="sums"');
    expect(wordsOf(page)).not.toMatch(/₩[\d,]+ 주문하기|배송비가 없어요/);
    expect(wordsOf(page)).toContain('더 이상 팔지 않는 향이에요');
  }
  expect(await told(buyer)).toMatchObject({ count: 0, subtotal: 0, deliveryFee: 0, total: 0 });
});

test('after a refusal the next click orders exactly what the page then says', async () => {
  const buyer = await buyerOfBoth();
  const form = await buyer.filledForm();
  await hide('white-porcelain');
  const asked = await buyer.post('/checkout', form).expect(409);
  expect(wordsOf(asked.text)).toContain('합계: ₩238,000 → ₩31,000');
  const fitted = await buyer.post('/checkout/fit', { ...hiddenFields(asked.text), ...TYPED }).expect(200);
  expect(wordsOf(fitted.text)).toContain('₩31,000 주문하기');
  // She asked for it, and has seen the sums.
  expect(wordsOf(fitted.text)).not.toContain('그사이');
  await buyer.post('/checkout', { ...hiddenFields(fitted.text), ...TYPED }).expect(303);
  expect(await shop.database.column<number>`select total from orders`).toEqual([31_000]);
});

test('bottles that can not be bought use up nothing of what a guest may order by transfer', async () => {
  await shop.shop.services.settings.change(BANK);
  const buyer = await buyerOfBoth(3);
  expect(await buyer.words('/checkout')).toContain('비회원은 한 번에 3병까지');
  await hide('white-porcelain');
  expect(await buyer.words('/checkout')).not.toContain('비회원은 한 번에 3병까지');
});
