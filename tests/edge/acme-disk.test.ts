/** The certificates process, and the edge beside it, on a disk that takes nothing more. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createCertificateStore, type CertificateStore } from '../../server/certificates/store';
import { freePort } from '../setup/ports';
import { compileCertificates, runCertificates, runOnFullDisk } from './support/acme-process';
import { answerChallenges } from './support/acme-server';
import { secure } from './support/client';
import { closeAll, closeLater, startEdge, startFakeShop, until } from './support/edge';

// Nothing here is about speed: a busy machine may take its time.
jest.setTimeout(120_000);

const DOMAIN = 'essence-aura.localhost';
let file: string;

beforeAll(async () => {
  file = await compileCertificates();
});
afterAll(closeAll);

async function newStore(): Promise<{ dataDir: string; store: CertificateStore }> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'data-'));
  closeLater(() => rm(dataDir, { recursive: true, force: true }));
  return { dataDir, store: createCertificateStore(dataDir) };
}

describe('on a full disk the certificates process', () => {
  test('says so, stays, and makes its certificate as soon as there is room', async () => {
    const { dataDir, store } = await newStore();
    const running = runOnFullDisk(file, { DATA_DIR: dataDir, DOMAIN });
    await until(() => running.output().includes('the certificate store can not be written'));
    expect(running.isReady()).toBe(false);
    expect(running.child.exitCode).toBeNull();
    expect(await store.load(new Date())).toBeNull();
    running.free();
    await until(() => running.isReady());
    expect((await store.load(new Date()))?.bundle.names).toContain(DOMAIN);
    expect(running.output().match(/the certificate can not be looked after/g)).toHaveLength(1);
    expect(running.output()).toContain('the certificate is looked after again');
    expect(await running.kill('SIGTERM')).toBe(0);
    expect(await readdir(store.paths.root)).not.toContain('lock');
  });

  test('is ready with the certificate that it has', async () => {
    const { dataDir, store } = await newStore();
    const before = runCertificates(file, { DATA_DIR: dataDir, DOMAIN });
    await until(() => before.isReady());
    await before.kill('SIGTERM');
    await rm(store.paths.status);
    const running = runOnFullDisk(file, { DATA_DIR: dataDir, DOMAIN });
    await until(() => running.isReady() && running.output().includes('the certificate store can not be written'));
    expect(running.child.exitCode).toBeNull();
    expect(await running.kill('SIGTERM')).toBe(0);
  });

  test('orders nothing that it could not keep', async () => {
    const { dataDir, store } = await newStore();
    const running = runOnFullDisk(file, {
      DATA_DIR: dataDir,
      DOMAIN,
      HTTP_PORT: String(await answerChallenges(store)),
      CERTIFICATES: 'acme',
      // Nobody is there, and nobody is asked.
      ACME_DIRECTORY_URL: `https://127.0.0.1:${await freePort()}/dir`,
    });
    await until(() => running.output().includes('the certificate store can not be written'));
    expect(running.isReady()).toBe(true);
    expect(running.output()).not.toContain('ordering a certificate');
    expect(await running.kill('SIGTERM')).toBe(0);
  });
});

test('with no CA, no network and no certificate the edge serves, with one that it signed itself', async () => {
  const { dataDir, store } = await newStore();
  const shop = await startFakeShop((_request, response) => response.end('open'));
  const edge = await startEdge({
    dataDir,
    shopPort: shop.port,
    certificate: false,
    config: { domain: DOMAIN, certificates: 'acme', publicHttpsPort: 443 },
  });
  const running = runCertificates(file, {
    DATA_DIR: dataDir,
    DOMAIN,
    HTTP_PORT: String(edge.httpPort),
    CERTIFICATES: 'acme',
    ACME_DIRECTORY_URL: `https://127.0.0.1:${await freePort()}/dir`,
  });
  await until(() => running.output().includes('could not be reached'));
  expect(running.isReady()).toBe(true);
  expect((await secure({ port: edge.httpsPort, host: DOMAIN })).body).toBe('open');
  expect(running.output()).toMatch(/"nextAttemptAt":"20/);
  expect(await running.kill('SIGTERM')).toBe(0);
  expect(await readdir(store.paths.challenges)).toEqual([]);
});
