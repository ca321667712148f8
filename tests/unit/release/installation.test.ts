import { mkdir, readdir, readlink, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInstallation, installationOf, type Installation } from '../../../server/release/installation';
import { withDirectory } from '../../setup/directory';

const ONE = '20260101000001-aaaa';
const TWO = '20260101000002-bbbb';

const base = withDirectory();
let installation: Installation;
beforeEach(async () => {
  for (const id of [TWO, ONE]) await mkdir(base.at('releases', id), { recursive: true });
  installation = createInstallation(base.path);
});

test('the link is relative and replaced at once, so that the directory may be moved and nobody finds none', async () => {
  installation = installationOf(base.at('releases', ONE));
  expect(await installation.current()).toBeNull();
  await installation.switchTo(ONE);
  await installation.switchTo(TWO);
  expect(await readlink(base.at('current'))).toBe(`releases/${TWO}`);
  expect(await installation.current()).toBe(TWO);
  expect((await readdir(base.path)).sort()).toEqual(['current', 'releases']);
});

test('a switch that was cut off does not stop the next, and what it left is cleared away', async () => {
  await symlink(path.join('releases', TWO), base.at('.current.0f.tmp'));
  await installation.switchTo(ONE);
  expect(await installation.current()).toBe(ONE);
  await installation.removeLeftovers(new Date(Date.now() + 60_000));
  expect((await readdir(base.path)).sort()).toEqual(['current', 'releases']);
});

test('there is no switch to a release that is not there, or to what is none', async () => {
  await installation.switchTo(ONE);
  await expect(installation.switchTo('20260101000009-dead')).rejects.toThrow('ENOENT');
  await expect(async () => installation.switchTo('../../etc')).rejects.toThrow('not the name of a release');
  expect(await installation.current()).toBe(ONE);
});

test('a link that leads nowhere is no release', async () => {
  await installation.switchTo(ONE);
  await installation.remove(ONE);
  expect(await installation.current()).toBeNull();
});

test('releases are listed oldest first, each with when it went live', async () => {
  await mkdir(base.at('releases', `${ONE}.incoming`));
  const at = new Date('2026-11-20T13:00:00Z');
  await installation.markLive(TWO, at);
  expect(await installation.list()).toEqual([
    { id: ONE, wentLiveAt: null },
    { id: TWO, wentLiveAt: at },
  ]);
});

test('after a deploy that was cut off at the switch, what went live last is what to go back to', async () => {
  const THREE = '20260101000003-cccc';
  await mkdir(base.at('releases', THREE));
  expect(await installation.proven()).toBeNull();
  await installation.switchTo(TWO);
  expect(await installation.proven()).toBe(TWO);
  await installation.markLive(TWO, new Date('2026-11-20T13:00:00Z'));
  // Gone back to since.
  await installation.markLive(ONE, new Date('2026-11-20T14:00:00Z'));
  expect(await installation.proven()).toBe(TWO);
  await installation.switchTo(THREE);
  expect(await installation.current()).toBe(THREE);
  expect(await installation.proven()).toBe(ONE);
});

test('what was left half-way goes when it is old, and nothing else', async () => {
  const old = base.at('releases', `${ONE}.7.incoming`);
  const fresh = base.at('releases', `${TWO}.8.incoming`);
  for (const directory of [old, fresh]) await mkdir(directory);
  await mkdir(base.at('incoming'));
  const upload = base.at('incoming', 'essence-aura.tar.gz');
  await writeFile(upload, '');
  const longAgo = new Date('2026-01-01T00:00:00Z');
  for (const file of [old, upload, base.at('releases', ONE)]) await utimes(file, longAgo, longAgo);
  await installation.removeLeftovers(new Date('2026-06-01T00:00:00Z'));
  expect((await readdir(base.at('releases'))).sort()).toEqual([ONE, TWO, path.basename(fresh)]);
  expect(await readdir(base.at('incoming'))).toEqual([]);
});

test('a checkout is not a release on a host', () => {
  expect(() => installationOf('/home/somebody/shop')).toThrow('is not a release on a host');
});
