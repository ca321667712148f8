/** For trying the shop out. As a real one: its own books, its own page, and the truth only to who asks it. */
import { randomBytes } from 'node:crypto';
import type { Pool } from '../../../db/pool';
import { localPath } from '../../../i18n/locale';
import type { Clock } from '../../../process/clock';
import type { PaymentMethod } from '../model';
import type { LedgerRow, Outcome, PaymentProvider, RefundAnswer, Snapshot, SnapshotState } from '../provider';
import type { TestCancel, TestPayment } from './model';
import {
  cancelTestPayment,
  decideTestPayment,
  insertTestPayment,
  selectTestLedger,
  selectTestPayment,
  selectTestPaymentOf,
} from './queries';

/** As long as a hosted card page usually waits. */
const DEADLINE_MS = 30 * 60 * 1000;

const REFERENCE = /^[0-9a-f]{32}$/;

const done = <T>(value: T): Outcome<T> => ({ kind: 'done', value });

export function createTestProvider(deps: { readonly pool: Pool; readonly clock: Clock; readonly origin: string }) {
  const { pool, clock, origin } = deps;
  const find = async (reference: string) => (REFERENCE.test(reference) ? selectTestPayment(pool, reference) : null);
  /** @returns the payment as it is now, whoever decided it */
  const decide = async (reference: string, status: 'paid' | 'declined' | 'cancelled') => {
    if (REFERENCE.test(reference)) await decideTestPayment(pool, reference, status, clock.now());
    return find(reference);
  };
  const snapshotOf = async (attemptId: string): Promise<Snapshot | null> => {
    const payment = await selectTestPaymentOf(pool, attemptId);
    return payment && snapshot(payment);
  };

  const provider: PaymentProvider = {
    async start(attempt) {
      const reference = await insertTestPayment(pool, {
        // Whoever knows it can pay or cancel, so it is as long as a key.
        reference: randomBytes(16).toString('hex'),
        merchantPayment: attempt.id,
        merchantOrder: attempt.orderNumber,
        amount: attempt.amount,
        currency: attempt.currency,
        returnUrl: attempt.returnUrl,
        locale: attempt.locale,
        createdAt: clock.now(),
      });
      return done({ kind: 'redirect', url: origin + localPath(attempt.locale, `/pay/test/${reference}`), reference });
    },
    // It takes the money on its own page, so that coming back is only a reason to ask.
    readReturn: () => null,
    async complete(attempt) {
      const found = await snapshotOf(attempt.id);
      return found ? done(found) : { kind: 'refused', code: 'NOT_FOUND', mender: 'nobody' };
    },
    ask: async ({ id }) => done(await snapshotOf(id)),
    async abandon({ id }) {
      const found = await selectTestPaymentOf(pool, id);
      if (found) await decide(found.reference, 'cancelled');
      return done(await snapshotOf(id));
    },
    async refund({ id, attempt, amount }) {
      await cancelTestPayment(pool, { refund: id, payment: attempt.id, amount, at: clock.now() });
      const answer = await answerOf(attempt.id, id);
      return answer ? done(answer) : { kind: 'refused', code: 'EXCEEDS_BALANCE', mender: 'shop' };
    },
    askRefund: async ({ id, attempt }) => done(await answerOf(attempt.id, id)),
    readWebhook: () => null,
    async *listTransactions(from, to) {
      for (const row of await selectTestLedger(pool, from, to)) yield done<LedgerRow>(row);
    },
  };

  async function answerOf(paymentId: string, refundId: string): Promise<RefundAnswer | null> {
    const payment = await selectTestPaymentOf(pool, paymentId);
    const isDone = payment?.cancels.some(({ refund }) => refund === refundId);
    return payment && isDone ? { reference: refundId, state: 'done', snapshot: snapshot(payment) } : null;
  }

  const method: PaymentMethod = {
    name: 'test',
    isAsked: true,
    isReady: () => true,
    deadline: (now) => new Date(now.getTime() + DEADLINE_MS),
    provider,
  };
  return { find, decide, method };
}

const STATES: Readonly<Record<TestPayment['status'], SnapshotState>> = {
  open: 'open',
  paid: 'paid',
  declined: 'failed',
  cancelled: 'cancelled',
};

const stateOf = ({ status, amount, cancelled }: TestPayment): SnapshotState =>
  cancelled === 0 ? STATES[status] : cancelled < amount ? 'partly-cancelled' : 'cancelled';

function snapshot(payment: TestPayment): Snapshot {
  const { merchantPayment, reference, status, amount, currency, cancelled, cancels, decidedAt } = payment;
  return {
    attemptId: merchantPayment,
    reference,
    state: stateOf(payment),
    total: amount,
    currency,
    balance: status === 'paid' ? amount - cancelled : 0,
    cancels: cancels.map(({ refund, ...cancel }: TestCancel) => ({ ...cancel, reference: refund, state: 'done' })),
    means: status === 'paid' ? 'card' : null,
    receiptUrl: null,
    account: null,
    secret: null,
    paidAt: status === 'paid' ? decidedAt : null,
  };
}
