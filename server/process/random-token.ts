/** A secret for a link or a cookie. The database keeps its digest only: a copy of it opens nothing. */
import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

export const makeToken = (): string => randomBytes(BYTES).toString('base64url');

/** @returns null for what can't be a token of ours */
export function tokenHash(token: string): Buffer | null {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  return createHash('sha256').update(token).digest();
}
