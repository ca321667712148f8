import type { Locale } from '../../i18n/locale';

export type Side = 'storefront' | 'desk';

/** `registered`, `set-up`: the first time. `password`: right, no code yet. `blocked`: right, of a blocked customer. */
export type Outcome =
  'in' | 'recovery-code' | 'registered' | 'set-up' | 'password' | 'blocked' | 'wrong-password' | 'wrong-code';

/** Somebody's browser, as a request shows it. */
export interface Caller {
  /** As limits count it: `203.0.113.9`, `2001:db8:1:2::/64`. */
  readonly address: string;
  /** Its name, `Chrome, Windows`; '' for an unknown one. */
  readonly browser: string;
  /** Of its cookie; null without one. */
  readonly token: string | null;
}

/** Where somebody tries to come in from, and whether she has come in from there before. */
export interface Place extends Caller {
  readonly side: Side;
  /** Of the account or the person at the desk; null where nobody has the e-mail. */
  readonly person: string | null;
  readonly knows: 'browser' | 'address' | null;
  /** Nobody of this name came in by such a browser from there before. */
  readonly isNew: boolean;
  /** Who waits in the password line, and whose guesses are counted together: a known browser, else the address. */
  readonly asker: string;
}

const BROWSER = 'browser ';

/** @param tokenHash of a browser that somebody has come in by */
export const browserAsker = (tokenHash: Buffer): string => BROWSER + tokenHash.toString('base64url');
export const isBrowser = (asker: string): boolean => asker.startsWith(BROWSER);

/** What a password is worked on for. */
export type From = Pick<Place, 'asker' | 'address' | 'browser'>;

export interface SignIn {
  readonly id: number;
  readonly outcome: Outcome;
  readonly address: string;
  readonly browser: string;
  readonly since: Date;
  readonly at: Date;
  readonly times: number;
  /** null where nobody has the e-mail. */
  readonly person: string | null;
  readonly name: string | null;
}

/** Where a page of the list ended. */
export type Mark = Pick<SignIn, 'id' | 'at'>;

export type Warning =
  | 'password'
  | 'second-factor'
  | 'recovery-codes'
  | 'recovery-code'
  | 'new-link'
  | 'set-up'
  | 'new-place'
  | 'wrong-codes'
  | 'guesses';

export type WarningMail = WarningDetails &
  (
    | { readonly side: 'desk'; readonly reason: Warning }
    | { readonly side: 'storefront'; readonly reason: Extract<Warning, 'password' | 'guesses'> }
  );

interface WarningDetails {
  readonly to: string;
  readonly locale: Locale;
  readonly at: Date;
  /** Where it happened, if that says anything. */
  readonly from?: Pick<Caller, 'address' | 'browser'>;
  /** Of a link that makes a browser known. */
  readonly token?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** As the law has access records kept (three months), and no longer. */
export const KEPT_MS = 90 * DAY_MS;
/** Of one person, and of nobody: nothing that somebody repeats grows for ever. */
export const MOST_KEPT = 1_000;
/** Browsers of one person: the latest. */
export const MOST_BROWSERS = 20;
/** So many wrong codes after a right password are no typing errors. */
export const MANY_WRONG_CODES = 5;
export const WRONG_CODES_WITHIN_MS = DAY_MS;
/** Warnings to one mailbox: the first tell; more would bury them. */
export const MOST_WARNINGS = { most: 10, withinMs: DAY_MS } as const;
