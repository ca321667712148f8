/** A payment as its provider is told of it, and a provider's answer as we take it. */
import type { Pool } from '../../../db/pool';
import type { Clock } from '../../../process/clock';
import type { Logger } from '../../../process/logger';
import type { Attempt, Outcome } from '../../payments';
import type { Payments } from '../../payments/service';
import type { OrderMails } from '../mails';
import type { Payment } from '../model';

/** What whoever asks a provider needs. */
export interface AskingDeps {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mails: OrderMails;
  readonly payments: Payments;
}

export const attemptOf = ({ id, reference, amount, currency }: Payment): Attempt => ({
  id,
  reference,
  amount,
  currency,
});

/** Providers don't throw; should one do it all the same, nobody knows what has happened. */
export async function heard<T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await ask();
  } catch {
    return { kind: 'unknown', code: 'THROWN' };
  }
}
