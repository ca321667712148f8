/** The checkout's total follows the postcode: at once with scripts, with one more click without. */
import type { Page } from 'playwright-core';
import { addToCart, fillAddress } from '../setup/shopper';
import { at, complaints, sideways, WAYS, withVisitedSite } from '../setup/visited-site';

jest.setTimeout(120_000);

const { site, shopper: open } = withVisitedSite();
const JEJU = '63309';

const total = (page: Page): Promise<string> => page.locator('.sums__total dd').innerText();
/** Not by a function that Playwright asks again and again: the page's own policy lets nobody evaluate one. */
const moved = (page: Page, from: string): Promise<void> =>
  page.locator('.sums__total dd', { hasNotText: from }).waitFor();
const orderButton = (page: Page) => page.locator('form#checkout aside button[type="submit"]').first();
const placed = (): Promise<{ total: number; delivery_fee: number; postcode: string }> =>
  site.database.row`select total, delivery_fee, postcode from orders order by placed_at desc limit 1`;

async function atCheckout(locale: 'ko' | 'en', javaScriptEnabled: boolean): Promise<Page> {
  const shopper = await open(locale, { javaScriptEnabled, viewport: { width: 360, height: 780 } });
  await addToCart(shopper, 'after-rain');
  const { page } = shopper;
  await page.goto(at(locale, '/checkout'));
  await page.fill('input[name="email"]', 'haneul@example.com');
  await fillAddress(page);
  await page.locator('input[name="payment_method"][value="test"]').check();
  return page;
}

test.each(WAYS)('in %s, scripts %p: a postcode of Jeju costs more before it is ordered', async (locale, scripts) => {
  const page = await atCheckout(locale, scripts);
  const before = await total(page);
  await page.fill('input[name="postcode"]', JEJU);
  await page.locator('input[name="address_line1"]').focus();
  if (scripts) {
    await moved(page, before);
    // Nothing that was typed is gone, and whoever types goes on where she was.
    expect(await page.inputValue('input[name="recipient"]')).toBe('한서진');
    expect(await page.evaluate('document.activeElement.name')).toBe('address_line1');
  } else {
    await orderButton(page).click();
    await page.locator('main .notice--wrong').waitFor();
    expect(await page.locator('main .notice--wrong').innerText()).toContain(before);
  }
  const shown = await total(page);
  expect(shown).not.toBe(before);
  expect(await orderButton(page).innerText()).toContain(shown);
  expect(await sideways(page)).toBe(0);
  if (scripts) expect(await complaints(page)).toEqual([]);
  await Promise.all([page.waitForURL(/\/pay\/test\//), orderButton(page).click()]);
  const order = await placed();
  expect(order.postcode).toBe(JEJU);
  expect(shown).toBe(`₩${order.total.toLocaleString('en-US')}`);
});

test('with scripts a postcode that was typed back costs what it cost', async () => {
  const page = await atCheckout('ko', true);
  const before = await total(page);
  await page.fill('input[name="postcode"]', JEJU);
  await page.locator('input[name="address_line1"]').focus();
  await moved(page, before);
  const there = await total(page);
  await page.fill('input[name="postcode"]', '03056');
  await page.locator('input[name="address_line1"]').focus();
  await moved(page, there);
  expect(await total(page)).toBe(before);
});
