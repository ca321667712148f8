import { createPrivateKey } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createCertificates } from '../../server/certificates/create';
import type { CertificateManager } from '../../server/certificates/manager';
import { createCertificateStore } from '../../server/certificates/store';
import { hostsOf } from '../../server/hosts';
import { systemClock } from '../../server/process/clock';
import { startPebble, type Pebble } from '../setup/pebble';
import { freePort } from '../setup/ports';
import { configOf, firstFailureOf } from './support/acme-shop';
import { connectHttp2, secure } from './support/client';
import {
  closeLater,
  createLogCapture,
  newDirectory,
  startEdge,
  startFakeShop,
  until,
  type LogLine,
  type RunningEdge,
} from './support/edge';

const DOMAIN = 'essence-aura.com';
const NAMES = hostsOf(DOMAIN).all.map((host) => host.name);

let running: RunningEdge;
let pebble: Pebble;
let dataDir: string;
let root: string;
const capture = createLogCapture();
const managers: CertificateManager[] = [];

function createManager(): CertificateManager {
  const { directoryUrl, caFile } = pebble;
  const email = 'owner@essence-aura.com';
  const config = configOf(dataDir, running.httpPort, { directoryUrl, caFile, email }, DOMAIN);
  const manager = createCertificates({ config, clock: systemClock, logger: capture.logger });
  managers.push(manager);
  closeLater(() => manager.stop());
  return manager;
}

/** An edge that waits for its certificate from a CA. */
const startWaiting = (directory: string, shopPort: number): Promise<RunningEdge> =>
  startEdge({
    dataDir: directory,
    shopPort,
    certificate: false,
    config: { domain: DOMAIN, certificates: 'acme', publicHttpsPort: 443 },
  });

async function countAtPebble(kind: 'orders' | 'accounts'): Promise<number> {
  const counts = [...(await pebble.output()).matchAll(/There are now (\d+) (\w+) in/g)];
  return Number(counts.filter((match) => match[2] === kind).at(-1)?.[1] ?? 0);
}

beforeAll(async () => {
  dataDir = await newDirectory();
  const shop = await startFakeShop((request, response) => response.end(`hello from ${request.headers.host ?? ''}`));
  running = await startWaiting(dataDir, shop.port);
  pebble = await startPebble({ httpPort: running.httpPort });
  closeLater(() => pebble.stop());
  root = await pebble.rootPem();
});

describe('a certificate from a CA that speaks ACME', () => {
  test('one is ordered for the three names, and the edge serves it to a client that trusts only that CA', async () => {
    await createManager().start();
    const store = createCertificateStore(dataDir);
    await until(async () => (await store.load(new Date())) !== null);
    const loaded = await store.load(new Date());
    expect([...(loaded?.bundle.names ?? [])].sort()).toEqual([...NAMES].sort());
    expect(await countAtPebble('orders')).toBe(1);

    await until(() => running.log.some((line) => line['fingerprint'] === loaded?.bundle.fingerprint));
    for (const host of [DOMAIN, `app.${DOMAIN}`]) {
      const answer = await secure({ port: running.httpsPort, host, ca: root });
      expect(answer).toMatchObject({ status: 200, body: `hello from ${host}` });
      expect(answer.headers['strict-transport-security']).toBeUndefined();
      const client = await connectHttp2({ port: running.httpsPort, host, ca: root });
      expect((await client.request({ ':path': '/' })).status).toBe(200);
    }
    const www = await secure({ port: running.httpsPort, host: `www.${DOMAIN}`, path: '/perfumes', ca: root });
    expect(www.headers.location).toBe(`https://${DOMAIN}/perfumes`);
  });

  test('its key is EC P-256, no token stays behind, and a restart orders nothing', async () => {
    const store = createCertificateStore(dataDir);
    const loaded = await store.load(new Date());
    expect(createPrivateKey(loaded!.bundle.key).asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(await readdir(store.paths.challenges)).toEqual([]);
    const before = capture.lines.length;
    const restarted = createManager();
    await restarted.start();
    await restarted.stop();
    expect(JSON.stringify(capture.lines.slice(before))).not.toContain('ordering a certificate');
    expect(await countAtPebble('orders')).toBe(1);
  });

  test('when the store is lost the account is kept, and two processes at once order one certificate', async () => {
    const store = createCertificateStore(dataDir);
    await rm(store.paths.bundles, { recursive: true });
    await rm(store.paths.current);
    await Promise.all([createManager().start(), createManager().start()]);
    await until(async () => (await store.load(new Date())) !== null);
    await Promise.all(managers.splice(0).map((manager) => manager.stop()));
    expect(await countAtPebble('orders')).toBe(2);
    expect(await countAtPebble('accounts')).toBe(1);
  });

  test('an account that the CA has forgotten is registered again with the same key', async () => {
    const store = createCertificateStore(dataDir);
    const [folder] = await readdir(store.paths.acme);
    const file = path.join(store.paths.acme, folder!, 'account.json');
    const registration = JSON.parse(await readFile(file, 'utf8')) as { url: string };
    await writeFile(file, JSON.stringify({ ...registration, url: registration.url.replace(/[^/]+$/, 'gone') }));
    await rm(store.paths.current);
    await rm(store.paths.bundles, { recursive: true });
    await createManager().start();
    await until(async () => (await store.load(new Date())) !== null);
    expect(await countAtPebble('accounts')).toBe(1);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(registration);
  });
});

describe('when the CA says no', () => {
  async function firstFailure(acme: { directoryUrl: string; caFile: string | null }): Promise<LogLine> {
    const directory = await newDirectory();
    const { httpPort } = await startWaiting(directory, 1);
    const failure = await firstFailureOf(configOf(directory, httpPort, acme, DOMAIN));
    const store = createCertificateStore(directory);
    expect(await readdir(store.paths.challenges)).toEqual([]);
    return failure;
  }

  test('its own reason reaches the log, with the time of the next attempt', async () => {
    const closed = await startPebble({ httpPort: await freePort() });
    const failure = await firstFailure(closed);
    await closed.stop();
    expect(failure['reason']).toMatch(/the CA refused .*essence-aura\.com: .*connection refused/i);
    const waitMs = new Date(failure['nextAttemptAt'] as string).getTime() - Date.now();
    expect(waitMs).toBeGreaterThan(30_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  });

  test('a CA whose directory is signed by an unknown root is not trusted, and that is the reason given', async () => {
    const failure = await firstFailure({ directoryUrl: pebble.directoryUrl, caFile: null });
    expect(failure['reason']).toMatch(/the CA at 127\.0\.0\.1:\d+ could not be reached: .*certificate/);
  });

  test('a CA that is not there is said to be not there', async () => {
    const directoryUrl = `https://127.0.0.1:${await freePort()}/dir`;
    const failure = await firstFailure({ directoryUrl, caFile: null });
    expect(failure['reason']).toMatch(/could not be reached: .*ECONNREFUSED/);
  });
});
