import { deskVisitor, withStockedDesk } from '../../../setup/desk';
import { expectNone } from '../../../setup/html';

const { shop, owner } = withStockedDesk();
beforeAll(async () => {
  const run = (sql: string): Promise<unknown> => shop.database.pool.query(sql);
  // A hundred and twenty more: three pages with the three.
  await run(
    `insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
       concentration, alcohol_percent, family, accords, picture, aura, position, published_at, updated_at)
     select 'many-' || n, house_id, '많은 향 ' || lpad(n::text, 3, '0'), 'Many ' || n, story_ko, story_en, perfumer_ko,
       perfumer_en, year, concentration, alcohol_percent, family, accords, picture, aura, 100 + n, published_at,
       -- In groups of the same moment, and of different microseconds.
       timestamptz '2026-01-01' + (n / 10) * interval '1 microsecond'
     from perfumes, generate_series(1, 120) as n where slug = 'white-porcelain'`,
  );
  await run(
    `insert into variants (perfume_id, sku, volume_ml, price, stock)
     select id, upper(slug), 50, 50000, 30 from perfumes where slug like 'many-%'`,
  );
  await run(`update perfumes set published_at = null where slug = 'many-7'`);
  await run(`update perfumes set published_at = '2027-01-01' where slug = 'many-8'`);
  await run(`update perfumes set published_at = null, archived_at = now() where slug = 'many-9'`);
  await run(`update variants set stock = 2 where sku = 'MANY-10'`);
  await run(`insert into houses (slug, name_ko, name_en, story_ko, story_en, bottle, cap, position)
                  values ('other-house', '다른 집', 'Other House', '', '', 'disc', 'wood', 5)`);
  await run(`update perfumes set house_id = (select id from houses where slug = 'other-house') where slug = 'many-11'`);
});

const page = async (path: string): Promise<string> => await owner.text(path);
const namesIn = (html: string): string[] =>
  Array.from(
    html.matchAll(/<td class="rows__lead"><a class="rows__open" href="\/admin\/products\/\d+">([^<]*)<\/a>/g),
    ([, name]) => name!,
  );
const nextOf = (html: string): string | undefined =>
  /<a href="([^"]*)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
const search = async (query: string): Promise<string[]> => namesIn(await page(`/admin/products?${query}`));

test.each(['updated', 'name', 'newest'])('sorted by %s, the pages together are every product once', async (sort) => {
  const seen: string[] = [];
  const sizes: number[] = [];
  for (let path: string | undefined = `/admin/products?sort=${sort}`; path;) {
    const html: string = await page(path);
    seen.push(...namesIn(html));
    sizes.push(namesIn(html).length);
    path = nextOf(html);
  }
  expect(sizes).toEqual([50, 50, 22]);
  expect(new Set(seen).size).toBe(122);
});

test('names are found in either language, by a part, without regard to spaces and capitals', async () => {
  expect(await search('q=백자')).toEqual(['백자']);
  expect(await search('q=비온뒤')).toEqual(['비 온 뒤']);
  expect(await search('q=AFTERrain')).toEqual(['비 온 뒤']);
  expect((await search('q=Porcel')).length).toBe(1);
});

test('an SKU is found from its beginning, and a house by its name', async () => {
  expect(await search('q=tst-yuzu')).toEqual(['유자 등불']);
  expect(await search('q=다른집')).toEqual(['많은 향 011']);
  expect(await search('q=other house')).toEqual(['많은 향 011']);
});

test.each(['%25', '_', '%5C', '%27', 'a%00b', '%F0%9F', '%22%3E%3Cscript%3E'])(
  '“%s” is letters like any other',
  async (q) => {
    expect(await search(`q=${q}`)).toEqual([]);
  },
);

test('by house, state and stock', async () => {
  expect(await search('house=other-house')).toEqual(['많은 향 011']);
  expect(await search('state=hidden')).toEqual(['많은 향 007']);
  expect(await search('state=scheduled')).toEqual(['많은 향 008']);
  expect(await search('state=archived')).toEqual(['많은 향 009']);
  expect((await search('stock=low')).sort()).toEqual(['많은 향 010', '백자', '유자 등불']);
  expect(await search('stock=out')).toEqual(['유자 등불']);
  expect(await search('stock=low&house=test-house&q=백자')).toEqual(['백자']);
});

test('a filter is kept from page to page', async () => {
  const html = await page('/admin/products?q=많은&sort=name');
  const next = nextOf(html)!;
  expect(new URLSearchParams(next.split('?')[1]).get('q')).toBe('많은');
  expect(namesIn(await page(next))[0]).not.toBe(namesIn(html)[0]);
});

test.each([
  'state=x',
  'sort=x',
  'stock=x',
  'house=%00',
  'after=x',
  'after=1.2.3',
  'after=9.99999999999999999',
  'sort=name&after=5.%00',
  'q=a&q=b',
  'after=-1.5',
])('an address with %s is a page all the same', async (query) => void (await page(`/admin/products?${query}`)));

test('who may only read selects nothing', async () => {
  const reader = await deskVisitor(shop, 'reader', { locale: 'en' });
  const text = await reader.text('/admin/products');
  expectNone(text, 'type="checkbox"', '/admin/products/new');
  expect(text).toContain('Running out');
});
