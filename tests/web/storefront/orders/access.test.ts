import { withStockedShop } from '../../../setup/catalogue';
import { formOf, hiddenFields, wordsOf } from '../../../setup/html';
import { withVisitor } from '../../../setup/shop';
import { type Visitor, APPROVED, BANK, buyerWith, numberIn, pathOf, TYPED } from '../../../setup/visitor';
import { member } from '../accounts/support';

const SKU = 'TST-AFTER-RAIN-010';
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

const { shop, ids } = withStockedShop();
const buyer = withVisitor(shop);
beforeAll(() => shop.shop.services.settings.change(BANK));

async function bankOrder(visitor: Visitor): Promise<string> {
  await visitor.putIntoCart(ids[SKU], 2);
  return pathOf(await visitor.checkOut({ payment_method: 'bank' }));
}

const stock = (): Promise<number> => shop.database.value<number>`select stock from variants where sku = ${SKU}`;

/** What a stranger can tell one answer from another by, but for the request's own number. */
const shapeOf = (text: string): string => text.replaceAll(/[0-9a-f-]{36}/g, '').replaceAll(/EA-[0-9A-Z]{10}/g, 'EA');

test('a guest’s order opens with its key, anywhere, and without it nowhere', async () => {
  const orderPage = await buyer.buy(ids[SKU]);
  const [path, key] = orderPath(orderPage);
  const elsewhere = shop.visitor();
  expect(await elsewhere.text(orderPage)).toContain(TYPED.recipient);
  expect(elsewhere.sessionId()).toBeNull();

  for (const wrong of ['', '?key=', `?key=${key.slice(0, -1)}`, `?key=x${key}`, `?key=${key}&key=${key}`, '?key=0.']) {
    const answer = await elsewhere.get(path + wrong).expect(404);
    expect(answer.text).not.toContain(TYPED.recipient);
    const unknown = await elsewhere.get(`/orders/EA-0000000000${wrong}`).expect(404);
    expect(shapeOf(answer.text)).toBe(shapeOf(unknown.text));
  }
  await buyer.get(path).expect(404);
});

function orderPath(orderPage: string): [string, string] {
  const url = new URL(orderPage, 'https://essence-aura.localhost');
  return [url.pathname, url.searchParams.get('key') ?? ''];
}

test('the key of one order opens no other, and none for ever', async () => {
  const [first, firstKey] = orderPath(await shop.visitor().buy(ids[SKU]));
  const [second] = orderPath(await shop.visitor().buy(ids[SKU]));
  const visitor = shop.visitor();
  await visitor.get(`${second}?key=${encodeURIComponent(firstKey)}`).expect(404);
  await visitor.get(`${first}?key=${encodeURIComponent(firstKey)}`).expect(200);
  shop.clock.advance(2 * YEAR_MS);
  await visitor.get(`${first}?key=${encodeURIComponent(firstKey)}`).expect(404);
});

test('a member’s order is hers alone: another member, a guest and a visitor without rights see what is not there', async () => {
  const owner = await member(shop);
  const orderPage = await bankOrder(owner);
  await owner.get(orderPage).expect(200);
  await owner.get(`/en${orderPage}`).expect(200);
  const others = [await member(shop), shop.visitor()];
  const withCart = await buyerWith(shop, ids[SKU]);
  for (const other of [...others, withCart]) {
    await other.get(orderPage).expect(404);
    await other.get(`/en${orderPage}`).expect(404);
  }
  const tokenOf = async (visitor: Visitor) => hiddenFields((await visitor.get('/cart')).text)['form_token'] ?? '';
  for (const act of ['cancel', 'pay']) {
    await withCart.post(`${orderPage}/${act}`, { form_token: await tokenOf(withCart) }).expect(404);
  }
  expect(await owner.words(orderPage)).toContain('결제를 기다려요');
});

test('the list of orders is for members and shows no order of another', async () => {
  const guest = shop.visitor();
  const asked = await guest.get('/account/orders').expect(303);
  expect(asked.headers['location']).toBe('/account/login?next=%2Faccount%2Forders');
  const first = await member(shop);
  const second = await member(shop);
  const orderPage = await bankOrder(first);
  expect(await first.text('/account/orders')).toContain(numberIn(orderPage));
  const others = await second.get('/account/orders').expect(200);
  expect(others.text).not.toContain('EA-');
  expect(wordsOf(others.text)).toContain('아직 주문이 없어요');
});

test('an order waiting for its money can be cancelled, and gives bottles and cart back once', async () => {
  const before = await stock();
  const orderPage = await bankOrder(buyer);
  expect(await stock()).toBe(before - 2);
  const [path] = orderPath(orderPage);
  const form = formOf(await buyer.text(orderPage.replace('?', '/cancel?')), `${path}/cancel`);
  const answers = await Promise.all(Array.from({ length: 5 }, () => buyer.post(...form)));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
  expect(await stock()).toBe(before);
  expect(await buyer.items()).toEqual([[SKU, 2]]);
  const after = await buyer.words(orderPage);
  expect(after).toContain('주문을 취소했어요');
  expect(after).not.toContain('주문 취소하기');
  await buyer.post(...form).expect(303);
  expect(await stock()).toBe(before);
});

test('cancelling needs the page’s token and the key', async () => {
  const orderPage = await bankOrder(buyer);
  const [path, key] = orderPath(orderPage);
  const { form_token: token = '' } = hiddenFields(await buyer.text(orderPage.replace('?', '/cancel?')));
  const keyed = `${path}/cancel?key=${encodeURIComponent(key)}`;
  await buyer.post(keyed, {}).expect(403);
  await buyer.post(`${path}/cancel`, { form_token: token }).expect(404);
  await buyer.post(keyed, { form_token: token }).expect(303);
});

test('a card order that was left is paid from its page, and can not be cancelled once it is paid', async () => {
  const buyer = await buyerWith(shop, ids[SKU]);
  const provider = pathOf(await buyer.checkOut());
  const back = pathOf(await buyer.get(returnPathOf(await buyer.get(provider), await paymentId())).expect(303));
  const page = await buyer.get(back).expect(200);
  expect(wordsOf(page.text)).toContain('결제가 남았어요');
  const [path] = orderPath(back);
  const form = hiddenFields(page.text);
  expect(pathOf(await buyer.post(back.replace('?', '/pay?'), form).expect(303))).toBe(provider);
  await buyer.pay(provider, APPROVED);
  await buyer.post(back.replace('?', '/cancel?'), form).expect(303);
  expect(await buyer.words(back)).toContain('주문이 완료됐어요');
  // Nothing is left to pay: the button's form leads back to the order.
  expect(pathOf(await buyer.post(back.replace('?', '/pay?'), form).expect(303)).split('?')[0]).toBe(path);
});

test('who cancels in one window while she pays in the other has paid', async () => {
  const buyer = await buyerWith(shop, ids[SKU]);
  const provider = pathOf(await buyer.checkOut());
  const id = await paymentId();
  const back = pathOf(await buyer.get(`/checkout/return?payment=${id}`).expect(303));
  const form = hiddenFields(await buyer.text(back));
  await buyer.post(provider, { card_number: APPROVED, action: 'pay' }).expect(303);
  await buyer.post(back.replace('?', '/cancel?'), form).expect(303);
  expect(await buyer.words(back)).toContain('주문이 완료됐어요');
});

test('who cancels first can not pay any more', async () => {
  const buyer = await buyerWith(shop, ids[SKU]);
  const provider = pathOf(await buyer.checkOut());
  const back = pathOf(await buyer.get(`/checkout/return?payment=${await paymentId()}`).expect(303));
  const form = hiddenFields(await buyer.text(back));
  await buyer.post(back.replace('?', '/cancel?'), form).expect(303);
  expect(await buyer.words(provider)).toContain('이미 그만둔 결제예요.');
  await buyer.post(provider, { card_number: APPROVED, action: 'pay' }).expect(303);
  expect(await buyer.words(back)).toContain('주문을 취소했어요');
});

async function paymentId(): Promise<string> {
  const rows = await shop.database.rows<{ id: string }>`select id from payments where status = 'open'
    and method = 'test'`;
  expect(rows).toHaveLength(1);
  return rows[0]!.id;
}

function returnPathOf(page: { readonly text: string }, id: string): string {
  expect(page.text).toContain('<form method="post">');
  return `/checkout/return?payment=${id}`;
}
