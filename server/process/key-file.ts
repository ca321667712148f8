/** `DATA_DIR/keys.json`: the keys for cookies, links and seals (docs/decisions/0017-keys-by-purpose.md). */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { createFileAtomic, writeFileAtomic } from './atomic-file';
import { acquireLock } from './lock-file';
import { readOrNull } from './read-file';

export const KEY_PURPOSES = ['cookies', 'links', 'seals'] as const;
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** Stands for the one secret of before, where that is kept: in the environment, or in `DATA_DIR/session-secret`. */
export const SESSION_SECRET = 'SESSION_SECRET';

const keySchema = z.strictObject({
  key: z.union([z.literal(SESSION_SECRET), z.string().regex(/^[0-9a-f]{64}$/, { message: 'no key' })]),
  /** When it begins to sign or to seal. It verifies and opens from the moment that it stands here. */
  from: z.iso.datetime(),
});
/** The newest first. */
const purposeSchema = z.array(keySchema).min(1).readonly();
const fileSchema = z.strictObject({ cookies: purposeSchema, links: purposeSchema, seals: purposeSchema });

export type StoredKey = Readonly<z.infer<typeof keySchema>>;
export type KeyFile = Readonly<z.infer<typeof fileSchema>>;

export const keyFilePath = (dataDir: string): string => path.join(dataDir, 'keys.json');

/** @returns null where there is none. @throws Error naming the file, when it isn't one of ours */
export async function readKeyFile(dataDir: string): Promise<KeyFile | null> {
  const file = keyFilePath(dataDir);
  const text = await readOrNull(file);
  if (text === null) return null;
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const where = issue ? `at ${issue.path.join('.') || 'its top'}` : 'no JSON';
    throw new Error(`${file} can't be read as keys (${where}): put it back as it was, from a backup`);
  }
}

export const newKey = (from: Date): StoredKey => ({ key: randomBytes(32).toString('hex'), from: from.toISOString() });

/** For a shop that had the one secret before. */
export function keysOfBefore(): KeyFile {
  const before = [{ key: SESSION_SECRET, from: new Date(0).toISOString() }];
  return { cookies: before, links: before, seals: before };
}

/** For a new shop. Several processes may begin at once: all use the one that was first. */
export async function makeKeyFile(dataDir: string, now: Date): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const keys: KeyFile = { cookies: [newKey(now)], links: [newKey(now)], seals: [newKey(now)] };
  await createFileAtomic(keyFilePath(dataDir), textOf(keys), { mode: 0o600 });
}

/** While nobody else changes it. @param change gets null where there is no file yet @throws LockedError */
export async function changeKeyFile(dataDir: string, change: (keys: KeyFile | null) => KeyFile): Promise<KeyFile> {
  const lock = await acquireLock(`${keyFilePath(dataDir)}.lock`, { doing: 'a rotation of keys' });
  try {
    const keys = change(await readKeyFile(dataDir));
    await writeFileAtomic(keyFilePath(dataDir), textOf(keys), { mode: 0o600 });
    return keys;
  } finally {
    await lock.release();
  }
}

const textOf = (keys: KeyFile): string => `${JSON.stringify(keys, null, 2)}\n`;
