/** The first day of an owner whose shop is empty, from the link on the host's terminal to the figures in the evening. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { desk, fillSettings, makeHouse, makeNote, makeProduct, ownerLink, send, setUp } from '../setup/owner';
import { addToCart, checkOut, type Shopper } from '../setup/shopper';
import type { Site } from '../setup/site';
import { complaints, DOMAIN, ORIGIN, sideways, withVisitedSite } from '../setup/visited-site';

jest.setTimeout(300_000);

const LISTED = [
  '/admin',
  '/admin/orders',
  '/admin/orders?tab=all',
  '/admin/orders/new',
  '/admin/products',
  '/admin/products/new',
  '/admin/products/houses',
  '/admin/products/notes',
  '/admin/stock',
  '/admin/customers',
  '/admin/figures',
  '/admin/files',
  '/admin/settings',
  '/admin/settings/delivery',
  '/admin/settings/delivery/areas/new',
  '/admin/settings/delivery/pauses/new',
  '/admin/people',
  '/admin/people/new',
  '/admin/people/sign-ins',
  '/admin/account',
  '/admin/account/password',
  '/admin/account/second-factor',
  '/admin/account/recovery-codes',
  '/admin/account/sign-ins',
  '/admin/audit',
  '/admin/operations',
] as const;

const photo = (hue: number): Promise<Buffer> =>
  sharp({ create: { width: 1200, height: 1500, channels: 3, background: { r: hue, g: 120, b: 90 } } })
    .jpeg()
    .toBuffer();

function mailsTo(recipient: string, { dataDir }: Site): string {
  const outbox = path.join(dataDir, 'outbox');
  const mails = readdirSync(outbox)
    .filter((name) => name.endsWith('.eml'))
    .map((name) => readFileSync(path.join(outbox, name), 'utf8'));
  return mails.filter((mail) => mail.includes(recipient)).join('\n');
}

async function until(what: string, check: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`${what} didn't come to pass within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each([
  { javaScriptEnabled: true, width: 360 },
  { javaScriptEnabled: false, width: 1440 },
])('at $width px, JavaScript $javaScriptEnabled', ({ javaScriptEnabled, width }) => {
  const { site, open } = withVisitedSite({
    catalogue: false,
    env: { NODE_ENV: 'production', PAYMENTS: 'bank', CERTIFICATES: 'local' },
  });

  test('link, second factor, checklist, three products, an order from elsewhere, money, parcel, new price, figures', async () => {
    const owner = await open({ javaScriptEnabled, locale: 'ko-KR', viewport: { width, height: 800 } });
    const codes = await setUp(owner, ownerLink(site, `seoyeon@${DOMAIN}`, '김서연'));
    expect(codes).toHaveLength(10);
    const visitor = await open({ locale: 'ko-KR', viewport: { width: 360, height: 800 } });
    await visitor.goto(`${ORIGIN}/`);
    expect(await visitor.locator('.preview').count()).toBe(1);

    await fillSettings(owner, site);
    await makeHouse(owner, site, { ko: '첫집', en: 'First House' });
    await makeNote(owner, site, '유자', 'Yuja', 'citrus');
    const made = [
      { ko: '첫 비', en: 'First Rain', accords: { marine: 60, green: 30 }, price: 98_000 },
      { ko: '둘째 잎', en: 'Second Leaf', accords: { green: 80 }, price: 76_000 },
      { ko: '셋째 불', en: 'Third Fire', accords: { smoky: 50, amber: 40 }, price: 120_000 },
    ];
    for (const [i, product] of made.entries()) {
      await makeProduct(owner, site, { ...product, note: '유자', photo: await photo(40 + i * 60) });
    }
    await until('the end of the preview', async () => {
      await visitor.goto(`${ORIGIN}/perfumes`);
      return (await visitor.locator('.preview').count()) === 0;
    });
    expect(await visitor.locator('main').innerText()).toContain('셋째 불');

    const shopper: Shopper = { page: visitor, origin: ORIGIN, locale: 'ko' };
    await addToCart(shopper, 'first-rain');
    await checkOut(shopper, { method: 'bank', email: 'buyer@example.com' });
    const number = /EA-[0-9A-Z]{10}/.exec(visitor.url())![0];

    await owner.goto(desk(site, '/admin/orders'));
    await owner.goto(desk(site, `/admin/orders/${number}`));
    await owner.locator('details.orders__ask > summary').click();
    await send(owner, `/admin/orders/${number}/mark-paid`);
    await owner.selectOption('select[name="carrier"]', 'cj');
    await owner.fill('input[name="tracking"]', '612345678901');
    await send(owner, `/admin/orders/${number}/ship`);
    expect(await owner.locator('main').innerText()).toContain('612345678901');
    await until('the mail about the parcel', () => /612345678901/.test(mailsTo('buyer@example.com', site)));
    await visitor.reload();
    expect(await visitor.locator('main').innerText()).toContain('612345678901');

    await owner.goto(desk(site, '/admin/products'));
    const href = await owner.locator('main a', { hasText: '첫 비' }).first().getAttribute('href');
    await owner.goto(desk(site, href!));
    await owner.fill('#volume_price-0', '91000');
    await send(owner, new URL(owner.url()).pathname, '.form__end button');
    const seen = async (): Promise<boolean> => {
      const page: string = await visitor.evaluate("fetch('/perfumes/first-rain').then((answer) => answer.text())");
      return page.includes('91,000');
    };
    await until('the new price in the shop', seen, 1_000);

    await owner.goto(desk(site, '/admin/figures'));
    expect(await owner.locator('main').innerText()).toContain('98,000');
    await owner.goto(desk(site, '/admin/audit'));
    expect(await owner.locator('main').innerText()).toContain(number);

    for (const place of [...LISTED, href!, `/admin/orders/${number}`]) {
      const answer = await owner.goto(desk(site, place));
      expect([place, answer?.status()]).toEqual([place, 200]);
      if (!javaScriptEnabled) continue;
      expect([place, await sideways(owner)]).toEqual([place, 0]);
      expect([place, await complaints(owner)]).toEqual([place, []]);
    }
  });
});
