/** Files and directories of the certificate store: for the owner only, because each is a secret or lies beside one. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../process/atomic-file';
import { makeDirectory } from '../process/make-directory';
import { StoreError } from './store-error';

export const DIRECTORY_MODE = 0o700;

const TEMPORARY = /^\..+\.[0-9a-f]{16}\.tmp$/;
/** A temporary file this old belongs to a writer that was killed. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** @throws StoreError */
export async function makeStoreDirectory(directory: string): Promise<void> {
  try {
    await makeDirectory(directory, DIRECTORY_MODE);
  } catch (error) {
    throw new StoreError(directory, error);
  }
}

/** @throws StoreError */
export async function writeStoreFile(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFileAtomic(file, content, { mode: 0o600 });
  } catch (error) {
    throw new StoreError(file, error);
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
