import { paidOrder, refundOrder } from '../../../database/desk/figures/orders';
import { deskVisitor, withStockedDesk } from '../../../setup/desk';
import { expectAll } from '../../../setup/html';

const { shop, ids, owner } = withStockedDesk();
beforeAll(async () => {
  const { pool } = shop.context;
  const rain = ids['TST-AFTER-RAIN-050']!;
  await paidOrder(pool, { at: '2026-11-22T15:00:00Z', lines: [[rain, 2, 98_000]] });
  const second = await paidOrder(pool, { at: '2026-11-21T03:00:00Z', lines: [[rain, 1, 98_000]], method: 'test' });
  await refundOrder(pool, second, 98_000, '2026-11-22T03:00:00Z');
  await paidOrder(pool, { at: '2026-10-20T03:00:00Z', lines: [[rain, 1, 98_000]], fee: 2_000 });
});

test('the last thirty days, against the thirty before, with a chart and the same numbers in a table', async () => {
  const text = await owner.text('/admin/figures');
  expect(text).toContain('<dt>순매출</dt><dd><span class="number">₩196,000</span>');
  // 100,000 before: 96 % more.
  expectAll(text, '+96%', '<svg class="chart__svg"', '<title>11월 22일 (일): −₩98,000</title>');
  expect(text).toMatch(/11월 23일 \(월\)<\/td><td class="number" data-label="주문">1<\/td><td[^>]*>₩196,000</);
  expect(text).toContain('무통장입금');
  expect(text).not.toMatch(/style="/);
});

test('weeks and months, in English', async () => {
  const english = await deskVisitor(shop, 'owner', { locale: 'en' });
  const weeks = await english.get('/admin/figures?from=2026-10-01&to=2026-11-30&by=week').expect(200);
  expect(weeks.text).toMatch(/Week 48 \(Mon,? 23 Nov – Sun,? 29 Nov\)/);
  const months = await english.get('/admin/figures?from=2026-10-01&to=2026-11-30&by=month').expect(200);
  expect(months.text).toMatch(/October 2026<\/td><td class="number" data-label="Orders">1<\/td><td[^>]*>₩100,000</);
});

test.each([
  ['from=2026-11-31&to=2026-12-01', '날짜를 읽을 수 없어서'],
  ["from=2026-11-01'&to=2026-11-02", '날짜를 읽을 수 없어서'],
  ['from=2026-11-02&to=2026-11-01', '처음 날이 마지막 날보다 늦어요.'],
  ['from=2000-01-01&to=2026-11-01', '열 해까지 볼 수 있어요.'],
  ['from=2020-01-01&to=2026-11-01&by=day', '더 크게 묶었어요.'],
  ['from=2026-11-01&from=2026-11-02', '날짜를 읽을 수 없어서'],
])('%s is answered with a page that says what is shown instead', async (query, words) => {
  expect(await owner.text(`/admin/figures?${query}`)).toContain(words);
});

test('an unknown step is a day', async () => {
  await owner.get('/admin/figures?by=fortnight').expect(200);
});
