import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { withDeadline } from '../../process/deadline';
import { isLoopback, type Mailer, type OutgoingMail, type Sender } from './model';

/** A whole conversation. The sender's claim on the row (service.ts) lasts longer, so two never overlap. */
const DEADLINE_MS = 60_000;
const CONNECT_MS = 20_000;
const SILENCE_MS = 30_000;

export function createSmtpMailer(mailUrl: string, from: () => Promise<Sender>): Mailer {
  const transport = createTransport(smtpOptions(mailUrl));
  return {
    async send(mail, signal) {
      const sender = await from();
      await withDeadline(DEADLINE_MS, signal, (until) =>
        transport.sendMail({ ...messageOf(mail, sender), signal: until }),
      );
    },
  };
}

/** Settings of the URL's query, such as `?requireTLS=false`, go before these. */
export function smtpOptions(mailUrl: string): SMTPTransportOptions {
  const { hostname, username } = new URL(mailUrl);
  return {
    url: mailUrl,
    // A password, and what our mails tell of people, must not cross a network in the clear.
    requireTLS: username !== '' && !isLoopback(hostname),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Addresses go in as objects: as text, a comma would make two of one. */
export function messageOf(mail: OutgoingMail, sender: Sender) {
  return {
    from: { name: sender.name, address: sender.address },
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    date: mail.createdAt,
    headers: {
      // No holiday answers, please.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': mail.locale,
    },
  };
}
