import { withStockedShop } from '../../../setup/catalogue';
import { formOf, wordsOf } from '../../../setup/html';
import { APPROVED, BANK, type Visitor } from '../../../setup/visitor';
import { type Method, unpaidOrdersOf } from './unpaid-orders';

const SKU = 'TST-AFTER-RAIN-010';
const OTHER = 'TST-AFTER-RAIN-050';
const LAST = 'TST-WHITE-PORCELAIN-100';
const HOUR_MS = 60 * 60 * 1000;

const { shop, ids } = withStockedShop();
const { left, leftBy, linkTo, member, statusOf } = unpaidOrdersOf(shop);
beforeAll(() => shop.shop.services.settings.change(BANK));

const TITLE = { ko: '결제를 기다리는 주문이 있어요', en: 'An order waits for your payment' };
/** What she can do with it. */
const WAYS = {
  ko: { test: '결제하기', bank: '입금 계좌 보기', change: '주문 바꾸기', cancel: '주문 취소하기' },
  en: { test: 'Pay now', bank: 'See the account', change: 'Change the order', cancel: 'Cancel the order' },
};

async function expectShown(visitor: Visitor, pages: readonly string[], locale: 'ko' | 'en', method: Method) {
  const ways = WAYS[locale];
  for (const page of pages) {
    const words = await visitor.words(page);
    const due = locale === 'ko' ? /\d+월 \d+일 .요일 .*까지/ : /by \w+ \d+ \w+, \d+:\d\d/;
    expect({ page, words }).toEqual({ page, words: expect.stringContaining(TITLE[locale]) });
    expect(words).toMatch(due);
    for (const way of [ways[method], ways.change, ways.cancel]) expect(words).toContain(way);
  }
}

const CASES = (['ko', 'en'] as const).flatMap((locale) =>
  (['test', 'bank'] as const).map((method): ['ko' | 'en', Method] => [locale, method]),
);

test.each(CASES)(
  'a guest who left before paying finds her order in cart and checkout (%s, %s)',
  async (locale, method) => {
    const at = locale === 'ko' ? '' : '/en';
    const { buyer, number } = await left(ids[SKU], { method });
    await expectShown(buyer, [`${at}/cart`], locale, method);
    await buyer.putIntoCart(ids[OTHER]);
    await expectShown(buyer, [`${at}/cart`, `${at}/checkout`], locale, method);
    expect(await buyer.text(`${at}/cart`)).toContain(`${at}/orders/${number}?key=`);
  },
);

test.each(CASES)('a member finds it in her account and among her orders too (%s, %s)', async (locale, method) => {
  const at = locale === 'ko' ? '' : '/en';
  const buyer = await member();
  await buyer.putIntoCart(ids[SKU]);
  const { number } = await leftBy(buyer, method);
  await expectShown(buyer, [`${at}/cart`, `${at}/account`, `${at}/account/orders`], locale, method);
  expect(await buyer.text(`${at}/account`)).toContain(`href="${at}/orders/${number}"`);
});

test('the empty cart says where the scents are, and its button pays', async () => {
  const { buyer, number, path } = await left(ids[SKU]);
  const page = await buyer.text('/cart');
  expect(wordsOf(page)).toContain('담은 향은 아래 주문에 들어 있어요.');
  expect(wordsOf(page)).not.toContain('아직 담은 향이 없어요');
  const paying = await buyer.post(...formOf(page, `/orders/${number}/pay`)).expect(303);
  expect(paying.headers['location']).toContain(path);
  await buyer.pay(path, APPROVED);
  expect(await buyer.words('/cart')).toContain('아직 담은 향이 없어요');
});

test('the way to a transfer’s account leads to the order’s page', async () => {
  const { buyer, number } = await left(ids[SKU], { method: 'bank' });
  const [, href = ''] = /class="button" href="([^"]*)"/.exec(await buyer.text('/cart')) ?? [];
  expect(href).toContain(number);
  expect(await buyer.words(href.replaceAll('&amp;', '&'))).toContain('110-123-456789');
});

test('it is gone from the pages once it is cancelled or its time is over', async () => {
  const cancelled = await left(ids[SKU]);
  const question = await cancelled.buyer.text(linkTo(cancelled.number, '/cancel'));
  await cancelled.buyer.post(...formOf(question, `/orders/${cancelled.number}/cancel`)).expect(303);
  expect(await statusOf(cancelled.number)).toBe('cancelled');
  const late = await left(ids[SKU]);
  shop.clock.advance(HOUR_MS);
  // Before the job has closed it, too: nothing can be paid any more.
  expect(await statusOf(late.number)).toBe('pending');
  for (const { buyer } of [cancelled, late]) expect(await buyer.words('/cart')).not.toContain(TITLE.ko);
});

test('nobody else sees it, and looking makes no session', async () => {
  const { number } = await left(ids[SKU]);
  const stranger = shop.visitor();
  const other = await member();
  for (const visitor of [stranger, other]) {
    const page = await visitor.text('/cart');
    expect(page).not.toContain(number);
    expect(wordsOf(page)).not.toContain(TITLE.ko);
  }
  expect(stranger.sessionId()).toBeNull();
});

test('a guest’s order stays in sight when she signs in or registers, and can be paid there', async () => {
  const { buyer, number, path } = await left(ids[SKU]);
  await buyer.register({ email: 'became-member@example.com' }).expect(303);
  for (const page of ['/cart', '/account', '/account/orders']) expect(await buyer.text(page)).toContain(number);
  const paying = await buyer.post(...formOf(await buyer.text('/cart'), `/orders/${number}/pay`)).expect(303);
  expect(paying.headers['location']).toContain(path);
});

test('whose own order holds the last bottle is told so, with that order beside it', async () => {
  const stock = await shop.database.value<number>`select stock from variants where sku = ${LAST}`;
  const { buyer, number } = await left(ids[LAST], { quantity: stock });
  const refused = await buyer.addToCart(ids[LAST]).expect(422);
  expect(wordsOf(refused.text)).toContain('남은 향이 이미 주문에 들어 있어요');
  expect(refused.text).toContain(number);
  const other = await shop.visitor().addToCart(ids[LAST]).expect(422);
  expect(wordsOf(other.text)).toContain('다 팔린 향이라 담지 못했어요.');
});

test('an order whose amount is being checked stays in sight, with nothing to press', async () => {
  const { buyer, number } = await left(ids[SKU], { method: 'bank' });
  await shop.database.run`update orders set flag = 'amount-mismatch' where number = ${number}`;
  const words = await buyer.words('/cart');
  expect(words).toContain('들어온 금액을 확인하고 있어요.');
  for (const way of Object.values(WAYS.ko)) expect(words).not.toContain(way);
});
