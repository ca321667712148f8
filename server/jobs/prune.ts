import type { Pool } from '../db/pool';
import type { Clock } from '../process/clock';
import { forgetGuestCarts } from '../store/cart/service';
import { forgetOldDeposits } from '../store/deposits/service';
import type { MailService } from '../store/mail/service';
import type { SignInJobs } from '../store/sign-ins/service';
import type { Imports } from './imports';
import {
  deleteClosedResets,
  deleteDeadJobs,
  deleteExpiredRateLimits,
  deleteExpiredSessions,
  deleteOldSentForms,
} from './queries';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** A guest's cart lives as long as her session, which lives 30 days from her last visit. */
const GUEST_CART_MS = 35 * DAY_MS;
/** Nothing is lost with one that holds nothing. */
const EMPTY_CART_MS = DAY_MS / 2;

export async function prune(deps: {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly mails: MailService;
  readonly signIns: Pick<SignInJobs, 'forgetOld'>;
  readonly imports: Pick<Imports, 'forgetOld'>;
}): Promise<void> {
  const { pool, clock, mails, signIns, imports } = deps;
  const now = clock.now();
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  await deleteExpiredSessions(pool, now);
  await deleteExpiredRateLimits(pool, now);
  await deleteOldSentForms(pool, ago(HOUR_MS));
  await deleteDeadJobs(pool, ago(7 * DAY_MS));
  // Kept for a day, in case somebody asks what became of a link.
  await deleteClosedResets(pool, ago(DAY_MS));
  await forgetGuestCarts(pool, { any: ago(GUEST_CART_MS), empty: ago(EMPTY_CART_MS) });
  await mails.forgetOld();
  await signIns.forgetOld();
  await imports.forgetOld();
  await forgetOldDeposits(pool, now);
}
