/** What a shopper does, by what she sees and types. The same steps with and without JavaScript. */
import type { Page } from 'playwright-core';
import { localPath, type Locale } from '../../server/i18n/locale';

export const PAYS = '4242 4242 4242 4242';
export const DECLINED = '4000 0000 0000 0002';

export interface Shopper {
  readonly page: Page;
  readonly origin: string;
  readonly locale: Locale;
}

const at = ({ origin, locale }: Shopper, path: string): string => origin + localPath(locale, path);

async function send(page: Page, formAction: RegExp): Promise<void> {
  const forms = page.locator('main form[method="post"]');
  const count = await forms.count();
  for (let i = 0; i < count; i++) {
    const action = (await forms.nth(i).getAttribute('action')) ?? new URL(page.url()).pathname;
    if (!formAction.test(action)) continue;
    await Promise.all([page.waitForEvent('load'), forms.nth(i).locator('button:not([formaction])').first().click()]);
    return;
  }
  throw new Error(`${page.url()} has no form that posts to ${formAction}`);
}

export async function register(shopper: Shopper, email: string): Promise<void> {
  const { page } = shopper;
  await page.goto(at(shopper, '/account/register'));
  await page.fill('input[name="name"]', '한서진');
  await page.fill('input[name="email"]', email);
  await page.fill('input[name="password"]', 'four quiet words here');
  await send(page, /\/account\/register/);
}

/** Puts one bottle of the first volume that is for sale into the cart and opens the cart. */
export async function addToCart(shopper: Shopper, slug: string): Promise<void> {
  const { page } = shopper;
  await page.goto(at(shopper, `/perfumes/${slug}`));
  await page.locator('input[name="variant_id"]:not([disabled])').first().check();
  const added = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator('form[data-add-to-cart] button').click();
  await added;
  await page.goto(at(shopper, '/cart'));
}

export async function fillAddress(page: Page): Promise<void> {
  await page.fill('input[name="recipient"]', '한서진');
  await page.fill('input[name="phone"]', '010-1234-5678');
  await page.fill('input[name="postcode"]', '03056');
  await page.fill('input[name="address_line1"]', '서울특별시 종로구 북촌로 12');
}

interface CheckoutWords {
  readonly method: 'test' | 'bank';
  readonly email?: string;
  readonly depositor?: string;
}

export async function checkOut(shopper: Shopper, { method, email, depositor }: CheckoutWords): Promise<void> {
  const { page } = shopper;
  await page.goto(at(shopper, '/checkout'));
  if (email) await page.fill('input[name="email"]', email);
  await fillAddress(page);
  await page.fill('input[name="address_line2"]', '2층');
  await page.locator('[name="delivery_note"]').fill('문 앞에 놓아 주세요');
  await page.locator(`input[name="payment_method"][value="${method}"]`).check();
  if (depositor) await page.fill('input[name="depositor"]', depositor);
  await send(page, /\/checkout$/);
}

export async function payWithCard({ page }: Shopper, number: string): Promise<void> {
  await page.waitForURL(/\/pay\/test\//).catch(async () => {
    throw new Error(`not on the payment page but on ${page.url()}:\n${await page.locator('main').innerText()}`);
  });
  await page.fill('input[name="card_number"]', number);
  await send(page, /\/pay\/test\//);
}
