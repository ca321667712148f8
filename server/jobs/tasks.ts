/** What the queue can be asked to do, and what is done by the clock. */
import type { TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { Pool } from '../db/pool';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { issueReset } from '../shop/accounts/service';
import type { Mails } from '../shop/mail/mails';
import type { MailService } from '../shop/mail/service';
import { expireDueOrders } from '../shop/orders/service';
import type { Payments } from '../shop/payments/service';
import { prune } from './prune';

export interface Work {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mails: Mails;
  readonly mailService: MailService;
  readonly payments: Payments;
}

const mailPayload = z.object({ id: z.number().int() });
const resetPayload = z.object({ email: z.string(), locale: z.enum(['ko', 'en']) });

/** By the clock (timetable.ts). */
export const CRONTAB = ['* * * * * expire-orders', '* * * * * rescue-mails', '17 * * * * prune'].join('\n');

export function createTasks({ pool, clock, logger, mails, mailService, payments }: Work): TaskList {
  return {
    'send-mail': async (payload, { job, abortSignal }) => {
      const signal = abortSignal ?? new AbortController().signal;
      await mailService.deliver(mailPayload.parse(payload).id, job.attempts, signal);
    },
    'password-reset': (payload) => issueReset({ pool, clock, mails }, resetPayload.parse(payload)),
    'expire-orders': async () => {
      await expireDueOrders(pool, { mails, payments, logger }, clock.now());
    },
    'rescue-mails': () => mailService.rescue(),
    prune: () => prune({ pool, clock, mails: mailService }),
  };
}
