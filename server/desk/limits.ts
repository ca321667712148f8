import { DAY, QUARTER_HOUR, type Limits } from '../web/rate-limit';
import { GUESSES } from '../web/sign-in-limits';

export const LIMITS = {
  ...GUESSES,
  signInAddress: { attempts: 50, windowSeconds: QUARTER_HOUR },
  /** By person, and by each known browser of hers: who gets this far knows her password. 3 of a million are good. */
  code: { attempts: 10, windowSeconds: QUARTER_HOUR },
  codeDay: { attempts: 50, windowSeconds: DAY },
  /** On paper: 80 bits, which nobody guesses. Counted apart, so that whoever guesses codes leaves her this way in. */
  recovery: { attempts: 10, windowSeconds: QUARTER_HOUR },
  wrongCodesTold: { attempts: 1, windowSeconds: DAY },
  /** Counted apart, so that somebody who guesses at the sign-in keeps nobody from changing her password. */
  freshCode: { attempts: 10, windowSeconds: QUARTER_HOUR },
} as const satisfies Limits;

export type LimitName = keyof typeof LIMITS;
