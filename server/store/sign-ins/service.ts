/**
 * Sign-ins of both sides: written down, shown to whom they concern, and told by mail where somebody has to know. And
 * which browsers and addresses somebody has come in from: they keep an allowance of guesses of their own, so that
 * strangers who guess at her password lock out themselves.
 */
import type { Executor, Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import type { Clock } from '../../process/clock';
import { makeToken, tokenHash } from '../../process/random-token';
import type { SignInMails } from './mails';
import {
  KEPT_MS,
  MANY_WRONG_CODES,
  MOST_BROWSERS,
  MOST_KEPT,
  WRONG_CODES_WITHIN_MS,
  browserAsker,
  type Caller,
  type Mark,
  type Outcome,
  type Place,
  type Side,
  type SignIn,
} from './model';
import {
  countWrong,
  deleteOld,
  finishSignIn,
  forgetBrowsers,
  insertSignIn,
  keepBrowser,
  queueGuessesMail,
  renameBrowser,
  selectAddressee,
  selectIsKnownBrowser,
  selectKnown,
  selectPerson,
  selectSignIns,
  sumOfWrongCodes,
  touchBrowser,
} from './queries';

/** By what was typed, or who it is already known to be. */
export type Whose = { readonly email: string } | { readonly id: string };

export interface SignIns {
  /** The same questions are asked of the database whether or not somebody has the e-mail. */
  place(side: Side, whose: Whose, caller: Caller): Promise<Place>;
  record(place: Place, outcome: Outcome): Promise<void>;
  /**
   * She has come in: the browser is known from now on. @returns the token for its cookie: the one it came with, where that
   * was known as hers
   */
  welcome(place: Place, outcome: Outcome): Promise<string>;
  /** As {@link welcome}, where she proved herself in another way: by a link of hers, by her old password. */
  knowBrowser(place: Place): Promise<string>;
  /** Is it a token of a browser that somebody has come in with on that side, or was sent a link for? */
  isKnownBrowser(side: Side, token: string): Promise<boolean>;
  /** Has this person's password been followed by many wrong codes lately? */
  hasManyWrongCodes(place: Place): Promise<boolean>;
  /** Mails whoever has that e-mail, if anybody does. The jobs process looks. */
  warnOfGuesses(side: Side, email: string): Promise<void>;
  /** The latest first; one more than `most` tells that there are others. @param person null for everybody */
  list(sought: {
    readonly side: Side;
    readonly person: string | null;
    readonly before?: Mark | null;
    readonly most: number;
  }): Promise<readonly SignIn[]>;
}

/** Password and code belong together for as long as the page for the code stays open (desk/web/session.ts). */
const HALFWAY_MS = 15 * 60 * 1000;

export function createSignIns({ pool, clock }: { readonly pool: Pool; readonly clock: Clock }): SignIns {
  const ago = (ms: number): Date => new Date(clock.now().getTime() - ms);

  async function knowBrowser({ side, person, token }: Place): Promise<string> {
    if (person === null) throw new Error('nobody has come in');
    const [hash, now] = [token === null ? null : tokenHash(token), clock.now()];
    if (token !== null && hash && (await touchBrowser(pool, person, { tokenHash: hash, now }))) return token;
    // It may be one that somebody else has put into her browser, and knows: as with session ids, she gets another.
    const fresh = makeToken();
    await withTransaction(pool, async (tx) => {
      if (hash) await renameBrowser(tx, side, { was: hash, tokenHash: fresh.hash });
      await keepBrowser(tx, { side, person }, { tokenHash: fresh.hash, now, most: MOST_BROWSERS });
    });
    return fresh.token;
  }

  async function record(place: Place, outcome: Outcome): Promise<void> {
    const now = clock.now();
    if (outcome === 'wrong-password' || outcome === 'wrong-code') return countWrong(pool, place, outcome, now);
    const ends = place.side === 'desk' && (outcome === 'in' || outcome === 'recovery-code');
    if (ends && (await finishSignIn(pool, place, outcome, { now, begunAfter: ago(HALFWAY_MS) }))) return;
    await insertSignIn(pool, place, outcome, now);
  }

  return {
    async place(side, whose, caller) {
      const person = 'id' in whose ? whose.id : await selectPerson(pool, side, whose.email);
      const hash = caller.token === null ? null : tokenHash(caller.token);
      const known = await selectKnown(pool, { ...caller, person, tokenHash: hash });
      return {
        ...caller,
        side,
        person,
        knows: known.browser ? 'browser' : known.address ? 'address' : null,
        isNew: !known.browser && !known.both,
        asker: known.browser && hash ? browserAsker(hash) : caller.address,
      };
    },
    record,
    async welcome(place, outcome) {
      await record(place, outcome);
      return knowBrowser(place);
    },
    knowBrowser,
    async isKnownBrowser(side, token) {
      const hash = tokenHash(token);
      return hash !== null && selectIsKnownBrowser(pool, side, hash);
    },
    hasManyWrongCodes: async ({ person }) =>
      person !== null && (await sumOfWrongCodes(pool, person, ago(WRONG_CODES_WITHIN_MS))) >= MANY_WRONG_CODES,
    warnOfGuesses: (side, email) => queueGuessesMail(pool, { side, email }),
    list: ({ before = null, ...sought }) => selectSignIns(pool, { ...sought, before }),
  };
}

/** In the transaction that changes her password: whoever came in with the old one has no allowance any more. */
export const forgetKnownBrowsers: (tx: Executor, person: string) => Promise<void> = forgetBrowsers;

export interface SignInJobs {
  /** The mail's link makes a browser known, and does nothing else: whoever opens it still needs the password. */
  mailGuesses(guessed: { readonly side: Side; readonly email: string }): Promise<void>;
  forgetOld(): Promise<void>;
}

/** What the jobs process does for them. */
export function createSignInJobs(deps: {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly mails: SignInMails;
}): SignInJobs {
  const { pool, clock, mails } = deps;
  return {
    async mailGuesses({ side, email }) {
      const found = await selectAddressee(pool, side, email);
      if (!found) return;
      const { token, hash } = makeToken();
      const at = clock.now();
      await keepBrowser(pool, { side, person: found.id }, { tokenHash: hash, now: at, most: MOST_BROWSERS });
      await mails.warning(pool, { side, to: found.email, locale: found.locale, reason: 'guesses', at, token });
    },
    forgetOld: () => deleteOld(pool, { before: new Date(clock.now().getTime() - KEPT_MS), most: MOST_KEPT }),
  };
}
