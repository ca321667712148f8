import { relatePerfumes } from '../../../server/store/catalogue/alike/service';
import { seedTestCatalogue, withStockedShop } from '../../setup/catalogue';
import { inAnotherShop } from '../../setup/shop';
import { publicAddresses } from './addresses';

const { shop } = withStockedShop();

const FOR_BROWSERS = 'public, max-age=0, must-revalidate';
const FOR_EDGE = 'max-age=600, stale-while-revalidate=60, stale-if-error=86400';

async function keeping(path: string, status = 200): Promise<object> {
  const { headers } = await shop.visitor().get(path).expect(status);
  return {
    browsers: headers['cache-control'],
    edge: headers['cdn-cache-control'],
    groups: headers['cache-groups'],
    vary: headers['vary'],
  };
}

test('pages are asked for anew by browsers every time, and kept by the edge until it hears of a change', async () => {
  const pages = (await publicAddresses(shop)).filter((path) => !/^\/(assets|pictures)\//.test(path));
  expect(pages.length).toBeGreaterThan(10);
  for (const path of pages) {
    const groups = expect.stringContaining('"settings"') as unknown;
    expect({ path, ...(await keeping(path)) }).toEqual({ path, browsers: FOR_BROWSERS, edge: FOR_EDGE, groups });
  }
});

test('files are kept for good by everybody, and no change concerns them', async () => {
  const files = (await publicAddresses(shop)).filter((path) => /^\/(assets|pictures)\//.test(path));
  expect(files).toHaveLength(2);
  for (const path of files) expect(await keeping(path)).toEqual({ browsers: 'public, max-age=31536000, immutable' });
});

test('a product page names itself, what it shows as alike, their houses and its notes', async () => {
  const ids = (sql: string): Promise<string[]> => shop.database.column<string>(sql);
  const expected = [
    'settings',
    ...(await ids(`select 'product-' || id as id from perfumes where slug = 'white-porcelain'`)),
    ...(await ids(`select 'card-' || id as id from perfumes where slug = 'after-rain'`)),
    ...(await ids(`select 'house-' || id as id from houses`)),
    ...(await ids(`select 'note-' || n.id as id from notes n join perfume_notes on note_id = n.id
                   join perfumes p on p.id = perfume_id where p.slug = 'white-porcelain'`)),
  ];
  await shop.database.run`update perfumes set accords = accords || '{"musk": 30}' where slug = 'after-rain'`;
  await relatePerfumes(shop.context.pool);
  const { headers } = await shop.visitor().get('/perfumes/white-porcelain').expect(200);
  const groups = JSON.parse(`[${headers['cache-groups']}]`) as string[];
  expect(groups.sort()).toEqual(expected.sort());
});

test.each(['/perfumes/nowhere', '/en/perfumes/nowhere', '/perfumes?page=9', '/perfumes?page=x'])(
  'that there is no page at %s is kept for a moment, and until the catalogue changes',
  async (path) => {
    const expected = { browsers: FOR_BROWSERS, edge: 'max-age=10', groups: '"settings", "catalogue"' };
    expect(await keeping(path, 404)).toEqual(expected);
  },
);

test.each([
  '/nowhere',
  '/en/nowhere',
  '/perfumes/',
  '/EN/perfumes/nowhere',
  '/assets/main.ffffffffff.css',
  '/pictures/x.svg',
])('that there is nothing at %s, which is no public address, is nobody’s to keep', async (path) => {
  expect(await keeping(path, 404)).toEqual({ browsers: 'no-store' });
});

test.each([`/perfumes?q=${'a'.repeat(1_100)}`, '/EN/perfumes', '/perfumes/after%2Drain', '/cart', '/en/account/login'])(
  'a page that the edge does not know as public is nobody’s to keep: %s',
  async (path) => {
    expect(await keeping(path)).toEqual({ browsers: 'private, no-store' });
  },
);

test('a page that failed is nobody’s to keep, whatever was decided before it did', async () => {
  for (const broken of [
    () => jest.spyOn(shop.context.pool, 'query').mockRejectedValue(new Error('gone') as never),
    () =>
      jest
        .spyOn(shop.shop.app, 'render')
        .mockImplementationOnce(((_name: string, _model: object, done: (e: Error) => void) =>
          done(new Error('a view is broken'))) as never),
  ]) {
    const spy = broken();
    try {
      expect(await keeping('/perfumes/after-rain', 500)).toEqual({ browsers: 'no-store' });
    } finally {
      spy.mockRestore();
    }
  }
});

test('a form that is sent to a public address is not answered with what may be kept', async () => {
  const { headers } = await shop.visitor().post('/perfumes', {}).expect(404);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['cdn-cache-control']).toBeUndefined();
});

test('two shops, as two workers or two releases are, give the same page the same ETag', async () => {
  await inAnotherShop(async (other) => {
    await seedTestCatalogue(other);
    for (const path of ['/', '/perfumes', '/perfumes/yuzu-lantern', '/terms']) {
      const [one, two] = await Promise.all([shop.visitor().get(path), other.visitor().get(path)]);
      expect(two.headers['etag'] === one.headers['etag']).toBe(two.text === one.text);
    }
    const [one, two] = await Promise.all([shop.visitor().get('/terms'), other.visitor().get('/terms')]);
    expect(two.headers['etag']).toBe(one.headers['etag']);
  });
});
