/** The certificates process, and the edge beside it, on a disk that takes nothing more. */
import { readdir, rm } from 'node:fs/promises';
import { createCertificateStore, type CertificateStore } from '../../server/certificates/store';
import { freePort } from '../setup/ports';
import { answerChallenges } from './support/acme-server';
import { secure } from './support/client';
import { newDirectory, startEdgeAndShop, until } from './support/edge';
import { buildRelease, makeRoom, type Run } from './support/process';

const DOMAIN = 'essence-aura.localhost';
let run: Run;

beforeAll(async () => {
  run = await buildRelease(DOMAIN);
});
async function newStore(): Promise<{ dataDir: string; store: CertificateStore }> {
  const dataDir = await newDirectory();
  return { dataDir, store: createCertificateStore(dataDir) };
}

const withAbsentCa = async (dataDir: string, httpPort: number): Promise<Record<string, string>> => ({
  DATA_DIR: dataDir,
  HTTP_PORT: String(httpPort),
  CERTIFICATES: 'acme',
  ACME_DIRECTORY_URL: `https://127.0.0.1:${await freePort()}/dir`,
});

describe('on a full disk the certificates process', () => {
  test('says so, stays, and makes its certificate as soon as there is room', async () => {
    const { dataDir, store } = await newStore();
    const running = run('certificates', { DATA_DIR: dataDir }, { onFullDisk: true });
    await until(() => running.output().includes('the certificate store can not be written'));
    expect(running.isReady()).toBe(false);
    expect(running.child.exitCode).toBeNull();
    expect(await store.load(new Date())).toBeNull();
    makeRoom(running);
    await until(() => running.isReady());
    expect((await store.load(new Date()))?.bundle.names).toContain(DOMAIN);
    expect(running.output().match(/the certificate can not be looked after/g)).toHaveLength(1);
    expect(running.output()).toContain('the certificate is looked after again');
    expect(await running.kill('SIGTERM')).toBe(0);
    expect(await readdir(store.paths.root)).not.toContain('lock');
  });

  test('is ready with the certificate that it has', async () => {
    const { dataDir, store } = await newStore();
    const before = run('certificates', { DATA_DIR: dataDir });
    await before.ready;
    await before.kill('SIGTERM');
    await rm(store.paths.status);
    const running = run('certificates', { DATA_DIR: dataDir }, { onFullDisk: true });
    await until(() => running.isReady() && running.output().includes('the certificate store can not be written'));
    expect(running.child.exitCode).toBeNull();
    expect(await running.kill('SIGTERM')).toBe(0);
  });

  test('orders nothing that it could not keep', async () => {
    const { dataDir, store } = await newStore();
    const variables = await withAbsentCa(dataDir, await answerChallenges(store));
    const running = run('certificates', variables, { onFullDisk: true });
    await until(() => running.output().includes('the certificate store can not be written'));
    expect(running.isReady()).toBe(true);
    expect(running.output()).not.toContain('ordering a certificate');
    expect(await running.kill('SIGTERM')).toBe(0);
  });
});

test('with no CA, no network and no certificate the edge serves, with one that it signed itself', async () => {
  const { dataDir, store } = await newStore();
  const { edge } = await startEdgeAndShop((_request, response) => response.end('open'), {
    dataDir,
    certificate: false,
    config: { domain: DOMAIN, certificates: 'acme', publicHttpsPort: 443 },
  });
  const running = run('certificates', await withAbsentCa(dataDir, edge.httpPort));
  await until(() => running.output().includes('could not be reached'));
  expect(running.isReady()).toBe(true);
  expect((await secure({ port: edge.httpsPort, host: DOMAIN })).body).toBe('open');
  expect(running.output()).toMatch(/"nextAttemptAt":"20/);
  expect(await running.kill('SIGTERM')).toBe(0);
  expect(await readdir(store.paths.challenges)).toEqual([]);
});
