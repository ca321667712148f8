/**
 * Sign-ins of both sides: written down, shown, and told by mail. Known browsers and addresses keep an allowance of
 * guesses of their own, so that strangers who guess at a password lock out themselves.
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
  type Outcome,
  type Place,
  type Side,
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
  selectKnown,
  selectPeopleOfBrowser,
  selectPerson,
  selectSignIns,
  sumOfWrongCodes,
  touchBrowser,
} from './queries';

/** By what was typed, or who it is already known to be. */
type Whose = { readonly email: string } | { readonly id: string };

export type SignIns = ReturnType<typeof createSignIns>;

/** Password and code belong together for as long as the page for the code stays open (desk/web/session.ts). */
const HALFWAY_MS = 15 * 60 * 1000;

export function createSignIns({ pool, clock }: { readonly pool: Pool; readonly clock: Clock }) {
  const ago = (ms: number): Date => new Date(clock.now().getTime() - ms);

  async function knowBrowser({ side, person, token }: Place): Promise<string> {
    if (person === null) throw new Error('nobody has come in');
    const [hash, now] = [token === null ? null : tokenHash(token), clock.now()];
    if (token !== null && hash && (await touchBrowser(pool, person, { tokenHash: hash, now }))) return token;
    return joinBrowser(side, hash, [person]);
  }

  /** Its token may be known to somebody who has put it there: it gets another. @param was null for a browser without */
  async function joinBrowser(side: Side, was: Buffer | null, people: readonly string[]): Promise<string> {
    const { token, hash: tokenHash } = makeToken();
    const browser = { tokenHash, now: clock.now(), most: MOST_BROWSERS };
    await withTransaction(pool, async (tx) => {
      if (was) await renameBrowser(tx, side, { was, tokenHash });
      for (const person of people) await keepBrowser(tx, { side, person }, browser);
    });
    return token;
  }

  const peopleOf = async (side: Side, hash: Buffer | null): Promise<readonly string[]> =>
    hash ? selectPeopleOfBrowser(pool, side, hash) : [];

  async function record(place: Place, outcome: Outcome): Promise<void> {
    const now = clock.now();
    if (outcome === 'wrong-password' || outcome === 'wrong-code') return countWrong(pool, place, outcome, now);
    const ends = place.side === 'desk' && (outcome === 'in' || outcome === 'recovery-code');
    if (ends && (await finishSignIn(pool, place, outcome, { now, begunAfter: ago(HALFWAY_MS) }))) return;
    await insertSignIn(pool, place, outcome, now);
  }

  return {
    /** The same questions are asked of the database whether or not somebody has the e-mail. */
    async place(side: Side, whose: Whose, caller: Caller): Promise<Place> {
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
    /** She has come in. @returns the token for the browser's cookie: its own, where that was known as hers */
    async welcome(place: Place, outcome: Outcome): Promise<string> {
      await record(place, outcome);
      return knowBrowser(place);
    },
    /** As `welcome`, where she proved herself in another way: by a link of hers, by her old password. */
    knowBrowser,
    /** A mail's link was opened: the browser is hers too. @returns its new token; null where it keeps its own */
    async followLink(side: Side, { link, token }: { readonly link: string; readonly token: string | null }) {
      const here = token === null ? null : tokenHash(token);
      const linked = await peopleOf(side, tokenHash(link));
      const known = await peopleOf(side, here);
      const added = linked.filter((person) => !known.includes(person));
      if (added.length === 0) return null;
      return known.length === 0 ? link : joinBrowser(side, here, added);
    },
    hasManyWrongCodes: async ({ person }: Place) =>
      person !== null && (await sumOfWrongCodes(pool, person, ago(WRONG_CODES_WITHIN_MS))) >= MANY_WRONG_CODES,
    warnOfGuesses: (side: Side, email: string) => queueGuessesMail(pool, { side, email }),
    /** The latest first; one more than `most` tells that there are others. */
    list: (sought: Parameters<typeof selectSignIns>[1]) => selectSignIns(pool, sought),
  };
}

/** In the transaction that changes her password: whoever came in with the old one has no allowance any more. */
export const forgetKnownBrowsers: (tx: Executor, person: string) => Promise<void> = forgetBrowsers;

export type SignInJobs = ReturnType<typeof createSignInJobs>;

export function createSignInJobs(deps: { readonly pool: Pool; readonly clock: Clock; readonly mails: SignInMails }) {
  const { pool, clock, mails } = deps;
  return {
    /** The mail's link makes a browser known, and does nothing else: whoever opens it still needs the password. */
    async mailGuesses({ side, email }: { readonly side: Side; readonly email: string }): Promise<void> {
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
