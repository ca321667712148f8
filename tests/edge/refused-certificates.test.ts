/** A pair is tried before it is believed, and what is logged, probed and shown is what the socket serves. */
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { createCertificates } from '../../server/certificates/create';
import type { KeyAndCertificate } from '../../server/certificates/issue';
import { readStatus } from '../../server/certificates/status';
import { certificatePaths, createCertificateStore } from '../../server/certificates/store';
import { systemClock } from '../../server/process/clock';
import { freePort } from '../setup/ports';
import { configOf } from './support/acme-shop';
import { secure, servedFingerprint, type RequestOptions } from './support/client';
import {
  allNames,
  closeAll,
  closeLater,
  createLogCapture,
  createTestAuthority,
  DOMAIN,
  newDirectory,
  sayOk,
  startEdgeAndShop,
  to,
  until,
  type LogLine,
  type RunningEdge,
  type TestAuthority,
} from './support/edge';
import { refusedPair, type RefusedKind } from './support/refused-pairs';

afterEach(closeAll);

const NO_BROWSER = 'no browser can connect with it';
const KINDS: readonly [RefusedKind, string][] = [
  ['SHA-1 intermediate', `${NO_BROWSER}: it, or an intermediate, is signed with SHA-1 or weaker`],
  ['RSA-1024 intermediate', 'the key of an intermediate is too short: one of RSA needs 2048 bits'],
  ['intermediate that is no CA', 'an intermediate in it is no CA'],
  ['RSA-512', 'its key is too short: one of RSA needs 2048 bits'],
  ['RSA-2047', 'its key is too short: one of RSA needs 2048 bits'],
  ['secp256k1', `${NO_BROWSER}: browsers know no key of its kind`],
  ['DSA', `${NO_BROWSER}: browsers know no key of its kind`],
  ['clientAuth', 'it is for no server: its extended key usage lacks serverAuth'],
];

async function place(dataDir: string, { key, chain }: Partial<KeyAndCertificate>): Promise<void> {
  const { files } = certificatePaths(dataDir);
  await mkdir(files, { recursive: true });
  if (key !== undefined) await writeFile(path.join(files, 'key.pem'), key);
  if (chain !== undefined) await writeFile(path.join(files, 'chain.pem'), chain);
}

async function startCertificates(dataDir: string): Promise<{ lines: LogLine[]; stop(): Promise<void> }> {
  const { logger, lines } = createLogCapture();
  const manager = createCertificates({
    config: {
      ...configOf(dataDir, await freePort(), { directoryUrl: 'https://127.0.0.1:1/dir', caFile: null }),
      certificates: 'files',
    },
    clock: systemClock,
    logger,
    // The files are looked at again at once, not after ten seconds.
    sleep: (_ms, signal) => sleepFor(50, undefined, { signal }),
  });
  closeLater(() => manager.stop());
  await manager.start();
  return { lines, stop: () => manager.stop() };
}

const problemsIn = async (dataDir: string): Promise<readonly string[]> =>
  (await readStatus(certificatePaths(dataDir).status))?.problems ?? [];

async function edgeOver(dataDir: string): Promise<RunningEdge> {
  return (await startEdgeAndShop(sayOk, { dataDir, certificate: false })).edge;
}

const by = (edge: RunningEdge, authority: TestAuthority): RequestOptions => to(edge, { ca: authority.pem });

const withoutCa = ({ httpsPort: port }: RunningEdge): RequestOptions => ({ port, host: DOMAIN });

const inUse = (edge: RunningEdge): unknown[] =>
  edge.log.filter(({ msg }) => msg === 'certificate in use').map(({ fingerprint }) => fingerprint);

const certificateProbed = async (edge: RunningEdge): Promise<unknown> =>
  (JSON.parse((await secure({ ...withoutCa(edge), path: '/readyz' })).body) as { certificate: unknown }).certificate;

describe.each(KINDS)('a pair that no browser would take (%s)', (kind, reason) => {
  test('in CERTIFICATES=files is not believed: at start the self-signed one answers, and the file is named', async () => {
    const dataDir = await newDirectory();
    await place(dataDir, refusedPair(kind));
    await startCertificates(dataDir);
    const edge = await edgeOver(dataDir);
    expect((await secure(withoutCa(edge))).status).toBe(200);
    expect(inUse(edge)).toEqual([]);
    expect(await certificateProbed(edge)).toEqual({ ok: false, source: 'self-signed' });
    const chain = path.join(certificatePaths(dataDir).files, 'chain.pem');
    expect(await problemsIn(dataDir)).toEqual([expect.stringContaining(`${chain} can not be used: ${reason}`)]);
  });

  test('under a running edge leaves the one before in use, until there is a good one', async () => {
    const dataDir = await newDirectory();
    const authority = await createTestAuthority();
    await place(dataDir, await authority.issue(allNames()));
    await startCertificates(dataDir);
    const edge = await edgeOver(dataDir);
    const before = await servedFingerprint(by(edge, authority));
    expect(inUse(edge)).toEqual([before]);

    await place(dataDir, refusedPair(kind));
    await until(async () => (await problemsIn(dataDir)).some((problem) => problem.includes(reason)));
    expect(await servedFingerprint(by(edge, authority))).toBe(before);

    const next = await authority.issue(allNames());
    await place(dataDir, next);
    await until(() => inUse(edge).length === 2);
    expect(await servedFingerprint(by(edge, authority))).toBe(inUse(edge)[1]);
    expect(await problemsIn(dataDir)).toEqual([]);
  });

  test('that an earlier release put into the store is passed over for the one before it', async () => {
    const dataDir = await newDirectory();
    const store = createCertificateStore(dataDir);
    await store.prepare(new Date());
    const authority = await createTestAuthority();
    const good = await store.install('files', await authority.issue(allNames()), new Date());
    const { key, chain } = refusedPair(kind);
    const name = '20990101T000000Z-0123abcd.pem';
    await writeFile(path.join(store.paths.bundles, name), `# origin: files\n${key}\n${chain}`);
    await rm(store.paths.current);
    await symlink(path.join('bundles', name), store.paths.current);
    const edge = await edgeOver(dataDir);
    expect(await servedFingerprint(by(edge, authority))).toBe(good.fingerprint);
    expect(inUse(edge)).toEqual([good.fingerprint]);
    expect(JSON.stringify(edge.log)).toContain(reason);
  });
});

describe('of two files', () => {
  test.each([
    ['key.pem', 'is still the key of the certificate in use'],
    ['chain.pem', 'still holds the certificate in use'],
  ])('%s alone is left as it was: a restart goes on with the good pair and says which one', async (stale, words) => {
    const dataDir = await newDirectory();
    const authority = await createTestAuthority();
    const [first, second] = [await authority.issue(allNames()), await authority.issue(allNames())];
    await place(dataDir, first);
    const before = await startCertificates(dataDir);
    await before.stop();
    await place(dataDir, stale === 'key.pem' ? { chain: second.chain } : { key: second.key });
    // It is told also where nothing is known from before.
    await rm(certificatePaths(dataDir).status);
    await startCertificates(dataDir);
    const file = path.join(certificatePaths(dataDir).files, stale);
    expect(await problemsIn(dataDir)).toEqual([
      expect.stringMatching(new RegExp(`^${file} does not match .* it ${words}`)),
    ]);
    const { bundle } = (await createCertificateStore(dataDir).load(new Date()))!;
    expect((await readStatus(certificatePaths(dataDir).status))?.certificate?.fingerprint).toBe(bundle.fingerprint);
    const edge = await edgeOver(dataDir);
    expect(await servedFingerprint(by(edge, authority))).toBe(bundle.fingerprint);
    await place(dataDir, second);
    await until(() => inUse(edge).length === 2);
  });

  test('intermediates that are replaced alone are taken up', async () => {
    const dataDir = await newDirectory();
    const authority = await createTestAuthority();
    const pair = await authority.issue(allNames());
    await place(dataDir, pair);
    const { lines } = await startCertificates(dataDir);
    await place(dataDir, { chain: `${pair.chain}\n${authority.pem}` });
    await until(() => lines.filter(({ msg }) => msg === 'certificate stored').length === 2);
    const current = await readFile(certificatePaths(dataDir).current, 'utf8');
    expect(current.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });
});
