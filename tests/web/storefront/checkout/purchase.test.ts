import { withBooks } from '../../../database/store/orders/counter';
import { withStockedShop } from '../../../setup/catalogue';
import { expectAll, wordsOf } from '../../../setup/html';
import { withVisitor } from '../../../setup/shop';
import { APPROVED, atCheckout, BANK, buyerWith, DECLINED, numberIn, pathOf, TYPED } from '../../../setup/visitor';
import { member } from '../accounts/support';

const { shop, ids } = withStockedShop();
const buyer = withVisitor(shop);
withBooks(shop);
beforeAll(() => shop.shop.services.settings.change(BANK));

const stockOf = (sku: string): Promise<number> =>
  shop.database.value<number>`select stock from variants where sku = ${sku}`;

const mailsTo = (recipient: string): Promise<string[]> =>
  shop.database.column<string>`select kind from outbox where recipient = ${recipient} order by id`;

test('a guest buys with a card', async () => {
  const before = await stockOf('TST-AFTER-RAIN-050');
  await buyer.putIntoCart(ids['TST-AFTER-RAIN-050'], 2);
  const sums = await buyer.words('/cart');
  expect(sums).toContain('상품 금액 ₩196,000 배송비 무료 합계 ₩196,000');

  const provider = pathOf(await buyer.checkOut({ email: 'guest@example.com' }));
  expect(provider).toMatch(/^\/pay\/test\/[0-9a-f]{32}$/);
  expect(await stockOf('TST-AFTER-RAIN-050')).toBe(before - 2);
  expect(await buyer.words(provider)).toContain('금액 ₩196,000');
  expect(await mailsTo('guest@example.com')).toEqual([]);

  const orderPage = await buyer.pay(provider, APPROVED);
  expect(orderPage).toMatch(/^\/orders\/EA-[0-9A-Z]{10}\?key=/);
  const page = await buyer.get(orderPage).expect(200);
  const words = wordsOf(page.text);
  expectAll(
    words,
    '고마워요. 주문이 완료됐어요',
    '비 온 뒤 50 ml · 2병 ₩196,000',
    '(03045) 서울특별시 종로구 세종로 1 101동 202호',
  );
  expect(page.text).not.toContain('<form');
  expect(page.headers['cache-control']).toBe('private, no-store');
  expect(await mailsTo('guest@example.com')).toEqual(['order-paid']);
  expect(await buyer.words('/cart')).toContain('아직 담은 향이 없어요');
});

test('a guest buys by bank transfer: where to pay, how much and until when stands on the page', async () => {
  const buyer = await buyerWith(shop, ids['TST-AFTER-RAIN-010']);
  const orderPage = pathOf(await buyer.checkOut({ email: 'bank@example.com', payment_method: 'bank' }));
  const words = await buyer.words(orderPage);
  expectAll(
    words,
    '주문을 받았어요',
    '은행 한빛은행 계좌 번호 110-123-456789 복사 예금주 에센스 아우라 금액 ₩31,000 복사 입금자명 김하늘',
    '기한 11월 26일 목요일 낮 12시',
  );
  expect(words).toContain('배송비 ₩3,000');
  expect(await mailsTo('bank@example.com')).toEqual(['order-placed']);

  const number = numberIn(orderPage);
  const marked = await shop.shop.services.orders.markPaid(number);
  expect([marked?.settlement, marked?.order.status]).toEqual(['paid', 'paid']);
  expect(await buyer.words(orderPage)).toContain('주문이 완료됐어요');
  expect(await mailsTo('bank@example.com')).toEqual(['order-placed', 'order-paid']);

  const again = await shop.shop.services.orders.markPaid(number);
  expect(again?.settlement).toBe('nothing');
  expect(await mailsTo('bank@example.com')).toEqual(['order-placed', 'order-paid']);
});

test('only bank transfers are marked as paid by hand', async () => {
  const buyer = await buyerWith(shop, ids['TST-AFTER-RAIN-010']);
  const placed = await buyer.checkOut();
  expect(pathOf(placed)).toContain('/pay/test/');
  const number = await shop.database.value<string>`select number from orders where payment_method = 'test' limit 1`;
  const { orders } = shop.shop.services;
  await expect(orders.markPaid(number)).rejects.toThrow('bank transfer');
  expect(await orders.markPaid('EA-0000000000')).toBeNull();
});

test('the same purchase in English', async () => {
  const added = await buyer.post('/en/cart/items', { variant_id: String(ids['TST-AFTER-RAIN-010']), quantity: '1' });
  expect(added.headers['location']).toBe('/en/cart');
  const cart = await buyer.words('/en/cart');
  expectAll(cart, 'After Rain', '₩22,000 more, and delivery is free.');
  const form = await buyer.filledForm();
  const provider = pathOf(await buyer.post('/en/checkout', form).expect(303));
  expect(provider).toMatch(/^\/en\/pay\/test\//);
  const orderPage = await buyer.pay(provider, APPROVED);
  expect(orderPage).toMatch(/^\/en\/orders\//);
  expect(await buyer.words(orderPage)).toContain('Thank you. Your order is complete');
});

test('a member buys, and sees the order in her list without any key', async () => {
  const visitor = await member(shop);
  const { email } = visitor.person;
  await visitor.putIntoCart(ids['TST-AFTER-RAIN-050']);
  const checkout = await visitor.get('/checkout').expect(200);
  expect(checkout.text).toContain(`value="${email}"`);
  const orderPage = await visitor.pay(pathOf(await visitor.checkOut({ email })), APPROVED);
  expect(orderPage).toMatch(/^\/orders\/EA-[0-9A-Z]{10}$/);
  const list = await visitor.words('/account/orders');
  expect(list).toContain(numberIn(orderPage));
  expect(list).toContain('비 온 뒤');
  expect(await mailsTo('owner@essence-aura.localhost')).toContain('new-order');
});

test('the second time a member checks out, her address stands there already', async () => {
  const visitor = await member(shop);
  const { email } = visitor.person;
  await visitor.putIntoCart(ids['TST-AFTER-RAIN-010']);
  const address = { recipient: '강이슬', phone: '02-123-4567', postcode: '61452', address_line1: '광주 동구 서석로 1' };
  await visitor.pay(pathOf(await visitor.checkOut({ email, ...address })), APPROVED);
  await visitor.putIntoCart(ids['TST-AFTER-RAIN-010']);
  const text = await visitor.text('/checkout');
  for (const value of Object.values(address)) expect(text).toContain(`value="${value}"`);
});

test('a guest meets nobody else’s address', async () => {
  await shop.visitor().buy(ids['TST-AFTER-RAIN-010']);
  const other = await buyerWith(shop, ids['TST-AFTER-RAIN-010']);
  expect(await other.text('/checkout')).not.toContain(TYPED.recipient);
});

test('a declined card gives the bottles back and the buyer her cart and her address', async () => {
  const before = await stockOf('TST-AFTER-RAIN-050');
  await buyer.putIntoCart(ids['TST-AFTER-RAIN-050'], 2);
  const back = await buyer.pay(pathOf(await buyer.checkOut({ email: 'declined@example.com' })), DECLINED);
  expect(back).toBe('/checkout?notice=declined');
  expect(await stockOf('TST-AFTER-RAIN-050')).toBe(before);
  const page = await buyer.get(back).expect(200);
  expect(wordsOf(page.text)).toContain('카드사가 결제를 승인하지 않았어요');
  expect(page.text).toContain(`value="${TYPED.address_line1}"`);
  expect(wordsOf(page.text)).toContain('₩196,000 주문하기');
  expect(await mailsTo('declined@example.com')).toEqual([]);

  const paid = await buyer.pay(pathOf(await buyer.checkOut()), APPROVED);
  expect(await buyer.words(paid)).toContain('주문이 완료됐어요');
  expect(await stockOf('TST-AFTER-RAIN-050')).toBe(before - 2);
});

test('leaving the provider’s page cancels the order, and nothing is lost', async () => {
  const before = await stockOf('TST-AFTER-RAIN-010');
  await buyer.putIntoCart(ids['TST-AFTER-RAIN-010'], 3);
  const provider = pathOf(await buyer.checkOut());
  expect(await stockOf('TST-AFTER-RAIN-010')).toBe(before - 3);
  const left = await buyer.post(provider, { action: 'cancel' }).expect(303);
  const back = pathOf(await buyer.get(pathOf(left)).expect(303));
  expect(back).toBe('/checkout?notice=cancelled');
  expect(await stockOf('TST-AFTER-RAIN-010')).toBe(before);
  expect(await buyer.words('/cart')).toContain('₩84,000');
});

test('three declined cards in a row leave one cart with what was put in once', async () => {
  const buyer = await buyerWith(shop, ids['TST-AFTER-RAIN-010'], 2);
  for (let i = 0; i < 3; i++) await buyer.pay(pathOf(await buyer.checkOut()), DECLINED);
  expect(await buyer.items()).toEqual([['TST-AFTER-RAIN-010', 2]]);
});

test('what was put in while an order waited is still there when that order is declined', async () => {
  const buyer = await buyerWith(shop, ids['TST-AFTER-RAIN-010'], 1);
  const provider = pathOf(await buyer.checkOut());
  await buyer.putIntoCart(ids['TST-AFTER-RAIN-050'], 1);
  await buyer.pay(provider, DECLINED);
  expect(await buyer.items()).toEqual([
    ['TST-AFTER-RAIN-010', 1],
    ['TST-AFTER-RAIN-050', 1],
  ]);
});

test('checkout without a cart leads to the cart and makes no session', async () => {
  const visitor = shop.visitor();
  expect((await visitor.get('/checkout').expect(303)).headers['location']).toBe('/cart');
  expect((await visitor.get('/en/checkout').expect(303)).headers['location']).toBe('/en/cart');
  expect(visitor.sessionId()).toBeNull();
});

test('a bank transfer is offered only once there is an account to pay to', async () => {
  const { settings } = shop.shop.services;
  await settings.change({ 'bank.account': '' });
  const { buyer, form } = await atCheckout(shop, ids['TST-AFTER-RAIN-010'], { payment_method: 'bank' });
  expect(await buyer.text('/checkout')).not.toContain('value="bank"');
  const refused = await buyer.post('/checkout', form).expect(422);
  expect(wordsOf(refused.text)).toContain('결제 방법을 골라 주세요.');
  await settings.change(BANK);
});
