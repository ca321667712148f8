/** A mail that somebody waits for, to herself: whether it leaves is known only then. */
import { messageOf } from '../../process/thrown';
import { createTypesetter } from '../../store/mail';
import type { MailRoute } from '../../store/mail/model';
import type { Staff } from '../access/model';
import type { DeskContext } from '../services';
import { translateTo } from '../texts';

/** A page waits for it: shorter than the edge waits for a page. */
const TEST_MS = 15_000;

export type MailTrial = ReturnType<typeof createMailTrial>;

/** @returns what went wrong, in the server's own words; null: the mail was taken */
export function createMailTrial({ config, letterView, mailerThrough }: DeskContext) {
  const typeset = createTypesetter(letterView, config.origins.apex);
  return async (route: MailRoute, { email, locale }: Staff, now: Date): Promise<string | null> => {
    const text = translateTo(locale);
    const letter = {
      subject: text('deskSettings:mailTest.subject'),
      title: text('deskSettings:mailTest.title'),
      blocks: [{ kind: 'text', text: text('deskSettings:mailTest.text') }] as const,
      closing: text('deskSettings:mailTest.closing'),
    };
    const id = now.getTime();
    const messageId = `<mail-test-${id}@${config.hosts.apex}>`;
    const kind = 'mail-test' as const;
    const mail = { messageId, id, kind, locale, to: email, subject: letter.subject, createdAt: now };
    try {
      await mailerThrough(route).send({ ...mail, ...typeset(letter, locale) }, AbortSignal.timeout(TEST_MS));
      return null;
    } catch (error) {
      return messageOf(error).slice(0, 1_000) || 'no reason given';
    }
  };
}
