/** Requests per second and queries per page of the public pages: from one shop worker, and through the edge. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import path from 'node:path';
import { projectPaths } from '../server/config/paths';
import { startSite, type Site } from '../tests/setup/site';
import { median, requestsPerSecond } from './load';

const DOMAIN = 'essence-aura.localhost';
const PAGES = [
  ['home', '/'],
  ['listing', '/perfumes'],
  ['product', '/perfumes/after-rain'],
] as const;
const ROUNDS = 3;
const SECONDS = 4;
const CONNECTIONS = 32;

interface Target {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export async function pages(): Promise<void> {
  console.log(
    `\npages: wrk, 1 thread, ${CONNECTIONS} connections, ${SECONDS} s, median of ${ROUNDS} alternating rounds\n`,
  );
  const site = await startSite({ domain: DOMAIN, env: { NODE_ENV: 'production' } });
  const bare = fork(path.join(projectPaths().root, 'dist', 'bench', 'bare-express.js'));
  try {
    const [barePort] = (await once(bare, 'message')) as [number];
    const queries = await queriesPerPage(site);
    const rates = await measure([
      { name: 'bare Express and EJS', url: `http://127.0.0.1:${barePort}/`, headers: {} },
      ...PAGES.map(([name, url]) => shopTarget(site, name, url)),
      ...PAGES.map(([name, url]) => edgeTarget(site, name, url)),
    ]);
    print(rates, queries);
  } finally {
    bare.disconnect();
    await site.stop();
  }
}

const shopTarget = (site: Site, name: string, url: string): Target => ({
  name: `${name}, shop worker`,
  url: `http://127.0.0.1:${site.shopPort}${url}`,
  headers: { Host: DOMAIN, 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': DOMAIN },
});

const edgeTarget = (site: Site, name: string, url: string): Target => ({
  name: `${name}, through the edge`,
  // wrk sends no SNI for an address, so the site is asked by a name that every resolver knows.
  url: `https://localhost:${site.httpsPort}${url}`,
  headers: { Host: DOMAIN },
});

/** Rounds alternate between the targets, so that a slow moment of the machine hits all of them. */
async function measure(targets: readonly Target[]): Promise<Map<string, number>> {
  const rates = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  const progress = process.stderr.isTTY;
  for (let round = 1; round <= ROUNDS; round++) {
    for (const { name, url, headers } of targets) {
      if (progress) process.stderr.write(`\r\u001b[2K  round ${round} of ${ROUNDS}: ${name}`);
      rates.get(name)?.push(await requestsPerSecond({ url, headers, seconds: SECONDS, connections: CONNECTIONS }));
    }
  }
  if (progress) process.stderr.write('\r\u001b[2K');
  return new Map([...rates].map(([name, values]) => [name, median(values)]));
}

/**
 * Every statement outside of a transaction is a transaction of its own, and Postgres counts those of the whole database:
 * what runs beside the pages is in it too, so the same time without a request is measured and taken off.
 */
async function queriesPerPage(site: Site): Promise<Map<string, number>> {
  const REQUESTS = 50;
  const counted = new Map<string, number>();
  const idleSince = await committed(site);
  // As long as a page is counted: two readings, and next to nothing in between.
  const beside = (await committed(site)) - idleSince;
  for (const [name, url] of PAGES) {
    const before = await committed(site);
    for (let i = 0; i < REQUESTS; i++) await get(site, url);
    const after = await committed(site);
    counted.set(name, Math.round((after - before - beside) / REQUESTS));
  }
  return counted;
}

/** An idle backend reports its counts ten seconds later at the latest. */
async function committed(site: Site): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  const { rows } = await site.database.pool.query<{ n: number }>(
    'select xact_commit as n from pg_stat_database where datname = current_database()',
  );
  return rows[0]?.n ?? 0;
}

function get(site: Site, url: string): Promise<void> {
  const headers = { Host: DOMAIN, 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': DOMAIN };
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: site.shopPort, path: url, headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url} answered ${response.statusCode ?? 0}`));
      });
    });
    call.on('error', reject).end();
  });
}

function print(rates: ReadonlyMap<string, number>, queries: ReadonlyMap<string, number>): void {
  const peer = rates.get('bare Express and EJS') ?? NaN;
  console.log('| page | requests/s | × bare Express | queries |');
  console.log('|---|---:|---:|---:|');
  for (const [name, rate] of rates) {
    const perPage = queries.get(name.split(',')[0] ?? '');
    console.log(`| ${name} | ${Math.round(rate)} | ${(rate / peer).toFixed(2)} | ${perPage ?? ''} |`);
  }
}
