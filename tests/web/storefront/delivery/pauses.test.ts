/** While the shop pauses, or is about to, every page says so, and nothing is promised for its days. */
import { withStockedShop } from '../../../setup/catalogue';
import { expectAll, expectNone } from '../../../setup/html';
import { BANK, buyerWith } from '../../../setup/visitor';

const SKU = 'TST-AFTER-RAIN-010';
const HOUR_MS = 60 * 60 * 1000;

const { shop, ids } = withStockedShop({ each: true });

async function pause(from: string, until: string): Promise<void> {
  await shop.database.run`
    insert into shop_pauses (from_day, until_day, words_ko, words_en)
    values (${from}, ${until}, '가게를 옮겨요.', 'We are moving.')`;
  shop.shop.services.memories.forgetAll();
}

const KOREAN = '가게를 옮겨요. 11월 24일(화)~11월 27일(금)에는 쉬어요. 그동안 들어온 주문은 11월 30일(월)부터 보내요.';
const ENGLISH =
  'We are moving. We are closed Tue 24 Nov – Fri 27 Nov. Orders placed meanwhile are sent from Mon 30 Nov.';

test('it stands on every page, in its language, also where a page is missing', async () => {
  const buyer = await buyerWith(shop, ids[SKU]);
  await pause('2026-11-24', '2026-11-27');
  const paths = ['/', '/perfumes', '/perfumes/after-rain', '/delivery', '/terms', '/privacy', '/cart', '/checkout'];
  for (const path of [...paths, '/account/login', '/nowhere']) {
    const [korean, english] = [await buyer.get(path), await buyer.get(path === '/' ? '/en' : `/en${path}`)];
    expectAll(korean.text, KOREAN);
    expectAll(english.text, ENGLISH);
  }
});

test('it comes seven days before and is gone the day after', async () => {
  await pause('2026-12-01', '2026-12-02');
  const shown = async (): Promise<boolean> => (await shop.visitor().text('/')).includes('가게를 옮겨요.');
  expect(await shown()).toBe(false);
  shop.clock.advance(12 * HOUR_MS);
  expect(await shown()).toBe(true);
  shop.clock.advance(9 * 24 * HOUR_MS - 1);
  expect(await shown()).toBe(true);
  shop.clock.advance(1);
  expect(await shown()).toBe(false);
});

test('what is paid before it still leaves, what is paid later waits', async () => {
  await pause('2026-11-24', '2026-11-27');
  expect(await shop.visitor().words('/perfumes/after-rain')).toContain(
    '11월 23일(월) 14:00까지 결제하면 11월 24일(화)',
  );
  shop.clock.advance(3 * HOUR_MS);
  expect(await shop.visitor().words('/perfumes/after-rain')).toContain(
    '11월 30일(월) 14:00까지 결제하면 12월 1일(화)~12월 2일(수)',
  );
});

test('a transfer that would be due meanwhile is due after it; every other deadline stays', async () => {
  await shop.shop.services.settings.change(BANK);
  const dueOf = async (method: 'bank' | 'test'): Promise<string> => {
    const buyer = await buyerWith(shop, ids[SKU]);
    await buyer.checkOut({ payment_method: method });
    const due = await shop.database.value<Date>`
      select payment_due_at from orders where payment_method = ${method} order by payment_due_at desc limit 1`;
    return due.toISOString();
  };
  expect(await dueOf('bank')).toBe('2026-11-26T03:00:00.000Z');
  const card = await dueOf('test');
  await pause('2026-11-23', '2026-11-27');
  expect(await dueOf('bank')).toBe('2026-11-30T03:00:00.000Z');
  expect(await dueOf('test')).toBe(card);
});

test('a shop that doesn’t pause says nothing', async () => {
  await pause('2026-12-24', '2026-12-31');
  expectNone(await shop.visitor().text('/'), 'class="banner"', '가게를 옮겨요.');
});
