/** The desk in a hand: rows of two lines, and a bar that is there wherever one has scrolled to. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { projectPaths } from '../../server/config/paths';
import { openBrowser, type Browser } from '../setup/browser';
import { DAY, fillWithOrders } from '../setup/many-orders';
import { desk, ownerLink, send, setUp } from '../setup/owner';
import { startSite, type Site } from '../setup/site';

jest.setTimeout(240_000);

const DOMAIN = 'essence-aura.localhost';
/** Looked at after a run. */
const PICTURES = path.join(projectPaths().root, 'tests', '.output', 'desk-phone');

let site: Site;
let browser: Browser | undefined;
let cookies: Awaited<ReturnType<Browser['context']['cookies']>> = [];

type Look = Partial<NonNullable<Parameters<typeof openBrowser>[0]['context']>>;

async function open(context: Look = {}): Promise<Page> {
  browser = await openBrowser({
    site,
    trust: [site.caPem()],
    context: { viewport: { width: 390, height: 760 }, locale: 'ko-KR', ...context },
  });
  await browser.context.addCookies(cookies);
  return browser.context.newPage();
}

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  site = await startSite({ domain: DOMAIN, env: { PAYMENTS: 'bank,test' } });
  await setUp(await open(), ownerLink(site, `seoyeon@${DOMAIN}`, '김서연'));
  cookies = await browser!.context.cookies();
  await browser!.close();
  await fillWithOrders(site);
});
afterAll(() => site.stop());
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

const LISTS = {
  confirm: '/admin/orders?tab=confirm',
  ship: '/admin/orders?tab=ship',
  all: '/admin/orders?tab=all',
  products: '/admin/products',
  stock: '/admin/stock?view=all',
} as const;

const heightsOf = (page: Page, selector: string): Promise<number[]> =>
  page.evaluate(
    `[...document.querySelectorAll('${selector}')].map((one) => Math.round(one.getBoundingClientRect().height))`,
  );
const sideways = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

test.each([
  { width: 360, locale: 'ko', colorScheme: 'light' },
  { width: 390, locale: 'en', colorScheme: 'dark' },
] as const)('at $width px in $locale a row is two lines or little more, and opened anywhere', async (look) => {
  await site.database.run`update staff set locale = ${look.locale}`;
  const page = await open({ viewport: { width: look.width, height: 760 }, colorScheme: look.colorScheme });
  const found: Record<string, unknown> = {};
  for (const [name, at] of Object.entries(LISTS)) {
    await page.goto(desk(site, at));
    const rows = await heightsOf(page, '[data-rows] > tr');
    const usual = [...rows].sort((a, b) => a - b)[Math.floor(rows.length / 2)]!;
    const ticks = await heightsOf(page, '.rows__tick label');
    const { violations } = await new AxeBuilder({ page }).analyze();
    await page.screenshot({ path: path.join(PICTURES, `${name}-${look.locale}-${look.width}.png`) });
    found[name] = {
      rows: rows.length > 0,
      tall: usual > 96 || Math.max(...rows) > 128 ? rows : [],
      small: ticks.filter((height) => height < 44),
      sideways: await sideways(page),
      axe: violations.map(({ id }) => id),
    };
  }
  const right = { rows: true, tall: [], small: [], sideways: 0, axe: [] };
  expect(found).toEqual(Object.fromEntries(Object.keys(LISTS).map((name) => [name, right])));
  await page.goto(desk(site, LISTS.ship));
  const row = page.locator('[data-rows] > tr').nth(2);
  const number = await row.locator('.rows__open').textContent();
  const box = (await row.boundingBox())!;
  await page.mouse.click(box.x + box.width - 8, box.y + 8);
  await page.waitForURL(`**/admin/orders/${number}`);
});

test.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])(
  'the bar stays in sight and counts what is chosen (%j)',
  async ({ javaScriptEnabled }) => {
    await site.database.run`update staff set locale = 'ko'`;
    const page = await open({ javaScriptEnabled });
    await page.goto(desk(site, LISTS.confirm));
    const bar = page.locator('.choice');
    const rows = page.locator('[data-rows] > tr');
    expect(await rows.count()).toBe(DAY.pending);
    for (const at of [0, 9, DAY.pending - 1]) {
      await rows.nth(at).scrollIntoViewIfNeeded();
      await rows.nth(at).locator('.rows__tick label').click();
      const box = (await bar.boundingBox())!;
      expect(box.y + box.height).toBeLessThanOrEqual(760 + 1);
      expect(box.height).toBeLessThan(140);
    }
    await page.screenshot({ path: path.join(PICTURES, `chosen-${javaScriptEnabled ? 'script' : 'plain'}.png`) });
    const counted = await page.evaluate(
      `document.querySelector('[data-number]').textContent + ' ' + getComputedStyle(document.querySelector('[data-number]'), '::before').content`,
    );
    expect(counted).toBe(javaScriptEnabled ? '3 none' : ' counter(chosen)');
    await Promise.all([page.waitForEvent('load'), bar.locator('button').first().click()]);
    expect(await page.locator('[data-rows] > tr').count()).toBe(3);
    await page.screenshot({ path: path.join(PICTURES, 'confirm-asks.png'), fullPage: true });
  },
);

test('all are chosen and let go at once, and with Shift all between two', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 } });
  await page.goto(desk(site, LISTS.confirm));
  const chosen = (): Promise<number> => page.locator('[data-rows] input:checked').count();
  const ticks = page.locator('[data-rows] input[type="checkbox"]');
  await page.screenshot({ path: path.join(PICTURES, 'confirm-1440.png') });
  await page.click('[data-every] input');
  expect([await chosen(), await page.textContent('[data-number]')]).toEqual([DAY.pending, String(DAY.pending)]);
  await page.click('[data-every] input');
  await ticks.nth(2).click();
  await ticks.nth(6).click({ modifiers: ['Shift'] });
  expect([await chosen(), await page.textContent('[data-number]')]).toEqual([5, '5']);
  for (const [name, at] of Object.entries({ ship: LISTS.ship, products: LISTS.products, stock: LISTS.stock })) {
    await page.goto(desk(site, at));
    await page.screenshot({ path: path.join(PICTURES, `${name}-1440.png`) });
  }
});

test('Enter goes from one tracking number to the next, and sends from the last', async () => {
  const page = await open();
  await page.goto(desk(site, '/admin/orders/ship?all=on'));
  await page.selectOption('select[name="carrier"]', 'cj');
  const fields = page.locator('input[name="tracking"]');
  expect(await fields.count()).toBe(DAY.paid);
  await page.screenshot({ path: path.join(PICTURES, 'tracking.png'), fullPage: true });
  expect(await fields.first().evaluate((field: { inputMode: string }) => field.inputMode)).toBe('numeric');
  await page.selectOption('select[name="carrier"]', 'other');
  expect(await fields.first().evaluate((field: { inputMode: string }) => field.inputMode)).toBe('text');
  await fields.first().focus();
  for (let at = 0; at < DAY.paid - 1; at++) {
    await page.keyboard.type(`AB1234567${at}`);
    await page.keyboard.press('Enter');
  }
  expect(await fields.last().evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
  expect(new URL(page.url()).pathname).toBe('/admin/orders/ship');
});

/** Each press of a finger, the keyboard's "next" among them; what is typed isn't counted. */
test('a day of ten transfers, eight slips and eight parcels takes less than half the taps that it took', async () => {
  const page = await open();
  await page.goto(desk(site, '/admin/settings'));
  await page.selectOption('form[action="/admin/settings/delivery"] select[name="carrier"]', 'cj');
  await send(page, '/admin/settings/delivery');
  let taps = 0;
  const tap = async (selector: string, at = 0): Promise<void> => {
    taps++;
    await page.locator(selector).nth(at).click();
  };
  const go = async (selector: string): Promise<void> => {
    await Promise.all([page.waitForEvent('load'), tap(selector)]);
  };
  const counted = async (task: () => Promise<void>): Promise<number> => {
    await page.goto(desk(site, '/admin'));
    taps = 0;
    await task();
    return taps;
  };
  const slips = await counted(async () => {
    await go('.task a[href="/admin/orders?tab=ship"]');
    await go('.choice button[value="slip"]');
    expect(await page.locator('.sheet').count()).toBe(DAY.paid);
    await tap('button[data-print]');
  });
  const tracking = await counted(async () => {
    await go('.task a[href="/admin/orders?tab=ship"]');
    await go('.choice button');
    await tap('input[name="tracking"]');
    for (let at = 0; at < DAY.paid; at++) {
      await page.keyboard.type(`60123456789${at}`);
      taps++;
      const isLast = at === DAY.paid - 1;
      await Promise.all([isLast ? page.waitForEvent('load') : null, page.keyboard.press('Enter')]);
    }
  });
  const transfers = await counted(async () => {
    await go('.task a[href="/admin/orders?tab=confirm"]');
    for (let at = 0; at < 10; at++) await tap('.rows__tick label', at);
    await go('.choice button');
    await go('main form[method="post"] button.button');
  });
  const rows = await site.database.rows<{ status: string; count: number }>`
    select status, count(*)::integer as count from orders group by status order by status`;
  expect(Object.fromEntries(rows.map(({ status, count }) => [status, count]))).toEqual({
    ...DAY,
    pending: DAY.pending - 10,
    paid: 10,
    shipped: DAY.shipped + DAY.paid,
  });
  // It took 11, 21 and 40 when each was opened, and the tools stood below the last row.
  expect({ slips, tracking, transfers }).toEqual({ slips: 3, tracking: 11, transfers: 13 });
});
