/**
 * One deploy at a time on a host. The lock is a file that names its holder, so that the second can be told whom to wait
 * for. One whose process is gone (killed, or before a reboot) is taken over.
 *
 * Needs nothing but Node: the packages of the release that takes it are not installed yet.
 */
import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';

export interface Holder {
  readonly pid: number;
  /** Start of the process in clock ticks since boot: tells it from a later one with the same number. */
  readonly started: string | null;
  readonly boot: string | null;
  /** What it is doing, as in "the deploy of 2026…". */
  readonly doing: string;
  readonly user: string;
  readonly since: string;
}

export interface DeployLock {
  /** A holder that had died and was replaced. */
  readonly tookOverFrom: Holder | null;
  /** The lock is from now on that of a child, and outlives us if we are killed. */
  handOver(pid: number): Promise<void>;
  release(): Promise<void>;
}

export class LockedError extends Error {
  override name = 'LockedError';

  constructor(readonly holder: Holder) {
    super(
      `${holder.doing} is under way since ${holder.since} (process ${holder.pid} of ${holder.user}): ` +
        'one at a time. Nothing was changed; try again when it is done.',
    );
  }
}

const MAX_ATTEMPTS = 20;

/** @throws LockedError while somebody else holds it */
export async function takeDeployLock(file: string, doing: string, now: Date = new Date()): Promise<DeployLock> {
  const own = await contentFor(process.pid, doing, now);
  let tookOverFrom: Holder | null = null;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (await tryToCreate(file, own)) return heldLock(file, own, tookOverFrom, doing, now);
    const seen = await readOrNull(file);
    if (seen === null) continue;
    const holder = parseHolder(seen);
    if (holder && (await isAlive(holder))) throw new LockedError(holder);
    tookOverFrom = holder;
    await removeStale(file, seen);
  }
  throw new Error(`${file} can not be taken: it changes faster than it can be read`);
}

function heldLock(file: string, content: string, tookOverFrom: Holder | null, doing: string, now: Date): DeployLock {
  let held = content;
  return {
    tookOverFrom,
    async handOver(pid) {
      const next = await contentFor(pid, doing, now);
      const draft = `${file}.${randomBytes(8).toString('hex')}`;
      await writeFile(draft, next);
      await rename(draft, file);
      held = next;
    },
    async release() {
      if ((await readOrNull(file)) === held) await rm(file, { force: true });
    },
  };
}

async function contentFor(pid: number, doing: string, now: Date): Promise<string> {
  const holder: Holder = {
    pid,
    started: await startOf(pid),
    boot: await bootId(),
    doing,
    user: userInfo().username,
    since: now.toISOString(),
  };
  return JSON.stringify(holder);
}

/** By a link to a whole file: a lock is never seen half-written. */
async function tryToCreate(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  await writeFile(draft, content, { flag: 'wx' });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Moves a dead holder's lock away. Of two that try, one may find that it moved a live one, and puts it back. */
async function removeStale(file: string, seen: string): Promise<void> {
  const aside = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readOrNull(aside)) !== seen) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, started, boot, doing, user, since } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number') return null;
    return {
      pid,
      started: started ?? null,
      boot: boot ?? null,
      doing: doing ?? 'something',
      user: user ?? 'somebody',
      since: since ?? 'an unknown time',
    };
  } catch {
    return null;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.boot !== (await bootId())) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return (await startOf(holder.pid)) === holder.started;
}

/** Field 22 of /proc/PID/stat, counted after the command's name, which may contain spaces. null without /proc. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readOrNull(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

async function bootId(): Promise<string | null> {
  return (await readOrNull('/proc/sys/kernel/random/boot_id'))?.trim() ?? null;
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}
