/** A secret for a link or a cookie. The database keeps its digest only: a copy of it opens nothing. */
import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

export interface Token {
  readonly token: string;
  readonly hash: Buffer;
}

export function makeToken(): Token {
  const token = randomBytes(BYTES).toString('base64url');
  return { token, hash: digest(token) };
}

/** @returns null for what can't be a token of ours */
export function tokenHash(token: string): Buffer | null {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  return digest(token);
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();
