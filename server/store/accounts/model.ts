/** Accounts as the shop speaks of them. */
import type { Locale } from '../../i18n/locale';

export interface Account {
  readonly id: string;
  /** Lower case, and nobody else's. */
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
}

/** How a visitor's address is stored and compared: people type it with capitals and spaces. */
export function normalizeEmail(typed: string): string {
  return typed.trim().toLowerCase();
}

/** How long a reset link works: enough to find the mail, and a forgotten one in a mailbox is worth nothing. */
export const RESET_VALID_MS = 30 * 60 * 1000;

/** A link that was mailed. */
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
