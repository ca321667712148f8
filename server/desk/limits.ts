/** How often somebody may try to get into the desk. */
import { DAY, QUARTER_HOUR, type Limit } from '../web/rate-limit';
import type { GuessLimits } from '../web/sign-in-limits';

export const LIMITS = {
  /** The owner's desk has few people: the same guesses, fewer of them. */
  deskSignInAccount: { attempts: 10, windowSeconds: QUARTER_HOUR },
  deskSignInAddress: { attempts: 50, windowSeconds: QUARTER_HOUR },
  deskSignInAccountDay: { attempts: 30, windowSeconds: DAY },
  deskSignInUnknown: { attempts: 100, windowSeconds: DAY },
  deskGuessesTold: { attempts: 1, windowSeconds: DAY },
  /**
   * By person, and by each browser that is known as hers: whoever gets as far as the code knows her password. Three of a
   * million codes are good at a moment.
   */
  deskCode: { attempts: 10, windowSeconds: QUARTER_HOUR },
  deskCodeDay: { attempts: 50, windowSeconds: DAY },
  /** On paper: 80 bits, which nobody guesses. Counted apart, so that whoever guesses codes leaves her this way in. */
  deskRecovery: { attempts: 10, windowSeconds: QUARTER_HOUR },
  deskWrongCodesTold: { attempts: 1, windowSeconds: DAY },
  /** Counted apart, so that somebody who guesses at the sign-in keeps nobody from changing her password. */
  deskFreshCode: { attempts: 10, windowSeconds: QUARTER_HOUR },
} as const satisfies Record<string, Limit>;

/** At a password: see web/sign-in-limits.ts. */
export const GUESSES = {
  address: 'deskSignInAddress',
  account: 'deskSignInAccount',
  accountDay: 'deskSignInAccountDay',
  unknown: 'deskSignInUnknown',
  told: 'deskGuessesTold',
} as const satisfies GuessLimits<keyof typeof LIMITS>;

export type LimitName = keyof typeof LIMITS;
