import { DAY, HOUR, QUARTER_HOUR, type Limits } from '../web/rate-limit';
import { GUESSES } from '../web/sign-in-limits';

export const LIMITS = {
  ...GUESSES,
  /** A whole office may share an address. */
  signInAddress: { attempts: 100, windowSeconds: QUARTER_HOUR },
  /** By who asks; a mailbox's links are counted in store/accounts/reset-letters.ts, so no stranger uses them up. */
  resetAddress: { attempts: 60, windowSeconds: HOUR },
  registerAddress: { attempts: 20, windowSeconds: HOUR },
  /**
   * Guests of whom something is kept for the first time, as a cart is for a month. Ten times the carts of a shop with
   * sixty orders a day may come from one carrier's address, a fifth of them in one hour.
   */
  guestAddress: { attempts: 120, windowSeconds: HOUR },
  guestAddressDay: { attempts: 600, windowSeconds: DAY },
  /** What unpaid orders hold is counted apart; these are for a script that orders and cancels all hour long. */
  orderAddress: { attempts: 400, windowSeconds: HOUR },
  orderSession: { attempts: 20, windowSeconds: HOUR },
  /** Whoever looks for an order by its number and telephone number guesses at neither: 2^50 numbers, a few an hour. */
  lookupAddress: { attempts: 40, windowSeconds: HOUR },
  lookupOrder: { attempts: 10, windowSeconds: HOUR },
  /** Each makes a mail to the owner. */
  questionAddress: { attempts: 40, windowSeconds: HOUR },
  questionOrder: { attempts: 6, windowSeconds: DAY },
} as const satisfies Limits;

export type LimitName = keyof typeof LIMITS;
