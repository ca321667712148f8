import type { Page } from 'playwright-core';
import { LOCALES, type Locale } from '../../server/i18n/locale';
import { openBrowser, type Browser } from '../setup/browser';
import { addToCart, checkOut, DECLINED, PAYS, payWithCard, register, type Shopper } from '../setup/shopper';
import { startSite, type Site } from '../setup/site';

jest.setTimeout(120_000);

const DOMAIN = 'essence-aura.localhost';
const ORIGIN = `https://${DOMAIN}`;
const SLUG = 'after-rain';
let site: Site;
const browsers: Browser[] = [];

beforeAll(async () => {
  site = await startSite({ domain: DOMAIN });
});
afterAll(() => site.stop());
afterEach(async () => {
  await Promise.all(browsers.splice(0).map((browser) => browser.close()));
});

async function open(options: { javaScriptEnabled?: boolean; locale?: Locale; width?: number } = {}): Promise<Shopper> {
  const browser = await openBrowser({
    site,
    trust: [site.caPem()],
    context: {
      javaScriptEnabled: options.javaScriptEnabled ?? true,
      viewport: { width: options.width ?? 360, height: 780 },
    },
  });
  browsers.push(browser);
  return { page: await browser.context.newPage(), origin: ORIGIN, locale: options.locale ?? 'ko' };
}

const orderNumberOf = (page: Page): string => /\/orders\/(EA-[0-9A-Z]{10})/.exec(page.url())?.[1] ?? 'none';

const statusOf = (number: string): Promise<string> =>
  site.database.value<string>`select status from orders where number = ${number}`;

describe.each(LOCALES)('in %s, without JavaScript', (locale) => {
  test('a guest buys a perfume by card', async () => {
    const shopper = await open({ javaScriptEnabled: false, locale });
    await addToCart(shopper, SLUG);
    await checkOut(shopper, { method: 'test', email: `guest-${locale}@example.com` });
    await payWithCard(shopper, PAYS);
    const number = orderNumberOf(shopper.page);
    expect(await statusOf(number)).toBe('paid');
    expect(await shopper.page.locator('html').getAttribute('lang')).toBe(locale);
    expect(await shopper.page.locator('main').innerText()).toContain(number);
  });

  test('a member buys a perfume by bank transfer and finds it among her orders', async () => {
    const shopper = await open({ javaScriptEnabled: false, locale });
    await register(shopper, `member-${locale}@example.com`);
    await addToCart(shopper, SLUG);
    await checkOut(shopper, { method: 'bank' });
    const number = orderNumberOf(shopper.page);
    expect(await statusOf(number)).toBe('pending');
    expect(await shopper.page.locator('main').innerText()).toContain('000-0000-0000-00');
    await shopper.page.goto(`${ORIGIN}${locale === 'en' ? '/en' : ''}/account/orders`);
    expect(await shopper.page.locator('main').innerText()).toContain(number);
  });

  test('a declined card gives the bottles back and keeps the cart', async () => {
    const stock = () => site.database.value<number>`select sum(stock) as n from variants`;
    const before = await stock();
    const shopper = await open({ javaScriptEnabled: false, locale });
    await addToCart(shopper, SLUG);
    await checkOut(shopper, { method: 'test', email: 'declined@example.com' });
    expect(await stock()).toBe(before - 1);
    await payWithCard(shopper, DECLINED);
    expect(await stock()).toBe(before);
    await shopper.page.goto(`${ORIGIN}${locale === 'en' ? '/en' : ''}/cart`);
    expect(await shopper.page.locator('main').innerText()).toContain(locale === 'ko' ? '비 온 뒤' : 'After Rain');
  });
});

test('with JavaScript the bottle is added without leaving the page, and the header counts it', async () => {
  const { page } = await open({ width: 1440 });
  await page.goto(`${ORIGIN}/perfumes/${SLUG}`);
  await page.locator('input[name="variant_id"]:not([disabled])').first().check();
  await page.locator('form[data-add-to-cart] button').click();
  await page.locator('[data-added-place] a[href="/cart"]').waitFor();
  expect(page.url()).toBe(`${ORIGIN}/perfumes/${SLUG}`);
  await page.locator('header a[href="/cart"]', { hasText: '1' }).waitFor();
});

test('on the way from the shelf to the card page nothing goes wrong in the console', async () => {
  const shopper = await open({ width: 1440 });
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
  const { page } = await open();
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
  const [one, two] = [await open(), await open()];
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
  const { page } = await open();
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
