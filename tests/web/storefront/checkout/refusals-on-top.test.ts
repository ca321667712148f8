/** Whatever is refused at cart and checkout is said above all else, with the focus on it, by name. */
import { withStockedShop } from '../../../setup/catalogue';
import { unescaped, wordsOf } from '../../../setup/html';
import { atCheckout, BANK, buyerWith, TYPED, type Visitor } from '../../../setup/visitor';

const SKU = 'TST-WHITE-PORCELAIN-030';
const OTHER = 'TST-AFTER-RAIN-050';

const { shop, ids } = withStockedShop({ each: true });

const run = (sql: 'hide' | 'sell out' | 'sell two' | 'raise'): Promise<unknown> => {
  const { database } = shop;
  switch (sql) {
    case 'hide':
      return database.run`update perfumes set published_at = null where slug = 'white-porcelain'`;
    case 'sell out':
      return database.run`update variants set stock = 0 where sku = ${SKU}`;
    case 'sell two':
      return database.run`update variants set stock = 1 where sku = ${SKU}`;
    case 'raise':
      return database.run`update variants set price = 95000 where sku = ${SKU}`;
  }
};

/** The notice that stands first in `main`, after its heading; it has the page's only autofocus. */
function noticeOnTop(html: string): string {
  const main = html.slice(html.indexOf('<main'));
  const begin =
    /^<main[^>]*>\s*(?:<header class="heading">[\s\S]*?<\/header>\s*)?(?:<div data-fresh="notice">\s*)?/.exec(main);
  const rest = main.slice(begin?.[0].length ?? 0);
  expect(rest).toMatch(/^<div class="notice notice--wrong" role="alert" tabindex="-1" autofocus>/);
  expect(html.match(/ autofocus/g)).toHaveLength(1);
  return unescaped(rest.slice(0, rest.indexOf('</div>')));
}

async function refused(buyer: Visitor, form: Record<string, string>, status: number): Promise<string> {
  return noticeOnTop((await buyer.post('/checkout', form).expect(status)).text);
}

test.each([
  ['is no longer shown', 'hide', '더 이상 팔지 않는 향이에요'],
  ['is sold out', 'sell out', '다 팔렸어요'],
  ['is there, but fewer', 'sell two', '지금 1병 남았어요'],
] as const)(
  'a perfume that %s by the time she orders is named, with the way to its line and the way out',
  async (_, what, said) => {
    const buyer = await buyerWith(shop, ids[SKU], 2);
    await buyer.putIntoCart(ids[OTHER]);
    const form = await buyer.filledForm();
    await run(what);
    const notice = await refused(buyer, form, 409);
    expect(wordsOf(notice)).toContain(`백자 30 ml: ${said}`);
    expect(notice).toContain(`<a href="#line-${ids[SKU]}">`);
    expect(notice).toMatch(/<button [^>]*form="checkout" formaction="\/checkout\/fit"/);
    const page = await buyer.text('/checkout');
    expect(page).toContain(`id="line-${ids[SKU]}"`);
    expect(page).toContain('id="checkout"');
    // The cart says it in the same place.
    const cart = noticeOnTop(await buyer.text('/cart'));
    expect(wordsOf(cart)).toContain(`백자 30 ml: ${said}`);
    expect(cart).toMatch(/<button [^>]*form="cart" formaction="\/cart" name="do" value="fit"/);
  },
);

test('a price, a fee and a time to pay that have changed', async () => {
  await shop.shop.services.settings.change({ ...BANK, 'delivery.freeFrom': 900_000, 'delivery.fee': 3_000 });
  const { buyer, form } = await atCheckout(shop, ids[SKU], { payment_method: 'bank' });
  await run('raise');
  await shop.shop.services.settings.change({ 'delivery.fee': 4_000, 'bank.deadlineHours': 12 });
  const words = wordsOf(await refused(buyer, form, 409));
  expect(words).toContain('백자 30 ml: ₩90,000 → ₩95,000');
  expect(words).toContain('합계: ₩93,000 → ₩99,000');
  expect(words).toMatch(/입금 기한: \d+시간 → 12시간/);
});

test('fields that are wrong are named, whatever is wrong with them, and lead to themselves', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  const notice = await refused(
    buyer,
    { ...form, postcode: '1', recipient: '가'.repeat(60), address_line1: 'www.example.com' },
    422,
  );
  const words = wordsOf(notice);
  expect(words).toContain('우편번호는 숫자 다섯 자리예요.');
  expect(words).toContain('받는 분: 40자까지 적을 수 있어요.');
  expect(words).toContain('주소: 웹 주소나');
  for (const name of ['postcode', 'recipient', 'address_line1']) expect(notice).toContain(`href="#${name}"`);
});

test('a way to pay that is refused', async () => {
  await shop.shop.services.settings.change(BANK);
  const buyer = await buyerWith(shop, ids[OTHER], 3);
  const form = await buyer.filledForm({ payment_method: 'bank' });
  await buyer.putIntoCart(ids[OTHER], 1);
  const again = await buyer.filledForm({ payment_method: 'bank' });
  expect(wordsOf(await refused(buyer, { ...again, attempt: form['attempt'] ?? '' }, 409))).toContain(
    '비회원은 한 번에 3병까지',
  );
});

test('orders that come too often', async () => {
  const buyer = await buyerWith(shop, ids[OTHER]);
  await buyer.checkOut();
  const used = await shop.database
    .rows`update rate_limits set points = 1000 where key like 'orderSession%' returning key`;
  expect(used).toHaveLength(1);
  await buyer.putIntoCart(ids[OTHER]);
  expect(wordsOf(await refused(buyer, await buyer.filledForm(), 429))).toContain('주문이 너무 잦았어요');
});

test('what the cart refuses to put in', async () => {
  const buyer = await buyerWith(shop, ids[OTHER], 10);
  await buyer.putIntoCart(ids[OTHER], 9);
  const full = await buyer.post('/cart/items', { variant_id: String(ids[OTHER]), quantity: '5' }).expect(422);
  expect(wordsOf(noticeOnTop(full.text))).toContain('비 온 뒤 50 ml: 한 가지 향은 20병까지');
  const unknown = await buyer.post('/cart/items', { variant_id: '99999', quantity: '1' }).expect(422);
  expect(wordsOf(noticeOnTop(unknown.text))).toContain('찾는 향수가 없어요');
});

test('where nothing is wrong nothing takes the focus', async () => {
  const buyer = await buyerWith(shop, ids[SKU]);
  for (const path of ['/cart', '/checkout', '/account/login']) {
    expect(await buyer.text(path)).not.toContain('autofocus');
  }
  await buyer.post('/checkout', { ...(await buyer.filledForm()), ...TYPED }).expect(303);
});
