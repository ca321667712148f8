/** What a browser brings back is a hint that asking is worth it: only the provider's own answer is believed. */
import type { PaymentMethodName } from '../../config/env';
import type { Locale } from '../../i18n/locale';
import type { Won } from '../../money/money';
import type { Settings } from '../settings/model';

export interface PaymentRequest {
  /** Ours, and the provider's idempotency key: starting the same payment twice gives the same one. */
  readonly paymentId: string;
  readonly orderNumber: string;
  readonly amount: Won;
  readonly currency: 'KRW';
  readonly locale: Locale;
  /** Where the provider sends the browser when it is done, whatever came of it. */
  readonly returnUrl: string;
}

/** `reference` is the provider's own name for the payment. */
export type PaymentStart =
  | { readonly kind: 'redirect'; readonly url: string; readonly reference: string }
  | { readonly kind: 'instructions'; readonly reference: string };

export interface ProviderPayment {
  readonly status: 'open' | 'paid' | 'declined' | 'cancelled';
  readonly amount: number;
  readonly currency: string;
}

export interface PaymentMethod {
  readonly name: PaymentMethodName;
  /** False while something is missing without which nobody could pay, such as the account's number. */
  isReady(settings: Settings): boolean;
  /** Its bottles are back on sale afterwards. @param isRunningOut it leaves little on the shelf */
  deadline(now: Date, settings: Settings, isRunningOut: boolean): Date;
  start(payment: PaymentRequest): Promise<PaymentStart>;
  /** null: there is nobody to ask, the owner says when the money is there. */
  fetch(reference: string): Promise<ProviderPayment | null>;
  /** As far as it can, and says what the payment is then: it may just have been paid. null as in {@link fetch}. */
  withdraw(reference: string): Promise<ProviderPayment | null>;
}
