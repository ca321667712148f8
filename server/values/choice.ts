import { begun } from './numbers';
import { ValueError, type Parser } from './reading';
import { asSeen } from './text';

/** One of a few. @param find which is meant, where others than themselves mean them too */
export const choice =
  <T extends string>(
    known: readonly T[],
    find: (seen: string) => T | undefined = (seen) => known.find((one) => one === seen),
  ): Parser<T> =>
  (typed) => {
    const seen = asSeen(typed);
    const found = find(seen);
    if (found !== undefined) return found;
    if (seen === '') throw new ValueError('required');
    throw new ValueError('choice', { typed: begun(seen), known: known.filter((one) => one !== '').join(', ') });
  };
