import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './error-code';
import { exists } from './read-file';

/** Node's own recursive `mkdir` never returns where the kernel says ENOENT of what can't be made, as below /proc. */
export async function makeDirectory(directory: string, mode: number): Promise<void> {
  try {
    await mkdir(directory, { mode });
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await stat(directory)).isDirectory()) return;
    const parent = path.dirname(directory);
    const isParentMissing = errorCode(error) === 'ENOENT' && parent !== directory && !(await exists(parent));
    if (!isParentMissing) throw error;
    await makeDirectory(parent, mode);
    await mkdir(directory, { mode });
  }
}
