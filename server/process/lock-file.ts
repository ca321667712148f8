// One at a time: a file that names its holder, taken over at once where that process is gone. Needs nothing but Node: a
// release takes its lock before its packages are installed.
import { randomBytes } from 'node:crypto';
import { link, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { createFileAtomic, temporaryName, writeFileAtomic } from './atomic-file';
import { isMissing } from './error-code';
import { isAlive } from './is-alive';
import { readOrNull } from './read-file';

export interface LockHolder {
  readonly pid: number;
  readonly machine: string;
  readonly boot: string | null;
  /** Start of the process in clock ticks since boot: tells it from a later one with the same number. */
  readonly started: string | null;
  readonly user: string;
  /** As in "the deploy of 2026…". */
  readonly doing: string;
  readonly since: string;
  /** Tells two holds of one process apart. */
  readonly token: string;
}

export interface HeldLock {
  /** A holder that had died and was replaced. */
  readonly tookOverFrom: LockHolder | null;
  stillHeld(): Promise<boolean>;
  /** The lock is from now on that of a child, and outlives us if we are killed. */
  handOver(pid: number): Promise<void>;
  release(): Promise<void>;
}

export class LockedError extends Error {
  override name = 'LockedError';

  constructor(readonly holder: LockHolder | null) {
    const who = holder
      ? `${holder.doing} is under way since ${holder.since} (process ${holder.pid} of ${holder.user})`
      : 'somebody else is at it';
    super(`${who}: one at a time. Nothing was changed; try again when it is done.`);
  }
}

export interface LockOptions {
  readonly doing: string;
  readonly now?: Date;
  /** Touched every 5 s; after 30 s without it is taken over. Who was only suspended asks `stillHeld()` first. */
  readonly heartbeat?: boolean;
}

const HEARTBEAT_MS = 5_000;
const LOST_AFTER_MS = 30_000;
const MAX_ATTEMPTS = 20;

/** @throws LockedError while somebody else holds it */
export async function acquireLock(file: string, options: LockOptions): Promise<HeldLock> {
  const { doing, now = new Date(), heartbeat = false } = options;
  const facts = { doing, since: now.toISOString(), token: randomBytes(8).toString('hex') };
  const own = JSON.stringify(await holderOf(process.pid, facts));
  let tookOverFrom: LockHolder | null = null;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (await createFileAtomic(file, own)) return heldLock(file, own, { facts, tookOverFrom, heartbeat });
    const seen = await readOrNull(file);
    if (seen === null) continue;
    const holder = parseHolder(seen);
    if (!(await isLost(file, holder, heartbeat))) throw new LockedError(holder);
    tookOverFrom = holder;
    await removeLost(file, seen);
  }
  throw new Error(`${file} can not be taken: it changes faster than it can be read`);
}

type Facts = Pick<LockHolder, 'doing' | 'since' | 'token'>;

function heldLock(
  file: string,
  content: string,
  { facts, tookOverFrom, heartbeat }: { facts: Facts; tookOverFrom: LockHolder | null; heartbeat: boolean },
): HeldLock {
  let held = content;
  const stillHeld = async (): Promise<boolean> => (await readOrNull(file)) === held;
  const touch = async (): Promise<void> => {
    if (await stillHeld()) await utimes(file, new Date(), new Date());
  };
  const beat = heartbeat ? setInterval(() => void touch().catch(() => undefined), HEARTBEAT_MS).unref() : undefined;
  return {
    tookOverFrom,
    stillHeld,
    async handOver(pid) {
      const next = JSON.stringify(await holderOf(pid, facts));
      await writeFileAtomic(file, next);
      held = next;
    },
    async release() {
      clearInterval(beat);
      if (await stillHeld()) await rm(file, { force: true });
    },
  };
}

async function holderOf(pid: number, facts: Facts): Promise<LockHolder> {
  const [boot, started] = await Promise.all([bootId(), startOf(pid)]);
  return { pid, machine: os.hostname(), boot, started, user: os.userInfo().username, ...facts };
}

function parseHolder(text: string): LockHolder | null {
  try {
    const { pid, machine = '', boot = null, started = null, ...facts } = JSON.parse(text) as Partial<LockHolder>;
    const { user = 'somebody', doing = 'something', since = 'an unknown time', token = '' } = facts;
    return typeof pid === 'number' ? { pid, machine, boot, started, user, doing, since, token } : null;
  } catch {
    return null;
  }
}

async function isLost(file: string, holder: LockHolder | null, heartbeat: boolean): Promise<boolean> {
  if (!heartbeat) return holder === null || isGone(holder);
  const isHere = holder?.machine === os.hostname();
  return (isHere && (await isGone(holder))) || isUntouched(file);
}

/** What its file doesn't say, as one of another release may not, is not held against it. */
async function isGone(holder: LockHolder): Promise<boolean> {
  if (holder.boot !== null && holder.boot !== (await bootId())) return true;
  if (!isAlive(holder.pid)) return true;
  return holder.started !== null && (await startOf(holder.pid)) !== holder.started;
}

/** Both times come from the same file system, so that a wrong clock changes nothing. */
async function isUntouched(file: string): Promise<boolean> {
  const fresh = temporaryName(file);
  try {
    await writeFile(fresh, '', { flag: 'wx' });
    const [held, now] = await Promise.all([stat(file), stat(fresh)]);
    return now.mtimeMs - held.mtimeMs > LOST_AFTER_MS;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Moves a dead holder's lock away. Of two that try, one may find that it moved a live one, and puts it back. */
async function removeLost(file: string, seen: string): Promise<void> {
  const aside = temporaryName(file);
  try {
    await rename(file, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  if ((await readOrNull(aside)) !== seen) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/** Field 22 of /proc/PID/stat, counted after the command's name, which may contain spaces. null without /proc. */
async function startOf(pid: number): Promise<string | null> {
  const text = await readOrNull(`/proc/${pid}/stat`).catch(() => null);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

async function bootId(): Promise<string | null> {
  return (await readOrNull('/proc/sys/kernel/random/boot_id'))?.trim() ?? null;
}
