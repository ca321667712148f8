/** The edge process on a bad day, and several of them at once. */
import { chmod, chown, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SecureVersion } from 'node:tls';
import { createCertificateStore, type CertificateStore } from '../../server/certificates/store';
import { freePort } from '../setup/ports';
import { resumes, secure, servedFingerprint, sessionOf } from './support/client';
import {
  allNames,
  createTestAuthority,
  DOMAIN,
  newDirectory,
  startEdge,
  startFakeShop,
  to,
  until,
  type FakeShop,
  type RunningEdge,
  type TestAuthority,
} from './support/edge';
import { buildRelease, type Run, type RunOptions } from './support/process';

const NOBODY = 65_534;
let run: Run;
let authority: TestAuthority;
let shop: FakeShop;

beforeAll(async () => {
  run = await buildRelease(DOMAIN);
  authority = await createTestAuthority();
  shop = await startFakeShop((_request, response) => response.end('hello'));
});

async function newStore(): Promise<{ dataDir: string; store: CertificateStore }> {
  const dataDir = await newDirectory();
  const store = createCertificateStore(dataDir);
  await store.prepare(new Date());
  await store.saveTicketKey(Buffer.alloc(48, 7));
  await store.install('local', await authority.issue(allNames()), new Date());
  return { dataDir, store };
}

async function start(dataDir: string, options: RunOptions = {}, variables: Record<string, string> = {}) {
  const port = await freePort();
  const running = run(
    'edge',
    {
      DATA_DIR: dataDir,
      HTTP_PORT: String(await freePort()),
      HTTPS_PORT: String(port),
      SHOP_PORT: String(shop.port),
      ...variables,
    },
    options,
  );
  await running.ready;
  return { ...running, to: { port, host: DOMAIN, ca: authority.pem } };
}

async function forEachPath(directory: string, act: (file: string, isDirectory: boolean) => Promise<void>) {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) await forEachPath(file, act);
    await act(file, entry.isDirectory());
  }
  await act(directory, true);
}

describe('it boots and serves', () => {
  test('without a network: it asks no name server and dials nothing but this machine', async () => {
    const { dataDir } = await newStore();
    const preload = path.join(dataDir, 'no-network.js');
    await writeFile(
      preload,
      `const net = require('node:net'), dns = require('node:dns'), dgram = require('node:dgram');
       const refuse = (what) => { process.stderr.write('tried ' + what + '\\n'); throw new Error('ENETUNREACH'); };
       const connect = net.Socket.prototype.connect;
       net.Socket.prototype.connect = function (...args) {
         const host = args.flat()[0].host;
         return host === '127.0.0.1' ? connect.apply(this, args) : refuse(host);
       };
       for (const name of ['lookup', 'resolve', 'resolveMx', 'resolve4']) {
         const original = dns[name];
         dns[name] = (host, ...rest) => net.isIP(host) ? original(host, ...rest) : refuse(name + ' ' + host);
         dns.promises[name] = (host) => refuse(name + ' ' + host);
       }
       dgram.createSocket = () => refuse('dgram');`,
    );
    const edge = await start(dataDir, { preload });
    expect(await secure(edge.to)).toMatchObject({ status: 200, body: 'hello' });
    expect(edge.stderr()).toBe('');
  });

  test('with a store that it can only read, as when the disk is full', async () => {
    const { dataDir, store } = await newStore();
    const isRoot = process.getuid?.() === 0;
    await forEachPath(dataDir, async (file, isDirectory) => {
      if (isRoot) await chown(file, NOBODY, NOBODY);
      await chmod(file, isDirectory ? 0o500 : 0o400);
    });
    // For root every file can be written.
    const edge = await start(dataDir, isRoot ? { userId: NOBODY } : {});
    expect(await secure(edge.to)).toMatchObject({ status: 200, body: 'hello' });
    const before = await servedFingerprint(edge.to);
    edge.child.kill('SIGTERM');
    expect(await edge.ended).toBe(0);
    await forEachPath(dataDir, (file, isDirectory) => chmod(file, isDirectory ? 0o700 : 0o600));
    expect((await store.load(new Date()))?.bundle.fingerprint).toBe(before);
  });

  test('with a newest certificate that is garbage: the one before it', async () => {
    const { dataDir, store } = await newStore();
    const good = (await store.load(new Date()))!.bundle.fingerprint;
    await store.install('local', await authority.issue(allNames()), new Date(Date.now() + 2_000));
    await writeFile(path.join(store.paths.root, 'current'), 'garbage');
    const edge = await start(dataDir);
    expect(await servedFingerprint(edge.to)).toBe(good);
    expect(await secure(edge.to)).toMatchObject({ status: 200 });
    await until(() => edge.stdout().includes('the certificate store has a fault'));
  });

  test.each([
    ['an hour behind, when the certificate is not valid yet', -25 * 3_600_000, 'is not valid before'],
    ['past the end of the certificate', 120 * 24 * 3_600_000, 'ended on'],
  ])('with a clock that is %s, and says so', async (_what, offsetMs, said) => {
    const edge = await startEdge({ shopPort: shop.port, clock: { now: () => new Date(Date.now() + offsetMs) } });
    expect(await secure(to(edge))).toMatchObject({ status: 200 });
    expect(edge.log.some((line) => String(line['msg']).includes(said))).toBe(true);
    const ready = await secure(to(edge, { path: '/readyz' }));
    expect(JSON.parse(ready.body)).toMatchObject({ status: 'not ready', certificate: { ok: false } });
  });

  test('HSTS is as long as HSTS_MAX_AGE says, once browsers trust the certificate, and not before', async () => {
    const options = { shopPort: shop.port, config: { hstsMaxAgeSeconds: 31_536_000 } };
    const hstsOf = async (edge: RunningEdge) => (await secure(to(edge))).headers['strict-transport-security'];
    expect(await hstsOf(await startEdge({ ...options, trusted: true }))).toBe('max-age=31536000');
    expect(await hstsOf(await startEdge(options))).toBeUndefined();
  });
});

describe('several edge processes', () => {
  test('all serve a new certificate within five seconds, and resume each other’s sessions, also after a restart', async () => {
    const { dataDir, store } = await newStore();
    const [first, second] = [await start(dataDir), await start(dataDir)];
    const sessions: [SecureVersion, Buffer][] = [
      ['TLSv1.2', await sessionOf(first.to, 'TLSv1.2')],
      ['TLSv1.3', await sessionOf(first.to, 'TLSv1.3')],
    ];
    for (const session of sessions) expect(await resumes(second.to, ...session)).toBe(true);
    const storedAt = performance.now();
    const next = await store.install('local', await authority.issue(allNames()), new Date(Date.now() + 1_000));
    for (const { to } of [first, second]) await until(async () => (await servedFingerprint(to)) === next.fingerprint);
    expect(performance.now() - storedAt).toBeLessThan(5_000);
    first.child.kill('SIGTERM');
    await first.ended;
    const restarted = await start(dataDir);
    for (const session of sessions) {
      for (const { to } of [second, restarted]) expect(await resumes(to, ...session)).toBe(true);
    }
  });
});

describe('its log', () => {
  test('has a line for every request that was answered before SIGTERM, though lines are written in batches', async () => {
    const { dataDir } = await newStore();
    const edge = await start(dataDir);
    for (let i = 0; i < 50; i += 1) await secure({ ...edge.to, path: `/page/${i}` });
    edge.child.kill('SIGTERM');
    expect(await edge.ended).toBe(0);
    const lines = edge
      .stdout()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const paths = lines.filter((line) => line['msg'] === 'request').map((line) => line['path']);
    expect(paths).toEqual(Array.from({ length: 50 }, (_, i) => `/page/${i}`));
    expect(lines.at(-1)!['msg']).toBe('stopped');
  });

  test('is written within a moment, not only when there is much of it', async () => {
    const { dataDir } = await newStore();
    const edge = await start(dataDir);
    await secure({ ...edge.to, path: '/one' });
    await until(() => edge.stdout().includes('"/one"'));
  });

  test('stays whole when the process ends by an error', async () => {
    const { dataDir } = await newStore();
    const preload = path.join(dataDir, 'fails.js');
    await writeFile(preload, `process.on('SIGUSR2', () => { throw new Error('on purpose'); });`);
    const edge = await start(dataDir, { preload });
    await secure({ ...edge.to, path: '/last' });
    edge.child.kill('SIGUSR2');
    expect(await edge.ended).not.toBe(0);
    expect(edge.stdout()).toContain('"/last"');
  });
});
