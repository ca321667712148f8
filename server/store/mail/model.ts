import type { Locale } from '../../i18n/locale';

export type MailKind =
  | 'order-placed'
  | 'order-paid'
  | 'order-shipped'
  | 'order-cancelled'
  | 'order-refunded'
  | 'order-reminder'
  | 'order-expired'
  | 'payment-link'
  | 'new-order'
  | 'late-payment'
  | 'alarm'
  | 'password-reset'
  | 'account-warning'
  | 'order-refused'
  | 'mail-test'
  | 'staff-link'
  | 'staff-warning'
  | 'owner-notice';

export interface LetterLimit {
  readonly most: number;
  readonly withinMs: number;
}

/** What the owner reads, whatever language the shopper chose. */
export const OWNER_LOCALE: Locale = 'ko';

/** Stands in the bodies for what is sealed until they are sent. */
export const SEALED = '[[sealed]]';

export interface OutgoingMail {
  /** The same for every attempt at the same row, so that a mail which was sent twice is shown once. */
  readonly messageId: string;
  readonly id: number;
  readonly kind: MailKind;
  readonly locale: Locale;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly createdAt: Date;
}

/** Sends one mail. @throws with a reason that a person understands; the caller tries again */
export interface Mailer {
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;
}

export interface Sender {
  readonly name: string;
  readonly address: string;
}
