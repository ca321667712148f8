import type { Locale } from '../../../i18n/locale';

/** As its own books have it. */
export interface TestPayment {
  readonly reference: string;
  /** What the shop calls it. */
  readonly merchantPayment: string;
  readonly merchantOrder: string;
  readonly status: 'open' | 'paid' | 'declined' | 'cancelled';
  readonly amount: number;
  readonly currency: string;
  /** What went back of it. */
  readonly cancelled: number;
  readonly cancels: readonly TestCancel[];
  readonly decidedAt: Date | null;
  readonly returnUrl: string;
  readonly locale: Locale;
}

export interface TestCancel {
  readonly refund: string;
  readonly amount: number;
  readonly at: Date;
}
