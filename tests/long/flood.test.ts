/** The edge process itself under 200,000 handshakes for names nobody has and 2,000 connections that only hold on. */
import { fork } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { build } from 'esbuild';
import { createCertificateStore } from '../../server/certificates/store';
import { projectPaths } from '../../server/config/paths';
import { secure, type RequestOptions } from '../edge/support/client';
import { allNames, createTestAuthority, DOMAIN, newDirectory, startFakeShop } from '../edge/support/edge';
import { buildRelease, type Running } from '../edge/support/process';
import { freePort } from '../setup/ports';

jest.setTimeout(900_000);

const NAMES = 200_000;
const WARMING = 60_000;
const SLOW = 2_000;
const FLAT_MB = 20;
const SERVED_MS = 100;
const OUTPUT = path.join(projectPaths().root, 'tests', '.output');

let edge: Running;
let to: RequestOptions & { readonly ca: string };
let floodScript: string;

beforeAll(async () => {
  const run = await buildRelease(DOMAIN);
  const authority = await createTestAuthority();
  const shop = await startFakeShop((request, response) => {
    request.on('error', () => undefined).resume();
    response.end('x'.repeat(12_000));
  });
  const dataDir = await newDirectory();
  const store = createCertificateStore(dataDir);
  await store.prepare(new Date());
  await store.install('local', await authority.issue(allNames()), new Date());
  to = { port: await freePort(), host: DOMAIN, ca: authority.pem };
  edge = run('edge', {
    DATA_DIR: dataDir,
    HTTP_PORT: String(await freePort()),
    HTTPS_PORT: String(to.port),
    SHOP_PORT: String(shop.port),
  });
  await edge.ready;
  floodScript = path.join(await newDirectory(), 'flood-run.js');
  const entryPoints = [path.join(__dirname, 'flood-run.ts')];
  await build({ entryPoints, outfile: floodScript, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
});

function rssMb(): number {
  const status = readFileSync(`/proc/${edge.child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

function floodOfNames(names: number): Promise<number> {
  const child = fork(floodScript, [String(to.port), String(names)]);
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { answered: number }).answered));
    child.once('exit', (code) => (code === 0 ? undefined : reject(new Error(`the flood ended with ${code}`))));
  });
}

/** Four ways to hold on: silent, half a handshake, half a head, half a body; from twenty addresses. */
function holdOn(number: number): net.Socket {
  const from = `127.0.2.${1 + (number % 20)}`;
  const raw = net.connect({ port: to.port, host: '127.0.0.1', localAddress: from });
  raw.on('error', () => undefined);
  const way = Math.floor(number / 20) % 4;
  if (way === 1) raw.write(Buffer.from('16030102000100', 'hex'));
  if (way < 2) return raw;
  const secured = tls.connect({ socket: raw, servername: DOMAIN, ca: to.ca });
  secured.on('error', () => undefined);
  const head = `Host: ${DOMAIN}\r\n`;
  secured.write(
    way === 2 ? `GET / HTTP/1.1\r\n${head}X-Slow: ` : `POST / HTTP/1.1\r\n${head}Content-Length: 50000\r\n\r\nhalf`,
  );
  return secured;
}

/** Keeps so many trying: who is cut off comes back. */
async function holdOnForLong(count: number, over: () => boolean): Promise<void> {
  const sockets: net.Socket[] = [];
  for (let i = 0; !over(); i += 1) {
    const slot = i % count;
    if (sockets[slot]?.destroyed ?? true) {
      sockets[slot] = holdOn(slot);
      if (i % 10 === 9) await sleep(30);
    }
    if (slot === count - 1) await sleep(100);
  }
  for (const socket of sockets) socket.destroy();
}

/** One visit after the other, from an address of their own: on a kept connection, and now and then on a new one. */
async function visit(until: () => boolean): Promise<{ readonly ms: number[]; readonly failures: string[] }> {
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1, localAddress: '127.0.3.1' });
  const fresh = new https.Agent({ maxCachedSessions: 0, localAddress: '127.0.3.2' });
  const ms: number[] = [];
  const failures: string[] = [];
  for (let i = 0; !until(); i += 1) {
    const startedAt = performance.now();
    const answer = await secure({ ...to, path: '/visit', agent: i % 5 === 4 ? fresh : agent }).catch(String);
    ms.push(performance.now() - startedAt);
    if (typeof answer === 'string' || answer.status !== 200) failures.push(JSON.stringify(answer).slice(0, 200));
    await sleep(20);
  }
  agent.destroy();
  return { ms, failures };
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

const median = (values: readonly number[]): number => percentile(values, 0.5);

test('200,000 names and 2,000 slow connections: memory is flat, and visitors are served', async () => {
  const started = rssMb();
  // What a process grows to once: the heap for young objects, buffers, code that became hot.
  for (let i = 0; i < 2_000; i += 1) await secure(to);
  const afterVisits = rssMb();
  let over = false;
  const slow = holdOnForLong(SLOW, () => over);
  // What the heap of old objects takes before it is swept for the first time.
  await floodOfNames(WARMING);

  const samples: number[] = [];
  const watching = (async () => {
    for (; !over; await sleep(100)) samples.push(rssMb());
  })();
  const visits = visit(() => over);
  const answered = await floodOfNames(NAMES);
  over = true;
  await Promise.all([watching, slow]);
  const { ms, failures } = await visits;
  await sleep(2_000);

  // A garbage collector lets memory go up and down; what may not be is that it goes up for good. 100 bytes a name are
  // 20 MB here.
  const fifth = Math.floor(samples.length / 5);
  const first = median(samples.slice(0, fifth));
  const last = median(samples.slice(-fifth));
  const report = {
    names: NAMES,
    slow: SLOW,
    rssMb: {
      started,
      afterVisits,
      first,
      last,
      least: Math.min(...samples),
      most: Math.max(...samples),
      after: rssMb(),
      course: samples.filter((_, i) => i % Math.ceil(samples.length / 30) === 0).map(Math.round),
    },
    visits: { count: ms.length, p50: median(ms), p95: percentile(ms, 0.95), p99: percentile(ms, 0.99) },
    failures: failures.slice(0, 5),
  };
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(path.join(OUTPUT, 'flood.json'), `${JSON.stringify(report, null, 2)}\n`);

  expect(answered).toBe(0);
  expect(failures).toEqual([]);
  expect(last - first).toBeLessThan(FLAT_MB);
  expect(report.visits.p95).toBeLessThan(SERVED_MS);
});
