/**
 * What a provider of payments is to the shop. An attempt is one try to pay an order; its id is the provider's order id
 * and the root of all idempotency keys. Money moves on by a {@link Snapshot} that the provider gives to who asks by our
 * key: what a browser or a webhook brings is only a reason to ask.
 */
import type { Locale } from '../../i18n/locale';

/** An attempt as a provider needs it: never the order's number, which would tie two attempts together. */
export interface Attempt {
  /** A UUID; fresh for each attempt. */
  readonly id: string;
  /** The provider's own name for the payment (Toss: paymentKey); null until it is known. */
  readonly reference: string | null;
  /** Whole won. */
  readonly amount: number;
  readonly currency: 'KRW';
}

export interface AttemptStart extends Attempt {
  readonly orderNumber: string;
  /** What is bought, in a line that a statement of account can show. */
  readonly orderName: string;
  readonly buyer: { readonly name: string; readonly email: string; readonly phone: string };
  readonly locale: Locale;
  /** Until when it may be paid. */
  readonly dueAt: Date;
  /** Where the provider sends the browser, with the attempt's unguessable token in it. */
  readonly returnUrl: string;
}

/** Where money is to be paid into by a transfer. */
export interface DepositAccount {
  readonly bankCode: string;
  readonly number: string;
  readonly holder: string;
  readonly dueAt: Date;
}

export type Started =
  | { readonly kind: 'redirect'; readonly url: string; readonly reference: string | null }
  /** Shown on a page of ours whose script opens the provider's window. `data` is public. */
  | { readonly kind: 'page'; readonly data: Readonly<Record<string, string | number>> }
  /** `account` null: the shop's own. */
  | { readonly kind: 'instructions'; readonly reference: string | null; readonly account: DepositAccount | null };

export type SnapshotState =
  /** Known, and nothing has been paid: the buyer may be at it. */
  | 'open'
  /** Authenticated, and money moves only when the shop says so. */
  | 'processing'
  /** Waits for a transfer. */
  | 'waiting'
  | 'paid'
  | 'partly-cancelled'
  | 'cancelled'
  | 'failed'
  | 'expired';

/** What the provider says of an attempt now. Sums are whole units of `currency`. */
export interface Snapshot {
  /** As the provider wrote it: compare before it is believed. */
  readonly attemptId: string;
  readonly reference: string;
  readonly state: SnapshotState;
  readonly total: number;
  readonly currency: string;
  /** What is left of `total` after cancels. */
  readonly balance: number;
  readonly cancels: readonly SnapshotCancel[];
  /** What she paid with, such as `card`, `kakaopay` or `virtual-account`; null where it is not said. */
  readonly means: string | null;
  readonly receiptUrl: string | null;
  readonly account: DepositAccount | null;
  /** Proves a deposit's webhook; never logged. */
  readonly secret: string | null;
  readonly paidAt: Date | null;
}

export interface SnapshotCancel {
  /** The provider's own name for it. */
  readonly reference: string;
  readonly amount: number;
  readonly at: Date;
  readonly state: 'done' | 'pending' | 'failed';
}

/** Who can do something about a refusal. */
export type Mender = 'buyer' | 'shop' | 'nobody';

/** Nothing throws for what a provider or a network does: an unknown outcome is one of three. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Certain: no money moved by this call. `code` is the provider's own. */
  | { readonly kind: 'refused'; readonly code: string; readonly mender: Mender }
  /** It may have been done. `code` names why for the log, without personal data. */
  | { readonly kind: 'unknown'; readonly code: string };

/** What a browser brought back. Nothing of it is believed. */
export interface ReturnClaim {
  readonly reference: string | null;
  readonly amount: number | null;
  /** The provider's code where the buyer was sent to the page of failures; null: it says that it went well. */
  readonly failure: string | null;
}

/** Where the money of a deposit goes back to. */
export interface RefundAccount {
  readonly bankCode: string;
  /** Digits only. */
  readonly number: string;
  readonly holder: string;
}

export interface RefundRequest {
  /** Ours: the root of its idempotency key. */
  readonly id: string;
  readonly attempt: Attempt;
  readonly amount: number;
  /** What can still be refunded, as we believe: a provider that disagrees refuses. */
  readonly balance: number;
  readonly reason: string;
  /** Needed where the money came by transfer. */
  readonly account: RefundAccount | null;
  /** When it was asked for first: tells it from others of the same sum. */
  readonly askedAt: Date;
}

export interface RefundAnswer {
  readonly reference: string;
  readonly state: 'done' | 'pending' | 'failed';
  /** As the payment is now. */
  readonly snapshot: Snapshot | null;
}

/** A webhook that may be genuine: a reason to ask about one attempt. */
export interface WebhookHint {
  /** The same for each delivery of one event. */
  readonly id: string;
  readonly attemptId: string | null;
  readonly reference: string | null;
  /** `secret`: to be compared, in constant time, with the one stored for the attempt. */
  readonly trust: { readonly kind: 'none' } | { readonly kind: 'secret'; readonly secret: string };
}

/** A row of the provider's own ledger. */
export interface LedgerRow {
  /** The provider's own name for the row. */
  readonly id: string;
  readonly attemptId: string;
  readonly reference: string;
  readonly kind: 'sale' | 'cancel';
  /** Positive for both kinds. */
  readonly amount: number;
  readonly currency: string;
  readonly at: Date;
}

export interface PaymentProvider {
  /** Never asks twice for the same attempt: a second call finds the first. */
  start(attempt: AttemptStart): Promise<Outcome<Started>>;
  /** Pure. null: nothing of a return is in the query. */
  readReturn(query: Readonly<Record<string, unknown>>): ReturnClaim | null;
  /** Takes the money that the buyer has agreed to. Asked again with the same attempt it takes nothing more. */
  complete(attempt: Attempt, reference: string): Promise<Outcome<Snapshot>>;
  /** null: the provider doesn't know it. */
  ask(attempt: Attempt): Promise<Outcome<Snapshot | null>>;
  /** Makes it unpayable as far as that can be done, and says what it is then; null as in {@link ask}. */
  abandon(attempt: Attempt): Promise<Outcome<Snapshot | null>>;
  refund(request: RefundRequest): Promise<Outcome<RefundAnswer>>;
  /** null: the provider has no such refund. */
  askRefund(request: RefundRequest): Promise<Outcome<RefundAnswer | null>>;
  /** null: not a message of this provider. */
  readWebhook(body: Buffer, headers: Readonly<Record<string, string | undefined>>): WebhookHint | null;
  /** By the time of the transaction, ends included. */
  listTransactions(from: Date, to: Date, signal: AbortSignal): AsyncIterable<Outcome<LedgerRow>>;
}
