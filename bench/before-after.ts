/** This checkout against an earlier commit: the same pages and saves of both, in alternating pairs within one run. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectPaths } from '../server/config/paths';
import { startSite, type Site } from '../tests/setup/site';
import { processesOf } from '../tests/setup/started';
import { formIn } from '../tests/web/desk/perfumes/editor';
import { fillShop } from './desk-data';
import { visitDesk, type DeskVisitor } from './desk-visitor';
import { http2RequestsPerSecond, median, requestsPerSecond } from './load';
import { cpuSecondsOf } from './process-facts';

const run = promisify(execFile);

const DOMAIN = 'essence-aura.localhost';
const PAIRS = 10;
const SECONDS = 2;
const CONNECTIONS = 32;
const DESK_CONNECTIONS = 2;
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

const PUBLIC: readonly Discipline[] = [
  ...PAGES.map(([name, pathname]) => ({ name: `${name}, shop worker`, run: shop(pathname) })),
  ...PAGES.map(([name, pathname]) => ({ name: `${name}, kept by the edge, HTTP/1.1`, run: edge1(pathname) })),
  { name: 'home, kept by the edge, HTTP/2', run: edge2('/') },
  { name: 'cart, passed on by the edge, HTTP/1.1', run: edge1('/cart') },
  { name: 'cart, passed on by the edge, HTTP/2', run: edge2('/cart') },
];

const DESK = ['/admin', '/admin/products', '/admin/orders?tab=all', '/admin/customers', '/admin/figures'] as const;
const EDITED = '/admin/products/1';

/** What is typed into the editor, another value each time; a new name is drawn. */
const SAVES: Readonly<Record<string, (time: number) => Readonly<Record<string, string>>>> = {
  'a price saved': (time) => ({ volume_price: String(10_000 + 10 * time) }),
  'a name saved': (time) => ({ name_ko: `비 온 뒤 ${time}` }),
};

const deskDisciplines = (visitorAt: (site: Site) => DeskVisitor): readonly Discipline[] => [
  ...[...DESK, EDITED].map((pathname) => ({
    name: `desk, ${pathname}`,
    run: (site: Site) =>
      requestsPerSecond({
        url: `http://127.0.0.1:${site.shopPort}${pathname}`,
        headers: visitorAt(site).headers,
        seconds: SECONDS,
        connections: DESK_CONNECTIONS,
      }),
  })),
  ...Object.entries(SAVES).map(([name, typed]) => ({
    name: `desk, ${name}`,
    run: (site: Site) => savesPerSecond(visitorAt(site), typed),
  })),
];

/** One after the other, as of one person. */
async function savesPerSecond(
  visitor: DeskVisitor,
  typed: (time: number) => Readonly<Record<string, string>>,
): Promise<number> {
  const form = formIn((await visitor.get(EDITED)).html);
  const version = Number(form['version']?.[0]);
  const startedAt = performance.now();
  let saved = 0;
  while (performance.now() - startedAt < SECONDS * 1000) {
    const now = { version: String(version + saved), ...typed(version + saved) };
    for (const [field, value] of Object.entries(now)) form[field]?.splice(0, 1, value);
    const { status } = await visitor.post(EDITED, form);
    if (status !== 303) throw new Error(`a save was answered with ${status}`);
    saved++;
  }
  return (saved / (performance.now() - startedAt)) * 1000;
}

/** @param word part of the names of what is compared; blank: all of it */
export async function beforeAfter(commit: string, word: string): Promise<void> {
  const root = mkdtempSync(path.join(tmpdir(), 'essence-before-'));
  const site = (of: string) => startSite({ domain: DOMAIN, env: { NODE_ENV: 'production' }, root: of });
  try {
    await build(commit, root);
    const before = await site(root);
    try {
      const after = await site(projectPaths().root);
      try {
        await compare({ commit, word }, before, after);
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

/** With the packages of this checkout, where it wants the same. */
async function build(commit: string, root: string): Promise<void> {
  const own = projectPaths().root;
  await run('git', ['worktree', 'add', '--detach', root, commit], { cwd: own });
  const [before, after] = [root, own].map((of) => readFileSync(path.join(of, 'package-lock.json'), 'utf8'));
  if (before === after) symlinkSync(path.join(own, 'node_modules'), path.join(root, 'node_modules'));
  else await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root });
  await run('npm', ['run', '--silent', 'build'], { cwd: root });
}

async function compare(
  { commit, word }: { readonly commit: string; readonly word: string },
  before: Site,
  after: Site,
): Promise<void> {
  console.log(`\nbefore-after: this checkout ÷ ${commit}, ${PAIRS} alternating pairs of ${SECONDS} s each\n`);
  console.log('| page | median | least | most | by CPU time |');
  console.log('|---|---:|---:|---:|---:|');
  const wanted = (disciplines: readonly Discipline[]) => disciplines.filter(({ name }) => name.includes(word));
  print(await measure(before, after, wanted(PUBLIC)));
  const visitors = new Map<Site, DeskVisitor>();
  const visitorAt = (site: Site): DeskVisitor => {
    const visitor = visitors.get(site);
    if (!visitor) throw new Error('nobody has signed in at that desk');
    return visitor;
  };
  const atDesk = wanted(deskDisciplines(visitorAt));
  if (atDesk.length === 0) return;
  for (const site of [before, after]) {
    await fillShop(site.database.pool);
    visitors.set(site, await visitDesk(site, DESK_CONNECTIONS));
  }
  print(await measure(before, after, atDesk));
  for (const visitor of visitors.values()) visitor.leave();
}

/** After ÷ before in one pair: of requests per second, and of requests per second of the site's own CPU time. */
interface Ratio {
  readonly rate: number;
  readonly byCpu: number;
}

/** By discipline; who comes first changes from pair to pair. */
async function measure(
  before: Site,
  after: Site,
  disciplines: readonly Discipline[],
): Promise<ReadonlyMap<string, Ratio[]>> {
  const ratios = new Map(disciplines.map(({ name }): [string, Ratio[]] => [name, []]));
  const pidsOf = new Map([before, after].map((site) => [site, processesOf(site.dataDir)]));
  const runAt = async (site: Site, discipline: Discipline): Promise<Ratio> => {
    const pids = pidsOf.get(site) ?? [];
    const [usedBefore, startedAt] = [cpuSecondsOf(pids), performance.now()];
    const rate = await discipline.run(site);
    const seconds = (performance.now() - startedAt) / 1000;
    return { rate, byCpu: (rate * seconds) / (cpuSecondsOf(pids) - usedBefore) };
  };
  const progress = process.stderr.isTTY;
  // Pair 0 warms both up and counts for nothing.
  for (let pair = 0; pair <= PAIRS; pair++) {
    for (const discipline of disciplines) {
      if (progress) process.stderr.write(`\r\u001b[2K  pair ${pair} of ${PAIRS}: ${discipline.name}`);
      const first = pair % 2 === 0 ? before : after;
      const second = first === before ? after : before;
      const [one, other] = [await runAt(first, discipline), await runAt(second, discipline)];
      const [then, now] = first === before ? [one, other] : [other, one];
      if (pair > 0) ratios.get(discipline.name)?.push({ rate: now.rate / then.rate, byCpu: now.byCpu / then.byCpu });
    }
  }
  if (progress) process.stderr.write('\r\u001b[2K');
  return ratios;
}

function print(ratios: ReadonlyMap<string, readonly Ratio[]>): void {
  for (const [name, values] of ratios) {
    const rates = values.map(({ rate }) => rate);
    const byCpu = median(values.map((value) => value.byCpu));
    const cells = [median(rates), Math.min(...rates), Math.max(...rates), byCpu].map((value) => value.toFixed(2));
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}
