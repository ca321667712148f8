import { createHash } from 'node:crypto';
import type { Locale } from '../../i18n/locale';
import type { Role } from '../permissions';

export interface Staff {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly locale: Locale;
}

export interface Credentials extends Staff {
  readonly passwordHash: string;
  /** Sealed. */
  readonly totpSecret: Buffer;
  /** Of the last code that was taken. */
  readonly totpStep: number | null;
}

export interface Person extends Staff {
  readonly createdAt: Date;
  /** null while she hasn't used her link. */
  readonly setUpAt: Date | null;
  readonly disabledAt: Date | null;
}

/** Tells whether what somebody proves herself with is still the same, without saying what it is. */
export const credentialsMark = (held: Pick<Credentials, 'passwordHash' | 'totpSecret'>): string =>
  createHash('sha256').update(held.passwordHash).update(held.totpSecret).digest('base64url');

export interface Begun {
  readonly staffId: string;
  /** See {@link credentialsMark}. */
  readonly mark: string;
}

export const LINK_VALID_MS = 24 * 60 * 60 * 1000;

export const nameOf = ({ name, email }: Pick<Staff, 'name' | 'email'>): string => `${name} <${email}>`;

/** The longest that somebody stays signed in: a working day. */
export const LONGEST_MS = 12 * 60 * 60 * 1000;
/** Long enough to pack a few parcels, short enough for a screen somebody walked away from. */
export const IDLE_MS = 60 * 60 * 1000;
