import { withCatalogue } from '../../../setup/catalogue';
import { withShop } from '../../../setup/shop';

const shop = withShop();
withCatalogue(shop);

const PUBLIC = ['/', '/perfumes', '/perfumes?q=x', '/perfumes/after-rain', '/terms', '/privacy', '/delivery'];
const PAGES = PUBLIC.flatMap((path) => [path, path === '/' ? '/en' : `/en${path}`]);

describe.each([...PAGES, '/robots.txt', '/sitemap.xml'])('%s', (path) => {
  test('sets no cookie and makes no session', async () => {
    const visitor = shop.visitor();
    const response = await visitor.get(path).expect(200);
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(await shop.database.rows`select 1 from sessions`).toEqual([]);
  });

  test('may be kept by caches and is revalidated by its ETag', async () => {
    const first = await shop.visitor().get(path).expect(200);
    expect(first.headers['cache-control']).toBe('public, max-age=0, must-revalidate');
    expect(first.headers['vary']).toBeUndefined();
    const etag = String(first.headers['etag']);
    expect(etag).toMatch(/^(W\/)?".+"$/);
    await shop.visitor().get(path, { 'If-None-Match': etag }).expect(304);
  });

  test('is the same for everybody, whatever a browser sends along', async () => {
    const one = await shop.visitor().get(path).expect(200);
    const other = await shop
      .visitor()
      .get(path, {
        Cookie: '__Secure-sid=s%3Aforged.signature; theme=dark',
        'Accept-Language': 'de',
        'User-Agent': 'another',
        Referer: 'https://elsewhere.invalid/',
      })
      .expect(200);
    expect(other.text).toBe(one.text);
  });
});

test('every public page has one title of its own, one heading, a language and a way to the content', async () => {
  const titles = new Set<string>();
  for (const path of PAGES.filter((page) => !page.includes('?'))) {
    const { text } = await shop.visitor().get(path).expect(200);
    expect(text.match(/<h1[\s>]/g)).toHaveLength(1);
    expect(text).toContain('<a class="skip" href="#main">');
    expect(text).toContain('<main id="main"');
    expect(text).toMatch(/<meta name="description" content="[^"]{10,}">/);
    titles.add(`${path.startsWith('/en')} ${/<title>([^<]+)<\/title>/.exec(text)?.[1]}`);
  }
  expect(titles.size).toBe(PAGES.filter((page) => !page.includes('?')).length);
});

test('every link of a public page leads to a page', async () => {
  const links = new Set<string>();
  for (const path of ['/', '/en', '/perfumes', '/perfumes/after-rain', '/delivery', '/en/terms']) {
    const { text } = await shop.visitor().get(path).expect(200);
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

test('the language switch keeps the page and its query', async () => {
  const { text } = await shop.visitor().get('/perfumes?house=test-house&sort=price').expect(200);
  expect(text).toContain('<a href="/en/perfumes?house=test-house&amp;sort=price" lang="en" hreflang="en">');
});

test('a forged host changes nothing', async () => {
  const honest = await shop.visitor().get('/perfumes/after-rain').expect(200);
  const forged = await shop.visitor().get('/perfumes/after-rain', { 'X-Forwarded-Host': 'evil.invalid' }).expect(200);
  expect(forged.text).toBe(honest.text);
});
