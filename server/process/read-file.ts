import { readFile, stat } from 'node:fs/promises';
import { isMissing } from './error-code';

/** @returns null where the file is missing. @throws Error for every other failure */
export async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** @returns null where there is none. @throws Error for one that can't be read */
export const readOrNull = (file: string): Promise<string | null> => orNull(readFile(file, 'utf8'));

/** @throws Error where that can't be told */
export const exists = async (file: string): Promise<boolean> => (await orNull(stat(file))) !== null;
