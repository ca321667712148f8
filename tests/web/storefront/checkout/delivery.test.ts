/** Where an order goes decides what it costs and when it arrives. */
import { withStockedShop } from '../../../setup/catalogue';
import { expectAll, expectNone, hiddenFields, wordsOf } from '../../../setup/html';
import { APPROVED, atCheckout, BANK, numberIn, pathOf, TYPED } from '../../../setup/visitor';
import { withOrderBook } from '../../desk/orders/orders-at-desk';

const SKU = 'TST-AFTER-RAIN-010';
const JEJU = { postcode: '63309', address_line1: '제주특별자치도 제주시 첨단로 242' };
const HOUR_MS = 60 * 60 * 1000;

const { shop, ids } = withStockedShop({ each: true });
const book = withOrderBook(shop, ids);

interface Row {
  readonly delivery_fee: number;
  readonly total: number;
  readonly from: string | null;
  readonly until: string | null;
}

const orders = (): Promise<Row[]> => shop.database.rows<Row>`
  select delivery_fee, total, promised_from::text as from, promised_until::text as until from orders order by placed_at`;

test('without scripts an address that costs more is shown with its reason, and needs a new click', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU], JEJU);
  expectAll(await buyer.words('/checkout'), '제주·도서산간은 배송비가', '합계 ₩31,000', '11월 24일(화)~11월 25일(수)');
  const asked = await buyer.post('/checkout', form).expect(409);
  const words = wordsOf(asked.text);
  expectAll(
    words,
    '배송비: ₩3,000 → ₩6,000. 제주 추가 배송비 ₩3,000이 들어 있어요.',
    '합계: ₩31,000 → ₩34,000',
    '도착 예정: 늦어도 11월 25일(수) → 11월 26일(목)',
    '오늘 14:00까지 결제하면 11월 25일(수)~11월 26일(목) 도착 예정이에요.',
    '₩34,000 주문하기',
  );
  expect(words).not.toContain('도서산간');
  expect(asked.text).toContain(`value="${JEJU.address_line1}"`);
  expect(await orders()).toEqual([]);

  const again = { ...hiddenFields(asked.text), ...TYPED, ...JEJU };
  await buyer.post('/checkout', again).expect(303);
  expect(await orders()).toEqual([{ delivery_fee: 6_000, total: 34_000, from: '2026-11-25', until: '2026-11-26' }]);
});

test('the same in English', async () => {
  const { buyer } = await atCheckout(shop, ids[SKU]);
  const asked = await buyer.post('/en/checkout', await buyer.filledForm(JEJU, '/en/checkout')).expect(409);
  expectAll(
    wordsOf(asked.text),
    'Delivery: ₩3,000 → ₩6,000. This includes ₩3,000 more for Jeju.',
    'Total: ₩31,000 → ₩34,000',
    'Arrival: by Wed 25 Nov → by Thu 26 Nov',
  );
});

test('what a script asks for while she types orders nothing and has the sums of that address', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU], { ...JEJU, postcode: '63-309' });
  const shown = await buyer.post('/checkout', { ...form, show: '1' }).expect(200);
  expectAll(wordsOf(shown.text), '합계 ₩34,000', '₩34,000 주문하기', '제주 추가 배송비 ₩3,000이 들어 있어요.');
  expect(hiddenFields(shown.text)).toMatchObject({ expected_total: '34000', expected_until: '2026-11-26' });
  expect(await orders()).toEqual([]);
  // And with those it is ordered at the first click.
  await buyer.post('/checkout', { ...hiddenFields(shown.text), ...TYPED, ...JEJU }).expect(303);
  expect((await orders())[0]).toMatchObject({ total: 34_000 });
});

test('an address on the mainland costs what was said, and who came back to it is told so too', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU], JEJU);
  const jeju = await buyer.post('/checkout', form).expect(409);
  const back = await buyer.post('/checkout', { ...hiddenFields(jeju.text), ...TYPED }).expect(409);
  expectAll(wordsOf(back.text), '배송비: ₩6,000 → ₩3,000.', '합계: ₩34,000 → ₩31,000');
  await buyer.post('/checkout', { ...hiddenFields(back.text), ...TYPED }).expect(303);
  expect(await orders()).toMatchObject([{ delivery_fee: 3_000, from: '2026-11-24', until: '2026-11-25' }]);
});

test('who clicks after the hour is told that it arrives later', async () => {
  const { buyer, form } = await atCheckout(shop, ids[SKU]);
  shop.clock.advance(2 * HOUR_MS);
  const asked = await buyer.post('/checkout', form).expect(409);
  expectAll(wordsOf(asked.text), '도착 예정: 늦어도 11월 25일(수) → 11월 26일(목)');
  expectNone(wordsOf(asked.text), '합계: ₩31,000 →');
});

test('a promise is what it was when it was paid, whatever the calendar becomes', async () => {
  shop.clock.advance(1.9 * HOUR_MS);
  const { buyer } = await atCheckout(shop, ids[SKU]);
  const provider = pathOf(await buyer.checkOut());
  expect(await orders()).toMatchObject([{ from: '2026-11-24', until: '2026-11-25' }]);
  shop.clock.advance(0.2 * HOUR_MS);
  const page = await buyer.pay(provider, APPROVED);
  expect(await orders()).toMatchObject([{ from: '2026-11-25', until: '2026-11-26' }]);
  expect(await buyer.words(page)).toContain('도착 예정 11월 25일(수)~11월 26일(목)');
  await shop.database.run`insert into holidays (day, name) values ('2026-11-25', '임시공휴일')`;
  shop.shop.services.memories.forgetAll();
  expect(await buyer.words(page)).toContain('도착 예정 11월 25일(수)~11월 26일(목)');
  const mails = await book.mails(numberIn(page));
  expectAll(mails.find(({ kind }) => kind === 'order-paid')!.text, '도착 예정', '11월 25일(수)~11월 26일(목)');
});

test('a transfer’s buyer reads when it arrives if she pays at once, and hears anew when it was paid', async () => {
  await shop.shop.services.settings.change(BANK);
  const { buyer } = await atCheckout(shop, ids[SKU]);
  const page = pathOf(await buyer.checkOut({ payment_method: 'bank' }));
  expect(await buyer.words(page)).toContain('도착 예정 11월 24일(화)~11월 25일(수) (지금 결제하면)');
  const number = numberIn(page);
  expectAll((await book.mails(number))[0]!.text, '11월 24일(화)~11월 25일(수) (지금 결제하면)');
  shop.clock.advance(26 * HOUR_MS);
  await shop.shop.services.orders.markPaid(number);
  expect(await buyer.words(page)).toContain('도착 예정 11월 26일(목)~11월 27일(금)');
  expectAll((await book.mails(number)).at(-1)!.text, '11월 26일(목)~11월 27일(금)');
});

test('an order of a release that promised nothing shows nothing', async () => {
  const { buyer } = await atCheckout(shop, ids[SKU]);
  const page = await buyer.pay(pathOf(await buyer.checkOut()), APPROVED);
  await shop.database.run`update orders set promised_from = null, promised_until = null`;
  expectNone(await buyer.words(page), '도착 예정 ');
});
