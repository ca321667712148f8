/**
 * Whose guesses at a password are counted together. A browser or an address that somebody has come in from before has
 * an allowance of its own; all other places together have one for each account. So an account can be guessed at only so
 * often, from however many addresses, and its owner is never locked out where she has been before. From elsewhere a link
 * in her mailbox lets one browser more try.
 */
import type { Request, Response } from 'express';
import { callerOf, rememberBrowser } from './caller';
import type { Attempt, RateLimiter, Refusal } from './rate-limit';

export interface GuessLimits<Name extends string> {
  /** By address: one password tried on many accounts. */
  readonly address: Name;
  /** By account and place, in a short and in a long window. */
  readonly account: Name;
  readonly accountDay: Name;
  /** By account: all places together from which nobody came in before. */
  readonly unknown: Name;
  /** By account: how often its owner is mailed the link. */
  readonly told: Name;
}

/** @param email as it is stored, whether or not somebody has it: nothing here tells */
export function guessesAt<Name extends string>(
  place: { readonly address: string; readonly asker: string; readonly knows: 'browser' | 'address' | null },
  email: string,
  limits: GuessLimits<Name>,
): Attempt<Name>[] {
  const of = `${place.asker} ${email}`;
  return [
    // A crowd behind one address, and whoever guesses among it, is nothing to who is known by her browser.
    ...(place.knows === 'browser' ? [] : [{ limit: limits.address, of: place.address }]),
    { limit: limits.account, of },
    { limit: limits.accountDay, of },
    ...(place.knows === null ? [{ limit: limits.unknown, of: email }] : []),
  ];
}

/**
 * For a guess too many. Where all unknown places have used up theirs she is mailed the link.
 * @returns the code of what is said in place of when to try again
 */
export async function answerGuess<Name extends string>(
  { limit }: Partial<Pick<Refusal<Name>, 'limit'>>,
  email: string,
  { limits, limiter, mail }: GuessAnswers<Name>,
): Promise<'guessed' | undefined> {
  if (limit !== limits.unknown) return undefined;
  if ((await limiter.take([{ limit: limits.told, of: email }])) === null) await mail();
  return 'guessed';
}

export interface GuessAnswers<Name extends string> {
  readonly limits: GuessLimits<Name>;
  readonly limiter: RateLimiter<Name>;
  /** To whoever has that e-mail, if anybody does. */
  readonly mail: () => Promise<void>;
}

/**
 * The link of that mail, `?browser=`, for a browser that is not known yet: it still takes the password.
 * @param follow says which token the browser has from now on, if it is another one
 * @returns true where the request was one; the address is not to be shown any longer
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
