/** Every page of the desk in both languages, light and dark, on a phone and on a desktop: axe, sideways scroll, a picture. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectPaths } from '../../server/config/paths';
import { paidOrder, refundOrder } from '../database/desk/figures/orders';
import { desk, ownerLink, send } from '../setup/owner';
import { DISK, SICK, SILENT } from '../setup/reports';
import { createTestShop } from '../setup/shop';
import { addToCart, checkOut, payWithCard, PAYS } from '../setup/shopper';
import { complaints, DOMAIN, sideways, withOwnersSite } from '../setup/visited-site';

jest.setTimeout(400_000);

/** Looked at after a run: `tests/.output/desk/<place>-<locale>-<scheme>-<width>.png`. */
const PICTURES = path.join(projectPaths().root, 'tests', '.output', 'desk');

const {
  site,
  open,
  openSignedOut,
  signIn,
  shopper: openAs,
  closeBrowsers,
} = withOwnersSite({
  written: true,
  env: { PAYMENTS: 'bank,test' },
});
let signedIn: Readonly<Record<string, string>>;
let signedOut: Readonly<Record<string, string>>;
const WIDE = { viewport: { width: 1440, height: 900 } };

async function sellBefore(): Promise<void> {
  const { pool } = site.database;
  const rows = await site.database.rows<{ id: number; price: number }>`
    select id, price from variants order by id limit 30`;
  for (let day = 1; day <= 40; day++) {
    const at = new Date(Date.now() - day * 86_400_000).toISOString();
    const variant = rows[(day * 7) % rows.length]!;
    for (let n = 0; n < 1 + (day % 4); n++) {
      const id = await paidOrder(pool, { at, lines: [[variant.id, 1 + (n % 2), variant.price]] });
      if (day % 9 === 0 && n === 0) await refundOrder(pool, id, variant.price, at);
    }
  }
}

async function buy(): Promise<string[]> {
  const shopper = await openAs('ko', WIDE);
  await addToCart(shopper, 'after-rain');
  await checkOut(shopper, { method: 'test', email: 'paid@example.com' });
  await payWithCard(shopper, PAYS);
  await addToCart(shopper, 'ink');
  await checkOut(shopper, { method: 'bank', email: 'bank@example.com' });
  return site.database.column<string>`select number from orders where email in ('paid@example.com', 'bank@example.com')
    order by placed_at desc`;
}

async function idOf(sql: string): Promise<string> {
  const rows = await site.database.rows<{ id: unknown }>(sql);
  if (rows.length === 0) throw new Error(`nothing is found by: ${sql}`);
  return String(rows[0]!.id);
}

async function changeManyAndUpload(owner: Page): Promise<{ bulk: string; file: string }> {
  await owner.goto(desk(site, '/admin/products'));
  for (const box of await owner
    .locator('main tbody input[type="checkbox"]')
    .all()
    .then((all) => all.slice(0, 3))) {
    await box.check();
  }
  await owner.click('.chosen summary');
  await owner.selectOption('select[name="change"]', { index: 1 });
  await owner.fill('input[name="value"]', '1000');
  await send(owner, '/admin/products/bulk');
  await Promise.all([owner.waitForEvent('load'), owner.click('button[formaction="/admin/products/bulk/apply"]')]);
  const bulk = new URL(owner.url()).pathname;
  await owner.goto(desk(site, '/admin/files'));
  const buffer = Buffer.from('slug,name_ko,price\nafter-rain,비 온 뒤,\n,이름만 있는 줄,12000\n');
  await owner.setInputFiles('input[name="file"]', { name: '상품.csv', mimeType: 'text/csv', buffer });
  await send(owner, '/admin/files/import');
  return { bulk, file: new URL(owner.url()).pathname };
}

async function goWrong(): Promise<void> {
  await site.database.pool.query(
    `insert into alarms (kind, cause, said, last_at, free_bytes, total_bytes, since, looked_at, began_at, absent_since, told_at)
     values
       ('disk', 'low', null, null, 2890137600, 42949672960, now() - interval '3 hours', now(), now(), now(), now()),
       ('verification', 'failed', $1, now() - interval '8 days', null, null, now() - interval '1 hour', now(), now(), null, null)`,
    [
      'repository 2 does not restore, its backup 20261122-021003F is damaged or not whole: unable to read /var/lib/pgbackrest/backup/essence-aura/20261122-021003F/bundle/1; repository 1 restores to something else: public.orders has 1204 rows instead of 1205',
    ],
  );
  await site.database.run`insert into diagnoses (report, changed_at, began, ended)
    values (${JSON.stringify(SICK)}, now(), ${JSON.stringify([SILENT])}, ${JSON.stringify([DISK])})
    on conflict (singleton) do update set report = excluded.report`;
}

/** One that waits for its order, and one whose columns are to be named. */
async function receive(): Promise<void> {
  await site.database.pool.query(
    `insert into deposits (fingerprint, paid_at, has_time, payer, amount, memo, taken_at)
     values (sha256('a deposit'), now() - interval '1 day', true, '김하늘', 56000, '스마트폰 뱅킹', now())`,
  );
  await site.database.pool.query(
    `insert into statement_files (staff_id, file_name, content, sent_at)
     select id, '거래내역.csv', convert_to($1, 'UTF8'), now() from staff limit 1`,
    ['거래일시,내용,찾으신금액,맡기신금액\n2026-11-29 10:12:00,김하늘,0,56000\n'],
  );
}

async function addresses(
  orders: readonly string[],
  several: { bulk: string; file: string },
  link: string,
): Promise<void> {
  const [shown = '', other = ''] = orders;
  const customer = await idOf('select id from customers limit 1');
  const product = await idOf(`select id from perfumes where slug = 'after-rain'`);
  const values: Readonly<Record<string, string>> = {
    '/admin/people/:id': `/admin/people/${await idOf('select id from staff limit 1')}`,
    '/admin/products/:id': `/admin/products/${product}`,
    '/admin/products/:id/preview': `/admin/products/${product}/preview`,
    '/admin/products/:id/prices': `/admin/products/${product}/prices`,
    '/admin/search': `/admin/search?q=${encodeURIComponent('비')}`,
    '/admin/products/bulk/:change': several.bulk,
    '/admin/products/houses/:house': `/admin/products/houses/${await idOf('select slug as id from houses limit 1')}`,
    '/admin/products/notes/:note': `/admin/products/notes/${await idOf('select slug as id from notes limit 1')}`,
    '/admin/stock/:volume': `/admin/stock/${await idOf('select id from variants limit 1')}`,
    '/admin/orders/:number': `/admin/orders/${shown}`,
    '/admin/orders/cancel': `/admin/orders/cancel?number=${shown}&number=${other}`,
    '/admin/orders/confirm': `/admin/orders/confirm?number=${shown}&number=${other}`,
    '/admin/orders/deposits/:id': `/admin/orders/deposits/${await idOf('select id from deposits limit 1')}`,
    '/admin/orders/deposits/statements/:id': `/admin/orders/deposits/statements/${await idOf('select id from statement_files limit 1')}`,
    '/admin/settings/delivery/areas/:entry': `/admin/settings/delivery/areas/${await idOf('select id from delivery_areas limit 1')}`,
    '/admin/settings/delivery/holidays/:entry': '/admin/settings/delivery/holidays/new',
    '/admin/settings/delivery/pauses/:entry': '/admin/settings/delivery/pauses/new',
    '/admin/orders/print': `/admin/orders/print?number=${shown}&number=${other}`,
    '/admin/orders/ship': `/admin/orders/ship?number=${shown}&number=${other}`,
    '/admin/customers/:id': `/admin/customers/${customer}`,
    '/admin/customers/:id/erase': `/admin/customers/${customer}/erase`,
    '/admin/files/imports/:id': several.file,
    '/admin/operations/mails/:id': `/admin/operations/mails/${await idOf('select id from outbox limit 1')}`,
    '/admin/set-up/:token': new URL(link).pathname,
  };
  /** What is no page: a picture, a file, and what is met only after a form (first-day.test.ts, kept-forms.test.ts). */
  const without = [
    '/admin/aura.svg',
    '/admin/customers/:id/export',
    '/admin/kept',
    '/admin/account/recovery-codes/new',
    '/admin/people/:id/link',
    '/admin/sign-in/code',
    '/admin/set-up/:token/code',
  ];
  const shop = await createTestShop();
  const { routes } = shop.shop.desk;
  await shop.close();
  const pages = routes.filter(({ method, path: at }) => method === 'get' && !without.includes(at));
  const found = (isOpen: boolean): Record<string, string> =>
    Object.fromEntries(
      pages.filter(({ needs }) => (needs === 'anyone') === isOpen).map(({ path: at }) => [at, values[at] ?? at]),
    );
  signedIn = { ...found(false), 'orders, all': '/admin/orders?tab=all', 'figures, years': '/admin/figures?range=year' };
  signedOut = found(true);
}

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  await sellBefore();
  await goWrong();
  await receive();
  const orders = await buy();
  const made = await changeManyAndUpload(await open(WIDE));
  await closeBrowsers();
  await addresses(orders, made, ownerLink(site, `doyun@${DOMAIN}`, '이도윤'));
});

test.each([
  { locale: 'en', scheme: 'dark', width: 1440, axe: true },
  { locale: 'en', scheme: 'light', width: 360, axe: true },
  { locale: 'ko', scheme: 'dark', width: 360, axe: false },
  { locale: 'ko', scheme: 'light', width: 1440, axe: false },
] as const)('in $locale, $scheme, at $width px', async ({ locale, scheme, width, axe }) => {
  await site.database.run`update staff set locale = ${locale}`;
  const page = await openSignedOut({
    viewport: { width, height: 900 },
    locale: locale === 'ko' ? 'ko-KR' : 'en-GB',
    colorScheme: scheme,
  });
  const wrong: Record<string, unknown> = {};
  const look = async (place: string, at: string): Promise<void> => {
    const answer = await page.goto(desk(site, at));
    const name = place.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
    const picture = path.join(PICTURES, `${name}-${locale}-${scheme}-${width}.png`);
    await page.screenshot({ path: picture, fullPage: true, animations: 'disabled' });
    const found = [answer?.status(), await sideways(page), ...(axe ? await complaints(page) : [])];
    if (JSON.stringify(found) !== '[200,0]') wrong[place] = found;
  };
  for (const [place, at] of Object.entries(signedOut)) await look(place, at);
  await signIn(page);
  for (const [place, at] of Object.entries(signedIn)) await look(place, at);
  expect(Object.keys(signedIn).length).toBeGreaterThan(30);
  expect(wrong).toEqual({});
});
