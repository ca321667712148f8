/** This checkout against an earlier commit: the same pages of both, in alternating pairs within one run. */
import { execFile } from 'node:child_process';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectPaths } from '../server/config/paths';
import { startSite, type Site } from '../tests/setup/site';
import { http2RequestsPerSecond, median, requestsPerSecond } from './load';

const run = promisify(execFile);

const DOMAIN = 'essence-aura.localhost';
const PAIRS = 10;
const SECONDS = 2;
const CONNECTIONS = 32;
const HTTP2 = { connections: 16, streams: 8 } as const;

interface Discipline {
  readonly name: string;
  /** @returns requests per second */
  run(site: Site): Promise<number>;
}

const PAGES = [
  ['home', '/'],
  ['listing', '/perfumes'],
  ['product', '/perfumes/after-rain'],
] as const;

const shop = (pathname: string) => (site: Site) =>
  requestsPerSecond({
    url: `http://127.0.0.1:${site.shopPort}${pathname}`,
    headers: { Host: DOMAIN, 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': DOMAIN },
    seconds: SECONDS,
    connections: CONNECTIONS,
  });
const front = (site: Site, pathname: string) => ({
  url: `https://localhost:${site.httpsPort}${pathname}`,
  seconds: SECONDS,
});
const edge1 = (pathname: string) => (site: Site) =>
  requestsPerSecond({ ...front(site, pathname), headers: { Host: DOMAIN }, connections: CONNECTIONS });
const edge2 = (pathname: string) => (site: Site) =>
  http2RequestsPerSecond({ ...front(site, pathname), headers: { ':authority': DOMAIN }, ...HTTP2 });

const DISCIPLINES: readonly Discipline[] = [
  ...PAGES.map(([name, pathname]) => ({ name: `${name}, shop worker`, run: shop(pathname) })),
  ...PAGES.map(([name, pathname]) => ({ name: `${name}, kept by the edge, HTTP/1.1`, run: edge1(pathname) })),
  { name: 'home, kept by the edge, HTTP/2', run: edge2('/') },
  { name: 'cart, passed on by the edge, HTTP/1.1', run: edge1('/cart') },
  { name: 'cart, passed on by the edge, HTTP/2', run: edge2('/cart') },
];

/** @param commit of which packages and migrations are still those of this checkout */
export async function beforeAfter(commit: string): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), 'essence-before-'));
  try {
    await build(commit, root);
    const site = (of?: string) =>
      startSite({ domain: DOMAIN, env: { NODE_ENV: 'production' }, ...(of === undefined ? {} : { root: of }) });
    const before = await site(root);
    try {
      const after = await site();
      try {
        print(commit, await measure(before, after));
      } finally {
        await after.stop();
      }
    } finally {
      await before.stop();
    }
  } finally {
    await rm(root, { recursive: true, force: true });
    await run('git', ['worktree', 'prune'], { cwd: projectPaths().root });
  }
}

async function build(commit: string, root: string): Promise<void> {
  await run('git', ['worktree', 'add', '--detach', root, commit], { cwd: projectPaths().root });
  symlinkSync(path.join(projectPaths().root, 'node_modules'), path.join(root, 'node_modules'));
  await run('npm', ['run', '--silent', 'build'], { cwd: root });
}

/** Of each pair after ÷ before, by discipline; who comes first changes from pair to pair. */
async function measure(before: Site, after: Site): Promise<ReadonlyMap<string, number[]>> {
  const ratios = new Map(DISCIPLINES.map(({ name }): [string, number[]] => [name, []]));
  const progress = process.stderr.isTTY;
  // Pair 0 warms both up and counts for nothing.
  for (let pair = 0; pair <= PAIRS; pair++) {
    for (const discipline of DISCIPLINES) {
      if (progress) process.stderr.write(`\r\u001b[2K  pair ${pair} of ${PAIRS}: ${discipline.name}`);
      const rates = new Map<Site, number>();
      for (const site of pair % 2 === 0 ? [before, after] : [after, before])
        rates.set(site, await discipline.run(site));
      const ratio = (rates.get(after) ?? NaN) / (rates.get(before) ?? NaN);
      if (pair > 0) ratios.get(discipline.name)?.push(ratio);
    }
  }
  if (progress) process.stderr.write('\r\u001b[2K');
  return ratios;
}

function print(commit: string, ratios: ReadonlyMap<string, number[]>): void {
  console.log(`\nbefore-after: this checkout ÷ ${commit}, ${PAIRS} alternating pairs of ${SECONDS} s each\n`);
  console.log('| page | median | least | most |');
  console.log('|---|---:|---:|---:|');
  for (const [name, values] of ratios) {
    const cells = [median(values), Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2));
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}
