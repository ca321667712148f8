/** How often something may be tried on the storefront. */
import { DAY, HOUR, QUARTER_HOUR, type Limits } from '../web/rate-limit';
import { GUESSES } from '../web/sign-in-limits';

export const LIMITS = {
  ...GUESSES,
  /** A whole office may share an address. */
  signInAddress: { attempts: 100, windowSeconds: QUARTER_HOUR },
  /**
   * By who asks: a crowd may share an address. How many links a mailbox is sent is not counted here
   * (store/accounts/reset-letters.ts): no stranger uses them up.
   */
  resetAddress: { attempts: 60, windowSeconds: HOUR },
  registerAddress: { attempts: 20, windowSeconds: HOUR },
  /**
   * By address: guests of whom something is kept for the first time, as a cart is for a month. Ten times the carts of a
   * shop with sixty orders a day may come from one address of a carrier, a fifth of them in one hour; a script has 18,000
   * rows to show for a month's work. Who has a cart, or an account, is never counted.
   */
  guestAddress: { attempts: 120, windowSeconds: HOUR },
  guestAddressDay: { attempts: 600, windowSeconds: DAY },
  /**
   * What unpaid orders may hold is counted apart (server/store/orders/unpaid). These are for what orders and cancels all
   * hour long, as a script does: each order leaves rows. A carrier's address is a crowd.
   */
  orderAddress: { attempts: 400, windowSeconds: HOUR },
  orderSession: { attempts: 20, windowSeconds: HOUR },
} as const satisfies Limits;

export type LimitName = keyof typeof LIMITS;
