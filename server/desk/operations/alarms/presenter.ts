import { detailsOf, LOOK_MS, meaningOf, nameOf, runbookOf } from '../../../alarms';
import type { StandingAlarm } from '../../../alarms/model';
import type { TimedWording } from '../../web/format';
import type { DatabaseFacts } from '../model';
import type { Fact } from '../presenter';
import type { deskOperations } from '../texts.ko';

export interface OwnersMail {
  /** null: there is no address. */
  readonly to: string | null;
  /** Where mails go, without a password. */
  readonly mailPlace: string;
}

export function presentAlarm(alarm: StandingAlarm, mail: OwnersMail, wording: TimedWording) {
  const { text, format } = wording;
  const facts: Fact[] = [
    { label: text('alarms:since'), value: format.time(alarm.since) },
    ...detailsOf(alarm, text, { time: (moment) => format.time(moment), locale: wording.locale }),
    ...(alarm.said === null ? [] : [{ label: text('deskOperations:alarms.said'), value: alarm.said, code: true }]),
    { label: text('deskOperations:alarms.owner'), ...told(alarm, mail, wording) },
    { label: text('alarms:runbook'), value: runbookOf(alarm.kind) },
  ];
  return {
    name: nameOf(alarm, text),
    meaning: meaningOf(alarm, text, wording.locale),
    absent: alarm.absentSince && text('deskOperations:alarms.absent', { time: format.time(alarm.absentSince) }),
    facts,
  };
}

/** Whether the owner knows. A mail that lies in a file is read by nobody. */
function told(
  { toldAt, mailStatus }: StandingAlarm,
  { to, mailPlace }: OwnersMail,
  { text, format }: TimedWording,
): Pick<Fact, 'value' | 'wrong'> {
  const say = (
    state: keyof (typeof deskOperations)['alarms']['told'],
    wrong: boolean,
  ): Pick<Fact, 'value' | 'wrong'> => ({
    value: text(`deskOperations:alarms.told.${state}`, { time: toldAt ? format.time(toldAt) : '' }),
    wrong,
  });
  if (toldAt === null) return to === null ? say('nobody', true) : say('soon', false);
  if (mailStatus === 'failed') return say('failed', true);
  if (mailStatus === 'queued') return say('queued', false);
  return mailPlace.startsWith('file:') ? say('files', true) : say('sent', false);
}

/** When somebody looked last. After three looks that didn't come nothing here can be believed. */
export function presentLook({ runs }: DatabaseFacts, { text, format, now }: TimedWording) {
  const run = runs.find(({ task }) => task === 'watch');
  if (!run) return { text: text('deskOperations:alarms.never'), wrong: false };
  const time = format.time(run.startedAt);
  const isLate = run.error !== null || now.getTime() - run.startedAt.getTime() > 3 * LOOK_MS;
  return { text: text(`deskOperations:alarms.${isLate ? 'late' : 'looked'}`, { time }), wrong: isLate };
}
