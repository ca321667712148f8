import type { Executor } from '../../db/pool';
import { inWords } from '../../i18n/dates';
import type { Locale } from '../../i18n/locale';
import type { Letter, LetterFact, Outbox } from '../../store/mail';
import type { Actor } from '../audit/model';
import { translateTo } from '../texts';
import { selectOwners } from './queries';

/** `account`: the one that customers pay into. `payment`: money that is declared received. `mail`: who mails come from. */
export type SensitiveAct = 'account' | 'seller' | 'mail' | 'payment' | 'refund' | 'erasure' | 'export';

export interface OwnerNotice {
  /** `people`: somebody may come in who could not, or no more, or may do other things there. */
  readonly act: SensitiveAct | 'people';
  readonly by: Actor;
  readonly at: Date;
  /** What it was done to; nothing of a customer's own. */
  readonly facts: (locale: Locale) => readonly LetterFact[];
}

export type OwnerNotices = ReturnType<typeof createOwnerNotices>;

/** A day of refunds is no flood of mails: the first from each session is told, and that the audit log has all. */
const QUIET = { most: 1, withinMs: 60 * 60 * 1000 } as const;
const ALWAYS_TOLD: readonly OwnerNotice['act'][] = ['account', 'seller', 'mail', 'people'];

/** @param app the configured origin: a forged Host header must not reach the link */
export function createOwnerNotices(outbox: Outbox, app: string) {
  return {
    async tell(tx: Executor, notice: OwnerNotice): Promise<void> {
      const { act, by } = notice;
      const limits = ALWAYS_TOLD.includes(act) ? [] : [QUIET];
      const topic = `${act} ${by.from ?? by.name}`;
      for (const { email: to, locale } of await selectOwners(tx)) {
        const letter = letterOf(notice, locale, app);
        await outbox.enqueueWithin(tx, limits, { kind: 'owner-notice', locale, to, letter, topic });
      }
    },
  };
}

function letterOf({ act, by, at, facts }: OwnerNotice, locale: Locale, app: string): Letter {
  const text = translateTo(locale);
  const who = [
    { label: text('staffLetters:ownerNotice.by'), value: by.name },
    { label: text('staffLetters:ownerNotice.at'), value: inWords(at, locale) },
  ];
  const more = ALWAYS_TOLD.includes(act)
    ? []
    : [{ kind: 'text', text: text('staffLetters:ownerNotice.more') } as const];
  return {
    subject: text(`staffLetters:ownerNotice.${act}.subject`),
    title: text(`staffLetters:ownerNotice.${act}.title`),
    blocks: [
      { kind: 'text', text: text(`staffLetters:ownerNotice.${act}.text`) },
      { kind: 'facts', title: text('staffLetters:ownerNotice.what'), facts: [...facts(locale), ...who] },
      ...more,
      { kind: 'action', label: text('staffLetters:ownerNotice.log'), href: `${app}/admin/audit` },
      { kind: 'text', text: text('staffLetters:ownerNotice.whatToDo') },
    ],
    closing: text('staffLetters:ownerNotice.closing'),
  };
}
