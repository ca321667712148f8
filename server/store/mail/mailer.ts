import { fileURLToPath } from 'node:url';
import { isPlainAddress } from '../../values/email';
import { createFileMailer } from './file-mailer';
import type { Mailer, MailRoute, Sender } from './model';
import { createSmtpMailer } from './smtp-mailer';

/** @param mailUrl `file:/absolute/directory`, `smtp://user:password@host:587` or `smtps://…` @throws for any other */
export function createMailer(mailUrl: string, from: () => Promise<Sender>): Mailer {
  const outward = new URL(mailUrl).protocol === 'file:' ? fileMailer(mailUrl, from) : createSmtpMailer(mailUrl, from);
  return {
    async send(mail, signal) {
      // Checked where it was typed, and here again: what stands in a header must be one address and nothing else.
      if (!isPlainAddress(mail.to)) throw new Error('the recipient is not a plain e-mail address');
      await outward.send(mail, signal);
    },
  };
}

/** @param route asked for each mail: what is set up at the desk counts from the next one on */
export const createRoutedMailer = (route: () => Promise<MailRoute>): Mailer => ({
  async send(mail, signal) {
    await mailerThrough(await route()).send(mail, signal);
  },
});

export const mailerThrough = ({ url, sender }: MailRoute): Mailer => createMailer(url, () => Promise.resolve(sender));

/** `MAIL_URL` as it may be shown: without its password. `smtp://shop@mail.example.com:587`, `file:///var/lib/…/outbox` */
export function mailPlace(mailUrl: string): string {
  const url = new URL(mailUrl);
  url.password = '';
  url.search = '';
  return url.href;
}

/** @throws for `file:outbox`, which would quietly mean /outbox */
export function expectMailUrl(mailUrl: string): void {
  if (new URL(mailUrl).protocol === 'file:' && !/^file:(\/\/)?\/[^/]/.test(mailUrl)) {
    throw new Error('MAIL_URL must name a directory by its absolute path, such as file:/var/lib/essence-aura/outbox');
  }
}

function fileMailer(mailUrl: string, from: () => Promise<Sender>): Mailer {
  expectMailUrl(mailUrl);
  return createFileMailer(fileURLToPath(new URL(mailUrl)), from);
}
