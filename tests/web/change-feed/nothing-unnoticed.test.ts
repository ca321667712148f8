/** Every column of every table that pages are made from is changed, and each page that looks otherwise then must have been named. */
import { relatePerfumes } from '../../../server/store/catalogue/alike/service';
import { withStockedShop } from '../../setup/catalogue';
import { withNotifications } from './notifications';

const { shop } = withStockedShop();
const heard = withNotifications(shop);
beforeAll(async () => {
  shop.shop.app.enable('view cache');
  await run(`insert into houses (slug, name_ko, name_en, story_ko, story_en, bottle, cap, position)
             values ('other-house', '다른 집', 'Other House', '가.', 'A.', 'cylinder', 'black', 7)`);
  await insertPerfume('other-perfume', '2026-01-01');
  await relatePerfumes(shop.context.pool);
  await run(`insert into settings (key, value) values ('delivery.fee', '2500'), ('seller.company', '"에센스"')`);
  await run(`insert into perfume_photos (perfume_id, position, file, width, height)
             select id, n, 'photo.000000000' || n, 800, 1000 from perfumes, generate_series(1, 2) as n
             where slug = 'after-rain'`);
  await run(`insert into holidays (day, name) values ('2026-11-24', '내일')`);
  await run(`insert into shop_pauses (from_day, until_day, words_ko, words_en)
             values ('2026-11-27', '2026-11-30', '쉬어요.', 'Away.')`);
  await run(`insert into perfume_addresses (slug, perfume_id, left_at)
             select 'was-rain', id, now() from perfumes where slug = 'after-rain'`);
});

const run = (sql: string, values: unknown[] = []) => shop.database.pool.query(sql, values);

async function insertPerfume(slug: string, publishedAt: string | null): Promise<void> {
  const { rows } = await run(
    `insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
       concentration, alcohol_percent, family, accords, picture, aura, position, published_at)
     select $1, (select max(id) from houses), name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
       concentration, alcohol_percent, family, accords, picture, aura, 9, $2
     from perfumes where slug = 'white-porcelain' returning id`,
    [slug, publishedAt],
  );
  const id = rows[0].id as number;
  await run(
    `insert into perfume_notes select $1, note_id, layer, position from perfume_notes
     where perfume_id = (select id from perfumes where slug = 'white-porcelain')`,
    [id],
  );
  await run(`insert into variants (perfume_id, sku, volume_ml, price, stock) values ($1, $2, 30, 50000, 9)`, [
    id,
    slug,
  ]);
}

const KOREAN = [
  '/',
  '/perfumes',
  '/perfumes?house=other-house',
  '/perfumes?note=rain&sort=price',
  '/perfumes?page=2',
  '/perfumes/after-rain',
  '/perfumes/white-porcelain',
  '/perfumes/yuzu-lantern',
  '/perfumes/other-perfume',
  '/perfumes/after-rain-x',
  '/perfumes/comes-later',
  '/perfumes/was-rain',
  '/perfumes/was-rain-x',
  '/terms',
  '/privacy',
  '/delivery',
];
const ENGLISH = ['/en', '/en/perfumes', '/en/perfumes/after-rain', '/en/delivery'];
const PATHS = ['/robots.txt', '/sitemap.xml', ...KOREAN, ...ENGLISH];

interface Kept {
  readonly shown: string;
  readonly groups: readonly string[];
}

async function keepAll(): Promise<Map<string, Kept>> {
  shop.shop.services.memories.forgetAll();
  const kept = new Map<string, Kept>();
  for (const path of PATHS) {
    const { status, text, headers } = await shop.visitor().get(path);
    const groups = JSON.parse(`[${headers['cache-groups']}]`) as string[];
    kept.set(path, { shown: `${status} ${text}`, groups });
  }
  return kept;
}

interface Outcome {
  readonly changed: readonly string[];
  /** Pages that look otherwise now, and that nobody would have asked for anew. */
  readonly unnoticed: readonly string[];
}

async function outcomeOf(change: () => Promise<unknown>): Promise<Outcome> {
  const before = await keepAll();
  const told = await heard.during(async () => {
    await change();
    await relatePerfumes(shop.context.pool);
  });
  const after = await keepAll();
  const changed = PATHS.filter((path) => before.get(path)!.shown !== after.get(path)!.shown);
  const isNamed = (path: string): boolean => before.get(path)!.groups.some((group) => told.includes(group));
  return { changed, unnoticed: changed.filter((path) => !isNamed(path)) };
}

const TABLES = [
  'houses',
  'notes',
  'perfumes',
  'perfume_notes',
  'variants',
  'perfume_photos',
  'perfume_addresses',
  'perfume_likeness',
  'settings',
  'delivery_areas',
  'holidays',
  'shop_pauses',
] as const;

const ROWS: Readonly<Record<(typeof TABLES)[number], string>> = {
  houses: `slug = 'test-house'`,
  notes: `slug = 'rain'`,
  perfumes: `slug = 'after-rain'`,
  perfume_notes: `perfume_id = (select id from perfumes where slug = 'after-rain')
                  and note_id = (select id from notes where slug = 'rain')`,
  variants: `sku = 'TST-AFTER-RAIN-010'`,
  perfume_photos: `position = 1`,
  perfume_addresses: `slug = 'was-rain'`,
  perfume_likeness: `perfume_id = (select id from perfumes where slug = 'white-porcelain')`,
  settings: `key = 'delivery.fee'`,
  delivery_areas: `name_en = 'Jeju'`,
  holidays: `name = '내일'`,
  shop_pauses: `words_en = 'Away.'`,
};

/** What columns are set to for which "one more" or "an x behind it" isn't a value, or not one that shows. */
const VALUES: Readonly<Record<string, string>> = {
  'houses.position': '50',
  'perfumes.slug': `'after-rain-x'`,
  'perfumes.house_id': '(select max(id) from houses)',
  'perfumes.alcohol_percent': '50',
  'perfumes.family': `'powdery'`,
  'perfumes.concentration': `'parfum'`,
  'perfumes.accords': `'{"powdery": 50}'`,
  'perfumes.position': '50',
  'perfumes.published_at': 'null',
  'perfumes.created_at': 'now()',
  'perfumes.updated_at': 'now()',
  // What is archived is out of sight too.
  'perfumes.archived_at': 'now(), published_at = null',
  'perfume_notes.perfume_id': `(select id from perfumes where slug = 'yuzu-lantern')`,
  'perfume_notes.note_id': `(select id from notes where slug = 'pine')`,
  'perfume_notes.layer': `'base'`,
  'perfume_notes.position': '99',
  'variants.perfume_id': `(select id from perfumes where slug = 'other-perfume')`,
  'variants.stock': '0',
  'variants.archived_at': 'now()',
  'perfume_photos.perfume_id': `(select id from perfumes where slug = 'other-perfume')`,
  'perfume_photos.position': '99',
  'perfume_addresses.perfume_id': `(select id from perfumes where slug = 'yuzu-lantern')`,
  'perfume_addresses.left_at': 'now()',
  'perfume_likeness.perfume_id': `(select id from perfumes where slug = 'after-rain')`,
  'perfume_likeness.other_id': `(select id from perfumes where slug = 'yuzu-lantern')`,
  'perfume_likeness.score': '0.1',
  'settings.key': `'delivery.freeFrom'`,
  'settings.value': `'4000'`,
  'settings.updated_at': 'now()',
  'variants.currency': `'KRW'`,
  'delivery_areas.postcode_from': `'63001'`,
  'delivery_areas.postcode_until': `'63643'`,
  'holidays.day': `'2026-11-25'`,
  'shop_pauses.from_day': `'2026-11-28'`,
  'shop_pauses.until_day': `'2026-12-01'`,
};

/** What no page shows, or what can only be what it is. */
const UNSHOWN = [
  'houses.bottle',
  'houses.cap',
  'notes.note_group',
  'perfumes.created_at',
  'perfumes.updated_at',
  'perfumes.version',
  'perfume_addresses.left_at',
  'variants.low_stock',
  // Of one alone nothing is ordered by it.
  'perfume_likeness.score',
  'settings.updated_at',
  'variants.currency',
  // The desk alone calls them by their names.
  'holidays.name',
];

async function columnsOf(table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await run(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER'
     order by ordinal_position`,
    [table],
  );
  return rows as { name: string; type: string }[];
}

function valueOf(table: string, { name, type }: { name: string; type: string }): string {
  const own = VALUES[`${table}.${name}`];
  if (own !== undefined) return own;
  if (type === 'integer') return `${name} + 1`;
  if (type === 'text') return `${name} || 'x'`;
  throw new Error(`say in VALUES what ${table}.${name} can be set to`);
}

async function restore(table: string): Promise<void> {
  if (['settings', 'perfume_notes', 'perfume_addresses', 'perfume_likeness'].includes(table)) {
    await run(`delete from ${table}`);
    await run(`insert into ${table} select * from saved`);
  } else {
    const names = (await columnsOf(table)).map(({ name }) => `${name} = saved.${name}`);
    await run(`update ${table} set ${names.join(', ')} from saved where saved.id = ${table}.id`);
  }
}

test.each(TABLES)('a change of any column of %s reaches every page that shows it', async (table) => {
  for (const column of await columnsOf(table)) {
    await run('drop table if exists saved');
    await run(`create table saved as select * from ${table}`);
    const { changed, unnoticed } = await outcomeOf(() =>
      run(`update ${table} set ${column.name} = ${valueOf(table, column)} where ${ROWS[table]}`),
    );
    await restore(table);
    const name = `${table}.${column.name}`;
    expect({ name, unnoticed }).toEqual({ name, unnoticed: [] });
    expect({ name, shown: changed.length > 0 }).toEqual({ name, shown: !UNSHOWN.includes(name) });
  }
});

test('what is added, published and deleted reaches every page that shows it, also those that said it was not there', async () => {
  const steps: readonly (() => Promise<unknown>)[] = [
    () => insertPerfume('comes-later', null),
    () => run(`update perfumes set published_at = '2026-02-01' where slug = 'comes-later'`),
    () =>
      run(`insert into variants (perfume_id, sku, volume_ml, price, stock)
               select id, 'MORE', 5, 9000, 1 from perfumes where slug = 'comes-later'`),
    () => run(`delete from perfume_notes using perfumes p where p.id = perfume_id and p.slug = 'comes-later'`),
    () => run(`delete from variants where sku = 'MORE'`),
    () => run(`delete from variants where sku = 'comes-later'`),
    // With its last variant it has left every page.
    () => run(`delete from perfumes where slug = 'comes-later'`),
    () => run(`delete from settings where key = 'seller.company'`),
  ];
  const shown: number[] = [];
  for (const step of steps) {
    const { changed, unnoticed } = await outcomeOf(step);
    expect(unnoticed).toEqual([]);
    shown.push(changed.length);
  }
  expect(shown.map((pages) => pages > 0)).toEqual([false, true, true, true, true, true, false, true]);
});

test('a page names no more groups than caches must know, and each as they can read it', async () => {
  await run(`insert into notes (slug, name_ko, name_en, note_group)
             select 'many-' || n, 'x', 'x', 'wood' from generate_series(1, 40) as n`);
  const before = await shop.visitor().get('/perfumes/after-rain').expect(200);
  expect(before.headers['cache-groups']).toMatch(/^"[a-z]+(-\d+)?"(, "[a-z]+(-\d+)?")+$/);
  await run(`insert into perfume_notes select (select id from perfumes where slug = 'after-rain'), id, 'heart', id
             from notes where slug like 'many-%'`);
  const after = await shop.visitor().get('/perfumes/after-rain').expect(200);
  expect(after.headers['cache-groups']).toMatch(/^"settings", "catalogue", "product-\d+"$/);
  const { unnoticed } = await outcomeOf(() =>
    run(`update notes set name_ko = '새', name_en = 'new' where slug = 'many-40'`),
  );
  expect(unnoticed).toEqual([]);
});
