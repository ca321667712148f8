import { withTransaction } from '../../../server/db/transaction';
import { relatePerfumes } from '../../../server/store/catalogue/alike/service';
import { seedTestCatalogue, type VariantIds } from '../../setup/catalogue';
import { withShop } from '../../setup/shop';
import { buyerWith } from '../../setup/visitor';
import { withNotifications } from './notifications';

const shop = withShop();
const heard = withNotifications(shop);
let variants: VariantIds;
let seeding: string[][];
beforeAll(async () => {
  seeding = await heard.messagesDuring(async () => (variants = await seedTestCatalogue(shop)));
});

const run = (sql: string, values: unknown[] = []) => shop.database.pool.query(sql, values);
const idOf = async (table: string, slug: string): Promise<number> =>
  (await run(`select id from ${table} where slug = $1`, [slug])).rows[0].id as number;
const AFTER_RAIN_50 = 'TST-AFTER-RAIN-050';

test('a seed is told in few words, each at most once', () => {
  expect(seeding.length).toBeGreaterThan(0);
  expect(new Set(seeding.map(String)).size).toBe(seeding.length);
  expect(seeding.flat()).toEqual(expect.arrayContaining(['catalogue', 'settings', 'likeness']));
});

test('a new price is told after the commit, and not before', async () => {
  const id = await idOf('perfumes', 'after-rain');
  const told = await heard.during(() =>
    withTransaction(shop.context.pool, async (tx) => {
      const before = heard.during(() => tx.query('update variants set price = 99000 where sku = $1', [AFTER_RAIN_50]));
      expect(await before).toEqual([]);
    }),
  );
  expect(told).toEqual([`card-${id}`, 'catalogue', `product-${id}`]);
});

test('what is rolled back is never told', async () => {
  const failed = withTransaction(shop.context.pool, async (tx) => {
    await tx.query('update variants set price = 1');
    await tx.query('delete from settings');
    throw new Error('changed her mind');
  });
  expect(await heard.during(() => failed.catch(() => undefined))).toEqual([]);
});

test('writing what is there already is not told', async () => {
  const told = heard.during(async () => {
    await run('update variants set price = price, stock = stock, sku = sku');
    await run('update perfumes set name_ko = name_ko, accords = accords');
    await run('update houses set story_en = story_en');
    await run('update notes set name_ko = name_ko');
    await run('update settings set updated_at = now()');
  });
  expect(await told).toEqual([]);
});

test.each([
  ['a name', 'update perfumes set name_ko = $2 where slug = $1', '새 이름', []],
  ['a picture', 'update perfumes set picture = $2 where slug = $1', 'other.0123456789.svg', []],
  ['a story', 'update perfumes set story_en = $2 where slug = $1', 'Another.', []],
  ['what it smells of', 'update perfumes set accords = $2 where slug = $1', '{"rose": 50}', ['likeness']],
  ['its family', 'update perfumes set family = $2 where slug = $1', 'floral', ['likeness']],
])("a perfume's change is told: %s", async (_what, sql, value, more) => {
  const id = await idOf('perfumes', 'after-rain');
  const groups = [`card-${id}`, 'catalogue', ...more, `product-${id}`];
  expect(await heard.during(() => run(sql, ['after-rain', value]))).toEqual(groups);
});

test('a photograph and its words are told to the page that shows them alone', async () => {
  const id = await idOf('perfumes', 'after-rain');
  for (const change of [
    `insert into perfume_photos (perfume_id, position, file, width, height) values (${id}, 0, 'a.0', 8, 10)`,
    `update perfume_photos set alt_ko = '비'`,
    'delete from perfume_photos',
  ]) {
    expect(await heard.during(() => run(change))).toEqual([`product-${id}`]);
  }
});

test('what is found alike is told to the pages that show it otherwise, and to no other', async () => {
  await relatePerfumes(shop.context.pool);
  const [rain, lantern] = [await idOf('perfumes', 'after-rain'), await idOf('perfumes', 'yuzu-lantern')];
  const relate = () => heard.during(() => relatePerfumes(shop.context.pool));
  await run(`update perfumes set accords = accords || '{"citrus": 20}' where slug = 'after-rain'`);
  expect(await relate()).toEqual([`product-${rain}`, `product-${lantern}`].sort());
  await run(`update perfumes set accords = accords where slug = 'after-rain'`);
  await run(`insert into likeness_due values (${rain})`);
  expect(await relate()).toEqual([]);
});

test('a perfume that goes from the shelf and comes back is told both times', async () => {
  const id = await idOf('perfumes', 'white-porcelain');
  for (const at of [null, '2026-01-01T00:00:00Z']) {
    const told = heard.during(() => run(`update perfumes set published_at = $1 where slug = 'white-porcelain'`, [at]));
    expect(await told).toEqual([`card-${id}`, 'catalogue', 'likeness', `product-${id}`]);
  }
});

test('houses, notes and settings are told by their own groups', async () => {
  const house = `house-${await idOf('houses', 'test-house')}`;
  expect(await heard.during(() => run(`update houses set name_ko = '새 집'`))).toEqual(['catalogue', house]);
  const note = `note-${await idOf('notes', 'iris')}`;
  const renamed = heard.during(() => run(`update notes set name_en = 'Orris' where slug = 'iris'`));
  expect(await renamed).toEqual(['catalogue', note]);
  const changed = heard.during(() => shop.shop.services.settings.change({ 'delivery.fee': 2_000 }));
  expect(await changed).toEqual(['settings']);
  expect(await heard.during(() => run(`delete from settings where key = 'delivery.fee'`))).toEqual(['settings']);
});

test('a perfume that is deleted is told, with all that was a part of it', async () => {
  const { rows } = await run(
    `insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
       concentration, alcohol_percent, family, accords, picture, aura, position, published_at)
     select 'short-lived', house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
       concentration, alcohol_percent, family, accords, picture, aura, 99, published_at
     from perfumes where slug = 'after-rain' returning id`,
  );
  const id = rows[0].id as number;
  await run(`insert into variants (perfume_id, sku, volume_ml, price, stock) values ($1, 'GONE-010', 10, 1000, 1)`, [
    id,
  ]);
  const told = heard.during(() => run('delete from perfumes where id = $1', [id]));
  expect(await told).toEqual([`card-${id}`, 'catalogue', 'likeness', `product-${id}`]);
});

test('a volume that moves to another perfume is told for both', async () => {
  const from = await idOf('perfumes', 'after-rain');
  const to = await idOf('perfumes', 'yuzu-lantern');
  const move = (id: number) => run(`update variants set perfume_id = $1 where sku = 'TST-AFTER-RAIN-010'`, [id]);
  const both = (what: string): string[] => [`${what}-${from}`, `${what}-${to}`].sort();
  const expected = [...both('card'), 'catalogue', 'likeness', ...both('product')];
  expect(await heard.during(() => move(to))).toEqual(expected);
  expect(await heard.during(() => move(from))).toEqual(expected);
});

test('what changes very much at once is told as everything, in few messages', async () => {
  await run(`insert into notes (slug, name_ko, name_en, note_group)
             select 'bulk-' || n, 'x', 'x', 'wood' from generate_series(1, 1000) as n`);
  const messages = await heard.messagesDuring(() => run(`update notes set name_ko = 'y' where slug like 'bulk-%'`));
  expect(messages).toHaveLength(65);
  expect(messages.at(-1)).toEqual(['*']);
  expect(await heard.during(() => run('truncate settings'))).toEqual(['*']);
});

describe('a stock', () => {
  const setStock = (stock: number) => run('update variants set stock = $1 where sku = $2', [stock, AFTER_RAIN_50]);
  const pages = async (): Promise<string> => {
    shop.shop.services.memories.forgetAll();
    const paths = ['/', '/perfumes', '/en/perfumes', '/perfumes/after-rain', '/en/perfumes/after-rain'];
    const texts = await Promise.all(paths.map(async (path) => await shop.visitor().text(path)));
    return texts.join('');
  };
  const LEVELS = [0, 1, 2, 3, 5, 10, 11, 20, 500];
  const changes = LEVELS.flatMap((from) => LEVELS.map((to) => [from, to] as const));

  test('that changes is told exactly when pages word it otherwise', async () => {
    const worded = new Map<number, string>();
    for (const stock of LEVELS) {
      await setStock(stock);
      worded.set(stock, await pages());
    }
    for (const [from, to] of changes) {
      await setStock(from);
      const told = await heard.during(() => setStock(to));
      expect({ from, to, told: told.length > 0 }).toEqual({ from, to, told: worded.get(from) !== worded.get(to) });
    }
    expect(new Set(worded.values()).size).toBe(2);
  });

  test('that an order lowers is not told while the wording stays, and is told with the last bottle', async () => {
    const order = async (quantity: number): Promise<void> => {
      const buyer = await buyerWith(shop, variants[AFTER_RAIN_50], quantity);
      await buyer.checkOut();
    };
    await setStock(5);
    expect(await heard.during(() => order(2))).toEqual([]);
    const told = await heard.during(() => order(3));
    const id = await idOf('perfumes', 'after-rain');
    expect(told).toEqual([`card-${id}`, 'catalogue', `product-${id}`]);
  });
});
