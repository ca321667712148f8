/** The real site, while one address holds 500 streams and 300 connections open with bodies that never end. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { projectPaths } from '../../server/config/paths';
import { secure, type Answer } from '../edge/support/client';
import { withSite } from '../setup/site';

jest.setTimeout(300_000);

const DOMAIN = 'essence-aura.localhost';
const STREAMS = 500;
const POSTS = 300;
const ATTACKER = '127.0.2.1';
const ATTACK_MS = 60_000;
const SERVED_MS = 1_000;
const PAUSE_MS = 100;
const OUTPUT = path.join(projectPaths().root, 'tests', '.output');

interface Visits {
  readonly ms: number[];
  readonly failures: string[];
}

const site = withSite({ domain: DOMAIN, env: { NODE_ENV: 'production' } });
let script: string;
const attackers: ChildProcess[] = [];

beforeAll(async () => {
  script = path.join(site.dataDir, 'unfinished-run.js');
  const entryPoints = [path.join(__dirname, 'unfinished-run.ts')];
  await build({ entryPoints, outfile: script, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
  writeFileSync(path.join(site.dataDir, 'ca.pem'), site.caPem());
});

afterAll(() => attackers.forEach((child) => child.kill('SIGKILL')));

function attack(): ChildProcess {
  const facts = [site.httpsPort, DOMAIN, path.join(site.dataDir, 'ca.pem'), ATTACKER, STREAMS, POSTS].map(String);
  const child = fork(script, facts);
  attackers.push(child);
  return child;
}

/** One after the other, from an address of its own or from the attacker's. */
async function visit(pathname: string, from: string, over: () => boolean): Promise<Visits> {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1, localAddress: from });
  const visits: Visits = { ms: [], failures: [] };
  const host = DOMAIN;
  while (!over()) {
    const startedAt = performance.now();
    const answer: Answer | string = await secure({
      port: site.httpsPort,
      host,
      ca: site.caPem(),
      path: pathname,
      agent,
    }).catch(String);
    visits.ms.push(performance.now() - startedAt);
    if (typeof answer === 'string' || answer.status !== 200) {
      visits.failures.push(typeof answer === 'string' ? answer : `${answer.status} ${answer.body.slice(0, 200)}`);
    }
    await sleep(PAUSE_MS);
  }
  agent.destroy();
  return visits;
}

test('500 slow streams and 300 slow posts of one address: the cart opens within a second, and the shop is ready', async () => {
  let over = false;
  const child = attack();
  // Until all have connected: their handshakes are the other flood's business.
  await sleep(10_000);
  const visiting = {
    cart: visit('/cart', '127.0.3.1', () => over),
    ready: visit('/readyz', '127.0.3.2', () => over),
    neighbour: visit('/cart', ATTACKER, () => over),
  };
  await sleep(ATTACK_MS);
  over = true;
  const [cart, ready, neighbour] = await Promise.all([visiting.cart, visiting.ready, visiting.neighbour]);
  const saying = once(child, 'message');
  child.send('stop');
  const [attacks] = (await saying) as [{ open: number; begun: number }[]];
  child.disconnect();

  const worst = ({ ms }: Visits): number => Math.max(...ms);
  const report = {
    attacks,
    cart: { count: cart.ms.length, worstMs: worst(cart), failures: cart.failures.slice(0, 5) },
    ready: { count: ready.ms.length, worstMs: worst(ready), failures: ready.failures.slice(0, 5) },
    neighbour: { count: neighbour.ms.length, worstMs: worst(neighbour), failures: neighbour.failures.slice(0, 5) },
  };
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(path.join(OUTPUT, 'unfinished.json'), `${JSON.stringify(report, null, 2)}\n`);

  expect(attacks[0]!.begun).toBeGreaterThanOrEqual(STREAMS);
  expect(attacks[1]!.begun).toBeGreaterThanOrEqual(POSTS);
  expect([cart.failures, ready.failures, neighbour.failures]).toEqual([[], [], []]);
  expect(cart.ms.length).toBeGreaterThan(ATTACK_MS / (SERVED_MS + PAUSE_MS));
  expect(worst(cart)).toBeLessThan(SERVED_MS);
});
