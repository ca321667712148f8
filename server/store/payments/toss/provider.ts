/** Toss Payments: cards and wallets in Toss' own window, and virtual accounts, which need no script. */
import type { Logger } from '../../../process/logger';
import type { Attempt, AttemptStart, Outcome, PaymentProvider, Snapshot, Started } from '../provider';
import { createAsking } from './asking';
import { createTossClient, isReference, pathOf, type TossConnection } from './client';
import { paymentAnswer, snapshotOf, type TossPayment } from './payment';
import { createRefunds } from './refunds';
import { readReturn, readWebhook } from './signals';
import { listTransactions, PAGE_ROWS } from './transactions';
import { startAccount } from './virtual-account';
import { startOnPage, startOnServer, type WindowMethod } from './window';

export interface TossOptions extends TossConnection {
  /** Public. */
  readonly clientKey: string;
  readonly logger: Pick<Logger, 'warn'>;
  /**
   * By Toss' script on a page of ours, which is the documented way. Else by POST /v1/payments, which needs no script,
   * works in public code, and is absent from today's reference: Toss has to say yes first, and to the method's name.
   */
  readonly opensWindow: { readonly by: 'script' } | { readonly by: 'server'; readonly method: string };
  /** Of times in parameters, which have no zone: Korea's unless Toss says otherwise. */
  readonly parameterOffsetMs?: number;
  readonly pageRows?: number;
}

export type Toss = ReturnType<typeof createToss>;

export function createToss(options: TossOptions) {
  const client = createTossClient(options);
  const asking = createAsking(client, options.logger);
  const refunds = createRefunds(client, asking);

  /** The sum is ours, never what the browser brought. */
  async function confirm(attempt: Attempt, reference: string): Promise<Outcome<Snapshot>> {
    if (!isReference(reference)) return { kind: 'refused', code: 'NOT_FOUND_PAYMENT', mender: 'nobody' };
    const answer = await client.post({
      path: pathOf('payments', 'confirm'),
      key: `confirm:${attempt.id}`,
      answer: paymentAnswer,
      body: { paymentKey: reference, orderId: attempt.id, amount: attempt.amount },
    });
    if (answer.kind === 'done') return read(answer.value);
    // It may be paid by an earlier call, or refused by one: only the payment itself tells.
    if (answer.code === 'ALREADY_PROCESSED_PAYMENT') return asked({ ...attempt, reference }, answer);
    // Too late; or the key is another order's, and then only ours counts.
    if (answer.code === 'NOT_FOUND_PAYMENT_SESSION') return asked({ ...attempt, reference: null }, answer);
    return answer;
  }

  function read(payment: TossPayment): Outcome<Snapshot> {
    asking.warnOfVersion(payment);
    return { kind: 'done', value: snapshotOf(payment) };
  }

  async function asked(attempt: Attempt, otherwise: Outcome<never>): Promise<Outcome<Snapshot>> {
    const snapshot = await asking.snapshot(attempt);
    return known(snapshot.kind === 'refused' ? { kind: 'unknown', code: snapshot.code } : snapshot, otherwise);
  }

  /** An account that nobody has paid into. After a deposit Toss refuses, as it is told of none to pay back into. */
  async function closeAccount(attempt: Attempt): Promise<Outcome<Snapshot | null>> {
    const before = await asking.snapshot(attempt);
    if (before.kind !== 'done' || before.value?.state !== 'waiting') return before;
    const answer = await client.post({
      path: pathOf('payments', before.value.reference, 'cancel'),
      key: `abandon:${attempt.id}`,
      answer: paymentAnswer,
      body: { cancelReason: '입금 전 주문 취소' },
    });
    if (answer.kind === 'done') return read(answer.value);
    const after = await asking.snapshot(attempt);
    const isOpen = after.kind !== 'done' || after.value?.state === 'waiting';
    return isOpen && answer.kind === 'unknown' ? answer : after;
  }

  const both = {
    readReturn,
    readWebhook,
    ask: asking.snapshot,
    refund: refunds.refund,
    askRefund: refunds.find,
    listTransactions: (from: Date, to: Date, signal: AbortSignal) =>
      listTransactions(client, {
        ...{ from, to, signal, offsetMs: options.parameterOffsetMs },
        pageRows: options.pageRows ?? PAGE_ROWS,
      }),
  };
  return {
    /** Nothing closes a window: it can be paid in for half an hour, and confirmed ten minutes after that. */
    window: (method: WindowMethod): PaymentProvider => ({
      ...both,
      start: (attempt: AttemptStart): Promise<Outcome<Started>> =>
        options.opensWindow.by === 'script'
          ? Promise.resolve(startOnPage(options.clientKey, method, attempt))
          : startOnServer(client, { method, name: options.opensWindow.method, baseUrl: options.baseUrl }, attempt),
      complete: confirm,
      abandon: asking.snapshot,
    }),
    /** @param bankCode of the bank that gives the account, such as `20` */
    virtualAccount: (bankCode: string): PaymentProvider => ({
      ...both,
      start: (attempt) => startAccount(client, asking, { bankCode, offsetMs: options.parameterOffsetMs }, attempt),
      // Nobody confirms a transfer.
      complete: async (attempt) =>
        known(await asking.snapshot(attempt), { kind: 'unknown', code: 'NOT_FOUND_PAYMENT' }),
      abandon: closeAccount,
    }),
  };
}

function known(snapshot: Outcome<Snapshot | null>, otherwise: Outcome<never>): Outcome<Snapshot> {
  if (snapshot.kind !== 'done') return snapshot;
  return snapshot.value ? { kind: 'done', value: snapshot.value } : otherwise;
}
