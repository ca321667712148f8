/**
 * Writes a file so that a reader, a crash or a power cut sees the old content or the new, never a part: temporary file
 * beside it, fsync, rename, fsync of the directory. Two writers at once: the last rename wins, both files are whole.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../process/error-code';
import { StoreError } from './store-error';

/** Owner only: everything the certificate store holds is a secret or lies beside one. */
export const FILE_MODE = 0o600;
export const DIRECTORY_MODE = 0o700;

const TEMPORARY = /^\..+\.[0-9a-f]{16}\.tmp$/;
/** A temporary file this old belongs to a writer that was killed. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/**
 * With its parents. Not Node's `recursive`, which never returns where a directory can't be made and the kernel says
 * ENOENT, as below /proc.
 *
 * @throws StoreError
 */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    await makeWithParents(directory);
  } catch (error) {
    throw new StoreError(directory, error);
  }
}

async function makeWithParents(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: DIRECTORY_MODE });
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await stat(directory)).isDirectory()) return;
    const parent = path.dirname(directory);
    if (errorCode(error) !== 'ENOENT' || parent === directory) throw error;
    await makeWithParents(parent);
    await mkdir(directory, { mode: DIRECTORY_MODE });
  }
}

export function temporaryName(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(8).toString('hex')}.tmp`);
}

/** @throws StoreError */
export async function writeFileAtomic(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = temporaryName(file);
  try {
    const handle = await open(temporary, 'wx', FILE_MODE);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncDirectory(path.dirname(file));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new StoreError(file, error);
  }
}

/** Makes a rename in the directory survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function removeAbandoned(directory: string, now: Date): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!TEMPORARY.test(name)) continue;
    const file = path.join(directory, name);
    // Another process may be faster; where nothing can be written, nothing can be removed either.
    const left = await stat(file).catch(() => null);
    if (left && now.getTime() - left.mtimeMs > ABANDONED_AFTER_MS)
      await rm(file, { force: true }).catch(() => undefined);
  }
}
