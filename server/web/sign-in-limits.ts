/**
 * A browser or an address that somebody has come in from before has an allowance of its own; all other places share one
 * for each account. So guesses at an account are few however many addresses they come from, and its owner is never
 * locked out where she has been. From elsewhere a link in her mailbox lets one browser more try.
 */
import type { Request, Response } from 'express';
import { callerOf, rememberBrowser } from './caller';
import { withinLimits, type Wait } from './form-page';
import { DAY, QUARTER_HOUR, type Attempt, type Limits, type RateLimiter } from './rate-limit';

export const GUESSES = {
  /** By account and place, in a short and in a long window. */
  signInAccount: { attempts: 10, windowSeconds: QUARTER_HOUR },
  signInAccountDay: { attempts: 30, windowSeconds: DAY },
  /** By account, all places together from which nobody came in before: NIST SP 800-63B-4 allows a hundred in a row. */
  signInUnknown: { attempts: 100, windowSeconds: DAY },
  /** By account: how often its owner is mailed the link. */
  guessesTold: { attempts: 1, windowSeconds: DAY },
} as const satisfies Limits;

/** By address: one password tried on many accounts. Each wing says how many. */
type GuessLimit = keyof typeof GUESSES | 'signInAddress';

interface Place {
  readonly address: string;
  readonly asker: string;
  readonly knows: 'browser' | 'address' | null;
}

/** @param email as it is stored, whether or not somebody has it: nothing here tells */
export function guessesAt(place: Place, email: string): Attempt<GuessLimit>[] {
  const of = `${place.asker} ${email}`;
  return [
    // A crowd behind one address, and whoever guesses among it, is nothing to who is known by her browser.
    ...(place.knows === 'browser' ? [] : [{ limit: 'signInAddress', of: place.address } as const]),
    { limit: 'signInAccount', of },
    { limit: 'signInAccountDay', of },
    ...(place.knows === null ? [{ limit: 'signInUnknown', of: email } as const] : []),
  ];
}

interface Guess {
  readonly place: Place;
  readonly email: string;
  /** The link, to whoever has that e-mail, once all unknown places have used up theirs. */
  readonly mail?: () => Promise<void>;
}

/** Does the work that a guess takes, if there may be one more. A right one is nobody's guess: it is given back. */
export async function guessing<T>(
  limiter: RateLimiter<GuessLimit>,
  { place, email, mail }: Guess,
  work: () => Promise<T>,
): Promise<{ readonly done: T } | Wait> {
  const attempts = guessesAt(place, email);
  const outcome = await withinLimits(limiter, attempts, work);
  if ('done' in outcome) {
    if (outcome.done) await limiter.giveBack(attempts);
    return outcome;
  }
  if (!mail || outcome.limit !== 'signInUnknown') return outcome;
  if ((await limiter.take([{ limit: 'guessesTold', of: email }])) === null) await mail();
  return { ...outcome, isGuessed: true };
}

/**
 * `?browser=` of that mail makes a browser known: it still takes the password.
 * @returns true where the request was such a link; the address is not to be shown any longer
 */
export async function followMailedLink(
  request: Request,
  response: Response,
  follow: (opened: { readonly link: string; readonly token: string | null }) => Promise<string | null>,
): Promise<boolean> {
  const { browser: link } = request.query;
  if (typeof link !== 'string') return false;
  const token = await follow({ link, token: callerOf(request).token });
  if (token !== null) rememberBrowser(response, token);
  return true;
}
