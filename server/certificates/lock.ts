/**
 * One maker of certificates at a time per store, also when the process is started twice. A lock left by `kill -9` is
 * seen through at once (its process is gone), and after 30 s where that can't be told (another machine, a reused id):
 * the holder touches the file every 5 s.
 *
 * Not a guarantee against a holder that was suspended for longer than that: it asks `stillHeld()` before anything that
 * can't be undone.
 */
import { randomBytes } from 'node:crypto';
import { link, open, rename, rm, stat, utimes } from 'node:fs/promises';
import os from 'node:os';
import { errorCode, isMissing } from '../process/error-code';
import { readOrNull } from '../process/read-file';
import { FILE_MODE, temporaryName } from './atomic-file';
import { StoreError } from './store-error';

export interface HeldLock {
  stillHeld(): Promise<boolean>;
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly machine: string;
  /** Of the process: tells a holder from a later process that got the same id. */
  readonly instance: string;
  readonly token: string;
}

const HEARTBEAT_MS = 5_000;
const STALE_AFTER_MS = 30_000;
const INSTANCE = randomBytes(8).toString('hex');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return errorCode(error) === 'EPERM';
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    const { pid, machine, instance, token } = value;
    return pid !== undefined && machine !== undefined && instance !== undefined && token !== undefined
      ? { pid, machine, instance, token }
      : null;
  } catch {
    return null;
  }
}

function isGone(holder: Holder | null): boolean {
  if (!holder || holder.machine !== os.hostname()) return false;
  if (holder.pid === process.pid) return holder.instance !== INSTANCE;
  return !isAlive(holder.pid);
}

async function tryLink(temporary: string, file: string): Promise<boolean> {
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead holder's lock away. Of two that try, one finds that it moved a live one, and puts it back. */
async function removeStale(file: string, seen: string): Promise<void> {
  const aside = temporaryName(file);
  try {
    await rename(file, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  if ((await readOrNull(aside)) !== seen) await tryLink(aside, file);
  await rm(aside, { force: true });
}

async function isStale(file: string, text: string, fresh: string): Promise<boolean> {
  if (isGone(parseHolder(text))) return true;
  try {
    // Both times come from the same file system, so that a wrong clock changes nothing.
    const [held, now] = await Promise.all([stat(file), stat(fresh)]);
    return now.mtimeMs - held.mtimeMs > STALE_AFTER_MS;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function take(file: string, temporary: string): Promise<boolean> {
  if (await tryLink(temporary, file)) return true;
  const seen = await readOrNull(file);
  if (seen === null) return tryLink(temporary, file);
  if (!(await isStale(file, seen, temporary))) return false;
  await removeStale(file, seen);
  return tryLink(temporary, file);
}

/** @returns null while somebody else holds it. @throws StoreError */
export async function acquireLock(file: string): Promise<HeldLock | null> {
  try {
    return await acquire(file);
  } catch (error) {
    throw new StoreError(file, error);
  }
}

async function acquire(file: string): Promise<HeldLock | null> {
  const holder: Holder = {
    pid: process.pid,
    machine: os.hostname(),
    instance: INSTANCE,
    token: randomBytes(8).toString('hex'),
  };
  const content = JSON.stringify(holder);
  const temporary = temporaryName(file);
  const handle = await open(temporary, 'wx', FILE_MODE);
  try {
    await handle.writeFile(content).finally(() => handle.close());
    if (!(await take(file, temporary))) return null;
  } finally {
    await rm(temporary, { force: true });
  }
  const stillHeld = async (): Promise<boolean> => (await readOrNull(file)) === content;
  const beat = setInterval(() => {
    const now = new Date();
    stillHeld()
      .then((held) => (held ? utimes(file, now, now) : undefined))
      .catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    stillHeld,
    async release() {
      clearInterval(beat);
      if (!(await stillHeld())) return;
      await rm(file, { force: true }).catch((error: unknown) => {
        throw new StoreError(file, error);
      });
    },
  };
}
