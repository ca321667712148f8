import { withStockedShop } from '../../../setup/catalogue';
import { expectAll } from '../../../setup/html';

const { shop } = withStockedShop();

const PUBLIC = ['/', '/perfumes', '/perfumes?q=x', '/perfumes/after-rain', '/terms', '/privacy', '/delivery'];
const PAGES = PUBLIC.flatMap((path) => [path, path === '/' ? '/en' : `/en${path}`]);

test.each([...PAGES, '/robots.txt', '/sitemap.xml'])('%s sets no cookie and makes no session', async (path) => {
  const response = await shop.visitor().get(path).expect(200);
  expect(response.headers['set-cookie']).toBeUndefined();
  expect(await shop.database.rows`select 1 from sessions`).toEqual([]);
});

test('every public page has one title of its own, one heading, a language and a way to the content', async () => {
  const titles = new Set<string>();
  for (const path of PAGES.filter((page) => !page.includes('?'))) {
    const text = await shop.visitor().text(path);
    expect(text.match(/<h1[\s>]/g)).toHaveLength(1);
    expectAll(text, '<a class="skip" href="#main">', '<main id="main"');
    expect(text).toMatch(/<meta name="description" content="[^"]{10,}">/);
    titles.add(`${path.startsWith('/en')} ${/<title>([^<]+)<\/title>/.exec(text)?.[1]}`);
  }
  expect(titles.size).toBe(PAGES.filter((page) => !page.includes('?')).length);
});

test('every link of a public page leads to a page', async () => {
  const links = new Set<string>();
  for (const path of ['/', '/en', '/perfumes', '/perfumes/after-rain', '/delivery', '/en/terms']) {
    const text = await shop.visitor().text(path);
    for (const [, href] of text.matchAll(/<a [^>]*href="(\/[^"#]*)/g)) links.add(String(href).replaceAll('&amp;', '&'));
  }
  // Those that need a session are followed too: a redirect to the sign-in page is an answer.
  const dead: string[] = [];
  for (const link of links) {
    const { status } = await shop.visitor().get(link);
    if (status >= 400) dead.push(`${link} ${status}`);
  }
  expect(links.size).toBeGreaterThan(20);
  expect(dead).toEqual([]);
});
