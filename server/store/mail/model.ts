import type { Locale } from '../../i18n/locale';

export type MailKind =
  | 'order-placed'
  | 'order-paid'
  | 'order-shipped'
  | 'order-cancelled'
  | 'order-refunded'
  | 'order-reminder'
  | 'order-question'
  | 'question-answered'
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

export interface MailRoute {
  /** `smtp://user:password@host:587`, `smtps://…` or `file:/absolute/directory`. A secret. */
  readonly url: string;
  readonly sender: Sender;
}

/** How the way to a mail server is encrypted: from its first byte, or from STARTTLS on (RFC 8314). */
export const SECURITIES = ['tls', 'starttls'] as const;

/** One that is set up at the desk. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: (typeof SECURITIES)[number];
  /** Empty: it asks nobody who they are. */
  readonly user: string;
  readonly password: string;
  /** Whom mails come from, as this server lets them. */
  readonly sender: string;
}

/** What of it may be shown: a password is written, and never read again by a person. */
export type ShownServer = Omit<MailServer, 'password'>;

export const shownOf = ({ host, port, security, user, sender }: ShownServer): ShownServer => ({
  ...{ host, port, security, user, sender },
});

/** Of a statement that reads more: the server of the desk as it may be shown, or null. */
export const SHOWN_SERVER = `(
  select json_build_object('host', host, 'port', port, 'security', security, 'user', user_name, 'sender', sender)
  from mail_server)`;

/** Nothing crosses a network in the clear: only on this machine may STARTTLS be missing. */
export function mailUrlOf({ host, port, security, user, password }: MailServer): string {
  const login = user === '' ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
  if (security === 'tls') return `smtps://${login}${host}:${port}`;
  return `smtp://${login}${host}:${port}${isLoopback(host) ? '' : '?requireTLS=true'}`;
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host.startsWith('127.');
