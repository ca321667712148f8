/** The directory of releases on a host: `releases/<id>`, and `current`, a relative link to the one that runs. */
import { readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { linkAtomic } from '../process/atomic-file';
import { orNull } from '../process/read-file';
import { isReleaseId } from './id';

export interface Installed {
  readonly id: string;
  /** When it last passed its gate; null for one that never did. */
  readonly wentLiveAt: Date | null;
}

export interface Installation {
  readonly base: string;
  /** The link itself: what pm2 is told, so that a reload follows it to another release. */
  readonly currentLink: string;
  readonly lockFile: string;
  directoryOf(id: string): string;
  /** null before the first release, or where the link leads nowhere. */
  current(): Promise<string | null>;
  /** What to go back to: the current one, or where its deploy was cut off before the gate, what went live last. */
  proven(): Promise<string | null>;
  /** Atomic: whoever opens `current` finds the old release or the new one. */
  switchTo(id: string): Promise<void>;
  removeCurrent(): Promise<void>;
  list(): Promise<readonly Installed[]>;
  markLive(id: string, at: Date): Promise<void>;
  remove(id: string): Promise<void>;
  /** Half-unpacked releases and uploads that nobody came back for. */
  removeLeftovers(before: Date): Promise<void>;
}

const LIVE_MARK = '.went-live';

/** @param releaseDirectory of any release in it */
export function installationOf(releaseDirectory: string): Installation {
  const id = path.basename(releaseDirectory);
  const releases = path.dirname(releaseDirectory);
  if (!isReleaseId(id) || path.basename(releases) !== 'releases') {
    throw new Error(`${releaseDirectory} is not a release on a host: expected …/releases/<id>`);
  }
  return createInstallation(path.dirname(releases));
}

export function createInstallation(base: string): Installation {
  const releases = path.join(base, 'releases');
  const currentLink = path.join(base, 'current');
  const directoryOf = (id: string): string => {
    if (!isReleaseId(id)) throw new Error(`${id} is not the name of a release`);
    return path.join(releases, id);
  };

  async function current(): Promise<string | null> {
    const target = await orNull(readlink(currentLink));
    if (target === null) return null;
    const id = path.basename(target);
    if (!isReleaseId(id)) throw new Error(`${currentLink} leads to ${target}, which is no release`);
    return (await orNull(stat(directoryOf(id)))) ? id : null;
  }

  async function wentLiveAt(id: string): Promise<Date | null> {
    const text = await orNull(readFile(path.join(directoryOf(id), LIVE_MARK), 'utf8'));
    const at = text === null ? Number.NaN : Date.parse(text.trim());
    return Number.isNaN(at) ? null : new Date(at);
  }

  async function list(): Promise<readonly Installed[]> {
    const ids = ((await orNull(readdir(releases))) ?? []).filter(isReleaseId).sort();
    return Promise.all(ids.map(async (id) => ({ id, wentLiveAt: await wentLiveAt(id) })));
  }

  async function proven(): Promise<string | null> {
    const now = await current();
    if (now === null || (await wentLiveAt(now))) return now;
    const time = ({ wentLiveAt: at }: Installed): number => at?.getTime() ?? 0;
    const [last] = (await list()).filter((one) => time(one) > 0).sort((one, other) => time(other) - time(one));
    return last?.id ?? now;
  }

  async function removeOld(directory: string, isOurs: (name: string) => boolean, before: Date): Promise<void> {
    for (const name of (await orNull(readdir(directory))) ?? []) {
      const file = path.join(directory, name);
      if (!isOurs(name)) continue;
      const facts = await orNull(stat(file));
      if (facts && facts.mtime < before) await rm(file, { recursive: true, force: true });
    }
  }

  return {
    base,
    currentLink,
    lockFile: path.join(base, 'deploy.lock'),
    directoryOf,
    current,
    proven,
    async switchTo(id) {
      await stat(directoryOf(id));
      await linkAtomic(path.join('releases', id), currentLink);
    },
    removeCurrent: () => rm(currentLink, { force: true }),
    list,
    markLive: (id, at) => writeFile(path.join(directoryOf(id), LIVE_MARK), `${at.toISOString()}\n`),
    remove: (id) => rm(directoryOf(id), { recursive: true, force: true }),
    async removeLeftovers(before) {
      await removeOld(releases, (name) => name.endsWith('.incoming'), before);
      await removeOld(path.join(base, 'incoming'), () => true, before);
      await removeOld(base, (name) => name.startsWith('.current.'), before);
    },
  };
}
