/** One `npm start` a data directory. A lock left by a killed one is recognised and taken over. */
import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

interface Holder {
  readonly pid: number;
  /** Start of the process in clock ticks since boot: tells a process from a later one with the same number. */
  readonly started: string | null;
}

export interface Lock {
  release(): Promise<void>;
}

/** @throws Error naming the process that holds the data directory */
export async function lockDataDirectory(dataDir: string): Promise<Lock> {
  const file = path.join(dataDir, 'start.lock');
  for (;;) {
    if (await tryToCreate(file)) return { release: () => rm(file, { force: true }) };
    const holder = await readHolder(file);
    if (holder && (await isAlive(holder))) {
      throw new Error(`${dataDir} is in use by another npm start (process ${holder.pid}): stop it or set DATA_DIR`);
    }
    await rm(file, { force: true });
  }
}

async function tryToCreate(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(JSON.stringify({ pid: process.pid, started: await startOf(process.pid) }));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    const parsed = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder>;
    return typeof parsed.pid === 'number' ? { pid: parsed.pid, started: parsed.started ?? null } : null;
  } catch {
    // Half-written by a process that was killed in that very moment, or gone since.
    return null;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return (await startOf(holder.pid)) === holder.started;
}

/** Field 22 of /proc/PID/stat, counted after the command's name, which may contain spaces. null without /proc. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
