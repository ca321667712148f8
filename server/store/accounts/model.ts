import { createHash } from 'node:crypto';
import type { Locale } from '../../i18n/locale';

export interface Account {
  readonly id: string;
  /** Lower case, and nobody else's. */
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
}

/** Whose password was right, or has just been chosen. */
export interface Begun {
  readonly accountId: string;
  readonly mark: string;
}

/** Tells whether somebody's password is still the same one, without saying which. */
export const passwordMark = (passwordHash: string): string =>
  createHash('sha256').update(passwordHash).digest('base64url');

/** Enough to find the mail; a forgotten one in a mailbox is worth nothing. */
export const RESET_VALID_MS = 30 * 60 * 1000;

/** So long its form, sent once more, is answered like the first time. */
export const RESET_ANSWERED_MS = 10 * 60 * 1000;

export interface SentReset {
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** It has been used, or ended by another one that was. */
  readonly usedAt: Date | null;
  readonly byKnownBrowser: boolean;
}

export interface ResetRequest {
  readonly email: string;
  readonly locale: Locale;
  /** Asked for in a browser that the account's owner has signed in with. */
  readonly byKnownBrowser: boolean;
}
