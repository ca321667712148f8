/** Where what a delivery costs, and when it arrives, is said before anybody has typed an address. */
import { withStockedShop } from '../../../setup/catalogue';
import { expectAll, expectNone, wordsOf } from '../../../setup/html';
import { buyerWith } from '../../../setup/visitor';

const SKU = 'TST-AFTER-RAIN-010';
const DAY_MS = 24 * 60 * 60 * 1000;

const { shop, ids } = withStockedShop({ each: true });

const FAR = '제주·도서산간은 배송비가 ₩3,000~₩5,000 더 들어요.';
const FAR_EN = 'Delivery to Jeju and the islands costs ₩3,000~₩5,000 more.';

test('a perfume’s page names the days, and stays true for as long as it is kept', async () => {
  const words = await shop.visitor().words('/perfumes/after-rain');
  expectAll(words, '11월 23일(월) 14:00까지 결제하면 11월 24일(화)~11월 25일(수) 도착 예정이에요.', FAR);
  expect(words).not.toContain('오늘');
  const english = await shop.visitor().words('/en/perfumes/after-rain');
  expectAll(english, 'Pay by 14:00 Korean time on Mon 23 Nov, and it should arrive Tue 24 Nov – Wed 25 Nov.', FAR_EN);
  expectNone(await shop.visitor().words('/perfumes/yuzu-lantern'), '도착 예정');
});

test('after the hour the next working day is named', async () => {
  shop.clock.advance(2 * 60 * 60 * 1000);
  expect(await shop.visitor().words('/perfumes/after-rain')).toContain('11월 24일(화) 14:00까지 결제하면');
  shop.clock.advance(4 * DAY_MS);
  // On Friday after two: Monday.
  expect(await shop.visitor().words('/perfumes/after-rain')).toContain(
    '11월 30일(월) 14:00까지 결제하면 12월 1일(화)~12월 2일(수)',
  );
});

test('the cart says where it costs more before its total can surprise anybody, and when it arrives', async () => {
  const buyer = await buyerWith(shop, ids[SKU]);
  expectAll(
    await buyer.words('/cart'),
    '배송비 ₩3,000 합계 ₩31,000',
    FAR,
    '오늘 14:00까지 결제하면 11월 24일(화)~11월 25일(수) 도착 예정이에요.',
  );
  expectAll(await buyer.words('/en/cart'), FAR_EN, 'Pay by 14:00 Korean time today, and it should arrive Tue 24 Nov');
});

test('where delivery is free an area is still charged, and is said; a shop may give that up', async () => {
  const buyer = await buyerWith(shop, ids[SKU], 2);
  expectAll(await buyer.words('/cart'), '배송비 무료', FAR);
  await shop.shop.services.settings.change({ 'delivery.areasWhenFree': 'free' });
  expect(await buyer.words('/cart')).toContain('무료 배송이 아니면 제주·도서산간은');
  await shop.shop.services.settings.change({ 'delivery.fee': 0 });
  expectNone(await buyer.words('/cart'), '제주');
});

test('every area stands on the page of delivery with its postcodes, and the rule with its hour', async () => {
  const { text } = await shop.visitor().get('/delivery').expect(200);
  expectAll(
    wordsOf(text),
    '제주 ( 63000–63644 ): ₩3,000 , 1영업일 더 걸려요',
    '울릉 ( 40200–40240 ): ₩5,000 , 2영업일 더 걸려요',
    '영업일 14:00 까지 결제하면 그날 보내요.',
    FAR,
  );
  const english = await shop.visitor().words('/en/delivery');
  expectAll(english, 'Jeju ( 63000–63644 ): ₩3,000 , 1 more working day', 'Ulleung', '2 more working days');
  for (const path of ['/terms', '/en/terms', '/', '/en']) {
    expectAll(await shop.visitor().words(path), path.startsWith('/en') ? FAR_EN : FAR);
  }
});

test('a shop with no such area says nothing of any', async () => {
  await shop.database.run`delete from delivery_areas`;
  shop.shop.services.memories.forgetAll();
  const buyer = await buyerWith(shop, ids[SKU]);
  for (const path of ['/', '/perfumes/after-rain', '/terms', '/cart', '/checkout']) {
    expectNone(await buyer.words(path), '도서산간');
  }
});

test('how long it takes is the shop’s to say', async () => {
  await shop.shop.services.settings.change({
    ...{ 'delivery.cutOffHour': 11, 'delivery.transitDays': 2, 'delivery.transitMore': 0 },
  });
  // It is noon.
  expect(await shop.visitor().words('/perfumes/after-rain')).toContain(
    '11월 24일(화) 11:00까지 결제하면 11월 26일(목) 도착 예정이에요.',
  );
});
