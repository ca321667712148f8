import { createImports, createImportWorker, type ImportWorker } from '../../../../server/desk/files/imports/service';
import { createPictureStore, type PictureStore } from '../../../../server/pictures/store';
import { withStockedShop } from '../../../setup/catalogue';
import { deskVisitor } from '../../../setup/desk';
import { withDirectory } from '../../../setup/directory';

const { shop } = withStockedShop({ each: true });
const drawn = withDirectory();
let by: { actor: { staffId: string; name: string; requestId: null }; now: Date };
beforeEach(async () => {
  const { staffId, email } = await deskVisitor(shop);
  by = { actor: { staffId, name: email, requestId: null }, now: shop.clock.now() };
});

const store = (): PictureStore => createPictureStore({ directory: drawn.path });

const workerOf = (pictures = store()): ImportWorker => createImportWorker({ ...shop.context, pictures });

const imports = () => createImports(shop.context);
const count = (sql: string): Promise<number> =>
  shop.database.value<number>(`select count(*)::integer as n from ${sql}`);
const state = async (id: string) => (await imports().find(id))!;

async function checked(text: string): Promise<string> {
  const id = await imports().takeIn({ fileName: 'a.csv', content: Buffer.from(text), keepsStock: false }, by);
  await workerOf().work(id);
  return id;
}

async function confirmed(text: string): Promise<string> {
  const id = await checked(text);
  await imports().confirm(id, by);
  return id;
}

const HEADER = 'slug,house,name_ko,name_en,year,concentration,alcohol_percent,family,accords,sku,volume_ml,price,stock';
const line = (at: number): string =>
  `n-${at},test-house,향 ${at},Scent ${at},2026,parfum,80,woody,woody 80,N-${at},50,${50_000 + at},${at % 50}`;

test('twenty thousand lines are taken in, in one transaction, with one movement and one entry each', async () => {
  await shop.database.run`
    insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
       concentration, alcohol_percent, family, accords, picture, aura, position)
     select 'n-' || i, (select id from houses), '향 ' || i, 'Scent ' || i, '', '', '', '', 2026, 'parfum', 80, 'woody',
       '{"woody": 80}', 'x', 'x', i from generate_series(1, 20000) i`;
  await shop.database.run`insert into variants (perfume_id, sku, volume_ml, price, stock)
     select id, 'N-' || substr(slug, 3), 50, 1000, 50 from perfumes where slug like 'n-%'`;
  const lines = Array.from({ length: 20_000 }, (_, at) => line(at + 1));
  const id = await checked([HEADER, ...lines].join('\n'));
  expect(await state(id)).toMatchObject({
    state: 'checked',
    facts: { rows: 20_000, change: 20_000, create: 0, error: 0 },
  });
  await imports().confirm(id, by);
  await workerOf().work(id);
  expect((await state(id)).state).toBe('done');
  expect(await count(`variants where price > 50000 and stock = (price - 50000) % 50 and sku like 'N-%'`)).toBe(20_000);
  expect(await count(`stock_movements where reason = 'import'`)).toBe(20_000);
  expect(await count(`audit_log where action = 'product.update'`)).toBe(20_000);
  expect(await count('imports where content is not null')).toBe(0);
}, 120_000);

test('cut off before its transaction, a file is begun again by whoever comes after a minute', async () => {
  const id = await confirmed([HEADER, line(1), line(2)].join('\n'));
  await shop.database.run`delete from graphile_worker._private_jobs`;
  // Killed while it drew: nothing runs after this, as after kill -9.
  const dead: PictureStore = { ...store(), write: () => new Promise(() => undefined) };
  void workerOf(dead).work(id);
  while ((await count(`imports where attempts = 1`)) === 0);
  await workerOf().rescue();
  expect(await count('graphile_worker.jobs')).toBe(0);
  shop.clock.advance(61_000);
  await workerOf().rescue();
  expect(await count(`graphile_worker.jobs where task_identifier = 'import-products'`)).toBe(1);
  await workerOf().work(id);
  expect((await state(id)).state).toBe('done');
  expect(await count(`perfumes where slug like 'n-%'`)).toBe(2);
});

test('a connection that dies in the middle of the transaction leaves nothing of it, and the next try is whole', async () => {
  const id = await confirmed([HEADER, line(1), line(2)].join('\n'));
  // Postgres ends the connection at the second table that is written to.
  await shop.database.run`create function die() returns trigger language plpgsql as $$
    begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); return null; end $$`;
  await shop.database.run`create trigger die after insert on variants execute function die()`;
  await expect(workerOf().work(id)).rejects.toThrow();
  expect(await count(`perfumes where slug like 'n-%'`)).toBe(0);
  expect((await state(id)).state).toBe('importing');
  await shop.database.run`drop trigger die on variants`;
  await workerOf().work(id);
  expect((await state(id)).state).toBe('done');
  expect(await count(`variants where sku like 'N-%'`)).toBe(2);
});

test('what fails again and again is given up with its reason, and has changed nothing', async () => {
  const id = await confirmed([HEADER, line(1)].join('\n'));
  const full: PictureStore = { ...store(), write: () => Promise.reject(new Error('no space left on device')) };
  for (let attempt = 1; attempt < 5; attempt++) await expect(workerOf(full).work(id)).rejects.toThrow('no space');
  await workerOf(full).work(id);
  expect(await state(id)).toMatchObject({ state: 'broken', reason: 'no space left on device' });
  expect(await count(`perfumes where slug like 'n-%'`)).toBe(0);
});

test('two workers with the same file: it is taken in once', async () => {
  const id = await confirmed([HEADER, line(1), line(2)].join('\n'));
  await Promise.all([workerOf().work(id), workerOf().work(id), workerOf().work(id)]);
  expect((await state(id)).state).toBe('done');
  expect(await count(`audit_log where action = 'file.import'`)).toBe(1);
  expect(await count(`stock_movements where reason = 'import'`)).toBe(2);
});

test('two files that make the same perfume: the second is looked at again', async () => {
  const first = await checked([HEADER, line(1)].join('\n'));
  const second = await checked([HEADER, line(1).replace('향 1', '다른 향')].join('\n'));
  await imports().confirm(first, by);
  await imports().confirm(second, by);
  await Promise.all([workerOf().work(first), workerOf().work(second)]);
  const states = await Promise.all([first, second].map(async (id) => (await state(id)).state));
  expect(states.sort()).toEqual(['done', 'stale']);
  expect(await count(`perfumes where slug = 'n-1'`)).toBe(1);
});

test('a sale goes on while a file is taken in, and the sum of movements stays the count', async () => {
  const id = await confirmed('sku,price\nTST-AFTER-RAIN-050,99000\nTST-AFTER-RAIN-010,29000\n');
  const sell = () =>
    shop.database.run`update variants set stock = stock - 1 where sku = 'TST-AFTER-RAIN-050' and stock >= 1`;
  await Promise.all([workerOf().work(id), ...Array.from({ length: 8 }, sell)]);
  const rows = await shop.database.rows`select v.stock, v.price, (select sum(change)::integer from stock_movements m
    where m.variant_id = v.id) as moved
     from variants v where sku = 'TST-AFTER-RAIN-050'`;
  expect(rows).toEqual([{ stock: 12, price: 99_000, moved: 12 }]);
});
