/** The quantity on the page is the quantity that is ordered, whichever of the cart's buttons is clicked. */
import { withStockedShop } from '../../../setup/catalogue';
import { formTokenIn, wordsOf } from '../../../setup/html';
import { buyerWith, type Visitor } from '../../../setup/visitor';

const SKU = 'TST-AFTER-RAIN-010';
const OTHER = 'TST-AFTER-RAIN-050';
const FEW = 'TST-WHITE-PORCELAIN-100';

const { shop, ids } = withStockedShop({ each: true });

type Shown = Readonly<Record<string, number>>;

/** What the cart's form sends: every line that the page shows, as the selects stand. */
async function click(buyer: Visitor, button: string, shown: Shown, base = ''): Promise<ReturnType<Visitor['post']>> {
  const body = new URLSearchParams({ form_token: formTokenIn(await buyer.text(`${base}/cart`)), do: button });
  for (const [sku, quantity] of Object.entries(shown)) {
    body.append('variant_id', String(ids[sku]));
    body.append('quantity', String(quantity));
  }
  return buyer.post(`${base}/cart`, body.toString());
}

async function buyerOfTwo(): Promise<Visitor> {
  const buyer = await buyerWith(shop, ids[SKU], 1);
  await buyer.putIntoCart(ids[OTHER], 1);
  return buyer;
}

test.each(['', '/en'])('the order button takes changed quantities along%s', async (base) => {
  const buyer = await buyerOfTwo();
  const answer = await click(buyer, 'order', { [SKU]: 4, [OTHER]: 2 }, base);
  expect([answer.status, answer.headers['location']]).toEqual([303, `${base}/checkout`]);
  expect(await buyer.items()).toEqual([
    [SKU, 4],
    [OTHER, 2],
  ]);
  await buyer.checkOut();
  expect(await shop.database.column<number>`select quantity from order_lines order by quantity`).toEqual([2, 4]);
});

test('the page has one form: each line’s number and quantity stand in it beside the order button', async () => {
  const buyer = await buyerOfTwo();
  const page = await buyer.text('/cart');
  const form = /<form [^>]*id="cart"[^>]*action="\/cart"[\s\S]*?<\/form>/.exec(page)?.[0] ?? '';
  expect(form.match(/name="variant_id"/g)).toHaveLength(2);
  expect(form.match(/<select [^>]*name="quantity"/g)).toHaveLength(2);
  expect(form).toMatch(/<button [^>]*name="do" value="order">주문하기/);
});

test('a line that is taken out leaves the other lines as they stand on the page', async () => {
  const buyer = await buyerOfTwo();
  const answer = await click(buyer, `remove:${ids[OTHER]}`, { [SKU]: 7, [OTHER]: 1 });
  expect(answer.headers['location']).toBe('/cart');
  expect(await buyer.items()).toEqual([[SKU, 7]]);
});

test('ordering more than is left leads back to the cart, which says so by name and fits it on a click', async () => {
  const buyer = await buyerWith(shop, ids[FEW], 1);
  const answer = await click(buyer, 'order', { [FEW]: 5 });
  expect(answer.headers['location']).toBe('/cart');
  expect(await buyer.words('/cart')).toContain('백자 100 ml: 지금 3병 남았어요.');
  await click(buyer, 'fit', { [FEW]: 5 });
  expect(await buyer.items()).toEqual([[FEW, 3]]);
});

test('a line that was taken out in another window is said, and nothing is ordered unseen', async () => {
  const buyer = await buyerOfTwo();
  await buyer.json('delete', `/api/v1/cart/items/${ids[OTHER]}`).expect(200);
  const answer = await click(buyer, 'order', { [SKU]: 2, [OTHER]: 3 });
  expect(answer.status).toBe(422);
  expect(wordsOf(answer.text)).toContain('장바구니에 없는 향이에요');
  expect(await buyer.items()).toEqual([[SKU, 2]]);
});

test('sent twice, it comes to the same', async () => {
  const buyer = await buyerOfTwo();
  const [one, two] = await Promise.all([1, 2].map(() => click(buyer, 'order', { [SKU]: 3, [OTHER]: 1 })));
  expect([one!.headers['location'], two!.headers['location']]).toEqual(['/checkout', '/checkout']);
  expect(await buyer.items()).toEqual([
    [SKU, 3],
    [OTHER, 1],
  ]);
});

test('a cart that was ordered meanwhile is not ordered again', async () => {
  const buyer = await buyerWith(shop, ids[SKU], 1);
  const page = await buyer.text('/cart');
  await buyer.checkOut();
  const answer = await buyer.post('/cart', {
    form_token: formTokenIn(page),
    do: 'order',
    variant_id: String(ids[SKU]),
    quantity: '1',
  });
  expect(answer.status).toBe(422);
  expect(wordsOf(answer.text)).toContain('이미 주문했어요');
});

test.each([
  ['a quantity of nothing', 'variant_id=ID&quantity=0', '수량은 1부터 20까지의 숫자로 적어 주세요.'],
  ['fewer quantities than lines', 'variant_id=ID&variant_id=2&quantity=1', '찾는 향수가 없어요'],
  ['a line twice', 'variant_id=ID&variant_id=ID&quantity=2&quantity=3', '찾는 향수가 없어요'],
  ['no number of ours', 'variant_id=x&quantity=1', '찾는 향수가 없어요'],
])('%s changes nothing and is said', async (_, body, said) => {
  const buyer = await buyerWith(shop, ids[SKU], 2);
  const token = encodeURIComponent(formTokenIn(await buyer.text('/cart')));
  const answer = await buyer.post('/cart', `form_token=${token}&do=order&${body.replaceAll('ID', String(ids[SKU]))}`);
  expect(answer.status).toBe(422);
  expect(wordsOf(answer.text)).toContain(said);
  expect(await buyer.items()).toEqual([[SKU, 2]]);
});

test('a full cart’s form is taken whole', async () => {
  const rows = await shop.database.rows<{ id: number }>`insert into variants (perfume_id, sku, volume_ml, price, stock)
    select (select min(id) from perfumes), 'TST-MANY-' || n, 200 + n, 1000, 9 from generate_series(1, 50) as n
    returning id`;
  const buyer = shop.visitor();
  for (const { id } of rows) await buyer.putIntoCart(id);
  const body = new URLSearchParams({ form_token: formTokenIn(await buyer.text('/cart')) });
  for (const { id } of rows) {
    body.append('variant_id', String(id));
    body.append('quantity', '2');
  }
  body.append('do', 'order');
  const answer = await buyer.post('/cart', body.toString()).expect(303);
  expect(answer.headers['location']).toBe('/checkout');
  expect((await buyer.items()).every(([, quantity]) => quantity === 2)).toBe(true);
});
