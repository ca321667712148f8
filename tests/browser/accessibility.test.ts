import AxeBuilder from '@axe-core/playwright';
import { LOCALES, localPath, type Locale } from '../../server/i18n/locale';
import { openBrowser, type Browser } from '../setup/browser';
import { addToCart, checkOut, payWithCard, PAYS, register, type Shopper } from '../setup/shopper';
import { startSite, type Site } from '../setup/site';

jest.setTimeout(240_000);

const DOMAIN = 'essence-aura.localhost';
const ORIGIN = `https://${DOMAIN}`;
const SCHEMES = ['light', 'dark'] as const;
let site: Site;
let browser: Browser | undefined;

beforeAll(async () => {
  site = await startSite({ domain: DOMAIN });
});
afterAll(() => site.stop());
afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

const PUBLIC = [
  '/',
  '/perfumes',
  '/perfumes?q=%EC%97%86%EB%8A%94%ED%96%A5',
  '/perfumes/after-rain',
  '/terms',
  '/privacy',
  '/delivery',
  '/nowhere',
  '/cart',
  '/account/login',
  '/account/register',
  '/account/forgot',
  '/account/reset?token=not-a-token',
];

async function violations(shopper: Shopper, where: string): Promise<string[]> {
  const results = await new AxeBuilder({ page: shopper.page }).analyze();
  return results.violations.map(
    ({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`,
  );
}

async function privatePages(shopper: Shopper, visit: (where: string) => Promise<void>): Promise<void> {
  await register(shopper, `axe-${shopper.locale}-${Date.now()}@example.com`);
  await visit('after registering');
  await addToCart(shopper, 'after-rain');
  await visit('/cart with a line');
  await shopper.page.goto(ORIGIN + localPath(shopper.locale, '/checkout'));
  await visit('/checkout');
  await checkOut(shopper, { method: 'test' });
  await visit('the hosted payment page');
  await payWithCard(shopper, PAYS);
  await visit('the confirmation');
  await addToCart(shopper, 'ink');
  await checkOut(shopper, { method: 'bank' });
  await visit('an order that waits for a bank transfer');
  for (const path of ['/account', '/account/password', '/account/orders']) {
    await shopper.page.goto(ORIGIN + localPath(shopper.locale, path));
    await visit(path);
  }
}

describe.each(LOCALES)('in %s', (locale: Locale) => {
  test.each(SCHEMES)('axe finds nothing on any page, %s', async (colorScheme) => {
    browser = await openBrowser({
      site,
      trust: [site.caPem()],
      context: { colorScheme, viewport: { width: locale === 'ko' ? 360 : 1440, height: 900 } },
    });
    const shopper: Shopper = { page: await browser.context.newPage(), origin: ORIGIN, locale };
    const found: string[] = [];
    for (const path of PUBLIC) {
      await shopper.page.goto(ORIGIN + localPath(locale, path));
      found.push(...(await violations(shopper, path)));
    }
    await privatePages(shopper, async (where) => void found.push(...(await violations(shopper, where))));
    expect(found).toEqual([]);
  });
});

test.each([360, 1440])('no page scrolls sideways at %i pixels', async (width) => {
  browser = await openBrowser({ site, trust: [site.caPem()], context: { viewport: { width, height: 800 } } });
  const page = await browser.context.newPage();
  const wide: string[] = [];
  for (const locale of LOCALES) {
    for (const path of PUBLIC) {
      await page.goto(ORIGIN + localPath(locale, path));
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
      if (overflow > 0) wide.push(`${localPath(locale, path)}: ${overflow} px`);
    }
  }
  expect(wide).toEqual([]);
});
