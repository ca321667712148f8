import { withBooks } from '../../../database/store/orders/counter';
import { withStockedShop } from '../../../setup/catalogue';
import { wordsOf } from '../../../setup/html';
import { APPROVED, atCheckout, BANK, buyerWith, DECLINED, numberIn, pathOf } from '../../../setup/visitor';

const SKU = 'TST-AFTER-RAIN-010';

// All of them come from one address; how many orders may is tests/web/storefront/checkout/limits.test.ts.
const MANY = { attempts: 10_000, windowSeconds: 3600 };

const { shop, ids } = withStockedShop({ each: true, config: { limits: { orderAddress: MANY, orderSession: MANY } } });
withBooks(shop);
beforeEach(() => shop.shop.services.settings.change(BANK));

const countOrders = (): Promise<number> => shop.database.value<number>`select count(*) as count from orders`;

test.each([['test'], ['bank']])('six clicks in one moment are one order, paid for by %s', async (method) => {
  const buyer = await buyerWith(shop, ids[SKU], 2);
  const form = await buyer.filledForm({ payment_method: method });
  const answers = await Promise.all(Array.from({ length: 6 }, () => buyer.post('/checkout', form).expect(303)));
  // The key of a guest's link carries its second; what it opens is the same order.
  const places = new Set(answers.map((answer) => pathOf(answer).split('?')[0]));
  expect(places.size).toBe(1);
  expect(await countOrders()).toBe(1);
});

test('a member’s two clicks are one order too', async () => {
  const buyer = shop.visitor();
  await buyer.register({ email: 'two@example.com' });
  await buyer.putIntoCart(ids[SKU]);
  const form = await buyer.filledForm({ payment_method: 'bank' });
  const answers = await Promise.all([buyer.post('/checkout', form), buyer.post('/checkout', form)]);
  expect(pathOf(answers[0])).toMatch(/^\/orders\/EA-[0-9A-Z]{10}$/);
  expect(pathOf(answers[1])).toBe(pathOf(answers[0]));
  await buyer.putIntoCart(ids[SKU], 3);
  expect(pathOf(await buyer.post('/checkout', form).expect(303))).toBe(pathOf(answers[0]));
  expect(await countOrders()).toBe(1);
});

test('a form sent again after a timeout, with the back button, or after paying finds its order', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  const provider = pathOf(await buyer.post('/checkout', form).expect(303));
  expect(pathOf(await buyer.post('/checkout', form).expect(303))).toBe(provider);
  const orderPage = await buyer.pay(provider, APPROVED);
  const again = pathOf(await buyer.post('/checkout', form).expect(303));
  expect(numberIn(again)).toBe(numberIn(orderPage));
  // The same goods once more in the cart are no reason to order them by an old form.
  await buyer.putIntoCart(ids[SKU]);
  expect(numberIn(pathOf(await buyer.post('/checkout', form).expect(303)))).toBe(numberIn(orderPage));
  expect(await countOrders()).toBe(1);
  await buyer.checkOut();
  expect(await countOrders()).toBe(2);
});

test('the form of an order that was declined asks once more before it orders anew', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  await buyer.pay(pathOf(await buyer.post('/checkout', form).expect(303)), DECLINED);
  const asked = await buyer.post('/checkout', form).expect(409);
  expect(wordsOf(asked.text)).toContain('앞서 낸 주문은 닫혔어요');
  expect(await countOrders()).toBe(1);
});

test('the key of somebody else’s form finds nothing', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU], { payment_method: 'bank' });
  const orderPage = pathOf(await buyer.post('/checkout', form).expect(303));
  const { buyer: thief, form: own } = await atCheckout(shop, ids[SKU], { payment_method: 'bank' });
  const answer = pathOf(await thief.post('/checkout', { ...own, attempt: form['attempt']! }).expect(303));
  expect(numberIn(answer)).not.toBe(numberIn(orderPage));
  expect(await countOrders()).toBe(2);
});

test('fifty browsers at once for five bottles: five payments, forty-five plain answers, no bottle left', async () => {
  const sku = 'TST-WHITE-PORCELAIN-030';
  const buyers = Array.from({ length: 50 }, () => shop.visitor());
  const forms = new Map<number, Record<string, string>>();
  for (const [i, buyer] of buyers.entries()) {
    await buyer.putIntoCart(ids[sku]);
    forms.set(i, await buyer.filledForm());
  }
  const answers = await Promise.all(buyers.map((buyer, i) => buyer.post('/checkout', forms.get(i)!)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 303)).toHaveLength(5);
  const refused = answers.filter(({ status }) => status === 409);
  expect(refused).toHaveLength(45);
  for (const { text } of refused) expect(wordsOf(text)).toContain('다 팔렸어요');
  expect(await shop.database.rows`select stock from variants where sku = ${sku}`).toEqual([{ stock: 0 }]);
  expect(await countOrders()).toBe(5);
}, 60_000);
