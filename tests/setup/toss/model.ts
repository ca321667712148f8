/** What Toss keeps of a payment. */

export interface TossShop {
  readonly mId: string;
  readonly environment: 'test' | 'live';
  readonly clientKey: string;
  /** Several while one is being replaced. */
  readonly secretKeys: string[];
  readonly version: string;
}

export type Means =
  | { readonly kind: 'card'; readonly type?: string; readonly isCash?: boolean; readonly discount?: number }
  /** Charged to her card, from her wallet's balance, and by its points or coupons. */
  | {
      readonly kind: 'easy-pay';
      readonly provider: string;
      readonly byCard: number;
      readonly balance: number;
      readonly points: number;
    }
  | { readonly kind: 'transfer' }
  | { readonly kind: 'virtual-account' };

export interface FakeAccount {
  readonly number: string;
  readonly bankCode: string;
  readonly customerName: string;
  readonly dueAt: Date;
  depositor: string | null;
}

export interface FakeCancel {
  readonly transactionKey: string;
  readonly amount: number;
  readonly reason: string;
  readonly at: Date;
  /** What is left of the payment after it. */
  readonly left: number;
  /** Of what goes back by a transfer. */
  refund: 'NONE' | 'PENDING' | 'COMPLETED' | 'FAILED';
}

export type Status =
  'READY' | 'IN_PROGRESS' | 'WAITING_FOR_DEPOSIT' | 'DONE' | 'CANCELED' | 'PARTIAL_CANCELED' | 'ABORTED' | 'EXPIRED';

export interface FakePayment {
  readonly shop: TossShop;
  readonly paymentKey: string;
  readonly orderId: string;
  readonly orderName: string;
  readonly amount: number;
  readonly requestedAt: Date;
  readonly secret: string;
  readonly account: FakeAccount | null;
  readonly cancels: FakeCancel[];
  /** The bank keeps the money until the buyer has her goods. */
  useEscrow: boolean;
  means: Means;
  status: Status;
  /** Why the next confirm is refused, be it by her card or her bank. */
  declines: { readonly status: number; readonly code: string } | null;
  /** What goes back by a transfer won't arrive. */
  refundsFail: boolean;
  authenticatedAt: Date | null;
  approvedAt: Date | null;
  lastTransactionKey: string | null;
  failure: string | null;
}

export interface LedgerLine {
  readonly payment: FakePayment;
  readonly transactionKey: string;
  readonly status: string;
  readonly amount: number;
  readonly at: Date;
}

export const balanceOf = ({ amount, cancels }: FakePayment): number =>
  amount - cancels.reduce((total, one) => total + one.amount, 0);
