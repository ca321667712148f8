/**
 * Whose guesses at a password are counted together. A browser or an address that somebody has come in from before has
 * an allowance of its own; all other places together have one for each account. So an account can be guessed at only so
 * often, from however many addresses, and its owner is never locked out where she has been before.
 */
import type { Attempt } from './rate-limit';

export interface GuessLimits<Name extends string> {
  /** By address: one password tried on many accounts. */
  readonly address: Name;
  /** By account and place, in a short and in a long window. */
  readonly account: Name;
  readonly accountDay: Name;
  /** By account: all places together from which nobody came in before. */
  readonly unknown: Name;
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
