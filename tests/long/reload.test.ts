/** pm2 reloads the shop and the edge while people shop, and nobody notices. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectPaths } from '../../server/config/paths';
import { createPictureStore } from '../../server/pictures/store';
import { demoSignIn, seedDemo } from '../../server/seed/demo';
import { createInstallation, type Installation } from '../setup/pm2';
import { ALLOW_MANY_GUESTS, startLoad, type Load, type LoadFigures, type LoadTarget } from './load';

jest.setTimeout(1_800_000);

const SHOP_WORKERS = 2;
const RELOADS = Array.from({ length: 5 }, () => ['shop', 'edge'] as const).flat();
const WANTED_REQUESTS = 100_000;
/** A machine on which it takes longer is too slow to show anything. */
const LONGEST_MS = 1_500_000;
const PROGRESS_MS = 15_000;
const OUTPUT = path.join(projectPaths().root, 'tests', '.output');

interface Reload {
  readonly name: string;
  readonly seconds: number;
  readonly requests: number;
  readonly kept: readonly number[];
}

let site: Installation;

async function install(pageCache: 'on' | 'off'): Promise<Installation> {
  const installed = await createInstallation({ NODE_ENV: 'production', PAGE_CACHE: pageCache });
  const { pool } = installed.database;
  const store = createPictureStore({ directory: path.join(installed.dataDir, 'pictures') });
  await seedDemo(pool, store, await demoSignIn(installed.dataDir), new Date());
  await installed.database.run`update variants set stock = 1000000`;
  await installed.database.pool.query(ALLOW_MANY_GUESTS);
  await installed.makeRelease('one');
  await installed.switchTo('one');
  await installed.pm2('start', 'current/ecosystem.config.js');
  if (cpus().length !== SHOP_WORKERS) await installed.pm2('scale', 'shop', String(SHOP_WORKERS));
  await installed.edgeHealth();
  await installed.shopHealth();
  return installed;
}

async function findTarget(): Promise<LoadTarget> {
  const rows = await site.database.rows<{ id: number; slug: string }>`
    select min(v.id) as id, p.slug from perfumes p join variants v on v.perfume_id = p.id
     where p.published_at is not null group by p.id order by p.position limit 3`;
  const [first, second, third] = rows.map(({ slug }) => `/perfumes/${slug}`);
  return {
    port: site.ports.https,
    host: site.domain,
    ca: site.caPem(),
    // Small ones too, so that there are many of them.
    pages: [
      '/',
      '/robots.txt',
      first!,
      '/terms',
      '/perfumes?page=2',
      '/cart',
      '/en/',
      '/robots.txt',
      `/en${third!}`,
      second!,
      '/en/terms',
    ],
    variantId: rows[0]!.id,
  };
}

/** Until a share of the load is behind us, by requests or by time. */
async function reach(load: Load, startedAtMs: number, share: number): Promise<void> {
  const done = (): boolean =>
    load.count() >= share * WANTED_REQUESTS || performance.now() - startedAtMs >= share * LONGEST_MS;
  while (!done()) await sleep(100);
}

async function reload(name: string, load: Load): Promise<Reload> {
  const before = await site.pidsOf(name);
  const countBefore = load.count();
  const startedAtMs = performance.now();
  await site.pm2('reload', name);
  const seconds = Math.round(performance.now() - startedAtMs) / 1_000;
  const requests = load.count() - countBefore;
  const after = await site.pidsOf(name);
  return { name, seconds, requests, kept: after.filter((pid) => before.includes(pid)) };
}

async function reloadUnderLoad(): Promise<{ reloads: Reload[]; seconds: number; figures: LoadFigures }> {
  const startedAtMs = performance.now();
  const load = startLoad(await findTarget());
  const progress = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAtMs) / 1_000);
    process.stdout.write(
      `  ${seconds} s: ${load.count()} requests, ${load.failed()} failed, ${reloads.length} reloads of ${RELOADS.length}\n`,
    );
  }, PROGRESS_MS);
  const reloads: Reload[] = [];
  let figures: LoadFigures;
  try {
    for (const [i, name] of RELOADS.entries()) {
      await reach(load, startedAtMs, (i + 0.5) / RELOADS.length);
      reloads.push(await reload(name, load));
    }
    await reach(load, startedAtMs, 1);
  } finally {
    clearInterval(progress);
    figures = await load.stop();
  }
  return { reloads, seconds: Math.round((performance.now() - startedAtMs) / 1_000), figures };
}

function shareOf(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
}

async function writeReport(name: string, facts: Awaited<ReturnType<typeof reloadUnderLoad>>): Promise<void> {
  const { reloads, seconds, figures } = facts;
  const { latenciesMs, ...counts } = figures;
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const report = {
    machine: { cores: cpus().length, cpu: cpus()[0]?.model ?? '', node: process.version },
    shopWorkers: SHOP_WORKERS,
    seconds,
    requestsPerSecond: Math.round(counts.requests / seconds),
    latencyMs: { p50: shareOf(sorted, 0.5), p99: shareOf(sorted, 0.99), longest: Math.round(sorted.at(-1) ?? 0) },
    reloads: reloads.map(({ name, seconds: took, requests }) => ({ name, seconds: took, requests })),
    ...counts,
  };
  await mkdir(OUTPUT, { recursive: true });
  await writeFile(path.join(OUTPUT, `${name}.json`), `${JSON.stringify(report, null, 2)}\n`);
  // The processes' own words about what failed; the last run's say nothing about this one.
  const logs = path.join(OUTPUT, `${name}-logs`);
  await rm(logs, { recursive: true, force: true });
  if (counts.failed + counts.connections.unannouncedCloses > 0) await cp(site.logDirectory, logs, { recursive: true });
  process.stdout.write(
    `${name}: ${counts.failed} of ${counts.requests} requests failed (${counts.posts} POSTs, ${counts.http2} over HTTP/2, ${reloads.length} reloads, ` +
      `${seconds} s, p99 ${report.latencyMs.p99} ms): tests/.output/${name}.json\n`,
  );
}

// Off, every request reaches the shop; on, as a shop runs, some are answered by an edge that is about to go.
describe.each(['off', 'on'] as const)('with the page cache %s', (pageCache) => {
  beforeAll(async () => void (site = await install(pageCache)));
  afterAll(() => site.remove());

  test('not one request fails, and no POST is lost or done twice, while shop and edge are reloaded under load', async () => {
    const facts = await reloadUnderLoad();
    await writeReport(`reload-cache-${pageCache}`, facts);
    const { reloads, figures } = facts;
    expect(figures.failures).toEqual([]);
    expect(figures.failed).toBe(0);
    expect(figures.connections.unannouncedCloses).toBe(0);

    expect(figures.requests).toBeGreaterThanOrEqual(WANTED_REQUESTS);
    expect(figures.http1).toBeGreaterThan(WANTED_REQUESTS / 4);
    expect(figures.http2).toBeGreaterThan(WANTED_REQUESTS / 4);
    expect(figures.posts).toBeGreaterThanOrEqual(figures.requests / 10);
    expect(reloads.map(({ name }) => name)).toEqual(RELOADS);
    for (const { requests, kept } of reloads) {
      expect(requests).toBeGreaterThan(0);
      expect(kept).toEqual([]);
    }
    expect(figures.connections.announcedCloses).toBeGreaterThan(0);

    // Every POST came without a cookie, so each has made a cart of its own.
    const rows = await site.database.rows<{ carts: number; bottles: number }>`
      select (select count(*) from carts) as carts, (select sum(quantity) from cart_items) as bottles`;
    expect(rows).toEqual([{ carts: figures.added, bottles: figures.added }]);

    // A crash would have been restarted by pm2, and gone unseen.
    const listed = (await site.list()).map(({ name, pm2_env }) => `${name} ${pm2_env.restart_time} ${pm2_env.status}`);
    expect(listed.sort()).toEqual([
      'certificates 0 online',
      'edge 5 online',
      'jobs 0 online',
      ...Array.from({ length: SHOP_WORKERS }, () => 'shop 5 online'),
    ]);
  });
});
