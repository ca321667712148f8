/** A payment as its provider is told of it, and a provider's answer as we take it. */
import type { Attempt, Outcome } from '../../payments/provider';
import type { Payment } from '../model';

export const attemptOf = ({ id, reference, amount, currency }: Payment): Attempt => ({ id, reference, amount, currency });

/** Providers don't throw; should one do it all the same, nobody knows what has happened. */
export async function heard<T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await ask();
  } catch {
    return { kind: 'unknown', code: 'THROWN' };
  }
}
