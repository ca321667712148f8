import { withStockedShop } from '../../../setup/catalogue';
import { hiddenFields, wordsOf } from '../../../setup/html';
import { withVisitor } from '../../../setup/shop';
import { type Visitor, buyerWith } from '../../../setup/visitor';

const SKU = 'TST-AFTER-RAIN-010';
const FEW = 'TST-WHITE-PORCELAIN-100';
const SOLD_OUT = 'TST-YUZU-LANTERN-050';

const { shop, ids } = withStockedShop();
const visitor = withVisitor(shop);

async function formOf(visitor: Visitor): Promise<Record<string, string>> {
  return hiddenFields(await visitor.text('/cart'));
}

const sessions = (): Promise<number> => shop.database.value<number>`select count(*) as count from sessions`;

test('looking at an empty cart leaves no cookie and no row', async () => {
  const before = await sessions();
  for (const path of ['/cart', '/en/cart', '/checkout', '/api/v1/session', '/api/v1/cart']) {
    const answer = await visitor.get(path);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('private, no-store');
  }
  expect(await sessions()).toBe(before);
});

test('the cart says in a sentence what it is, in either language, empty or not', async () => {
  const described = async (path: string): Promise<string> => {
    const text = await visitor.text(path);
    return /<meta name="description" content="([^"]*)">/.exec(text)?.[1] ?? '';
  };
  const empty = [await described('/cart'), await described('/en/cart')];
  expect(empty[0]).toMatch(/[가-힣]{2}.{10}/);
  expect(empty[1]).toMatch(/^[A-Z].{20}/);
  await visitor.putIntoCart(ids[SKU], 1);
  expect([await described('/cart'), await described('/en/cart')]).toEqual(empty);
});

test('the form that adds needs no token, for the page it stands on is the same for everybody', async () => {
  const added = await visitor.addToCart(ids[SKU], 2).expect(303);
  expect(added.headers['location']).toBe('/cart');
  const cookies = added.headers['set-cookie'] as unknown as string[];
  const cookie = cookies.find((line) => line.startsWith('__Secure-sid='));
  expect(cookie).toMatch(/^__Secure-sid=.*; Domain=essence-aura\.localhost;.*HttpOnly; Secure; SameSite=Lax$/);
  expect(await visitor.items()).toEqual([[SKU, 2]]);
});

test('the same scent again is the same line', async () => {
  const visitor = await buyerWith(shop, ids[SKU], 2);
  await visitor.putIntoCart(ids[SKU], 3);
  expect(await visitor.items()).toEqual([[SKU, 5]]);
});

const WRONG_QUANTITIES = [
  '',
  '0',
  '-1',
  '1.5',
  '1e3',
  '1e9',
  'NaN',
  '０１',
  ' 5',
  '5 ',
  '01',
  '11',
  '1000000000',
  'two',
];

test.each(WRONG_QUANTITIES)('%p is no quantity to put in', async (quantity) => {
  const answer = await visitor.addToCart(ids[SKU], quantity).expect(422);
  expect(wordsOf(answer.text)).toContain('수량은 1부터 10까지의 숫자로 적어 주세요.');
  expect(await visitor.items()).toEqual([]);
});

test.each(WRONG_QUANTITIES.map((quantity) => (quantity === '11' ? '21' : quantity)))(
  '%p is no quantity to change a line to: it stays as it is, and the line says why',
  async (quantity) => {
    const visitor = await buyerWith(shop, ids[SKU], 2);
    const form = { ...(await formOf(visitor)), variant_id: String(ids[SKU]), quantity };
    const answer = await visitor.post('/cart/items/update', form).expect(422);
    expect(answer.text).toContain('<p class="line__problem">수량은 1부터 20까지의 숫자로 적어 주세요.</p>');
    expect(await visitor.items()).toEqual([[SKU, 2]]);
  },
);

test.each([
  ['a quantity twice', `variant_id=ID&quantity=1&quantity=2`],
  ['a variant twice', `variant_id=ID&variant_id=ID&quantity=1`],
  ['brackets', `variant_id[]=ID&quantity[]=1`],
  ['no quantity', `variant_id=ID`],
  ['nothing at all', ``],
])('%s is refused, not interpreted', async (_, body) => {
  await visitor.post('/cart/items', body.replaceAll('ID', String(ids[SKU]))).expect(422);
  expect(await visitor.items()).toEqual([]);
});

test('a line is full at twenty: more is refused in words, and nothing changes', async () => {
  const visitor = await buyerWith(shop, ids[SKU], 10);
  await visitor.putIntoCart(ids[SKU], 8);
  const answer = await visitor.addToCart(ids[SKU], 3).expect(422);
  expect(wordsOf(answer.text)).toContain('한 가지 향은 20병까지 담을 수 있어요. 수량은 그대로예요.');
  expect(await visitor.items()).toEqual([[SKU, 18]]);
});

test('a quantity is changed, and a line taken out', async () => {
  const visitor = await buyerWith(shop, ids[SKU], 2);
  await visitor.putIntoCart(ids[FEW]);
  const form = await formOf(visitor);
  await visitor.post('/cart/items/update', { ...form, variant_id: String(ids[SKU]), quantity: '20' }).expect(303);
  expect(await visitor.items()).toEqual([
    [SKU, 20],
    [FEW, 1],
  ]);
  await visitor.post('/cart/items/remove', { ...form, variant_id: String(ids[SKU]) }).expect(303);
  await visitor.post('/cart/items/remove', { ...form, variant_id: String(ids[SKU]) }).expect(303);
  expect(await visitor.items()).toEqual([[FEW, 1]]);
});

test('changing what is not in the cart says so', async () => {
  const visitor = await buyerWith(shop, ids[SKU]);
  const form = { ...(await formOf(visitor)), variant_id: String(ids[FEW]), quantity: '1' };
  const answer = await visitor.post('/cart/items/update', form).expect(422);
  expect(wordsOf(answer.text)).toContain('장바구니에 없는 향이에요');
});

test('more than is left stays in the cart as asked, with a plain word on the line and a button that fits it', async () => {
  const visitor = await buyerWith(shop, ids[FEW], 5);
  const page = await visitor.get('/cart').expect(200);
  expect(page.text).toContain('<p class="line__problem">지금 3병 남았어요. 수량을 줄여 주세요.</p>');
  expect(page.text).not.toContain('value="order"');
  expect(await visitor.items()).toEqual([[FEW, 5]]);
  await visitor.post('/cart/fit', hiddenFields(page.text)).expect(303);
  expect(await visitor.items()).toEqual([[FEW, 3]]);
  expect(await visitor.text('/cart')).toContain('value="order"');
});

test('what is sold out or does not exist is not put in, and no session is made for it', async () => {
  const gone = await visitor.addToCart(ids[SOLD_OUT]).expect(422);
  expect(wordsOf(gone.text)).toContain('다 팔린 향이라 담지 못했어요.');
  for (const id of ['2147483647', '0', '-1', 'x', '99999999999']) {
    const answer = await visitor.post('/cart/items', { variant_id: id, quantity: '1' }).expect(422);
    expect(wordsOf(answer.text)).toContain('찾는 향수가 없어요');
  }
  expect(visitor.sessionId()).toBeNull();
});

test('two browsers never see each other’s cart, whatever ids they send', async () => {
  const first = shop.visitor();
  const second = shop.visitor();
  await first.putIntoCart(ids[SKU], 2);
  await second.putIntoCart(ids[FEW], 1);
  const rows = await shop.database.rows<{ id: string }>`
    select c.id from carts c join cart_items i on i.cart_id = c.id where i.variant_id = ${ids[SKU]} and i.quantity = 2
     order by c.created_at desc`;
  const form = { ...(await formOf(second)), variant_id: String(ids[SKU]), quantity: '9' };
  for (const { id } of rows) {
    await second.get(`/cart?cart_id=${id}&cartId=${id}`).expect(200);
    await second.post('/cart/items/update', { ...form, cart_id: id, cartId: id }).expect(422);
    await second.post('/cart/items/remove', { ...form, cart_id: id, cartId: id }).expect(303);
  }
  expect(await first.items()).toEqual([[SKU, 2]]);
  expect(await second.items()).toEqual([[FEW, 1]]);
});

test('a cart holds fifty scents, and says so when it is full', async () => {
  const rows = await shop.database.rows<{ id: number }>`insert into variants (perfume_id, sku, volume_ml, price, stock)
     select (select min(id) from perfumes), 'TST-MANY-' || n, 200 + n, 1000, 9 from generate_series(1, 51) as n
     returning id`;
  for (const { id } of rows.slice(0, 50)) await visitor.putIntoCart(id);
  const answer = await visitor.addToCart(rows[50]!.id).expect(422);
  expect(wordsOf(answer.text)).toContain('장바구니가 가득 찼어요');
  await visitor.putIntoCart(rows[0]!.id);
  expect(await visitor.items()).toHaveLength(50);
});
