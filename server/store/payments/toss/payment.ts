/** A payment as Toss tells it. New fields come without notice: what isn't used isn't read, what is, is read strictly. */
import { z } from 'zod';
import type { DepositAccount, Snapshot, SnapshotCancel, SnapshotState } from '../provider';
import { readTime } from './times';

/** Won have no parts. Old versions of Toss' API write sums as text. */
export const sum = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(z.int()),
]);
export const time = z.string().transform(readTime).pipe(z.date());
/** Of what is only shown: a payment is not unknown because of it. */
const shown = z.string().nullish().catch(null);

const STATES = {
  READY: 'open',
  IN_PROGRESS: 'processing',
  WAITING_FOR_DEPOSIT: 'waiting',
  DONE: 'paid',
  PARTIAL_CANCELED: 'partly-cancelled',
  CANCELED: 'cancelled',
  ABORTED: 'failed',
  EXPIRED: 'expired',
} as const satisfies Readonly<Record<string, SnapshotState>>;

const cancel = z.object({
  transactionKey: z.string().min(1),
  cancelAmount: sum,
  cancelReason: z.string().catch(''),
  canceledAt: time,
  cancelStatus: shown,
});

export const paymentAnswer = z.object({
  version: shown,
  paymentKey: z.string().min(1).max(200),
  orderId: z.string().min(1).max(64),
  status: z.enum(Object.keys(STATES) as (keyof typeof STATES)[]),
  currency: z.string().min(1).max(10),
  totalAmount: sum,
  balanceAmount: sum,
  approvedAt: time.nullish().catch(null),
  cancels: z.array(cancel).nullish(),
  secret: z.string().min(1).max(200).nullish().catch(null),
  card: z.object({}).nullish().catch(null),
  transfer: z.object({}).nullish().catch(null),
  mobilePhone: z.object({}).nullish().catch(null),
  easyPay: z.object({ provider: shown }).nullish().catch(null),
  virtualAccount: z
    .object({
      accountNumber: shown,
      bankCode: shown,
      customerName: shown,
      dueDate: time.nullish().catch(null),
      refundStatus: shown,
    })
    .nullish(),
  receipt: z
    .object({ url: z.url({ protocol: /^https$/ }) })
    .nullish()
    .catch(null),
  checkout: z.object({ url: z.string() }).nullish().catch(null),
});

export type TossPayment = z.infer<typeof paymentAnswer>;
export type TossCancel = z.infer<typeof cancel>;

/** Billing alone differs in the second. An MID of an older one tells deposits that failed in other words. */
export const KNOWN_VERSIONS: readonly string[] = ['2022-11-16', '2024-06-01'];

export function snapshotOf(payment: TossPayment): Snapshot {
  return {
    attemptId: payment.orderId,
    reference: payment.paymentKey,
    state: stateOf(payment),
    total: payment.totalAmount,
    currency: payment.currency,
    balance: payment.balanceAmount,
    cancels: (payment.cancels ?? []).map((one) => snapshotCancel(payment, one)),
    means: meansOf(payment),
    receiptUrl: payment.receipt?.url ?? null,
    account: accountOf(payment),
    secret: payment.secret ?? null,
    paidAt: payment.approvedAt ?? null,
  };
}

function stateOf({ status, balanceAmount, cancels, virtualAccount }: TossPayment): SnapshotState {
  // Seen at Toss: it stays so when the last part of it goes back too.
  if (status === 'PARTIAL_CANCELED' && balanceAmount === 0) return 'cancelled';
  // Up to version 1.4 this is a deposit that failed at the bank: nobody has cancelled anything.
  if (status === 'CANCELED' && virtualAccount && (cancels ?? []).length === 0) return 'failed';
  return STATES[status];
}

export const snapshotCancel = (payment: TossPayment, one: TossCancel): SnapshotCancel => ({
  reference: one.transactionKey,
  amount: one.cancelAmount,
  at: one.canceledAt,
  state: cancelState(payment, one),
});

/** Of a transfer the money is with the buyer days later, or never. */
function cancelState({ virtualAccount, approvedAt, cancels }: TossPayment, one: TossCancel): SnapshotCancel['state'] {
  if (one.cancelStatus === 'ABORTED') return 'failed';
  if (one.cancelStatus === 'IN_PROGRESS') return 'pending';
  // Nothing had come in: nothing has to go back.
  if (!virtualAccount || !approvedAt) return 'done';
  const { refundStatus } = virtualAccount;
  if (refundStatus === 'COMPLETED') return 'done';
  // Of several, Toss doesn't say which: they stay open until somebody has looked.
  const isFailed = refundStatus === 'FAILED' || (refundStatus === 'PARTIAL_FAILED' && cancels?.length === 1);
  return isFailed ? 'failed' : 'pending';
}

const WALLETS: ReadonlyMap<string, string> = new Map([
  ['카카오페이', 'kakaopay'],
  ['kakaopay', 'kakaopay'],
  ['네이버페이', 'naverpay'],
  ['naverpay', 'naverpay'],
  ['토스페이', 'tosspay'],
  ['tosspay', 'tosspay'],
]);

/** By what is there, not by `method`, whose words change with the language. */
function meansOf(payment: TossPayment): string | null {
  if (payment.virtualAccount) return 'virtual-account';
  if (payment.easyPay?.provider) return WALLETS.get(payment.easyPay.provider.toLowerCase()) ?? 'easy-pay';
  if (payment.card) return 'card';
  if (payment.transfer) return 'transfer';
  return payment.mobilePhone ? 'phone' : null;
}

function accountOf({ virtualAccount }: TossPayment): DepositAccount | null {
  const { accountNumber, bankCode, customerName, dueDate } = virtualAccount ?? {};
  if (!accountNumber || !bankCode || !dueDate) return null;
  return { bankCode, number: accountNumber, holder: customerName ?? '', dueAt: dueDate };
}
