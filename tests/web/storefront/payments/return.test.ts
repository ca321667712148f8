/** Back from the provider, in another browser than the one that ordered: a bank's application opens which it likes. */
import { withStockedShop } from '../../../setup/catalogue';
import { wordsOf } from '../../../setup/html';
import { APPROVED, buyerWith, numberIn, pathOf, TYPED } from '../../../setup/visitor';

const SKU = 'TST-AFTER-RAIN-010';

const { shop, ids } = withStockedShop({ each: true });

async function paidElsewhere() {
  const buyer = await buyerWith(shop, ids[SKU]);
  const provider = pathOf(await buyer.checkOut());
  const paid = await buyer.post(provider, { card_number: APPROVED, action: 'pay' }).expect(303);
  const reference = provider.split('/').at(-1)!;
  const row = await shop.database.row<{ id: string; number: string }>`
    select p.id, o.number from payments p join orders o on o.id = p.order_id where p.reference = ${reference}`;
  return { buyer, back: pathOf(paid), ...row };
}

const statusOf = (number: string): Promise<string> =>
  shop.database.value<string>`select status from orders where number = ${number}`;

test('the address alone is enough to take the payment, and shows that there is an order and nothing of it', async () => {
  const { back, number } = await paidElsewhere();
  const stranger = shop.visitor();
  const page = await stranger.get(back).expect(200);
  const words = wordsOf(page.text);
  expect(words).toContain(number);
  for (const hers of [TYPED.email, TYPED.recipient, TYPED.phone, TYPED.address_line1, '₩', 'key=']) {
    expect(page.text).not.toContain(hers);
  }
  expect(page.text).toContain('<meta name="robots" content="noindex">');
  expect(page.headers['cache-control']).toBe('private, no-store');
  expect(await statusOf(number)).toBe('paid');
  // Nobody's cart was touched, and no session begun.
  expect(stranger.sessionId()).toBeNull();
});

test('in English it speaks English', async () => {
  const { back } = await paidElsewhere();
  expect(wordsOf((await shop.visitor().get(`/en${back}`).expect(200)).text)).toContain(
    'Follow the link in the order’s mail',
  );
});

test('without the token, or with another one, it is no page, and nothing is asked', async () => {
  const { id, number, back } = await paidElsewhere();
  const other = await paidElsewhere();
  const token = new URL(other.back, 'https://x').searchParams.get('token')!;
  for (const wrong of ['', '&token=', '&token=x', `&token=${token}`, `&token=${token}&token=${token}`]) {
    await shop.visitor().get(`/checkout/return?payment=${id}${wrong}`).expect(404);
  }
  expect(await statusOf(number)).toBe('pending');
  await shop.visitor().get(back).expect(200);
});

test('her own browser sees her order, as ever', async () => {
  const { buyer, back, number } = await paidElsewhere();
  const order = pathOf(await buyer.get(back).expect(303));
  expect(numberIn(order)).toBe(number);
  expect(await buyer.words(order)).toContain('주문이 완료됐어요');
});

test('while nobody knows whether it was paid, her page says so and offers neither paying nor cancelling', async () => {
  const { buyer, back, id } = await paidElsewhere();
  await shop.database.run`update payments set state = 'confirming', state_at = now() where id = ${id}`;
  await shop.database.run`update payments set state = 'unknown', ask_at = now() where id = ${id}`;
  await shop.database.run`alter table test_provider_payments rename to away`;
  const order = pathOf(await buyer.get(back).expect(303));
  const page = await buyer.get(order).expect(200);
  expect(wordsOf(page.text)).toContain('결제를 확인하고 있어요');
  expect(page.text).not.toContain('/pay"');
  expect(page.text).not.toContain('/cancel');
});
