import { withCatalogue, withStockedShop } from '../../../setup/catalogue';
import { expectAll } from '../../../setup/html';
import { withShop } from '../../../setup/shop';
import { countStatements } from './statements';

const { shop } = withStockedShop();

async function shelf(query: string): Promise<string[]> {
  const text = await shop.visitor().text(`/perfumes${query}`);
  return Array.from(text.matchAll(/class="card__link" href="\/perfumes\/([a-z-]+)"/g), ([, slug]) => String(slug));
}

const ALL = ['after-rain', 'white-porcelain', 'yuzu-lantern'];

test('shows every perfume with name, least price and price per ml', async () => {
  const text = await shop.visitor().text('/perfumes');
  expect(await shelf('')).toEqual(ALL);
  expectAll(text, '<span class="card__name">비 온 뒤</span>', '<span lang="en">After Rain</span>', '₩28,000부터');
  expectAll(text, '오 드 퍼퓸 10ml', 'ml당 ₩2,800');
});

test('the first picture is loaded before the others, and none of those that are seen at once waits', async () => {
  const text = await shop.visitor().text('/perfumes');
  const pictures = Array.from(text.matchAll(/class="card__picture"><img ([^>]+)>/g), ([, attributes]) => attributes!);
  expect(pictures).toHaveLength(ALL.length);
  expect(pictures.map((picture) => picture.includes('fetchpriority="high"'))).toEqual([true, false, false]);
  expect(pictures[0]).not.toContain('loading="lazy"');
});

test('says what is sold out', async () => {
  const text = await shop.visitor().text('/perfumes?q=유자');
  expect(text).toMatch(/number">품절</);
});

test.each([
  ['?family=citrus', ['yuzu-lantern']],
  ['?house=test-house', ALL],
  ['?note=pine', ['white-porcelain', 'yuzu-lantern']],
  ['?concentration=eau-de-parfum', ALL],
  ['?concentration=parfum', []],
  ['?price_min=30000', ['white-porcelain', 'yuzu-lantern']],
  ['?price_max=30000', ['after-rain']],
  ['?price_max=3만', ['after-rain']],
  ['?price_min=3만 원', ['white-porcelain', 'yuzu-lantern']],
  ['?price_min=30000&price_max=100,000', ['white-porcelain']],
  ['?price_min=100000&price_max=30000', ['white-porcelain']],
  ['?note=pine&family=powdery', ['white-porcelain']],
  ['?sort=price', ALL],
  ['?sort=-price', ALL.toReversed()],
  ['?sort=new', ALL.toReversed()],
])('%s narrows and orders the shelf', async (query, expected) => {
  expect(await shelf(query)).toEqual(expected);
});

test.each([
  ['백자', ['white-porcelain']],
  ['비온뒤', ['after-rain']],
  ['비 온  뒤', ['after-rain']],
  ['LANTERN', ['yuzu-lantern']],
  ['test house', ALL],
  ['시험당', ALL],
  ['없는 향', []],
])('finds %s by name or house, with or without spaces, in either language', async (words, expected) => {
  expect(await shelf(`?q=${encodeURIComponent(words)}`)).toEqual(expected);
});

test.each(['%', '_', '\\', '\\%', "'", "' or 1=1 --", ':*', '&', '|', '!', '\0', '\u200b%', '{{x}}', '/'])(
  'a search for %p is taken literally and matches nothing',
  async (words) => {
    const found = await shelf(`?q=${encodeURIComponent(words)}`);
    expect(found).toEqual([]);
  },
);

test('the shelf of one house carries its name and story', async () => {
  const text = await shop.visitor().text('/en/perfumes?house=test-house');
  expectAll(text, '<h1>Test House</h1>', 'A house for tests.');
  const unknown = await shop.visitor().get('/en/perfumes?house=nobody').expect(200);
  expectAll(unknown.text, '<h1>Perfumes</h1>', 'No perfume fits.');
});

test('what was searched for is shown as text', async () => {
  const text = await shop.visitor().text(`/perfumes?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect(text).not.toContain('<script>alert');
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test.each([
  '?q=%F0%28%8C%28',
  '?q=%ED%A0%80',
  `?q=${'가'.repeat(1_000)}`,
  '?q=a&q=b&q[]=c',
  '?family=%00',
  '?house=../../etc/passwd',
  '?note=A%20B',
  '?price_min=abc&price_max=-5',
  '?price_min=99999999999999999999',
  '?sort=price;drop',
  '?sort=__proto__',
  `?${Array.from({ length: 1_500 }, (_, index) => `p${index}=1`).join('&')}`,
])('%.40s is answered, not an error', async (query) => {
  await shop.visitor().get(`/perfumes${query}`).expect(200);
});

test.each(['0', '-1', 'abc', '2', '9999', '1e9', '99999999999999'])('there is no page %s', async (page) => {
  await shop.visitor().get(`/perfumes?page=${page}`).expect(404);
});

test('a shelf that nothing fits says so and leads back', async () => {
  const text = await shop.visitor().text('/perfumes?q=nothing&family=citrus');
  expectAll(text, '맞는 향수가 없어요.', '<a class="button button--quiet" href="/perfumes">');
  expect(text).toMatch(/href="\/perfumes\?family=citrus" aria-label="“nothing” 빼기"/);
});

test('only the whole shelf is for search engines', async () => {
  const whole = await shop.visitor().get('/perfumes').expect(200);
  expect(whole.text).not.toContain('noindex');
  for (const query of ['?q=x', '?house=test-house', '?sort=price']) {
    const text = await shop.visitor().text(`/perfumes${query}`);
    expect(text).toContain('<meta name="robots" content="noindex">');
  }
});

test('takes at most three statements, whatever is asked', async () => {
  for (const query of ['', '?q=비&house=test-house&note=rain&sort=-price&price_min=1']) {
    const visit = () =>
      shop
        .visitor()
        .get(`/perfumes${encodeURI(query)}`)
        .expect(200);
    const statements = await countStatements(shop, visit);
    expect(statements).toBeLessThanOrEqual(3);
  }
});

describe('with more than a page', () => {
  const full = withShop();
  withCatalogue(full);
  beforeAll(async () => {
    await full.database.run`with more as (
         insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
           concentration, alcohol_percent, family, accords, picture, aura, position, published_at)
         select 'more-' || n, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
           concentration, alcohol_percent, family, accords, picture, aura, 100 + n, published_at
         from perfumes, generate_series(1, 30) n where slug = 'after-rain' returning id)
       insert into variants (perfume_id, sku, volume_ml, price, stock) select id, 'MORE-' || id, 50, 90000, 3
      from more`;
  });

  test('pages follow each other and keep what the shelf is narrowed by', async () => {
    const first = await full.visitor().get('/perfumes?house=test-house').expect(200);
    expect(first.text.match(/class="card__link"/g)).toHaveLength(24);
    expect(first.text).toContain('rel="next" href="/perfumes?house=test-house&amp;page=2"');
    expect(first.text).not.toContain('rel="prev"');
    const second = await full.visitor().get('/perfumes?house=test-house&page=2').expect(200);
    expect(second.text.match(/class="card__link"/g)).toHaveLength(9);
    expectAll(second.text, 'rel="prev" href="/perfumes?house=test-house"', '2쪽 중 2쪽');
    expect(second.text).not.toContain('rel="next"');
  });

  test('a later page has an address of its own for search engines', async () => {
    const text = await full.visitor().text('/en/perfumes?page=2');
    expect(text).toContain('<link rel="canonical" href="https://essence-aura.localhost:8443/en/perfumes?page=2">');
    expect(text).toContain('hreflang="ko" href="https://essence-aura.localhost:8443/perfumes?page=2"');
  });
});

test.each(['/perfumes', '/en/perfumes'])(
  'a price at %s that can’t be read stays in its field and is said on top',
  async (path) => {
    const text = await shop.visitor().text(`${path}?price_max=fifty&price_min=3만`);
    expect(text).toMatch(
      /<div class="notice notice--wrong"[^>]*autofocus>[\s\S]*fifty[\s\S]*<\/div>\s*<nav class="families"/,
    );
    expect(text).toMatch(/<input id="price_max"[^>]*value="fifty"[^>]*aria-invalid="true"/);
    expect(text).toMatch(/<input id="price_min"[^>]*value="30000"/);
    expect(text).toMatch(/<details class="filters__more" open>/);
    expect(text).toContain('<meta name="robots" content="noindex">');
    expect(await shop.visitor().text(`${path}?price_max=5만`)).not.toContain('notice--wrong');
  },
);
