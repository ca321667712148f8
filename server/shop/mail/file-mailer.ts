/**
 * Mails as files to read, for development: `2026-11-23T03-00-00.000Z order-paid 17.txt` and the same as `.html`. Names
 * begin with the time, so the newest is the last; a second attempt overwrites the first.
 */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Mailer, OutgoingMail, Sender } from './model';

export function createFileMailer(directory: string, from: () => Promise<Sender>): Mailer {
  return {
    async send(mail) {
      const sender = await from();
      // They hold names, addresses and links that open accounts.
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const base = path.join(directory, `${stamp(mail.createdAt)} ${mail.kind} ${mail.id}`);
      await writeWhole(`${base}.html`, mail.html);
      await writeWhole(`${base}.txt`, readable(mail, sender));
    },
  };
}

/** A time that every file system takes as part of a name. */
const stamp = (moment: Date): string => moment.toISOString().replaceAll(':', '-');

function readable(mail: OutgoingMail, sender: Sender): string {
  const headers = [
    `From: ${sender.name} <${sender.address}>`,
    `To: ${mail.to}`,
    `Subject: ${mail.subject}`,
    `Date: ${mail.createdAt.toUTCString()}`,
    `Message-ID: ${mail.messageId}`,
  ];
  return `${headers.join('\n')}\n\n${mail.text}`;
}

/** Whoever watches the directory sees a file whole or not at all. */
async function writeWhole(file: string, content: string): Promise<void> {
  const draft = `${file}.part`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, file);
}
