/** For development: `2026-11-23T03-00-00-000Z_order-paid_17.eml` and its `.html`, both to be read in an editor. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../../process/atomic-file';
import type { Mailer, OutgoingMail, Sender } from './model';

export function createFileMailer(directory: string, from: () => Promise<Sender>): Mailer {
  return {
    async send(mail) {
      const sender = await from();
      // They hold names, addresses and links that open accounts.
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const base = path.join(directory, `${stamp(mail.createdAt)}_${mail.kind}_${mail.id}`);
      await writeFileAtomic(`${base}.html`, mail.html, { mode: 0o600 });
      await writeFileAtomic(`${base}.eml`, message(mail, sender), { mode: 0o600 });
    },
  };
}

/** A time that every file system takes as part of a name. */
const stamp = (moment: Date): string => moment.toISOString().replace(/[:.]/g, '-');

/** RFC 6532: headers and bodies in plain UTF-8. */
function message(mail: OutgoingMail, sender: Sender): string {
  const boundary = `=_mail_${mail.id}_${mail.createdAt.getTime()}`;
  const part = (type: string, body: string): string =>
    `--${boundary}\nContent-Type: ${type}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${body}\n`;
  const headers = [
    `From: ${sender.name} <${sender.address}>`,
    `To: ${mail.to}`,
    `Subject: ${mail.subject}`,
    `Date: ${mail.createdAt.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${mail.messageId}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ];
  return `${headers.join('\n')}\n\n${part('text/plain', mail.text)}${part('text/html', mail.html)}--${boundary}--\n`;
}
