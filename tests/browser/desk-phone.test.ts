/** The desk in a hand: rows of two lines, and a bar that is there wherever one has scrolled to. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectPaths } from '../../server/config/paths';
import type { Look } from '../setup/browser';
import { DAY, fillWithOrders } from '../setup/many-orders';
import { desk, send } from '../setup/owner';
import { complaints, sideways, withOwnersSite } from '../setup/visited-site';

jest.setTimeout(240_000);

/** Looked at after a run. */
const PICTURES = path.join(projectPaths().root, 'tests', '.output', 'desk-phone');

const { site, open: openAnySize } = withOwnersSite({ written: true, env: { PAYMENTS: 'bank,test' } });
const open = (look: Look = {}): Promise<Page> => openAnySize({ viewport: { width: 390, height: 760 }, ...look });

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  await fillWithOrders(site);
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
    const axe = await complaints(page);
    await page.screenshot({ path: path.join(PICTURES, `${name}-${look.locale}-${look.width}.png`) });
    found[name] = {
      rows: rows.length > 0,
      tall: usual > 96 || Math.max(...rows) > 128 ? rows : [],
      small: ticks.filter((height) => height < 44),
      sideways: await sideways(page),
      axe,
    };
  }
  const right = { rows: true, tall: [], small: [], sideways: 0, axe: [] };
  expect(found).toEqual(Object.fromEntries(Object.keys(LISTS).map((name) => [name, right])));
  await page.goto(desk(site, LISTS.ship));
  // Not under the bar at the foot of the screen.
  const row = page.locator('[data-rows] > tr').first();
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
    const bar = page.locator('.chosen');
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
interface Fingers {
  readonly tap: (selector: string, at?: number) => Promise<void>;
  /** Leads to another page. */
  readonly go: (selector: string, at?: number) => Promise<void>;
  readonly next: (key: string, leads: boolean) => Promise<void>;
}

async function countTaps(page: Page, task: (fingers: Fingers) => Promise<void>): Promise<number> {
  let taps = 0;
  const tap = async (selector: string, at = 0): Promise<void> => {
    taps++;
    await page.locator(selector).nth(at).click();
  };
  const landed = (step: Promise<void>): Promise<unknown> => Promise.all([page.waitForEvent('load'), step]);
  await page.goto(desk(site, '/admin'));
  await task({
    tap,
    go: async (selector, at) => void (await landed(tap(selector, at))),
    next: async (key, leads) => {
      taps++;
      const press = page.keyboard.press(key);
      await (leads ? landed(press) : press);
    },
  });
  return taps;
}

/** As they are done since; what they took before stands below. */
const TASKS = {
  slips: async (page: Page, { tap, go }: Fingers) => {
    await go('.task a[href="/admin/orders?tab=ship"]');
    await go('.chosen button[value="slip"]');
    expect(await page.locator('.sheet').count()).toBe(DAY.paid);
    await tap('button[data-print]');
  },
  tracking: async (page: Page, { tap, go, next }: Fingers) => {
    await go('.task a[href="/admin/orders?tab=ship"]');
    await go('.chosen button');
    await tap('input[name="tracking"]');
    for (let at = 0; at < DAY.paid; at++) {
      await page.keyboard.type(`60123456789${at}`);
      await next('Enter', at === DAY.paid - 1);
    }
  },
  transfers: async (_page: Page, { tap, go }: Fingers) => {
    await go('.task a[href="/admin/orders?tab=confirm"]');
    for (let at = 0; at < 10; at++) await tap('.rows__tick label', at);
    await go('.chosen button');
    await go('main form[method="post"] button.button');
  },
  price: async (page: Page, { tap, go }: Fingers) => {
    await tap('input[name="q"]');
    await page.keyboard.type('비 온 뒤');
    await go('form[role="search"] button');
    await go('.found__volume');
    expect(await page.evaluate('document.activeElement.id')).toBe('volume_price-0');
    await tap('#volume_price-0');
    await page.locator('#volume_price-0').fill('31,000');
    await go('#prices button');
  },
  parcel: async (page: Page, { tap, go }: Fingers) => {
    await tap('input[name="q"]');
    await page.keyboard.type('0030');
    await go('form[role="search"] button');
    await go('a[href*="601200000030"]');
  },
} as const;

/** The way over the lists, as it still is. */
const OVER_THE_LISTS = {
  price: async (page: Page, { tap, go }: Fingers) => {
    await tap('.desk__menu summary');
    await go('.desk__nav a[href="/admin/products"]');
    await tap('input[name="q"]');
    await page.keyboard.type('비 온 뒤');
    await go('.filters button');
    await go('.rows__open');
    await tap('#volume_price-0');
    await page.locator('#volume_price-0').fill('30,000');
    await go('.form__end button');
  },
  parcel: async (page: Page, { tap, go }: Fingers) => {
    await tap('.desk__menu summary');
    await go('.desk__nav a[href="/admin/orders"]');
    await tap('input[name="q"]');
    await page.keyboard.type('0030');
    await go('.filters button');
    await go('a[href*="601200000030"]');
  },
} as const;

const sumOf = (taps: Readonly<Record<string, number>>): number => Object.values(taps).reduce((sum, n) => sum + n, 0);

test('a day with sixty orders takes less than half the taps that it took', async () => {
  const page = await open();
  await page.route(/cjlogistics/, (route) => route.fulfill({ body: 'on its way', contentType: 'text/plain' }));
  await page.goto(desk(site, '/admin/settings/delivery'));
  await page.selectOption('form[action="/admin/settings/delivery"] select[name="carrier"]', 'cj');
  await send(page, '/admin/settings/delivery');
  const counted = async (tasks: Readonly<Record<string, (page: Page, fingers: Fingers) => Promise<void>>>) => {
    const taps: Record<string, number> = {};
    for (const [name, task] of Object.entries(tasks))
      taps[name] = await countTaps(page, (fingers) => task(page, fingers));
    return taps;
  };
  // Each opened by itself, with the tools below the last row: so it was counted, and can't be walked any more.
  const before = { slips: 11, tracking: 21, transfers: 40, ...(await counted(OVER_THE_LISTS)) };
  const now = await counted(TASKS);
  const rows = await site.database.rows<{ status: string; count: number }>`
    select status, count(*)::integer as count from orders group by status order by status`;
  expect(Object.fromEntries(rows.map(({ status, count }) => [status, count]))).toEqual({
    ...DAY,
    pending: DAY.pending - 10,
    paid: 10,
    shipped: DAY.shipped + DAY.paid,
  });
  expect(
    await site.database.value<number>`select price from variants v join perfumes p on p.id = v.perfume_id
    where p.slug = 'after-rain' order by volume_ml limit 1`,
  ).toBe(31_000);
  expect(before).toEqual({ slips: 11, tracking: 21, transfers: 40, price: 7, parcel: 5 });
  expect(now).toEqual({ slips: 3, tracking: 11, transfers: 13, price: 5, parcel: 3 });
  expect(sumOf(now)).toBeLessThanOrEqual(sumOf(before) / 2);
});

test.each([
  { width: 360, locale: 'ko', colorScheme: 'light' },
  { width: 390, locale: 'en', colorScheme: 'dark' },
  { width: 1440, locale: 'ko', colorScheme: 'dark' },
] as const)('the first page, what it finds and the short form of prices fit at $width px in $locale', async (look) => {
  await site.database.run`update staff set locale = ${look.locale}`;
  const id = await site.database.value<number>`select id from perfumes where slug = 'after-rain'`;
  const page = await open({ viewport: { width: look.width, height: 760 }, colorScheme: look.colorScheme });
  const pages = {
    today: '/admin',
    perfumes: `/admin/search?q=${encodeURIComponent('비 온')}`,
    person: '/admin/search?q=0030',
    nothing: '/admin/search?q=xyzzy',
    prices: `/admin/products/${id}/prices`,
  };
  const found: Record<string, unknown> = {};
  for (const [name, at] of Object.entries(pages)) {
    await page.goto(desk(site, at));
    const axe = await complaints(page);
    await page.screenshot({
      path: path.join(PICTURES, `search-${name}-${look.locale}-${look.width}.png`),
      fullPage: true,
    });
    const small = (await heightsOf(page, '.found__volume, main input:not([type="hidden"])')).filter(
      (high) => high < 44,
    );
    found[name] = { sideways: await sideways(page), small, axe };
  }
  expect(found).toEqual(
    Object.fromEntries(Object.keys(pages).map((name) => [name, { sideways: 0, small: [], axe: [] }])),
  );
});

test('a price is found and corrected without scripts', async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(desk(site, '/admin'));
  await page.fill('input[name="q"]', 'after rain');
  await Promise.all([page.waitForEvent('load'), page.click('form[role="search"] button')]);
  await Promise.all([page.waitForEvent('load'), page.locator('.found__volume').first().click()]);
  await page.fill('#volume_price-0', '32000');
  await Promise.all([page.waitForEvent('load'), page.click('#prices button')]);
  expect(await page.inputValue('#volume_price-0')).toBe('32000');
  expect(await page.locator('.notice').count()).toBe(1);
});
