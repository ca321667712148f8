/** Hands that click twice, go back, change the language half way, and have the shop open in two tabs. */
import type { Page } from 'playwright-core';
import { localPath, otherLocale } from '../../server/i18n/locale';
import { addToCart, checkOut, fillAddress, register } from '../setup/shopper';
import { at, complaints, WAYS, withVisitedSite } from '../setup/visited-site';

jest.setTimeout(120_000);

const PASSWORD = 'four quiet words here';
const { site, shopper: open } = withVisitedSite();

const pathOf = (page: Page): string => new URL(page.url()).pathname;

async function typeOrder(page: Page): Promise<void> {
  await page.fill('input[name="email"]', 'haneul@example.com');
  await fillAddress(page);
  await page.locator('input[name="payment_method"][value="bank"]').check();
}

const press = (page: Page, selector: string): Promise<unknown> =>
  Promise.all([page.waitForEvent('load'), page.locator(selector).first().click()]);

const LANGUAGE = '.top__tools button[name="show"]';
const bottles = (): Promise<number[]> => site.database.column<number>`
  select i.quantity from cart_items i join carts c on c.id = i.cart_id
  where c.id = (select id from carts where ordered_at is null order by created_at desc limit 1) order by i.added_at`;
let people = 0;
const somebody = (): string => `person${++people}@example.com`;
const ordersOf = (email: string): Promise<number> =>
  site.database.value<number>`select count(*) from orders where email = ${email}`;

describe.each(WAYS)('in %s, scripts %s', (locale, scripts) => {
  const other = otherLocale(locale);

  test('a double click on register is one account, and she is in', async () => {
    const shopper = await open(locale, { javaScriptEnabled: scripts });
    const { page } = shopper;
    const email = somebody();
    await page.goto(at(locale, '/account/register?next=/cart'));
    await page.fill('input[name="name"]', '한서진');
    await page.fill('input[name="email"]', email);
    await page.fill('input[name="password"]', PASSWORD);
    await page.locator('form#register .button--wide').dblclick();
    await page.locator('.empty__title').waitFor();
    expect(pathOf(page)).toBe(localPath(locale, '/cart'));
    await page.goto(at(locale, '/account'));
    expect(await page.locator('main').innerText()).toContain(email);
  });

  test('a double click on add is one bottle; a later click one more', async () => {
    const { page } = await open(locale, { javaScriptEnabled: scripts });
    await page.goto(at(locale, '/perfumes/after-rain'));
    const button = page.locator('form[data-add-to-cart] button');
    await button.dblclick();
    await page
      .locator(scripts ? '.product__added' : 'main .line')
      .first()
      .waitFor();
    await page.goto(at(locale, '/cart'));
    expect(await bottles()).toEqual([1]);
    await page.goto(at(locale, '/perfumes/after-rain'));
    // Time is the measure for pages without scripts: longer than any double click.
    await site.database.run`update carts set recent_additions = '[]'`;
    const added = page.waitForResponse((response) => response.request().method() === 'POST');
    await button.click();
    await added;
    await page.goto(at(locale, '/cart'));
    expect(await bottles()).toEqual([2]);
  });

  test('the first clicks of two tabs are one cart', async () => {
    const { page } = await open(locale, { javaScriptEnabled: scripts });
    const second = await page.context().newPage();
    await page.goto(at(locale, '/perfumes/after-rain'));
    await second.goto(at(locale, '/perfumes/ink'));
    const add = (tab: Page) => {
      const added = tab.waitForResponse((response) => response.request().method() === 'POST');
      return Promise.all([added, tab.locator('form[data-add-to-cart] button').click()]);
    };
    await Promise.all([add(page), add(second)]);
    await page.goto(at(locale, '/cart'));
    expect(await page.locator('main .line').count()).toBe(2);
    expect(await bottles()).toEqual([1, 1]);
  });

  test('the other language keeps the checkout as it is typed, and Enter orders', async () => {
    const shopper = await open(locale, { javaScriptEnabled: scripts });
    const { page } = shopper;
    await addToCart(shopper, 'after-rain');
    await page.goto(at(locale, '/checkout'));
    await typeOrder(page);
    await page.fill('input[name="recipient"]', `이름 ${locale}`);
    await press(page, LANGUAGE);
    expect([pathOf(page), await page.locator('html').getAttribute('lang')]).toEqual([
      localPath(other, '/checkout'),
      other,
    ]);
    expect(await page.inputValue('input[name="recipient"]')).toBe(`이름 ${locale}`);
    expect(await page.inputValue('input[name="address_line1"]')).toBe('서울특별시 종로구 북촌로 12');
    expect(await page.isChecked('input[name="payment_method"][value="bank"]')).toBe(true);
    if (scripts) expect(await complaints(page)).toEqual([]);
    const email = somebody();
    await page.fill('input[name="email"]', email);
    await Promise.all([page.waitForURL(/\/orders\//), page.locator('input[name="email"]').press('Enter')]);
    expect(await ordersOf(email)).toBe(1);
  });

  test('signed out in another tab, a member signs in again, finds her form filled, and by Back her order', async () => {
    const shopper = await open(locale, { javaScriptEnabled: scripts });
    const { page } = shopper;
    const email = somebody();
    await register(shopper, email);
    await addToCart(shopper, 'after-rain');
    await page.goto(at(locale, '/checkout'));
    await typeOrder(page);
    const second = await page.context().newPage();
    await second.goto(at(other, '/account'));
    await press(second, 'form[action$="/account/logout"] button');
    await press(page, 'form#checkout button.button--wide');
    expect(pathOf(page)).toBe(localPath(locale, '/account/login'));
    expect(await page.locator('.notice').innerText()).toContain(
      locale === 'ko' ? '아직 주문하지 않았어요' : 'nothing has been ordered',
    );
    if (scripts) expect(await complaints(page)).toEqual([]);
    await press(page, LANGUAGE);
    await page.fill('input[name="email"]', email);
    await page.fill('input[name="password"]', PASSWORD);
    await press(page, 'form#sign-in .button--wide');
    expect(pathOf(page)).toBe(localPath(other, '/checkout'));
    expect(await page.inputValue('input[name="recipient"]')).toBe('한서진');
    await press(page, 'form#checkout button.button--wide');
    expect(pathOf(page)).toContain('/orders/');
    const order = pathOf(page).split('/').at(-1)!;
    await page.goBack({ waitUntil: 'load' });
    expect(pathOf(page)).toBe(localPath(other, '/cart'));
    expect(await page.locator(`main a[href*="${order}"]`).count()).toBeGreaterThan(0);
  });

  test('a guest whose session has gone orders in the end, once', async () => {
    const shopper = await open(locale, { javaScriptEnabled: scripts });
    const { page } = shopper;
    const email = somebody();
    await addToCart(shopper, 'after-rain');
    await page.goto(at(locale, '/checkout'));
    await typeOrder(page);
    await page.fill('input[name="email"]', email);
    await page.context().clearCookies();
    await press(page, 'form#checkout button.button--wide');
    expect(await page.inputValue('input[name="email"]')).toBe(email);
    expect(await ordersOf(email)).toBe(0);
    if (scripts) expect(await complaints(page)).toEqual([]);
    await press(page, 'form#checkout button.button--wide');
    expect(pathOf(page)).toContain('/orders/');
    expect(await ordersOf(email)).toBe(1);
  });
});

test('with scripts, an addition whose answer got lost is made by the form, once', async () => {
  const { page } = await open('ko');
  await page.addInitScript(`{
    const send = window.fetch;
    window.fetch = async (address, ...more) => {
      const answer = await send(address, ...more);
      if (address !== '/api/v1/cart/items' || sessionStorage.getItem('lost')) return answer;
      sessionStorage.setItem('lost', '1');
      throw new TypeError('the answer was lost');
    };
  }`);
  await page.goto(at('ko', '/perfumes/after-rain'));
  await Promise.all([page.waitForURL(at('ko', '/cart')), page.locator('form[data-add-to-cart] button').click()]);
  expect(await bottles()).toEqual([1]);
  // Taken back by the browser, the page adds again.
  await page.goBack({ waitUntil: 'load' });
  await page.locator('form[data-add-to-cart] button').click();
  await page.locator('.product__added').waitFor();
  expect(await bottles()).toEqual([2]);
});

test.each([true, false])('scripts %s: a double click on a new password changes it, and says so', async (scripts) => {
  const shopper = await open('ko', { javaScriptEnabled: scripts });
  const { page } = shopper;
  await register(shopper, somebody());
  await page.goto(at('ko', '/account/password'));
  await page.fill('input[name="current"]', PASSWORD);
  await page.fill('input[name="password"]', '새로 정한 비밀번호');
  await page.locator('form .button--wide').dblclick();
  await page.locator('.notice', { hasText: '비밀번호를 바꿨어요' }).waitFor();
});

test('who was at the checkout goes on after signing in, with what she had typed', async () => {
  const shopper = await open('ko', { javaScriptEnabled: false });
  const { page } = shopper;
  await addToCart(shopper, 'after-rain');
  await page.goto(at('ko', '/checkout'));
  await typeOrder(page);
  await press(page, 'form#checkout button[formaction$="/checkout/sign-in"]');
  await press(page, 'main a[href*="/account/register"]');
  await page.fill('input[name="name"]', '한서진');
  const email = somebody();
  await page.fill('input[name="email"]', email);
  await page.fill('input[name="password"]', PASSWORD);
  await press(page, 'form#register .button--wide');
  expect(pathOf(page)).toBe('/checkout');
  expect(await page.inputValue('input[name="address_line1"]')).toBe('서울특별시 종로구 북촌로 12');
  await checkOut(shopper, { method: 'bank', email });
  expect(await ordersOf(email)).toBe(1);
});
