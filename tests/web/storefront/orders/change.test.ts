/** Taking back an order that was not paid: it asks, the goods come back once, and a mail leads to them later. */
import { withBooks } from '../../../database/store/orders/counter';
import { withStockedShop } from '../../../setup/catalogue';
import { formOf, wordsOf } from '../../../setup/html';
import { APPROVED, BANK, pathOf } from '../../../setup/visitor';
import { unpaidOrdersOf } from './unpaid-orders';

const SKU = 'TST-AFTER-RAIN-010';
const OTHER = 'TST-AFTER-RAIN-050';
const HOUR_MS = 60 * 60 * 1000;

const { shop, ids } = withStockedShop();
withBooks(shop);
const { left, leftBy, member, linkTo, lettersTo, statusOf } = unpaidOrdersOf(shop);
beforeAll(() => shop.shop.services.settings.change(BANK));

describe('changing', () => {
  test('brings the goods of a card order back into the cart, once however often it is sent', async () => {
    const { buyer, number, email } = await left(ids[SKU], { quantity: 2 });
    const form = formOf(await buyer.text('/cart'), `/orders/${number}/change`);
    const answers = await Promise.all(Array.from({ length: 3 }, () => buyer.post(...form)));
    for (const answer of answers) expect(pathOf(answer)).toBe('/cart?notice=changed');
    expect(pathOf(await buyer.post(...form))).toBe('/cart?notice=changed');
    expect(await buyer.items()).toEqual([[SKU, 2]]);
    expect(await buyer.words('/cart?notice=changed')).toContain('담았던 향을 장바구니에 되돌려 두었어요');
    expect(await buyer.words('/en/cart?notice=changed')).toContain('your scents are in the cart again');
    expect(await lettersTo(email)).toEqual([]);
  });

  test('doubles nothing that she put in again meanwhile, and loses nothing else', async () => {
    const { buyer, number } = await left(ids[SKU], { quantity: 2 });
    await buyer.putIntoCart(ids[SKU], 1);
    await buyer.putIntoCart(ids[OTHER], 3);
    await buyer.post(...formOf(await buyer.text('/cart'), `/orders/${number}/change`)).expect(303);
    expect(await buyer.items()).toEqual([
      [SKU, 2],
      [OTHER, 3],
    ]);
  });

  test('of a bank order asks first, because the money may be on its way', async () => {
    const { buyer, number, email } = await left(ids[SKU], { method: 'bank' });
    const question = await buyer.text(linkTo(number, '/change'));
    for (const part of ['주문을 바꿀까요?', '이미 입금했다면 그대로 두세요', '그대로 두기'])
      expect(wordsOf(question)).toContain(part);
    expect(await statusOf(number)).toBe('pending');
    await buyer.post(...formOf(question, `/orders/${number}/change`)).expect(303);
    expect(await statusOf(number)).toBe('cancelled');
    expect(await buyer.items()).toEqual([[SKU, 1]]);
    expect(await lettersTo(email)).toEqual(['order-placed', 'order-cancelled']);
  });

  test('what was paid in another tab leads to the paid order', async () => {
    const { buyer, number, path } = await left(ids[SKU]);
    const form = formOf(await buyer.text('/cart'), `/orders/${number}/change`);
    await buyer.post(path, { card_number: APPROVED, action: 'pay' }).expect(303);
    const answer = await buyer.post(...form).expect(303);
    expect(pathOf(answer)).toContain(`/orders/${number}`);
    expect(await statusOf(number)).toBe('paid');
    expect(await buyer.items()).toEqual([]);
  });

  test('behind a mailed link, on another device, fills the cart there as well', async () => {
    const { buyer, number } = await left(ids[SKU], { method: 'bank' });
    const elsewhere = shop.visitor();
    const form = formOf(await elsewhere.text(linkTo(number, '/change')), `/orders/${number}/change`);
    await elsewhere.post(...form).expect(303);
    for (const visitor of [buyer, elsewhere]) expect(await visitor.items()).toEqual([[SKU, 1]]);
  });

  test('needs the order’s key and the page’s token', async () => {
    const { number, buyer } = await left(ids[SKU]);
    const [address, { form_token: token = '' }] = formOf(await buyer.text('/cart'), `/orders/${number}/change`);
    await buyer.post(address, {}).expect(403);
    await buyer.post(`/orders/${number}/change`, { form_token: token }).expect(404);
    await shop.visitor().get(`/orders/${number}/change`).expect(404);
    expect(await statusOf(number)).toBe('pending');
  });
});

describe('cancelling', () => {
  test.each(['test', 'bank'] as const)('an order by %s asks, and what is kept stays as it is', async (method) => {
    const { buyer, number } = await left(ids[SKU], { method });
    const question = await buyer.words(linkTo(number, '/cancel'));
    expect(question).toContain('주문을 취소할까요?');
    expect(question.includes('이미 입금했다면 그대로 두세요')).toBe(method === 'bank');
    expect(await buyer.words(`/en${linkTo(number, '/cancel')}`)).toContain('Cancel the order?');
    expect(await statusOf(number)).toBe('pending');
  });

  test('a bank order’s buyer gets one mail; a card order’s stands before the page that says so', async () => {
    for (const [method, letters] of [
      ['bank', ['order-placed', 'order-cancelled']],
      ['test', []],
    ] as const) {
      const { buyer, number, email } = await left(ids[SKU], { method });
      const form = formOf(await buyer.text(linkTo(number, '/cancel')), `/orders/${number}/cancel`);
      const answers = await Promise.all([1, 2].map(() => buyer.post(...form)));
      expect(answers.map(({ status }) => status)).toEqual([303, 303]);
      expect(await buyer.words(pathOf(answers[0]!))).toContain('주문을 취소했어요');
      expect(await lettersTo(email)).toEqual(letters);
    }
  });

  test('there is nothing to ask of an order that is paid or closed: its page is shown', async () => {
    const { buyer, number, path } = await left(ids[SKU]);
    await buyer.pay(path, APPROVED);
    for (const step of ['/cancel', '/change']) {
      const answer = await buyer.get(linkTo(number, step)).expect(303);
      expect(pathOf(answer)).toContain(`/orders/${number}?key=`);
    }
  });

  test('what was written down at the desk can be cancelled, and has no cart to go back to', async () => {
    const { buyer, number } = await left(ids[SKU], { method: 'bank' });
    await shop.database.run`update orders set channel = 'manual' where number = ${number}`;
    const page = await buyer.words(linkTo(number));
    expect(page).toContain('주문 취소하기');
    expect(page).not.toContain('주문 바꾸기');
    expect(await buyer.words(linkTo(number, '/cancel'))).toContain('맡아 둔 향수를 다시 내놓아요');
    await buyer.get(linkTo(number, '/change')).expect(303);
    await shop.database.run`update orders set channel = 'web' where number = ${number}`;
  });
});

describe('after the time is over', () => {
  const expire = async (): Promise<void> => {
    shop.clock.advance(100 * HOUR_MS);
    await shop.shop.services.orders.expireDue();
  };

  test('the goods are in the cart again, and a mail says that the order is closed', async () => {
    const { buyer, number, email } = await left(ids[SKU], { quantity: 2 });
    await expire();
    expect(await statusOf(number)).toBe('expired');
    expect(await buyer.items()).toEqual([[SKU, 2]]);
    expect(await lettersTo(email)).toEqual(['order-expired']);
  });

  test('a guest who has become a member finds them in her account’s cart', async () => {
    const { buyer } = await left(ids[SKU]);
    await buyer.register({ email: 'later-member@example.com' }).expect(303);
    await expire();
    expect(await buyer.items()).toEqual([[SKU, 1]]);
  });

  test('what she has ordered again meanwhile does not come back, and nobody writes to her', async () => {
    const first = await left(ids[SKU]);
    await first.buyer.putIntoCart(ids[SKU]);
    const second = await leftBy(first.buyer, 'test');
    await first.buyer.pay(second.path, APPROVED);
    await expire();
    expect(await statusOf(first.number)).toBe('expired');
    expect(await first.buyer.items()).toEqual([]);
    expect(await lettersTo(first.email)).toEqual([]);
  });

  test('only what she has not ordered again comes back', async () => {
    const buyer = await member();
    await buyer.putIntoCart(ids[SKU], 2);
    await buyer.putIntoCart(ids[OTHER]);
    await leftBy(buyer, 'test');
    await buyer.putIntoCart(ids[SKU]);
    await buyer.pay((await leftBy(buyer, 'test')).path, APPROVED);
    await expire();
    expect(await buyer.items()).toEqual([[OTHER, 1]]);
  });

  test('the mailed link puts the same goods into a cart on any device, and doubles nothing', async () => {
    const { number } = await left(ids[SKU], { quantity: 2 });
    await expire();
    const elsewhere = shop.visitor();
    const page = await elsewhere.text(linkTo(number));
    expect(elsewhere.sessionId()).toBeNull();
    expect(wordsOf(page)).toContain('같은 향 다시 담기');
    await elsewhere.putIntoCart(ids[OTHER]);
    for (let i = 0; i < 2; i++) {
      const again = await elsewhere.post(...formOf(page, `/orders/${number}/again`)).expect(303);
      expect(pathOf(again)).toBe('/cart?notice=again');
      expect(await elsewhere.items()).toEqual([
        [SKU, 2],
        [OTHER, 1],
      ]);
    }
    expect(await elsewhere.words('/cart?notice=again')).toContain('주문했던 향을 장바구니에 담았어요');
  });

  test('what can’t be bought any more says so on its line', async () => {
    const { number } = await left(ids[OTHER]);
    await expire();
    await shop.database.run`update variants set archived_at = ${shop.clock.now()} where sku = ${OTHER}`;
    const elsewhere = shop.visitor();
    await elsewhere.post(...formOf(await elsewhere.text(linkTo(number)), `/orders/${number}/again`)).expect(303);
    expect(await elsewhere.words('/cart')).toContain('더 이상 팔지 않는 향이에요');
    await shop.database.run`update variants set archived_at = null where sku = ${OTHER}`;
  });

  test('without its key, or while it waits, nothing is put anywhere', async () => {
    const { number } = await left(ids[SKU]);
    const elsewhere = shop.visitor();
    await elsewhere.post(`/orders/${number}/again`, {}).expect(404);
    expect(pathOf(await elsewhere.post(linkTo(number, '/again'), {}))).toContain(`/orders/${number}?`);
    expect(await elsewhere.items()).toEqual([]);
  });
});
