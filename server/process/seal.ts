/** Seals what a copy of the database must not give away: AES-256-GCM under keys that lie outside of it. */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Each has a key of its own: what was sealed for the one opens for no other. The names are part of the keys. */
export type SealPurpose = 'outbox' | 'totp' | 'form' | 'mail';

/** The first seals, all of them open. */
interface SealKeys {
  readonly seals: readonly string[];
}

export interface Sealed {
  readonly sealed: Buffer;
  readonly purpose: SealPurpose;
}

/** Derived once: every page of the desk seals. As many as there are secrets and purposes. */
const derived = new Map<string, KeyObject>();

function keyOf(secret: string, purpose: SealPurpose): KeyObject {
  const name = `${purpose} ${secret}`;
  const known = derived.get(name);
  if (known) return known;
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)));
  derived.set(name, key);
  return key;
}

export function seal({ seals: [newest] }: SealKeys, plain: string, purpose: SealPurpose = 'outbox'): Buffer {
  if (newest === undefined) throw new Error('there is no key to seal with');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(newest, purpose), nonce);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws when it was sealed under a key that counts no more or for another purpose, or changed */
export function openSealed({ seals }: SealKeys, sealed: Buffer, purpose: SealPurpose = 'outbox'): string {
  for (const secret of seals) {
    const plain = tryToOpen(secret, sealed, purpose);
    if (plain !== null) return plain;
  }
  throw new Error('no key opens what was sealed');
}

export const opens = ({ seals }: SealKeys, { sealed, purpose }: Sealed): boolean =>
  seals.some((secret) => tryToOpen(secret, sealed, purpose) !== null);

export interface Resealed {
  readonly anew: number;
  /** What no key opens, and stays as it is. */
  readonly lost: number;
}

/** @param put stores what was sealed anew in the place of what was, if that is still there */
export async function resealAll<T extends { readonly sealed: Buffer }>(
  rows: readonly T[],
  { keys, purpose }: { readonly keys: SealKeys; readonly purpose: SealPurpose },
  put: (row: T, anew: Buffer) => Promise<void>,
): Promise<Resealed> {
  let [anew, lost] = [0, 0];
  for (const row of rows) {
    const sealed = sealedAnew(keys, row.sealed, purpose);
    if (sealed === 'lost') lost += 1;
    else if (sealed !== null) {
      await put(row, sealed);
      anew += 1;
    }
  }
  return { anew, lost };
}

/** The same, under the newest key. @returns null where it is already; 'lost' when no key opens it */
export function sealedAnew(keys: SealKeys, sealed: Buffer, purpose: SealPurpose): Buffer | 'lost' | null {
  const [newest = '', ...older] = keys.seals;
  if (tryToOpen(newest, sealed, purpose) !== null) return null;
  for (const secret of older) {
    const plain = tryToOpen(secret, sealed, purpose);
    if (plain !== null) return seal(keys, plain, purpose);
  }
  return 'lost';
}

function tryToOpen(secret: string, sealed: Buffer, purpose: SealPurpose): string | null {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, purpose), nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const body = sealed.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
