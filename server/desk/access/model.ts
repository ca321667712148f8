/** People at the desk, and what they come in with. */
import { createHash } from 'node:crypto';
import type { Locale } from '../../i18n/locale';
import type { Role } from '../permissions';

/** Somebody who is signed in. */
export interface Staff {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly locale: Locale;
}

/** Somebody who has been set up, with what she proves herself with. */
export interface Credentials extends Staff {
  readonly passwordHash: string;
  /** Sealed. */
  readonly totpSecret: Buffer;
  /** Of the last code that was taken. */
  readonly totpStep: number | null;
}

/** Somebody who was ever let in or invited. */
export interface Person extends Staff {
  readonly createdAt: Date;
  /** null while she hasn't used her link. */
  readonly setUpAt: Date | null;
  readonly disabledAt: Date | null;
}

/** Whether somebody's password is still the same one, without saying which. */
export function passwordMark(passwordHash: string): string {
  return createHash('sha256').update(passwordHash).digest('base64url').slice(0, 22);
}

/** How long a set-up link is good: until tomorrow at this hour. */
export const LINK_VALID_MS = 24 * 60 * 60 * 1000;

export const nameOf = ({ name, email }: Pick<Staff, 'name' | 'email'>): string => `${name} <${email}>`;

/** The longest that somebody stays signed in: a working day. */
export const LONGEST_MS = 12 * 60 * 60 * 1000;
/** Long enough to pack a few parcels, short enough for a screen somebody walked away from. */
export const IDLE_MS = 60 * 60 * 1000;
