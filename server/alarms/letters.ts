import { inWords } from '../i18n/dates';
import type { Locale } from '../i18n/locale';
import { type Letter, type LetterBlock } from '../store/mail';
import { inOneLine } from '../values/text';
import type { Episodes } from './episodes';
import type { Alarm } from './model';
import { translateTo, type AlarmText } from './texts';
import { detailsOf, meaningOf, nameOf, runbookOf } from './words';

export interface Reader {
  readonly locale: Locale;
  readonly app: string;
}

export function alarmLetter(
  { begun, lasting, over }: Pick<Episodes, 'begun' | 'lasting' | 'over'>,
  { locale, app }: Reader,
): Letter {
  const text = translateTo(locale);
  const [state, alarms] = mostImportant({ begun, lasting, over });
  const [first] = alarms;
  if (!first) throw new Error('a letter is about something');
  const name = nameOf(first, text);
  const what = alarms.length === 1 ? name : text('alarms:several', { name, others: String(alarms.length - 1) });
  return {
    subject: text(`alarms:${state}.subject`, { what }),
    title: text(`alarms:${state}.title`),
    blocks: [
      ...begun.flatMap((alarm) => present('begun', alarm, locale)),
      ...lasting.flatMap((alarm) => present('lasting', alarm, locale)),
      ...over.flatMap((alarm) => closed(alarm, locale)),
      { kind: 'action', label: text('alarms:seeDesk'), href: `${app}/admin/operations` },
    ],
    closing: text('alarms:closing'),
  };
}

type State = 'begun' | 'lasting' | 'over';

function mostImportant({ begun, lasting, over }: Record<State, readonly Alarm[]>): [State, readonly Alarm[]] {
  if (begun.length > 0) return ['begun', begun];
  return over.length > 0 ? ['over', over] : ['lasting', lasting];
}

const titleOf = (state: State, alarm: Alarm, text: AlarmText): string =>
  text(`alarms:${state}.part`, { name: nameOf(alarm, text) });

function present(state: State, alarm: Alarm, locale: Locale): LetterBlock[] {
  const text = translateTo(locale);
  const time = (moment: Date): string => inWords(moment, locale);
  const facts = [
    { label: text('alarms:since'), value: time(alarm.since) },
    ...detailsOf(alarm, text, { time, locale }),
    { label: text('alarms:runbook'), value: runbookOf(alarm.kind) },
  ];
  const blocks: LetterBlock[] = [
    { kind: 'facts', title: titleOf(state, alarm, text), facts },
    { kind: 'text', text: meaningOf(alarm, text, locale) },
  ];
  if (alarm.said !== null) blocks.push({ kind: 'text', text: text('alarms:said', { said: inOneLine(alarm.said) }) });
  return blocks;
}

function closed(alarm: Alarm, locale: Locale): LetterBlock[] {
  const text = translateTo(locale);
  const facts = [{ label: text('alarms:since'), value: inWords(alarm.since, locale) }];
  if (alarm.absentSince) facts.push({ label: text('alarms:until'), value: inWords(alarm.absentSince, locale) });
  return [{ kind: 'facts', title: titleOf('over', alarm, text), facts }];
}
