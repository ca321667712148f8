/** What goes wrong at a real CA (Pebble), on the way to it, and on this machine in the middle of an order. */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { startPebble, type Pebble, type PebbleOptions } from '../setup/pebble';
import { startInterceptor, type Interception } from './support/acme-interceptor';
import { createAcmeShop, SHOP, type AcmeShop } from './support/acme-shop';
import { closeAll, closeLater, listenOnLoopback, until } from './support/edge';
import { buildRelease, type Running } from './support/process';

const NAMES = [SHOP, `app.${SHOP}`, `www.${SHOP}`];
const FAST_AND_FRIENDLY = { PEBBLE_WFE_NONCEREJECT: '0', PEBBLE_AUTHZREUSE: '0' };

afterEach(closeAll);

async function startCa(shop: AcmeShop, options: Partial<PebbleOptions> = {}): Promise<Pebble> {
  const pebble = await startPebble({ httpPort: shop.httpPort, env: FAST_AND_FRIENDLY, ...options });
  closeLater(() => pebble.stop());
  return pebble;
}

async function occurrences(pebble: Pebble, what: RegExp): Promise<number> {
  return [...(await pebble.output()).matchAll(what)].length;
}
const ordersAt = (pebble: Pebble): Promise<number> => occurrences(pebble, /Added order "/g);
const issuedBy = (pebble: Pebble): Promise<number> => occurrences(pebble, /Issued certificate serial/g);

/** One certificate for all names, and nothing left of the way to it. */
async function expectConverged(shop: AcmeShop): Promise<void> {
  const { paths } = shop.store;
  const loaded = await shop.store.load(shop.clock.now());
  expect([...loaded!.bundle.names].sort()).toEqual([...NAMES].sort());
  expect(await readdir(paths.bundles)).toHaveLength(1);
  expect(await readdir(paths.challenges)).toEqual([]);
  expect(existsSync(paths.lock)).toBe(false);
  for (const account of await readdir(paths.acme)) {
    expect((await readdir(path.join(paths.acme, account))).sort()).toEqual(['account.json', 'account.pem']);
  }
}

describe('a CA that is real', () => {
  test('and refuses six nonces out of ten costs time, not an order', async () => {
    const shop = await createAcmeShop();
    const pebble = await startCa(shop, { env: { PEBBLE_WFE_NONCEREJECT: '60', PEBBLE_AUTHZREUSE: '0' } });
    const manager = await shop.start(pebble);
    await until(() => shop.isContent());
    await manager.stop();
    expect((await shop.status())?.attempts).toMatchObject([{ outcome: 'passed' }]);
    expect(await ordersAt(pebble)).toBe(1);
    await expectConverged(shop);
  });

  test('and remembers proofs, or signs through three intermediates, is no different', async () => {
    const shop = await createAcmeShop();
    const env = { PEBBLE_WFE_NONCEREJECT: '0', PEBBLE_AUTHZREUSE: '100', PEBBLE_CHAIN_LENGTH: '3' };
    const pebble = await startCa(shop, { env, config: { certificateValidityPeriod: 6 * 86_400 } });
    const ordered = async (certificates: number): Promise<void> => {
      const manager = await shop.start(pebble);
      await until(() => shop.messages('certificate stored').length === certificates);
      await manager.stop();
    };
    await ordered(1);
    // Without it another is needed at once. A jump of our clock would not do: Pebble's clock stays, so what it signs then
    // is due for renewal too, and by its own jitter perhaps already overdue.
    await rm(shop.store.paths.bundles, { recursive: true });
    await shop.store.prepare(shop.clock.now());
    await ordered(2);
    const loaded = await shop.store.load(shop.clock.now());
    expect(loaded?.bundle.chain.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThanOrEqual(3);
    expect((await shop.status())?.attempts).toMatchObject([{ outcome: 'passed' }, { outcome: 'passed' }]);
    expect(await ordersAt(pebble)).toBe(2);
    expect(await readdir(shop.store.paths.challenges)).toEqual([]);
  });

  test('and blocks one of the names says which, in status.json too', async () => {
    const shop = await createAcmeShop();
    const pebble = await startCa(shop, { config: { domainBlocklist: [`app.${SHOP}`] } });
    const manager = await shop.start(pebble);
    await until(() => shop.messages('no new certificate').length >= 2);
    await manager.stop();
    const [failure] = shop.messages('no new certificate');
    expect(failure!['reason']).toMatch(new RegExp(`rejectedIdentifier.*app\\.${SHOP}`));
    expect((await shop.status())?.reason).toBe(failure!['reason']);
    expect((await shop.status())?.attempts[0]).toMatchObject({ ordered: true, outcome: 'failed' });
  });

  test('and finds the names elsewhere sends the next orders to staging, until they lead here', async () => {
    const shop = await createAcmeShop();
    const [pebble, staging] = await Promise.all([startCa(shop), startCa(shop)]);
    await Promise.all([pebble, staging].map((ca) => ca.setAddress('127.0.0.2')));
    const manager = await shop.start(await behindOneFile(shop, pebble, staging));
    await until(() => shop.messages('no new certificate').length >= 3);
    const before = await shop.status();
    expect(before?.attempts.slice(0, 3).map(({ directory }) => directory)).toEqual([
      'production',
      'staging',
      'staging',
    ]);
    expect(before?.reason).toMatch(/the CA refused .*essence-aura\.test: .*connection refused/i);
    expect(await shop.hasCertificate()).toBe(false);
    await Promise.all([pebble, staging].map((ca) => ca.setAddress('127.0.0.1')));
    await until(() => shop.isContent());
    await manager.stop();
    expect(await ordersAt(pebble)).toBe(2);
    expect(await ordersAt(staging)).toBeGreaterThanOrEqual(3);
    expect(await issuedBy(pebble)).toBe(1);
    await expectConverged(shop);
  });

  test('and gets a wrong answer to a challenge says so', async () => {
    const shop = await createAcmeShop();
    const stranger = http.createServer((_request, response) => response.end('welcome to another server'));
    const pebble = await startCa(shop, { httpPort: await listenOnLoopback(stranger) });
    const manager = await shop.start(pebble);
    await until(() => shop.messages('no new certificate').length >= 1);
    await manager.stop();
    expect(shop.messages('no new certificate')[0]!['reason']).toMatch(/key authorization file .*did not match/i);
    expect(await readdir(shop.store.paths.challenges)).toEqual([]);
  });
});

/** ACME_CA_FILE is one file: here with the roots of two directories. */
async function behindOneFile(shop: AcmeShop, production: Pebble, staging: Pebble) {
  const one = await startInterceptor(shop.dataDir, production);
  const other = await startInterceptor(shop.dataDir, staging);
  const caFile = path.join(shop.dataDir, 'roots.pem');
  await writeFile(caFile, `${await readFile(one.caFile, 'utf8')}\n${await readFile(other.caFile, 'utf8')}`);
  return { directoryUrl: one.directoryUrl, staging: other.directoryUrl, caFile };
}

describe('a CA that goes away in the middle of an order', () => {
  test.each<Interception>([
    { step: 'finalize-order', lose: 'request', cut: true },
    { step: 'finalize-order', lose: 'answer', cut: true },
    { step: 'my-order', lose: 'request', cut: true },
    { step: 'certZ', lose: 'answer', cut: true },
  ])('and comes back is asked for the same order: %j', async (interception) => {
    const shop = await createAcmeShop();
    const pebble = await startCa(shop);
    const interceptor = await startInterceptor(shop.dataDir, pebble);
    const reached = interceptor.intercept(interception);
    const manager = await shop.start(interceptor);
    await reached;
    await until(() => shop.isContent());
    await manager.stop();
    expect(shop.messages('no new certificate')[0]!['reason']).toContain('could not be reached');
    expect(await ordersAt(pebble)).toBe(1);
    expect(await issuedBy(pebble)).toBe(1);
    expect((await shop.status())?.attempts).toMatchObject([{ outcome: 'failed' }, { outcome: 'passed' }]);
    await expectConverged(shop);
  });

  test('and comes back without its memory gets account and order anew', async () => {
    const shop = await createAcmeShop();
    const pebble = await startCa(shop);
    const interceptor = await startInterceptor(shop.dataDir, pebble);
    const reached = interceptor.intercept({ step: 'finalize-order', lose: 'request' });
    const manager = await shop.start(interceptor);
    await reached;
    await manager.stop();
    await pebble.kill();
    const waiting = await shop.start(interceptor);
    await until(() => shop.messages('no new certificate').length >= 2);
    expect(shop.messages('no new certificate').at(-1)!['reason']).toContain('could not be reached');
    await pebble.restart();
    await until(() => shop.isContent());
    await waiting.stop();
    expect(JSON.stringify(shop.lines)).toContain('the CA does not know the stored account: registering it again');
    expect(await issuedBy(pebble)).toBe(1);
    await expectConverged(shop);
  });
});

describe('kill -9 of the certificates process', () => {
  async function prepare() {
    const start = await buildRelease(SHOP);
    const shop = await createAcmeShop();
    const pebble = await startCa(shop);
    const interceptor = await startInterceptor(shop.dataDir, pebble);
    const run = (): Running =>
      start('certificates', {
        DATA_DIR: shop.dataDir,
        HTTP_PORT: String(shop.httpPort),
        CERTIFICATES: 'acme',
        ACME_DIRECTORY_URL: interceptor.directoryUrl,
        ACME_CA_FILE: interceptor.caFile,
      });
    return { shop, pebble, interceptor, run };
  }

  async function expectOneCertificate(shop: AcmeShop, pebble: Pebble, last: Running): Promise<void> {
    await until(() => shop.isContent());
    expect(await last.kill('SIGTERM')).toBe(0);
    expect(await issuedBy(pebble)).toBe(1);
    await expectConverged(shop);
  }

  test.each<[string, Interception, number]>([
    ['before the CA hears of the order', { step: 'order-plz', lose: 'request' }, 1],
    // The only point at which nobody here knows of the order: it stays unproven, and ends by itself.
    ['before the answer to the order arrives', { step: 'order-plz', lose: 'answer' }, 2],
    ['before the challenges are known', { step: 'authZ', lose: 'answer' }, 1],
    ['while a challenge is announced', { step: 'chalZ', lose: 'request' }, 1],
    ['after a challenge was announced', { step: 'chalZ', lose: 'answer' }, 1],
    ['before the CA hears of the finalization', { step: 'finalize-order', lose: 'request' }, 1],
    ['after the finalization', { step: 'finalize-order', lose: 'answer' }, 1],
    ['before the certificate arrives', { step: 'certZ', lose: 'answer' }, 1],
  ])('%s: the next start goes on with what there is, at once', async (_when, interception, orders) => {
    const { shop, pebble, interceptor, run } = await prepare();
    const reached = interceptor.intercept(interception);
    const killed = run();
    await reached;
    await killed.kill('SIGKILL');
    expect(existsSync(shop.store.paths.lock)).toBe(true);
    const next = run();
    await expectOneCertificate(shop, pebble, next);
    expect(await ordersAt(pebble)).toBe(orders);
    expect((await shop.status())?.attempts).toMatchObject([{ outcome: 'interrupted' }, { outcome: 'passed' }]);
  });

  test('started twice, the second waits; when the first is killed it takes over the same order', async () => {
    const { shop, pebble, interceptor, run } = await prepare();
    const reached = interceptor.intercept({ step: 'finalize-order', lose: 'answer' });
    const first = run();
    await reached;
    const second = run();
    await until(() => second.output().includes('another process is making a certificate'));
    expect(interceptor.count('order-plz')).toBe(1);
    await first.kill('SIGKILL');
    await expectOneCertificate(shop, pebble, second);
    expect(interceptor.count('order-plz')).toBe(1);
  });

  test('killed again and again it orders no more than five times in the hour', async () => {
    const { shop, interceptor, run } = await prepare();
    for (let i = 0; i < 5; i += 1) {
      const reached = interceptor.intercept({ step: 'order-plz', lose: 'request' });
      const killed = run();
      await reached;
      await killed.kill('SIGKILL');
    }
    const last = run();
    await until(async () => (await shop.status())?.attempts.at(-1)?.outcome === 'interrupted');
    const status = await shop.status();
    expect(status?.attempts).toHaveLength(5);
    const firstAt = status!.attempts[0]!.startedAt.getTime();
    expect(status?.nextAttemptAt?.getTime()).toBe(firstAt + 3_600_000);
    await last.kill('SIGTERM');
    expect(interceptor.count('order-plz')).toBe(5);
    expect((await shop.status())?.attempts).toHaveLength(5);
  });
});
