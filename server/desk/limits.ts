/** How often somebody may try to get into the desk. */
import { DAY, QUARTER_HOUR, type Limit } from '../web/rate-limit';

export const LIMITS = {
  /** The owner's desk has few people: the same guesses, fewer of them. */
  deskSignInAccount: { attempts: 10, windowSeconds: QUARTER_HOUR },
  deskSignInAddress: { attempts: 50, windowSeconds: QUARTER_HOUR },
  /** By person: whoever gets as far as the code knows her password. Three of a million codes are good at a moment. */
  deskCode: { attempts: 10, windowSeconds: QUARTER_HOUR },
  deskCodeDay: { attempts: 50, windowSeconds: DAY },
  /** Counted apart, so that somebody who guesses at the sign-in keeps nobody from changing her password. */
  deskFreshCode: { attempts: 10, windowSeconds: QUARTER_HOUR },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;
