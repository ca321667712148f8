import type { JobHelpers, TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { Watch } from '../alarms/service';
import type { Pool } from '../db/pool';
import type { Doctor } from '../doctor/kept/service';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { messageOf } from '../process/thrown';
import { issueReset, type AccountMails } from '../store/accounts';
import { relatePerfumes } from '../store/catalogue';
import type { MailService } from '../store/mail/service';
import type { OrderMails } from '../store/orders';
import { askDuePayments, createMoneyJobs, expireDueOrders, remindOfDueOrders } from '../store/orders/service';
import type { Payments } from '../store/payments/service';
import type { SignInJobs } from '../store/sign-ins/service';
import { workOnBackfills } from './backfills';
import type { HousePictures, Imports } from './imports';
import { prune } from './prune';
import { noteRunEnded, noteRunStarted } from './queries';

export interface Work {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly orderMails: OrderMails;
  readonly accountMails: AccountMails;
  readonly signIns: SignInJobs;
  readonly mailService: MailService;
  readonly payments: Payments;
  readonly imports: Imports;
  readonly housePictures: HousePictures;
  readonly watch: Watch;
  readonly doctor: Doctor;
}

const numbered = z.object({ id: z.number().int() });
const identified = z.object({ id: z.uuid() });
const resetPayload = z.object({
  email: z.string(),
  locale: z.enum(['ko', 'en']),
  // Absent in what a release before this one has queued.
  byKnownBrowser: z.boolean().default(false),
});
const guessesPayload = z.object({ side: z.enum(['storefront', 'desk']), email: z.string() });

const NEVER = new AbortController().signal;

export const CRONTAB = [
  '* * * * * expire-orders',
  '* * * * * ask-payments',
  '* * * * * remind-orders',
  '* * * * * rescue-mails',
  '* * * * * rescue-imports',
  '* * * * * backfill',
  '* * * * * rescue-house-pictures',
  '*/5 * * * * watch',
  '17 * * * * prune',
  '41 * * * * doctor',
].join('\n');

export function createTasks(work: Work): TaskList {
  const { pool, clock, logger, mailService, imports, housePictures } = work;
  /** By the clock: when it ran last, and how that ended, is kept for the desk. */
  const timed =
    (task: string, run: (signal: AbortSignal) => Promise<void>) => async (_: unknown, helpers: JobHelpers) => {
      await noteRunStarted(pool, task, clock.now());
      try {
        await run(helpers.abortSignal ?? NEVER);
        await noteRunEnded(pool, task, null, clock.now());
      } catch (error) {
        await noteRunEnded(pool, task, messageOf(error), clock.now());
        throw error;
      }
    };
  const money = { pool, clock, logger, mails: work.orderMails, payments: work.payments };
  const moneyJobs = createMoneyJobs(money);
  return {
    'send-mail': async (payload, { job, abortSignal }) => {
      await mailService.deliver(numbered.parse(payload).id, job.attempts, abortSignal ?? NEVER);
    },
    'password-reset': (payload) => issueReset({ pool, clock, mails: work.accountMails }, resetPayload.parse(payload)),
    'warn-of-guesses': (payload) => work.signIns.mailGuesses(guessesPayload.parse(payload)),
    'import-products': (payload) => imports.work(identified.parse(payload).id),
    'relate-perfumes': (_, { abortSignal }) => relatePerfumes(pool, abortSignal),
    'ask-payment': (payload) => moneyJobs.askPayment(identified.parse(payload).id),
    'ask-refund': (payload) => moneyJobs.askRefund(identified.parse(payload).id),
    'redraw-house': (payload) => housePictures.redraw(numbered.parse(payload).id),
    'expire-orders': timed('expire-orders', async () => {
      await expireDueOrders(money);
    }),
    'ask-payments': timed('ask-payments', async () => {
      await askDuePayments(money);
    }),
    'remind-orders': timed('remind-orders', async () => {
      await remindOfDueOrders(pool, { mails: work.orderMails, logger }, clock.now());
    }),
    'rescue-mails': timed('rescue-mails', () => mailService.rescue()),
    'rescue-imports': timed('rescue-imports', () => imports.rescue()),
    backfill: timed('backfill', () => workOnBackfills(pool)),
    'rescue-house-pictures': timed('rescue-house-pictures', () => housePictures.rescue()),
    watch: timed('watch', () => work.watch.look()),
    doctor: timed('doctor', (signal) => work.doctor.look(signal)),
    prune: timed('prune', () => prune({ pool, clock, mails: mailService, signIns: work.signIns, imports })),
  };
}
