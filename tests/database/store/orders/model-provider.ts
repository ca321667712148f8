/**
 * A provider in memory, as real ones are where it hurts: it takes money when it is told to, or by itself; it executes and
 * loses the answer; it can't take back what a buyer has opened; and whoever asks it may be killed before writing down.
 */
import { randomUUID } from 'node:crypto';
import type {
  Attempt,
  Outcome,
  PaymentProvider,
  RefundAnswer,
  RefundRequest,
  Snapshot,
  SnapshotState,
} from '../../../../server/store/payments/provider';
import { snapshotOf } from './snapshot';

/** What goes wrong with the next call; `killed`: it is done, and whoever asked is not there any more. */
export type Fault = 'none' | 'lost-before' | 'lost-after' | 'killed' | 'throws';

interface Kept {
  readonly attempt: Attempt;
  readonly reference: string;
  state: 'open' | 'agreed' | 'done' | 'refused';
  readonly cancels: Map<string, number>;
}

export type ModelProvider = ReturnType<typeof createModelProvider>;

export function createModelProvider(kill: () => void) {
  const kept = new Map<string, Kept>();
  const faults: Fault[] = [];
  const sales: string[] = [];

  const cancelled = ({ cancels }: Kept): number => [...cancels.values()].reduce((sum, amount) => sum + amount, 0);

  function snapshot(payment: Kept): Snapshot {
    const { attempt, reference, state } = payment;
    const gone = cancelled(payment);
    const states: Record<Kept['state'], SnapshotState> = {
      open: 'open',
      agreed: 'processing',
      done: gone === 0 ? 'paid' : gone < attempt.amount ? 'partly-cancelled' : 'cancelled',
      refused: 'failed',
    };
    return snapshotOf(attempt.id, {
      state: states[state],
      total: attempt.amount,
      balance: attempt.amount - gone,
      reference,
    });
  }

  /** What it does is done once or not at all; what it says may be lost. */
  async function answering<T>(act: () => Outcome<T>): Promise<Outcome<T>> {
    const fault = faults.shift() ?? 'none';
    await Promise.resolve();
    if (fault === 'lost-before') return { kind: 'unknown', code: 'LOST_BEFORE' };
    const answer = act();
    if (fault === 'killed') kill();
    if (fault === 'throws') throw new Error('a provider does not throw, but if it did');
    return fault === 'lost-after' ? { kind: 'unknown', code: 'LOST_AFTER' } : answer;
  }

  function capture(payment: Kept): void {
    if (payment.state === 'done') return;
    payment.state = 'done';
    sales.push(payment.attempt.id);
  }

  const refundAnswer = (payment: Kept, id: string): RefundAnswer => ({
    reference: `cancel-${id}`,
    state: 'done',
    snapshot: snapshot(payment),
  });

  const provider: PaymentProvider = {
    start: (attempt) =>
      answering(() => {
        const known = kept.get(attempt.id) ?? {
          attempt,
          reference: `ref-${randomUUID()}`,
          state: 'open',
          cancels: new Map(),
        };
        kept.set(attempt.id, known);
        return { kind: 'done', value: { kind: 'redirect', url: 'https://pay.example', reference: null } };
      }),
    readReturn: ({ ref, failure }) =>
      typeof failure === 'string'
        ? { reference: null, amount: null, failure }
        : typeof ref === 'string'
          ? { reference: ref, amount: null, failure: null }
          : null,
    complete: ({ id }, reference) =>
      answering(() => {
        const payment = kept.get(id);
        if (!payment || payment.reference !== reference || payment.state === 'open') {
          return { kind: 'refused', code: 'NOT_FOUND_PAYMENT', mender: 'nobody' };
        }
        if (payment.state === 'agreed') capture(payment);
        if (payment.state === 'refused') return { kind: 'refused', code: 'REJECT_CARD_PAYMENT', mender: 'buyer' };
        return { kind: 'done', value: snapshot(payment) };
      }),
    ask: ({ id }) => answering(() => ({ kind: 'done', value: kept.has(id) ? snapshot(kept.get(id)!) : null })),
    abandon: ({ id }) => answering(() => ({ kind: 'done', value: kept.has(id) ? snapshot(kept.get(id)!) : null })),
    refund: ({ id, attempt, amount }: RefundRequest) =>
      answering(() => {
        const payment = kept.get(attempt.id);
        if (payment?.state !== 'done') return { kind: 'refused', code: 'NOT_PAID', mender: 'shop' };
        if (!payment.cancels.has(id)) {
          if (cancelled(payment) + amount > payment.attempt.amount) {
            return { kind: 'refused', code: 'EXCEEDS_BALANCE', mender: 'shop' };
          }
          payment.cancels.set(id, amount);
        }
        return { kind: 'done', value: refundAnswer(payment, id) };
      }),
    askRefund: ({ id, attempt }) =>
      answering(() => {
        const payment = kept.get(attempt.id);
        return { kind: 'done', value: payment?.cancels.has(id) ? refundAnswer(payment, id) : null };
      }),
    readWebhook: () => null,
    listTransactions: async function* () {
      // Not asked here.
    },
  };

  return {
    provider,
    faults,
    of: (id: string) => kept.get(id),
    /** The buyer agrees on its page, is refused there, or pays without us, such as by a transfer. */
    agree(id: string): void {
      const payment = kept.get(id);
      if (payment?.state === 'open') payment.state = 'agreed';
    },
    refuse(id: string): void {
      const payment = kept.get(id);
      if (payment && payment.state !== 'done') payment.state = 'refused';
    },
    payAnyway(id: string): void {
      const payment = kept.get(id);
      if (payment && payment.state !== 'refused') capture(payment);
    },
    /** At its own desk, past us. */
    cancelThere(id: string, amount: number): void {
      const payment = kept.get(id);
      if (payment?.state !== 'done' || cancelled(payment) + amount > payment.attempt.amount) return;
      payment.cancels.set(randomUUID(), amount);
    },
    sale: (id: string) => (kept.get(id)?.state === 'done' ? kept.get(id)!.attempt.amount : 0),
    cancelled: (id: string) => (kept.has(id) ? cancelled(kept.get(id)!) : 0),
    /** A sale twice is what must never be. */
    salesOf: (id: string) => sales.filter((one) => one === id).length,
  };
}
