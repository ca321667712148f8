/** A cart's form whose session has gone, or is somebody's by now: the quantities that were chosen are not lost. */
import { withStockedShop } from '../../../setup/catalogue';
import { formOf, wordsOf } from '../../../setup/html';
import { buyerWith, pathOf, type Visitor } from '../../../setup/visitor';
import { CHEAP, member, PASSWORD } from '../accounts/support';

const SKU = 'TST-AFTER-RAIN-010';
const OTHER = 'TST-AFTER-RAIN-050';
const { shop, ids } = withStockedShop({ each: true, config: { passwordCost: CHEAP } });
const endSessions = () => shop.database.run`delete from sessions`;

/** The form of the page, with other quantities chosen, as a browser sends it. */
function chosen(page: string, quantities: Readonly<Record<string, number>>, button: string): string {
  const [, fields] = formOf(page, '(?:/en)?/cart');
  const body = new URLSearchParams({ ...fields, do: button });
  body.delete('variant_id');
  for (const [sku, quantity] of Object.entries(quantities)) {
    body.append('variant_id', String(ids[sku]));
    body.append('quantity', String(quantity));
  }
  return body.toString();
}

const selectedOf = (page: string): readonly number[] =>
  [...page.matchAll(/<option selected>(\d+)</g)].map(([, quantity]) => Number(quantity));

async function buyerOfTwo(): Promise<Visitor> {
  const buyer = await buyerWith(shop, ids[SKU], 1);
  await buyer.putIntoCart(ids[OTHER], 1);
  return buyer;
}

test.each(['', '/en'])('a guest’s, of a session that is gone, makes her cart anew as she chose it%s', async (base) => {
  const buyer = await buyerOfTwo();
  const form = chosen(await buyer.text(`${base}/cart`), { [SKU]: 4, [OTHER]: 2 }, 'order');
  await endSessions();
  const led = pathOf(await buyer.post(`${base}/cart`, form).expect(303));
  expect(led).toBe(`${base}/cart?notice=ended`);
  expect(await buyer.words(led)).toContain(base ? 'made anew as you chose it' : '다시 만들었어요');
  expect(await buyer.items()).toEqual([
    [SKU, 4],
    [OTHER, 2],
  ]);
});

test('a form of before she signed in shows what she chose and changes nothing until she clicks again', async () => {
  const { person } = await member(shop);
  const buyer = await buyerOfTwo();
  const form = chosen(await buyer.text('/cart'), { [SKU]: 4, [OTHER]: 2 }, 'order');
  await buyer.signIn(person.email, PASSWORD).expect(303);
  const led = pathOf(await buyer.post('/cart', form).expect(303));
  const shown = await buyer.text(led);
  expect(wordsOf(shown)).toContain('수량을 아직 바꾸지 않았어요');
  expect(selectedOf(shown)).toEqual([4, 2]);
  expect(await buyer.items()).toEqual([
    [SKU, 1],
    [OTHER, 1],
  ]);
  const again = chosen(shown, { [SKU]: 4, [OTHER]: 2 }, 'order');
  expect(pathOf(await buyer.post('/cart', again).expect(303))).toBe('/checkout');
  expect(await buyer.items()).toEqual([
    [SKU, 4],
    [OTHER, 2],
  ]);
});

test('a member’s, of a session that is gone, is led by the sign-in to her cart with what she chose', async () => {
  const { person } = await member(shop);
  const buyer = shop.visitor();
  await buyer.signIn(person.email, PASSWORD).expect(303);
  await buyer.putIntoCart(ids[SKU], 1);
  const form = chosen(await buyer.text('/cart'), { [SKU]: 6 }, 'change');
  await endSessions();
  const led = pathOf(await buyer.post('/cart', form).expect(303));
  expect(await buyer.words(led)).toContain('로그인이 끝났어요');
  expect(await buyer.items()).toEqual([]);
  const next = new URL(led, 'https://shop.test').searchParams.get('next') ?? '';
  const back = pathOf(
    await buyer.post('/account/login', { email: person.email, password: PASSWORD, next }).expect(303),
  );
  expect(selectedOf(await buyer.text(back))).toEqual([6]);
  expect(await buyer.items()).toEqual([[SKU, 1]]);
});

test.each([
  ...['x', '1', '1.2.3', '0.1', '1.99', '<b>.1', '_'.repeat(99)].map(
    (text) => `notice=elsewhere&chosen=${encodeURIComponent(text)}`,
  ),
  'notice=elsewhere&chosen=1.1&chosen=1.1',
])('what no form has chosen shows the cart as it is: %s', async (query) => {
  const buyer = await buyerWith(shop, ids[SKU], 3);
  expect(selectedOf(await buyer.text(`/cart?${query}`))).toEqual([3]);
});

test('a link from elsewhere chooses nothing unless the page says so', async () => {
  const buyer = await buyerWith(shop, ids[SKU], 3);
  expect(selectedOf(await buyer.text(`/cart?chosen=${ids[SKU]}.9`))).toEqual([3]);
  const told = await buyer.text(`/cart?notice=elsewhere&chosen=${ids[SKU]}.9`);
  expect(selectedOf(told)).toEqual([9]);
  expect(wordsOf(told)).toContain('수량을 아직 바꾸지 않았어요');
});
