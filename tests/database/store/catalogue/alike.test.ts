import fc from 'fast-check';
import { runOnce } from 'graphile-worker';
import type { AccordWeights } from '../../../../server/scent/accords';
import { relatePerfumes } from '../../../../server/store/catalogue/alike/service';
import { rankByLikeness } from '../../../../server/store/catalogue/similarity';
import { withDatabase } from '../../../setup/database';

const database = withDatabase({ each: true });
const run = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);

/** More than a list keeps; all of them share a note, so that each is looked at for each. */
const PERFUMES = 14;
const KEPT = 8;

beforeEach(async () => {
  await run(`insert into houses (slug, name_ko, name_en, story_ko, story_en, bottle, cap, position)
             values ('house', '집', 'House', '', '', 'cylinder', 'black', 1)`);
  await run(`insert into notes (slug, name_ko, name_en, note_group) values ('rain', '비', 'Rain', 'water')`);
  await run(
    `insert into perfumes (slug, house_id, name_ko, name_en, story_ko, story_en, perfumer_ko, perfumer_en, year,
       concentration, alcohol_percent, family, accords, picture, aura, position, published_at)
     select 'p-' || n, (select id from houses), '향', 'Scent', '', '', '', '', 2026, 'parfum', 80, 'woody',
       json_build_object('woody', 1 + n * 7, 'iris', 100 - n * 7)::jsonb, 'x', 'x', n, now() from generate_series(1, $1) n`,
    [PERFUMES],
  );
  await run(`insert into perfume_notes (perfume_id, note_id, layer, position)
             select p.id, n.id, 'top', 1 from perfumes p, notes n`);
  await run(
    `insert into variants (perfume_id, sku, volume_ml, price, stock) select id, slug, 50, 50000, 1 from perfumes`,
  );
  await relatePerfumes(database.pool);
});

type Lists = Readonly<Record<string, readonly string[]>>;

async function stored(): Promise<Lists> {
  const { rows } = await run(
    `select p.slug, array(select o.slug from perfume_likeness l join perfumes o on o.id = l.other_id
       where l.perfume_id = p.id order by l.score desc, o.position, o.id) as alike
     from perfumes p order by p.id`,
  );
  return Object.fromEntries(rows.map(({ slug, alike }) => [slug as string, alike as string[]]));
}

/** Each compared with every other one that is offered. */
async function found(): Promise<Lists> {
  const rows = await database.rows<{ slug: string; accords: AccordWeights; offered: boolean }>`
    select slug, accords, published_at is not null and exists (
       select from variants v where v.perfume_id = p.id and v.archived_at is null) as offered
     from perfumes p order by id`;
  const alike = ({ slug, accords }: (typeof rows)[number]): string[] =>
    rankByLikeness(
      accords,
      rows.filter((other) => other.slug !== slug && other.offered),
    )
      .slice(0, KEPT)
      .map((other) => other.slug);
  return Object.fromEntries(rows.map((row) => [row.slug, alike(row)]));
}

test('each knows those that are likest, whatever was changed in whatever order', async () => {
  expect(await stored()).toEqual(await found());
  const slug = fc.integer({ min: 1, max: PERFUMES }).map((n) => `p-${n}`);
  const weight = fc.integer({ min: 1, max: 100 });
  const smell = fc.record({ woody: weight, iris: weight, musk: weight }, { requiredKeys: ['woody'] });
  const change = fc.oneof(
    fc.tuple(
      slug,
      smell.map((accords) => ['update perfumes set accords = $2 where slug = $1', JSON.stringify(accords)]),
    ),
    fc.tuple(slug, fc.constant([`update perfumes set published_at = null where slug = $1`])),
    fc.tuple(slug, fc.constant([`update perfumes set published_at = now() where slug = $1`])),
    fc.tuple(slug, fc.constant([`update variants set archived_at = now() where sku = $1`])),
    fc.tuple(slug, fc.constant([`update variants set archived_at = null where sku = $1`])),
    fc.tuple(slug, fc.constant([`delete from perfumes where slug = $1`])),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      for (const [of, [sql, ...values]] of changes) await run(sql, [of, ...values]);
      await relatePerfumes(database.pool);
      expect(await stored()).toEqual(await found());
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('a change that is not committed yet is not missed by who finds likeness meanwhile', async () => {
  await run(`insert into likeness_due select id from perfumes where slug = 'p-1'`);
  await database.during(`update perfumes set accords = '{"musk": 9}' where slug = 'p-1'`, async (writer) => {
    await relatePerfumes(database.pool);
    await writer.query('commit');
  });
  await relatePerfumes(database.pool);
  expect(await stored()).toEqual(await found());
});

test('a change asks the jobs once a transaction, and a sale does not', async () => {
  const jobs = async (): Promise<number> =>
    (await run(`select count(*) as n from graphile_worker.jobs where task_identifier = 'relate-perfumes'`)).rows[0]
      .n as number;
  await runOnce({ pgPool: database.pool, taskList: { 'relate-perfumes': () => relatePerfumes(database.pool) } });
  expect(await jobs()).toBe(0);
  await run(
    'update variants set stock = stock + 1; update perfumes set name_ko = name_ko || 1, position = position + 1',
  );
  expect(await jobs()).toBe(0);
  await run(`update perfumes set family = 'green'; delete from perfume_notes`);
  expect(await jobs()).toBe(1);
});
