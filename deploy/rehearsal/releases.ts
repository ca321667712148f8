/** Releases that are as they should be, releases that fail in every place one can fail in, and one for the machine. */
import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Artefact, HOST_FILES } from '../../server/release/artefact';
import { newReleaseId } from '../../server/release/id';
import { type Transport, shellQuoted } from '../../server/release/transport';
import { type Machine } from './machine';
import { runOrThrow, tail } from './waits';

export type Change = 'none' | 'migration' | 'canary' | 'after the switch' | 'other files of the host';

/** On the machine: one that changes, one that is new, one that is no more. The first one makes the shop restart. */
export const CHANGED_HOST_FILES = [
  { file: '/etc/systemd/system/essence-aura.service', marked: true },
  { file: '/usr/local/lib/essence-aura/rehearsed', marked: false },
  { file: '/etc/chrony/sources.d/amazon.sources', marked: false },
] as const;

const CHANGES: Readonly<Record<Change, (directory: string) => Promise<void>>> = {
  none: () => Promise.resolve(),
  async migration(directory) {
    const migrations = path.join(directory, 'migrations');
    const last =
      (await readdir(migrations))
        .filter((name) => /^\d{4}_.*\.sql$/.test(name))
        .sort()
        .at(-1) ?? '0000';
    const next = String(Number(last.slice(0, 4)) + 1).padStart(4, '0');
    await writeFile(
      path.join(migrations, `${next}_rehearsed_failure.sql`),
      'create table rehearsed_failure (id int);\nselect 1 / 0;\n',
    );
  },
  canary: (directory) => appendToShop(directory, `throw new Error('rehearsed: a release that can not start');`),
  // Well on the canary's spare port, and dead two seconds after it has begun to serve.
  'after the switch': (directory) =>
    appendToShop(
      directory,
      `if ((process.env.SHOP_PORT || '3001') === '3001') setTimeout(() => process.exit(70), 2000);`,
    ),
  async 'other files of the host'(directory) {
    const [changed, added, gone] = CHANGED_HOST_FILES.map(({ file }) => path.join(directory, HOST_FILES, file));
    await appendFile(changed ?? '', '# rehearsed\n');
    await writeFile(added ?? '', 'rehearsed\n');
    await rm(gone ?? '');
  },
};

const appendToShop = (directory: string, line: string): Promise<void> =>
  appendFile(path.join(directory, 'dist', 'server', 'bin', 'shop.js'), `\n;${line}\n`);

/** The same build as another release, below the directory. */
export async function packAgain(from: Artefact, change: Change, directory: string): Promise<Artefact> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'rehearsal-'));
  try {
    await runOrThrow('tar', ['-xzf', from.file, '-C', scratch], { what: 'the release to be unpacked', seconds: 60 });
    const releaseFile = path.join(scratch, 'dist', 'release.json');
    const release = JSON.parse(await readFile(releaseFile, 'utf8')) as { commit: string | null };
    const id = newReleaseId(new Date(), release.commit);
    await writeFile(releaseFile, JSON.stringify({ ...release, id }));
    await CHANGES[change](scratch);
    const file = path.join(directory, `essence-aura-${id}.tar.gz`);
    const parts = await readdir(scratch);
    await runOrThrow('tar', ['-czf', file, '-C', scratch, ...parts], { what: 'the release to be packed', seconds: 60 });
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    return { id, file, sha256, bytes: (await stat(file)).size };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const DEPLOY_SECONDS = 300;

/** The road that `npm run deploy` takes to this machine, instead of SSH or Systems Manager. */
export function transportTo(machine: Machine): Transport {
  return {
    target: `the machine at ${machine.address}`,
    async put(file) {
      const place = `/opt/essence-aura/incoming/${path.basename(file)}`;
      await machine.put(await readFile(file), place);
      return place;
    },
    async run(command, onLine) {
      const what = `${String(command[0])} to end`;
      const { code, stdout, stderr } = await machine.run(shellQuoted(command), {
        what,
        seconds: DEPLOY_SECONDS,
        onLine,
      });
      if (code !== 0) throw new Error(`exit code ${code}: ${tail(stderr || stdout, 6)}`);
    },
  };
}
