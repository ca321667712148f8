import { seedTestCatalogue, withStockedShop } from '../../../setup/catalogue';
import { wordsOf } from '../../../setup/html';
import { inAnotherShop } from '../../../setup/shop';
import { APPROVED, BANK, buyerWith, DECLINED, pathOf } from '../../../setup/visitor';

const SKU = 'TST-AFTER-RAIN-010';

const { shop, ids } = withStockedShop({ each: true });

async function open() {
  const buyer = await buyerWith(shop, ids[SKU]);
  const provider = pathOf(await buyer.checkOut());
  const reference = provider.split('/').at(-1)!;
  const id = await shop.database.value<string>`select id from payments where reference = ${reference}`;
  return { buyer, provider, reference, id };
}

const order = (id: string) =>
  shop.database.row<{ status: string; flag: string | null; events: string[] }>`
    select o.status, o.flag, array(select e.kind from order_events e where e.order_id = o.id order by e.id) as events
     from orders o join payments p on p.order_id = o.id where p.id = ${id}`;

const back = (id: string) => `/checkout/return?payment=${id}`;

const countMails = (kind: string): Promise<number> =>
  shop.database.value<number>`select count(*) as count from outbox where kind = ${kind}`;

test('calling the return page by hand pays nothing', async () => {
  const { buyer, id, provider } = await open();
  for (const more of ['', '&status=paid', '&amount=31000&currency=KRW&success=true']) {
    await buyer.get(back(id) + more).expect(303);
  }
  expect(await order(id)).toEqual({ status: 'pending', flag: null, events: ['placed'] });
  await buyer.pay(provider, APPROVED);
  expect((await order(id)).status).toBe('paid');
});

test('coming back twenty times is paid once, with one mail', async () => {
  const { buyer, id, provider } = await open();
  await buyer.pay(provider, APPROVED);
  await Promise.all(Array.from({ length: 20 }, () => buyer.get(back(id)).expect(303)));
  expect(await order(id)).toEqual({ status: 'paid', flag: null, events: ['placed', 'paid'] });
  expect(await countMails('order-paid')).toBe(1);
  expect(await countMails('new-order')).toBe(1);
});

test('ten browsers that come back in the same moment settle once', async () => {
  const { buyer, id, provider } = await open();
  await buyer.post(provider, { card_number: APPROVED, action: 'pay' }).expect(303);
  await Promise.all(Array.from({ length: 10 }, () => buyer.get(back(id)).expect(303)));
  expect((await order(id)).events).toEqual(['placed', 'paid']);
  expect(await countMails('order-paid')).toBe(1);
});

test('a stranger who knows a payment’s id learns nothing, and does no harm', async () => {
  const { buyer, id, provider } = await open();
  const stranger = shop.visitor();
  const unknown = await stranger.get(back('6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11')).expect(404);
  const known = await stranger.get(back(id)).expect(404);
  const plain = (text: string): string => text.replaceAll(/[0-9a-f-]{36}/g, '');
  expect(plain(known.text)).toBe(plain(unknown.text));
  expect((await order(id)).status).toBe('pending');
  await buyer.pay(provider, APPROVED);
  await stranger.get(back(id)).expect(404);
});

test.each([
  ['less than was asked', 'update test_provider_payments set amount = amount - 1 where reference = $1'],
  ['more than was asked', 'update test_provider_payments set amount = amount + 1 where reference = $1'],
  ['another currency', `update test_provider_payments set currency = 'USD' where reference = $1`],
])('%s is flagged for the owner and pays nothing', async (_, sql) => {
  const { buyer, id, reference, provider } = await open();
  await shop.database.pool.query(sql, [reference]);
  const orderPage = await buyer.pay(provider, APPROVED);
  await buyer.get(back(id)).expect(303);
  expect(await order(id)).toEqual({
    status: 'pending',
    flag: 'amount-mismatch',
    events: ['placed', 'amount-mismatch'],
  });
  const page = await buyer.get(orderPage).expect(200);
  expect(wordsOf(page.text)).toContain('금액을 확인하고 있어요');
  expect(page.text).not.toContain('/pay"');
  expect(await countMails('order-paid')).toBe(0);
});

test('what is put into the cart while the provider’s page is open does not change what is paid', async () => {
  const { buyer, id, provider } = await open();
  await buyer.putIntoCart(ids['TST-AFTER-RAIN-050'], 3);
  expect(await buyer.words(provider)).toContain('금액 ₩31,000');
  await buyer.pay(provider, APPROVED);
  expect((await order(id)).status).toBe('paid');
});

test('a payment that was decided stays as it is, whatever is clicked on its page', async () => {
  const { buyer, id, provider } = await open();
  await buyer.pay(provider, DECLINED);
  await buyer.post(provider, { card_number: APPROVED, action: 'pay' }).expect(303);
  await buyer.post(provider, { action: 'cancel' }).expect(303);
  await buyer.get(back(id)).expect(303);
  expect(await order(id)).toEqual({ status: 'declined', flag: null, events: ['placed', 'declined'] });
  expect(await buyer.words(provider)).toContain('이미 거절된 결제예요.');
});

test('money that came before the deadline counts, also when nobody came back to say so', async () => {
  const { buyer, id, provider } = await open();
  await buyer.post(provider, { card_number: APPROVED, action: 'pay' }).expect(303);
  shop.clock.advance(31 * 60 * 1000);
  expect(await shop.shop.services.orders.expireDue()).toBe(1);
  expect((await order(id)).status).toBe('paid');
  expect(await countMails('order-paid')).toBe(1);
});

test('a provider’s page that was left open too long takes no money, and says so', async () => {
  const { buyer, id, provider } = await open();
  shop.clock.advance(31 * 60 * 1000);
  await shop.shop.services.orders.expireDue();
  await buyer.post(provider, { card_number: APPROVED, action: 'pay' }).expect(303);
  expect(await buyer.words(provider)).toContain('이미 그만둔 결제예요.');
  const orderPage = pathOf(await buyer.get(back(id)).expect(303));
  expect(await buyer.words(orderPage)).toContain('시간이 지나 주문이 닫혔어요');
});

test('its page asks nobody’s session, and is not indexed or stored', async () => {
  const { provider } = await open();
  const anybody = shop.visitor();
  const page = await anybody.get(provider).expect(200);
  expect(page.headers['set-cookie']).toBeUndefined();
  expect(page.headers['cache-control']).toBe('private, no-store');
  expect(page.text).toContain('<meta name="robots" content="noindex">');
  expect(page.text).not.toContain('ESSENCE AURA');
});

test('a shop without test payments has no such page, and nobody can settle an order there', async () => {
  await inAnotherShop(
    async (real) => {
      const known = await seedTestCatalogue(real);
      await real.shop.services.settings.change(BANK);
      const buyer = await buyerWith(real, known[SKU]);
      const page = await buyer.get('/checkout').expect(200);
      expect(page.text).toContain('value="bank"');
      expect(page.text).not.toContain('value="test"');
      await real.database.run`insert into test_provider_payments
      (reference, merchant_payment, merchant_order, amount, currency, status, return_url, locale, created_at)
      values (repeat('a', 32), 'x', 'EA-0000000000', 1, 'KRW', 'open', '/', 'ko', now())`;
      await buyer.get(`/pay/test/${'a'.repeat(32)}`).expect(404);
      await buyer.post(`/pay/test/${'a'.repeat(32)}`, { card_number: APPROVED, action: 'pay' }).expect(404);
    },
    { payments: ['bank'] },
  );
});
