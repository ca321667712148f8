import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pino from 'pino';
import { parseBundle, formatBundle, namesNotCovered, type Bundle } from '../../../server/certificates/bundle';
import { createFilesSource } from '../../../server/certificates/files';
import { issueServerCertificate } from '../../../server/certificates/issue';
import { authorityCertificateFile, createLocalSource } from '../../../server/certificates/local';
import type { CertificateSource } from '../../../server/certificates/source';
import { certificatePaths } from '../../../server/certificates/store';
import { withDirectory } from '../../setup/directory';
import { createManualClock, DAY_MS, daysFrom, NOW } from './support/temporary';

const DOMAIN = 'essence-aura.localhost';
const NAMES = [DOMAIN, `www.${DOMAIN}`, `app.${DOMAIN}`];
const nothing = (): Promise<void> => Promise.resolve();
const OPTIONS = {
  signal: new AbortController().signal,
  assertSole: nothing,
  directory: 'production' as const,
  inUse: null,
  say: nothing,
  begin: nothing,
};
const silent = pino({ level: 'silent' });
const directory = withDirectory();

async function obtain(source: CertificateSource): Promise<Bundle> {
  const { origin, pair } = await source.obtain(OPTIONS);
  return parseBundle(formatBundle(origin, pair));
}

describe('CERTIFICATES=local', () => {
  const create = (clock = createManualClock(), domain = DOMAIN) =>
    createLocalSource({ dataDir: directory.path, domain, clock });

  test('makes a CA and a certificate of it for every name, loopback included, for at most 397 days', async () => {
    const source = create();
    expect((await source.needsNew(null, NOW))?.reason).toContain('no development CA');
    const bundle = await obtain(source);
    expect(namesNotCovered(bundle, [...NAMES, 'localhost', '127.0.0.1', '::1'])).toEqual([]);
    expect((bundle.notAfter.getTime() - bundle.notBefore.getTime()) / DAY_MS).toBeLessThanOrEqual(397);
    const authority = new X509Certificate(await readFile(authorityCertificateFile(directory.path)));
    const leaf = new X509Certificate(bundle.chain);
    expect(leaf.verify(authority.publicKey)).toBe(true);
    expect(leaf.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(await source.needsNew(bundle, NOW)).toBeNull();
  });

  test('the CA’s key is for its owner only', async () => {
    await obtain(create());
    const { authority } = certificatePaths(directory.path);
    expect(((await stat(authority)).mode & 0o777).toString(8)).toBe('700');
    expect(((await stat(path.join(authority, 'key.pem'))).mode & 0o777).toString(8)).toBe('600');
  });

  test('the CA stays the same over restarts and renewals, so that it is trusted once', async () => {
    const clock = createManualClock();
    const first = await obtain(create(clock));
    const authority = await readFile(authorityCertificateFile(directory.path), 'utf8');
    clock.advanceMs(300 * DAY_MS);
    const restarted = create(clock);
    expect((await restarted.needsNew(first, clock.now()))?.reason).toContain('ends on');
    const second = await obtain(restarted);
    expect(second.fingerprint).not.toBe(first.fingerprint);
    expect(second.origin).toBe(first.origin);
    expect(await readFile(authorityCertificateFile(directory.path), 'utf8')).toBe(authority);
  });

  test('another domain below localhost needs a new certificate, but no new CA', async () => {
    const first = await obtain(create());
    const other = create(createManualClock(), 'other.localhost');
    expect((await other.needsNew(first, NOW))?.reason).toContain('lacks other.localhost');
    expect((await obtain(other)).origin).toBe(first.origin);
  });

  test('a domain that the CA may not speak for gets a CA of its own', async () => {
    const first = await obtain(create());
    const other = create(createManualClock(), 'shop.test');
    expect(await other.needsNew(first, NOW)).not.toBeNull();
    const bundle = await obtain(other);
    expect(bundle.origin).not.toBe(first.origin);
    expect(await other.needsNew(bundle, NOW)).toBeNull();
  });

  test('a damaged CA is replaced, and the certificate with it', async () => {
    const source = create();
    const first = await obtain(source);
    await truncate(authorityCertificateFile(directory.path), 100);
    expect(await source.needsNew(first, NOW)).not.toBeNull();
    const second = await obtain(source);
    expect(second.origin).not.toBe(first.origin);
    expect(await source.needsNew(second, NOW)).toBeNull();
  });
});

describe('CERTIFICATES=files', () => {
  const create = () => createFilesSource({ dataDir: directory.path, domain: DOMAIN, logger: silent });

  async function place(): Promise<void> {
    const { files } = certificatePaths(directory.path);
    await mkdir(files, { recursive: true });
    const pair = await issueServerCertificate({ names: NAMES, notBefore: NOW, notAfter: daysFrom(NOW, 90) });
    await writeFile(path.join(files, 'key.pem'), pair.key);
    await writeFile(path.join(files, 'chain.pem'), pair.chain);
  }

  test('takes the owner’s pair, and takes it again when it was replaced', async () => {
    await place();
    const source = create();
    expect(await source.needsNew(null, NOW)).not.toBeNull();
    const first = await obtain(source);
    expect(await source.needsNew(first, NOW)).toBeNull();
    await place();
    expect(await source.needsNew(first, NOW)).not.toBeNull();
  });

  test('a pair that does not match is named as such', async () => {
    await place();
    const key = path.join(certificatePaths(directory.path).files, 'key.pem');
    const old = await readFile(key, 'utf8');
    await place();
    await writeFile(key, old);
    await expect(create().needsNew(null, NOW)).rejects.toThrow('the private key belongs to another certificate');
  });
});
