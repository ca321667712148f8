/**
 * A refund on its way: written down before it is sent, sent while no lock is held, and settled by what was answered.
 * Whoever is killed in between leaves a row that the next look goes on with, by the same key.
 */
import type { Executor } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import {
  CLAIM_MS,
  HOUR_MS,
  nextAskAt,
  type Outcome,
  type RefundAnswer,
  type RefundEvent,
  refundMoveOf,
  type RefundRequest,
  type RefundStep,
  refundStepOf,
} from '../../payments';
import type { Payment, StoredOrder, StoredRefund } from '../model';
import { lockOrder, selectOrderById } from '../queries';
import { type AskingDeps, attemptOf, heard } from '../settlement/attempt';
import { askSooner, lockPayment, queueAsk, selectPayment } from '../settlement/queries';
import { bookDone, bookFailed } from './booking';
import { lockRefund, moveRefund, queueRefund, selectOtherRefunds, selectRefund } from './queries';

interface HeldRefund {
  readonly tx: Executor;
  readonly order: StoredOrder;
  readonly payment: Payment;
  readonly refund: StoredRefund;
}

export type RefundSending = ReturnType<typeof createRefundSending>;

export function createRefundSending({ pool, clock, logger, mails, payments }: AskingDeps) {
  async function withHeld<T>(id: string, work: (held: HeldRefund) => Promise<T>): Promise<T | null> {
    const found = await selectRefund(pool, id);
    if (!found) return null;
    return withTransaction(pool, async (tx) => {
      const order = await lockOrder(tx, found.orderId, 'wait');
      const payment = order && (await lockPayment(tx, found.paymentId));
      const refund = payment && (await lockRefund(tx, id));
      return refund ? work({ tx, order, payment, refund }) : null;
    });
  }

  /** One step of the machine, and what it says in our books. @returns the step */
  const settle = (id: string, event: RefundEvent, said: { readonly reference?: string; readonly code?: string } = {}) =>
    withHeld(id, async ({ tx, order, payment, refund }): Promise<RefundStep> => {
      const now = clock.now();
      const step = refundStepOf(event, refund.state);
      const to = refundMoveOf(step);
      if (to === null && (event === 'send' || event === 'claim-lost')) return step;
      // What the provider has left is only sure when it is of all others known what became of them.
      if (step === '>sent' && !(await selectOtherRefunds(tx, refund)).areKnown) {
        const later = new Date(now.getTime() + CLAIM_MS);
        await moveRefund(tx, id, { ...refund, askAt: later, now });
        await queueRefund(tx, id, later);
        return '=';
      }
      const state = to ?? refund.state;
      const askAt = nextAskOf(state, to === null ? refund.stateAt : now, now);
      const isOdd = step === '!';
      if (to !== null || askAt !== null || isOdd) {
        const trouble = state === 'failed' || state === 'unknown' || isOdd ? (said.code ?? event) : null;
        await moveRefund(tx, id, { state, reference: said.reference ?? null, askAt, trouble, now });
      }
      if (askAt !== null) await queueRefund(tx, id, askAt);
      const booked = { tx, mails, order, now, staffId: refund.staffId };
      if (to === 'done') await bookDone(booked, refund);
      if (to === 'failed') await bookFailed(booked, refund.amount);
      // The provider has sent what we had given up: its payment says so when it is asked.
      if (isOdd && (await askSooner(tx, payment.id, now))) await queueAsk(tx, payment.id, now);
      return step;
    });

  async function hear(id: string, outcome: Outcome<RefundAnswer | null>): Promise<RefundStep | null> {
    const step = await settle(id, ...eventOf(outcome));
    const code = outcome.kind === 'done' ? null : outcome.code;
    logger.info({ refund: id, outcome: outcome.kind, code, step }, 'refund answered');
    return step;
  }

  /** @returns what became of it so far; null: there is no such refund */
  async function send(id: string): Promise<StoredRefund | null> {
    const claimed = await settle(id, 'send');
    const refund = await selectRefund(pool, id);
    if (claimed !== '>sent' || !refund) return refund;
    const request = await requestOf(pool, refund);
    const payment = await selectPayment(pool, refund.paymentId);
    if (!request || !payment) return refund;
    const { provider } = payments.method(payment.method);
    await hear(id, await heard(() => provider.refund(request)));
    return selectRefund(pool, id);
  }

  return {
    send,

    /** Where its time has come: what is not sent is sent, and what nobody knows of is asked about. */
    async look(id: string): Promise<void> {
      const before = await selectRefund(pool, id);
      if (!before || before.askAt === null || before.askAt > clock.now()) return;
      if (before.state === 'sent') await settle(id, 'claim-lost');
      const refund = (await selectRefund(pool, id)) ?? before;
      const step = refundStepOf('due', refund.state);
      if (step === 'again') return void (await send(id));
      if (step !== 'a') return;
      const request = await requestOf(pool, refund);
      const payment = await selectPayment(pool, refund.paymentId);
      if (!request || !payment) return;
      const { provider } = payments.method(payment.method);
      if ((await hear(id, await heard(() => provider.askRefund(request)))) === 'again') await send(id);
    },
  };
}

async function requestOf(db: Executor, refund: StoredRefund): Promise<RefundRequest | null> {
  const [payment, order] = [await selectPayment(db, refund.paymentId), await selectOrderById(db, refund.orderId)];
  if (!payment || !order) return null;
  return {
    id: refund.id,
    attempt: attemptOf(payment),
    amount: refund.amount,
    balance: payment.captured - payment.refunded - (await selectOtherRefunds(db, refund)).pending,
    reason: refund.note === '' ? order.number : refund.note.slice(0, 200),
    account: null,
    askedAt: refund.askedAt,
  };
}

function eventOf(outcome: Outcome<RefundAnswer | null>): [RefundEvent, { reference?: string; code?: string }] {
  if (outcome.kind === 'refused') return ['failed', { code: outcome.code }];
  if (outcome.kind === 'unknown') return ['unanswered', { code: outcome.code }];
  if (outcome.value === null) return ['not-found', {}];
  return [outcome.value.state, { reference: outcome.value.reference }];
}

function nextAskOf(state: StoredRefund['state'], since: Date, now: Date): Date | null {
  switch (state) {
    case 'sent':
      return new Date(now.getTime() + CLAIM_MS);
    case 'unknown':
      return nextAskAt(since, now);
    case 'pending':
      return new Date(now.getTime() + HOUR_MS);
    default:
      return null;
  }
}
