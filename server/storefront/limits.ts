/** How often something may be tried on the storefront. */
import { DAY, HOUR, QUARTER_HOUR, type Limit } from '../web/rate-limit';

export const LIMITS = {
  /** By account and address: guessing one person's password. */
  signInAccount: { attempts: 10, windowSeconds: QUARTER_HOUR },
  /** By address: one password tried on many accounts. A whole office may share an address. */
  signInAddress: { attempts: 100, windowSeconds: QUARTER_HOUR },
  /** By account: nobody's mailbox is filled. */
  resetAccount: { attempts: 5, windowSeconds: HOUR },
  resetAddress: { attempts: 20, windowSeconds: HOUR },
  registerAddress: { attempts: 20, windowSeconds: HOUR },
  /**
   * By address: guests of whom something is kept for the first time, as a cart is for a month. Ten times the carts of a
   * shop with sixty orders a day may come from one address of a carrier, a fifth of them in one hour; a script has 18,000
   * rows to show for a month's work. Who has a cart, or an account, is never counted.
   */
  guestAddress: { attempts: 120, windowSeconds: HOUR },
  guestAddressDay: { attempts: 600, windowSeconds: DAY },
  /** Orders take bottles off the shelf before they are paid: nobody empties it from one place. */
  orderAddress: { attempts: 20, windowSeconds: HOUR },
  orderSession: { attempts: 10, windowSeconds: HOUR },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
