/** An order that waits for its money, as its buyer meets it: on every private page, in her mailbox, and after its end. */
import { orderKey } from '../../../../server/store/orders';
import { withStockedShop } from '../../../setup/catalogue';
import { hiddenFields, wordsOf } from '../../../setup/html';
import { BANK, buyerWith, numberIn, pathOf, type Visitor } from '../../../setup/visitor';

const SKU = 'TST-AFTER-RAIN-010';
const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

const { shop, ids } = withStockedShop({ each: true });
beforeEach(() => shop.shop.services.settings.change(BANK));

const ordersOf = () => shop.shop.services.orders;
const letters = (): Promise<string[]> =>
  shop.database.column<string>`select kind from outbox where recipient = 'haneul@example.com' order by id`;
const lastNumber = (): Promise<string> =>
  shop.database.value<string>`select number from orders order by placed_at desc, id limit 1`;

function keyOf(number: string): string {
  return orderKey(shop.context.keys, { number, linkNonce: null }, shop.clock.now());
}

/** At the card page, which she leaves. */
async function leftAtCardPage(quantity = 1): Promise<{ buyer: Visitor; provider: string; number: string }> {
  const buyer = await buyerWith(shop, ids[SKU], quantity);
  const provider = pathOf(await buyer.checkOut());
  return { buyer, provider, number: await lastNumber() };
}

test('who comes back from the card page finds her order in the cart, and takes it back to change it', async () => {
  const { buyer, number } = await leftAtCardPage(2);
  const cart = await buyer.text('/cart');
  expect(wordsOf(cart)).toContain('결제를 기다리는 주문이 있어요');
  expect(cart).toContain(number);
  const changed = await buyer.post(`/orders/${number}/change`, hiddenFields(cart)).expect(303);
  expect(await buyer.items()).toEqual([[SKU, 2]]);
  const after = await buyer.words(pathOf(changed));
  expect(after).not.toContain('결제를 기다리는 주문이 있어요');
  expect(after).toContain('담았던 향을 장바구니에 되돌려 두었어요');
});

test('a bank order is cancelled after a question, and a mail says so', async () => {
  const buyer = await buyerWith(shop, ids[SKU]);
  const number = numberIn(pathOf(await buyer.checkOut({ payment_method: 'bank' })));
  const [, ask = ''] = /href="([^"]*\/cancel[^"]*)"/.exec(await buyer.text('/cart')) ?? [];
  const question = await buyer.text(ask.replaceAll('&amp;', '&'));
  expect(wordsOf(question)).toContain('주문을 취소할까요?');
  expect((await ordersOf().find(number))?.status).toBe('pending');
  await buyer.post(`/orders/${number}/cancel`, hiddenFields(question)).expect(303);
  expect((await ordersOf().find(number))?.status).toBe('cancelled');
  expect(await letters()).toEqual(['order-placed', 'order-cancelled']);
});

test('she is reminded in time, told of the end, and finds her goods in the cart again', async () => {
  const { buyer, number } = await leftAtCardPage(2);
  shop.clock.advance(15 * MINUTE_MS - 1);
  await ordersOf().remindDue();
  expect(await letters()).toEqual([]);
  shop.clock.advance(1);
  await ordersOf().remindDue();
  await ordersOf().remindDue();
  expect(await letters()).toEqual(['order-reminder']);
  shop.clock.advance(15 * MINUTE_MS);
  await ordersOf().expireDue();
  expect((await ordersOf().find(number))?.status).toBe('expired');
  expect(await letters()).toEqual(['order-reminder', 'order-expired']);
  expect(await buyer.items()).toEqual([[SKU, 2]]);
});

test('on another device the mailed link puts the goods into the cart there', async () => {
  const { number } = await leftAtCardPage(2);
  shop.clock.advance(HOUR_MS);
  await ordersOf().expireDue();
  const elsewhere = shop.visitor();
  const page = await elsewhere.text(`/orders/${number}?key=${encodeURIComponent(keyOf(number))}`);
  const again = await elsewhere.post(`/orders/${number}/again`, hiddenFields(page)).expect(303);
  expect(pathOf(again)).toMatch(/^\/cart\?/);
  expect(await elsewhere.items()).toEqual([[SKU, 2]]);
});
