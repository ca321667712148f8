import type { Page } from 'playwright-core';
import { LOCALES } from '../../server/i18n/locale';
import { addToCart, checkOut, DECLINED, PAYS, payWithCard, register } from '../setup/shopper';
import { at, ORIGIN, withVisitedSite } from '../setup/visited-site';

jest.setTimeout(120_000);

const SLUG = 'after-rain';
const { site, shopper: open } = withVisitedSite();
const NARROW = { viewport: { width: 360, height: 780 } };
const WIDE = { viewport: { width: 1440, height: 780 } };

const orderNumberOf = (page: Page): string => /\/orders\/(EA-[0-9A-Z]{10})/.exec(page.url())?.[1] ?? 'none';

const statusOf = (number: string): Promise<string> =>
  site.database.value<string>`select status from orders where number = ${number}`;

describe.each(LOCALES)('in %s, without JavaScript', (locale) => {
  test('a guest buys a perfume by card', async () => {
    const shopper = await open(locale, { ...NARROW, javaScriptEnabled: false });
    await addToCart(shopper, SLUG);
    await checkOut(shopper, { method: 'test', email: `guest-${locale}@example.com` });
    await payWithCard(shopper, PAYS);
    const number = orderNumberOf(shopper.page);
    expect(await statusOf(number)).toBe('paid');
    expect(await shopper.page.locator('html').getAttribute('lang')).toBe(locale);
    expect(await shopper.page.locator('main').innerText()).toContain(number);
  });

  test('a member buys a perfume by bank transfer and finds it among her orders', async () => {
    const shopper = await open(locale, { ...NARROW, javaScriptEnabled: false });
    await register(shopper, `member-${locale}@example.com`);
    await addToCart(shopper, SLUG);
    await checkOut(shopper, { method: 'bank' });
    const number = orderNumberOf(shopper.page);
    expect(await statusOf(number)).toBe('pending');
    expect(await shopper.page.locator('main').innerText()).toContain('000-0000-0000-00');
    await shopper.page.goto(at(locale, '/account/orders'));
    expect(await shopper.page.locator('main').innerText()).toContain(number);
  });

  test('a declined card gives the bottles back and keeps the cart', async () => {
    const stock = () => site.database.value<number>`select sum(stock) as n from variants`;
    const before = await stock();
    const shopper = await open(locale, { ...NARROW, javaScriptEnabled: false });
    await addToCart(shopper, SLUG);
    await checkOut(shopper, { method: 'test', email: 'declined@example.com' });
    expect(await stock()).toBe(before - 1);
    await payWithCard(shopper, DECLINED);
    expect(await stock()).toBe(before);
    await shopper.page.goto(at(locale, '/cart'));
    expect(await shopper.page.locator('main').innerText()).toContain(locale === 'ko' ? '비 온 뒤' : 'After Rain');
  });
});

test('with JavaScript the bottle is added without leaving the page, and the header counts it', async () => {
  const { page } = await open('ko', WIDE);
  await page.goto(`${ORIGIN}/perfumes/${SLUG}`);
  await page.locator('input[name="variant_id"]:not([disabled])').first().check();
  await page.locator('form[data-add-to-cart] button').click();
  await page.locator('[data-added-place] a[href="/cart"]').waitFor();
  expect(page.url()).toBe(`${ORIGIN}/perfumes/${SLUG}`);
  await page.locator('header a[href="/cart"]', { hasText: '1' }).waitFor();
});

test('on the way from the shelf to the card page nothing goes wrong in the console', async () => {
  const shopper = await open('ko', WIDE);
  const { page } = shopper;
  await page.goto(`${ORIGIN}/perfumes`);
  await page.locator('.card__link').first().click();
  await page.waitForURL(/\/perfumes\/./);
  await page.goBack();
  await addToCart(shopper, SLUG);
  await page.locator('button[value="order"]').click();
  await page.waitForURL(`${ORIGIN}/checkout`);
  await checkOut(shopper, { method: 'test', email: 'console@example.com' });
  await payWithCard(shopper, PAYS);
  // Closing the browser tells what its pages complained of.
  expect(await statusOf(orderNumberOf(page))).toBe('paid');
});

test('a double click on a button sends its form once', async () => {
  const { page } = await open('ko', NARROW);
  await page.goto(`${ORIGIN}/account/register`);
  await page.fill('input[name="name"]', '한서진');
  await page.fill('input[name="email"]', 'twice@example.com');
  await page.fill('input[name="password"]', 'four quiet words here');
  const sent: string[] = [];
  page.on('request', (request) => void (request.method() === 'POST' && sent.push(request.url())));
  await page.locator('main form button').last().dblclick();
  await page.waitForURL(`${ORIGIN}/account`);
  expect(sent).toEqual([`${ORIGIN}/account/register`]);
});

test('two clean browsers add to their carts from the same bytes of a product page', async () => {
  const [one, two] = [await open('ko', NARROW), await open('ko', NARROW)];
  const bytes = await Promise.all(
    [one, two].map(async ({ page }) => {
      const response = await page.goto(`${ORIGIN}/perfumes/${SLUG}`);
      expect(response!.headers()['set-cookie']).toBeUndefined();
      return (await response!.body()).toString('base64');
    }),
  );
  expect(bytes[0]).toBe(bytes[1]);
  for (const shopper of [one, two]) {
    await addToCart(shopper, SLUG);
    expect(await shopper.page.locator('main').innerText()).toContain('비 온 뒤');
  }
  const sids = await Promise.all([one, two].map(({ page }) => page.context().cookies()));
  expect(sids[0]![0]!.value).not.toBe(sids[1]![0]!.value);
});

test('a post from another site is refused, and the visitor is told', async () => {
  const { page } = await open('ko', NARROW);
  const id = await site.database.value<number>`select id from variants where stock > 0 limit 1`;
  const body = `<form method="post" action="${ORIGIN}/cart/items"><input name="variant_id" value="${id}">
    <input name="quantity" value="1"><button>win</button></form>`;
  await page.route('https://evil.example/', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto('https://evil.example/');
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'POST'),
    page.click('button'),
  ]);
  expect(response.status()).toBe(403);
  expect((await page.context().cookies(ORIGIN)).length).toBe(0);
});
