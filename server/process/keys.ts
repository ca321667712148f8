/** The keys as the shop uses them. Every process reads them anew while it runs, so that a rotation needs no restart. */
import path from 'node:path';
import {
  KEY_PURPOSES,
  keyFilePath,
  keysOfBefore,
  makeKeyFile,
  readKeyFile,
  SESSION_SECRET,
  type KeyFile,
  type KeyPurpose,
} from './key-file';
import type { Logger } from './logger';
import { readOrNull } from './read-file';
import { opens, type Sealed } from './seal';
import { messageOf } from './thrown';

/** The first of each signs or seals, all verify or open. Changed in place: express-session keeps what it was given. */
export interface Keys {
  readonly cookies: {
    readonly storefront: string[];
    /** Of their own: a shopper's session id is worth nothing at the desk, even under its cookie's name. */
    readonly desk: string[];
  };
  readonly links: string[];
  readonly seals: string[];
}

export interface KeySource {
  readonly dataDir: string;
  readonly sessionSecret: string | null;
  /** What lies sealed in the database. Only asked where there is no file of keys: others would open none of it. */
  readonly sealed: () => Promise<readonly Sealed[]>;
}

/** How often a running process looks. A new key begins to sign well after that: every process knows it before. */
export const KEYS_LOOK_MS = 2_000;
export const KEY_LEAD_MS = 5 * KEYS_LOOK_MS;

export function keysOf(all: Readonly<Record<KeyPurpose, readonly string[]>>): Keys {
  const { cookies, links, seals } = all;
  return {
    cookies: { storefront: [...cookies], desk: cookies.map((key) => `desk ${key}`) },
    links: [...links],
    seals: [...seals],
  };
}

/** Makes the file of a new shop. @throws Error naming a file that can't be read, or that is gone while seals are there */
export async function readKeys(source: KeySource, now: Date): Promise<Keys> {
  const { dataDir } = source;
  if (!(await readKeyFile(dataDir))) {
    const before = await secretOfBefore(source);
    if (await isLost(source, before)) throw new Error(lostWords(dataDir));
    if (before === null) await makeKeyFile(dataDir, now);
  }
  return readKeysThatAre(source, now);
}

/** Nothing of it opens: with new keys every second factor would be lost, and nobody would have been told. */
async function isLost({ sealed }: KeySource, before: string | null): Promise<boolean> {
  const all = await sealed();
  const seals = before === null ? [] : [before];
  return all.length > 0 && !all.some((one) => opens({ seals }, one));
}

const lostWords = (dataDir: string): string =>
  `${keyFilePath(dataDir)} is gone, and nothing else opens what it has sealed in the database: put it back from a ` +
  `backup (or set ${SESSION_SECRET}, if the shop has it), as docs/runbook.md says under "The keys are lost", ` +
  'or give it up with npm run rotate -- --lost';

/** For an operator who says that the file is lost: new keys, which open nothing of before. */
export async function replaceLostKeys(source: KeySource, now: Date): Promise<void> {
  const { dataDir } = source;
  if ((await readKeyFile(dataDir)) || !(await isLost(source, await secretOfBefore(source)))) {
    throw new Error(`${keyFilePath(dataDir)} is not lost: nothing was changed`);
  }
  await makeKeyFile(dataDir, now);
}

const secretOfBefore = async ({ dataDir, sessionSecret }: KeySource): Promise<string | null> =>
  sessionSecret ?? (await keptSessionSecret(dataDir));

/** @throws Error naming the file that can't be read, that is gone, or that asks for a secret which is */
async function readKeysThatAre(source: KeySource, now: Date): Promise<Keys> {
  const { dataDir } = source;
  const before = await secretOfBefore(source);
  const file = await readKeyFile(dataDir);
  if (!file && before === null) throw new Error(`${keyFilePath(dataDir)} is gone: put it back, from a backup`);
  const stored = file ?? keysOfBefore();
  const inUse = KEY_PURPOSES.map((purpose) => [purpose, usable(stored, purpose, before, now)] as const);
  const idle = inUse.find(([, keys]) => keys.length === 0)?.[0];
  if (idle) {
    throw new Error(
      `${keyFilePath(dataDir)} says that ${SESSION_SECRET} is the key for ${idle}, and there is none: ` +
        `set it, or put ${path.join(dataDir, 'session-secret')} back`,
    );
  }
  return keysOf(Object.fromEntries(inUse) as Record<KeyPurpose, string[]>);
}

/** Those that count at that moment, the one that signs first. */
function usable(stored: KeyFile, purpose: KeyPurpose, before: string | null, now: Date): string[] {
  const known = stored[purpose].flatMap(({ key, from }) => {
    const secret = key === SESSION_SECRET ? before : key;
    return secret === null ? [] : [{ secret, signs: Date.parse(from) <= now.getTime() }];
  });
  return [...known.filter(({ signs }) => signs), ...known.filter(({ signs }) => !signs)].map(({ secret }) => secret);
}

/** As {@link readKeys}, and kept up to date. A file that can't be read later on, or is gone, changes nothing. */
export async function watchKeys(source: KeySource, { logger }: { readonly logger: Logger }): Promise<Keys> {
  const keys = await readKeys(source, new Date());
  let told = '';
  const look = async (): Promise<void> => {
    try {
      replaceKeys(keys, await readKeysThatAre(source, new Date()));
      told = '';
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== told) logger.error({ reason }, 'the keys could not be read again; those of before stay in use');
      told = reason;
    }
  };
  setInterval(() => void look(), KEYS_LOOK_MS).unref();
  return keys;
}

export function replaceKeys(keys: Keys, by: Keys): void {
  keys.cookies.storefront.splice(0, Infinity, ...by.cookies.storefront);
  keys.cookies.desk.splice(0, Infinity, ...by.cookies.desk);
  keys.links.splice(0, Infinity, ...by.links);
  keys.seals.splice(0, Infinity, ...by.seals);
}

/** What shops made before there were keys by purpose. */
async function keptSessionSecret(dataDir: string): Promise<string | null> {
  const file = path.join(dataDir, 'session-secret');
  const text = await readOrNull(file);
  if (text === null) return null;
  const kept = text.trim();
  // As a power cut may leave it. Another one would end every session, and open no second factor: the operator's choice.
  if (!kept) throw new Error(`${file} is empty: put it back from a backup, or remove it and new keys are made`);
  return kept;
}
