/** The cart as hands use it: quantities that are chosen are ordered, and a refusal is the first thing seen. */
import type { Page } from 'playwright-core';
import type { Locale } from '../../server/i18n/locale';
import { addToCart, fillAddress, type Shopper } from '../setup/shopper';
import { at, complaints, ORIGIN, WAYS, withVisitedSite } from '../setup/visited-site';

jest.setTimeout(120_000);

const SLUG = 'after-rain';
const { site, shopper: open } = withVisitedSite();

async function atCart(locale: Locale, javaScriptEnabled: boolean): Promise<Shopper> {
  const shopper = await open(locale, { javaScriptEnabled, viewport: { width: 360, height: 780 } });
  await addToCart(shopper, SLUG);
  return shopper;
}

const select = (page: Page) => page.locator('select[name="quantity"]').first();
const orderButton = (page: Page) => page.locator('button[value="order"]');
const pieces = (locale: Locale, count: number): string => (locale === 'ko' ? `${count}병` : `Qty ${count}`);

const inCart = (): Promise<number> => site.database.value<number>`
  select i.quantity from cart_items i join carts c on c.id = i.cart_id order by c.updated_at desc, i.added_at desc limit 1`;

test.each(WAYS)('in %s, scripts %p: the quantity that was chosen is the one at checkout', async (locale, scripts) => {
  const { page } = await atCart(locale, scripts);
  await select(page).selectOption('3');
  await orderButton(page).click();
  await page.waitForURL(at(locale, '/checkout'));
  expect(await page.locator('main').innerText()).toContain(pieces(locale, 3));
  expect(await inCart()).toBe(3);
});

test('with scripts a quantity counts as it is chosen: sums and header follow, the page stays, so does the focus', async () => {
  const { page } = await atCart('ko', true);
  expect(await page.locator('button[value="change"]').first().isVisible()).toBe(false);
  const before = await page.locator('.sums__total dd').innerText();
  await select(page).focus();
  await select(page).selectOption('2');
  await page.locator('[data-cart-count]', { hasText: '2' }).waitFor();
  expect(await page.locator('.sums__total dd').innerText()).not.toBe(before);
  expect(await page.evaluate('document.activeElement.name')).toBe('quantity');
  expect(page.url()).toBe(`${ORIGIN}/cart`);
});

test('without scripts the button beside a quantity changes it', async () => {
  const { page } = await atCart('ko', false);
  await select(page).selectOption('4');
  await page.locator('button[value="change"]').first().click();
  await page.waitForLoadState();
  expect(await select(page).inputValue()).toBe('4');
});

test('an order that is clicked while a quantity is on its way comes after it, also with a double click', async () => {
  const { page } = await atCart('ko', true);
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  const order: string[] = [];
  page.on('request', (request) => void (/^(PATCH|POST)$/.test(request.method()) && order.push(request.method())));
  await page.route('**/api/v1/cart/items/*', async (route) => {
    await held;
    await route.continue();
  });
  await select(page).selectOption('2');
  await select(page).selectOption('5');
  await orderButton(page).dblclick();
  letThrough();
  await page.waitForURL(`${ORIGIN}/checkout`);
  expect(order).toEqual(['PATCH', 'PATCH', 'POST']);
  expect(await inCart()).toBe(5);
});

test('where a quantity can’t be sent, the button comes back, and ordering takes it along', async () => {
  const { page } = await atCart('ko', true);
  await page.route('**/api/v1/cart/items/*', (route) => route.abort());
  await select(page).selectOption('3');
  await page.locator('button[value="change"]').first().waitFor();
  await orderButton(page).click();
  await page.waitForURL(`${ORIGIN}/checkout`);
  expect(await inCart()).toBe(3);
});

test('a line that was taken out in another window is said when its quantity is chosen', async () => {
  const { page } = await atCart('ko', true);
  await page.evaluate(
    `fetch('/api/v1/cart/items/' + document.querySelector('[name="variant_id"]').value, { method: 'DELETE' })`,
  );
  await select(page).selectOption('2');
  await page.locator('.notice--wrong', { hasText: '장바구니에 없는 향' }).waitFor();
});

interface Focus {
  readonly isNotice: boolean;
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
}

const focusOf = (page: Page): Promise<Focus> =>
  page.evaluate<Focus>(`(() => {
    const { top, bottom } = document.activeElement.getBoundingClientRect();
    return { isNotice: document.activeElement.matches('main .notice--wrong'), top, bottom, height: innerHeight };
  })()`);

async function expectNoticeSeen(page: Page, scripts: boolean): Promise<void> {
  // The browser gives it with the first frame that it draws, which may be after the load.
  await page.locator('main .notice--wrong:focus').waitFor();
  const focus = await focusOf(page);
  expect(focus.isNotice).toBe(true);
  expect(focus.top).toBeGreaterThanOrEqual(0);
  expect(focus.bottom).toBeLessThanOrEqual(focus.height);
  if (scripts) expect(await complaints(page)).toEqual([]);
}

test.each(WAYS)(
  'in %s, scripts %p: at 360 px a refused order is seen at once, and has the focus',
  async (locale, scripts) => {
    const { page } = await atCart(locale, scripts);
    await page.goto(at(locale, '/checkout'));
    await page.fill('input[name="email"]', 'haneul@example.com');
    await fillAddress(page);
    await page.locator('input[name="payment_method"][value="test"]').check();
    const [shown] = await site.database.rows<{ published: string }>`
    select published_at::text as published from perfumes where slug = ${SLUG}`;
    await site.database.run`update perfumes set published_at = null where slug = ${SLUG}`;
    try {
      await Promise.all([page.waitForEvent('load'), page.locator('form#checkout button.button--wide').click()]);
      expect(await page.locator('.notice--wrong').innerText()).toContain(locale === 'ko' ? '비 온 뒤' : 'After Rain');
      await expectNoticeSeen(page, scripts);
      expect(await page.inputValue('input[name="recipient"]')).toBe('한서진');
      await page.goto(at(locale, '/cart'));
      await expectNoticeSeen(page, scripts);
    } finally {
      await site.database.run`update perfumes set published_at = ${shown!.published}::timestamptz where slug = ${SLUG}`;
    }
  },
);
