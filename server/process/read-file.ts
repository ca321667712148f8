/** Files that need not be there. */
import { readFile } from 'node:fs/promises';
import { isMissing } from './error-code';

/** @returns null where there is none. @throws Error for one that can't be read */
export async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
