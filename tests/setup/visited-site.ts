/** A site that the tests of a file visit, each with browsers of its own, and what is wrong with a page as they see it. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { localPath, LOCALES, type Locale } from '../../server/i18n/locale';
import { auditBooks } from '../../server/store/books/service';
import { openBrowser, type Browser, type Look } from './browser';
import { lend } from './lend';
import { ownerLink, setUp } from './owner';
import type { Shopper } from './shopper';
import { startSite, type Site, type SiteOptions } from './site';

export const DOMAIN = 'essence-aura.localhost';
export const ORIGIN = `https://${DOMAIN}`;
export const OWNER = `seoyeon@${DOMAIN}`;

/** The same steps have to lead on in every one of them. */
export const WAYS = LOCALES.flatMap((locale) => [true, false].map((scripts) => [locale, scripts] as const));

export const at = (locale: Locale, path: string): string => ORIGIN + localPath(locale, path);

/** @param options.written orders are written into its database, past its books, which then don't add up */
export function withVisitedSite({ written = false, ...options }: Partial<SiteOptions> & { written?: boolean } = {}) {
  const browsers: Browser[] = [];
  const closeBrowsers = async (): Promise<void> =>
    void (await Promise.all(browsers.splice(0).map((browser) => browser.close())));
  const site = lend({
    open: () => startSite({ domain: DOMAIN, ...options }),
    close: (started) =>
      closeBrowsers()
        .then(() => (written ? undefined : expectBooksAddUp(started)))
        .finally(() => started.stop()),
  });
  afterEach(closeBrowsers);
  /** In a browser of its own, which is closed after the test. */
  async function open(look: Look = {}): Promise<Page> {
    const context = { viewport: { width: 390, height: 844 }, ...look };
    const browser = await openBrowser({ site, trust: [site.caPem()], context });
    browsers.push(browser);
    return browser.context.newPage();
  }
  const shopper = async (locale: Locale, look?: Look): Promise<Shopper> => ({
    page: await open(look),
    origin: ORIGIN,
    locale,
  });
  return { site, open, shopper, closeBrowsers };
}

/** Whatever shoppers and owner did. */
async function expectBooksAddUp({ database }: Site): Promise<void> {
  expect((await auditBooks(database.pool)).filter(({ faults }) => faults.length > 0)).toEqual([]);
}

/** The same with an owner who was set up: as her, pages are opened. */
export function withOwnersSite(options?: Parameters<typeof withVisitedSite>[0]) {
  const visited = withVisitedSite(options);
  const codes: string[] = [];
  let cookies: Awaited<ReturnType<Browser['context']['cookies']>> = [];
  const remember = async (page: Page): Promise<void> => void (cookies = await page.context().cookies());
  beforeAll(async () => {
    const page = await visited.open();
    codes.push(...(await setUp(page, ownerLink(visited.site, OWNER, '김서연'))));
    await remember(page);
    await visited.closeBrowsers();
  });
  const signIn = (page: Page): Promise<void> => page.context().addCookies(cookies);
  async function open(look: Look = {}): Promise<Page> {
    const page = await visited.open({ locale: 'ko-KR', ...look });
    await signIn(page);
    return page;
  }
  return { ...visited, open, openSignedOut: visited.open, codes, remember, signIn };
}

/** How many pixels a page is wider than its window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** What axe finds, with the elements. It is a script itself: the page must run some. */
export async function complaints(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`).join(' | ')}`,
  );
}
