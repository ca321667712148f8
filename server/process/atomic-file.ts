/** Files written so that a reader, a crash or a power cut sees the old content or the new, never a part. */
import { randomBytes } from 'node:crypto';
import { link, open, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './error-code';

type Content = string | Uint8Array;

interface Options {
  readonly mode?: number;
}

export function temporaryName(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(8).toString('hex')}.tmp`);
}

export function writeFileAtomic(file: string, content: Content, options: Options = {}): Promise<void> {
  return place(file, drafting(content, options), (draft) => rename(draft, file));
}

export function linkAtomic(target: string, file: string): Promise<void> {
  return place(
    file,
    (draft) => symlink(target, draft),
    (draft) => rename(draft, file),
  );
}

/** @returns false where there is such a file already: it stays as it is */
export async function createFileAtomic(file: string, content: Content, options: Options = {}): Promise<boolean> {
  try {
    await place(file, drafting(content, options), (draft) => link(draft, file));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

const drafting = (content: Content, options: Options) => (draft: string) =>
  writeFile(draft, content, { ...options, flag: 'wx', flush: true });

async function place(
  file: string,
  make: (draft: string) => Promise<void>,
  name: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = temporaryName(file);
  try {
    await make(draft);
    await name(draft);
    await syncDirectory(path.dirname(file));
  } finally {
    await rm(draft, { force: true });
  }
}

/** Makes a new name in the directory survive a power cut. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  await handle.sync().finally(() => handle.close());
}
