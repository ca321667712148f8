/** How often something may be tried on the storefront. */
import { HOUR, QUARTER_HOUR, type Limit } from '../web/rate-limit';

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
   * What unpaid orders may hold is counted apart (server/store/orders/unpaid). These are for what orders and cancels all
   * hour long, as a script does: each order leaves rows. A carrier's address is a crowd.
   */
  orderAddress: { attempts: 400, windowSeconds: HOUR },
  orderSession: { attempts: 20, windowSeconds: HOUR },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
