import {
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { issueServerCertificate, type KeyAndCertificate } from '../../../server/certificates/issue';
import {
  createCertificateReader,
  createCertificateStore,
  type CertificateStore,
} from '../../../server/certificates/store';
import { withDirectory } from '../../setup/directory';
import { daysFrom, NOW } from './support/temporary';

const issue = (days = 90): Promise<KeyAndCertificate> =>
  issueServerCertificate({ names: ['essence-aura.test'], notBefore: daysFrom(NOW, -1), notAfter: daysFrom(NOW, days) });

const modeOf = async (file: string): Promise<string> => ((await stat(file)).mode & 0o777).toString(8);

const directory = withDirectory();
let store: CertificateStore;
beforeEach(async () => {
  store = createCertificateStore(directory.path);
  await store.prepare(NOW);
});

const usedFile = async (): Promise<string> => path.join(store.paths.root, await readlink(store.paths.current));

describe('the certificate store', () => {
  test('is empty at first, and says so without an error', async () => {
    const reader = createCertificateReader(directory.at('new'));
    expect(await reader.load(NOW)).toBeNull();
    expect(await reader.loadTicketKey()).toBeNull();
    expect(await reader.version()).toBe(await reader.version());
  });

  test('a stored certificate is found by a reader, whose version changes with it', async () => {
    const reader = createCertificateReader(directory.path);
    const before = await reader.version();
    const bundle = await store.install('local', await issue(), NOW);
    expect((await reader.load(NOW))?.bundle.fingerprint).toBe(bundle.fingerprint);
    expect(await reader.version()).not.toBe(before);
  });

  test('only the owner can read it, also where the directories were open before', async () => {
    await chmod(store.paths.bundles, 0o755);
    await store.prepare(NOW);
    await store.install('local', await issue(), NOW);
    await store.saveChallenge('token', 'answer');
    await store.saveTicketKey(Buffer.alloc(48, 1));
    const { paths } = store;
    for (const folder of [paths.root, paths.bundles, paths.challenges]) expect(await modeOf(folder)).toBe('700');
    for (const file of [await usedFile(), paths.ticketKey, path.join(paths.challenges, 'token')]) {
      expect(await modeOf(file)).toBe('600');
    }
  });

  test('a pair that does not match is refused and changes nothing', async () => {
    const good = await store.install('local', await issue(), NOW);
    const [a, b] = await Promise.all([issue(), issue()]);
    await expect(store.install('local', { key: a.key, chain: b.chain }, daysFrom(NOW, 1))).rejects.toThrow(
      'belongs to another certificate',
    );
    expect((await store.load(NOW))?.bundle.fingerprint).toBe(good.fingerprint);
  });

  test('when the newest is damaged or missing the one before it is used, and the damage is named', async () => {
    const older = await store.install('local', await issue(), NOW);
    await store.install('local', await issue(), daysFrom(NOW, 1));
    const newest = await usedFile();
    await truncate(newest, 300);
    const damaged = await store.load(daysFrom(NOW, 2));
    expect(damaged?.bundle.fingerprint).toBe(older.fingerprint);
    expect(damaged?.damaged).toEqual([expect.stringContaining(path.basename(newest))]);
    await unlink(newest);
    expect((await store.load(daysFrom(NOW, 2)))?.bundle.fingerprint).toBe(older.fingerprint);
    expect(await store.load(daysFrom(NOW, 200))).toBeNull();
  });

  test('three are kept, the one in use among them', async () => {
    for (const day of [0, 1, 2, 3]) await store.install('local', await issue(), daysFrom(NOW, day));
    expect(await readdir(store.paths.bundles)).toHaveLength(3);
    // A clock that was set back gives the newest certificate the oldest name.
    const last = await store.install('local', await issue(), daysFrom(NOW, -9));
    expect(await readdir(store.paths.bundles)).toHaveLength(3);
    expect((await store.load(NOW))?.bundle.fingerprint).toBe(last.fingerprint);
  });

  test('challenges come and go, and a token is never a path', async () => {
    await store.saveChallenge('abc_-1', 'abc_-1.thumbprint');
    await writeFile(path.join(store.paths.root, 'secret'), 'secret');
    expect(await store.loadChallenge('abc_-1')).toBe('abc_-1.thumbprint');
    for (const token of ['../secret', '..%2fsecret', '', '.', 'a/b', 'x'.repeat(1000), 'other']) {
      expect(await store.loadChallenge(token)).toBeNull();
    }
    await expect(store.saveChallenge('../x', '')).rejects.toThrow('base64url');
    await store.removeChallenges();
    expect(await store.loadChallenge('abc_-1')).toBeNull();
  });

  test('what a killed writer left is removed, what another one is writing is not', async () => {
    const left = path.join(store.paths.bundles, '.x.pem.0123456789abcdef.tmp');
    const busy = path.join(store.paths.bundles, '.y.pem.0123456789abcdef.tmp');
    await Promise.all([writeFile(left, ''), writeFile(busy, '')]);
    await utimes(left, daysFrom(NOW, -1), daysFrom(NOW, -1));
    await utimes(busy, NOW, NOW);
    await store.prepare(NOW);
    expect(await readdir(store.paths.bundles)).toEqual([path.basename(busy)]);
  });

  test('readers never see half a certificate while one follows the other', async () => {
    const pairs = await Promise.all(Array.from({ length: 12 }, () => issue()));
    await store.install('local', pairs[0]!, NOW);
    let writing = true;
    const reading = (async () => {
      let reads = 0;
      while (writing) {
        const loaded = await createCertificateReader(directory.path).load(NOW);
        if (!loaded || loaded.damaged.length > 0) throw new Error('a reader saw a damaged store');
        reads += 1;
      }
      return reads;
    })();
    for (const [day, pair] of pairs.entries()) await store.install('local', pair, daysFrom(NOW, day / 100));
    writing = false;
    expect(await reading).toBeGreaterThan(0);
  });

  test('the file is one that every other tool can read too', async () => {
    await store.install('acme https://ca.test/dir', await issue(), NOW);
    expect(await readFile(await usedFile(), 'utf8')).toMatch(
      /^# origin: acme https:\/\/ca\.test\/dir\n-----BEGIN PRIVATE KEY-----\n[^]+-----END CERTIFICATE-----\n$/,
    );
  });
});

describe('a store that was copied, or that can’t all be read', () => {
  const isRoot = process.getuid?.() === 0;

  async function installTwo() {
    const older = await store.install('local', await issue(), NOW);
    const newest = await store.install('local', await issue(), daysFrom(NOW, 1));
    return { older, newest };
  }

  test.each<[string, (current: string, newest: string) => Promise<void>]>([
    ['a copy of the bundle', (current, newest) => copyFile(newest, current)],
    ['a file of anything', (current) => writeFile(current, 'anything')],
    ['a directory', (current) => mkdir(current)],
    ['a link to elsewhere', (current) => symlink('/etc/hostname', current)],
    ['a link to itself', (current) => symlink('current', current)],
    ['nothing', () => Promise.resolve()],
  ])('where `current` is %s the newest is used, and the link is made again', async (_what, replace) => {
    const { newest } = await installTwo();
    const file = await usedFile();
    await rm(store.paths.current);
    await replace(store.paths.current, file);
    expect(await createCertificateReader(directory.path).load(daysFrom(NOW, 2))).toMatchObject({
      bundle: { fingerprint: newest.fingerprint },
      damaged: [],
      linked: false,
    });
    await store.relink(daysFrom(NOW, 2));
    expect(await usedFile()).toBe(file);
    expect((await store.load(daysFrom(NOW, 2)))?.linked).toBe(true);
    const next = await store.install('local', await issue(), daysFrom(NOW, 3));
    expect((await store.load(daysFrom(NOW, 3)))?.bundle.fingerprint).toBe(next.fingerprint);
  });

  test('a new certificate takes the place of whatever `current` is', async () => {
    await installTwo();
    await rm(store.paths.current);
    await mkdir(store.paths.current);
    await writeFile(path.join(store.paths.current, 'somebody’s'), 'kept');
    const next = await store.install('local', await issue(), daysFrom(NOW, 3));
    expect(await store.load(daysFrom(NOW, 3))).toMatchObject({ bundle: next, linked: true });
    const aside = (await readdir(store.paths.root)).find((name) => name.startsWith('current-set-aside-'));
    expect(await readFile(path.join(store.paths.root, aside!, 'somebody’s'), 'utf8')).toBe('kept');
  });

  test('where the newest can’t be read the one before it is used, until it can be', async () => {
    const { older, newest } = await installTwo();
    const file = await usedFile();
    const text = await readFile(file, 'utf8');
    const before = await store.version();
    // Root may read every file, but no directory.
    if (isRoot) {
      await rm(file);
      await mkdir(file);
    } else await chmod(file, 0o000);
    const reader = createCertificateReader(directory.path);
    expect(await reader.load(daysFrom(NOW, 2))).toMatchObject({
      bundle: { fingerprint: older.fingerprint },
      damaged: [expect.stringMatching(/\.pem: it can not be read \((EISDIR|EACCES)\)$/)],
    });
    expect(await store.version()).not.toBe(before);
    await rm(file, { recursive: true });
    await writeFile(file, text);
    expect((await reader.load(daysFrom(NOW, 2)))?.bundle.fingerprint).toBe(newest.fingerprint);
  });

  test('a file that becomes readable is a change', async () => {
    await installTwo();
    await store.saveTicketKey(Buffer.alloc(48, 1));
    for (const file of [await usedFile(), store.paths.ticketKey]) {
      await chmod(file, 0o000);
      const before = await store.version();
      await chmod(file, 0o600);
      expect(await store.version()).not.toBe(before);
    }
  });
});
