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
  /** Orders take bottles off the shelf before they are paid: nobody empties it from one place. */
  orderAddress: { attempts: 20, windowSeconds: HOUR },
  orderSession: { attempts: 10, windowSeconds: HOUR },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
