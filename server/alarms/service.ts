import { certificatePaths } from '../certificates/paths';
import { readStatus } from '../certificates/status';
import type { Config } from '../config/env';
import type { Executor, Pool } from '../db/pool';
import { withTransaction } from '../db/transaction';
import { readBackup, readConfirmations, readDisk } from '../doctor/inside/host-files';
import { lastDiagnosis } from '../doctor/kept/service';
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { heldByUnpaid, troubledOrders } from '../store/orders';
import { episodesOf, type Episodes } from './episodes';
import { alarmLetter } from './letters';
import type { AlarmMails } from './mails';
import type { Alarm, StandingAlarm } from './model';
import { forgetOtherAlarms, saveAlarm, selectAlarms, selectStanding, takeTurn } from './queries';
import { troublesOf, type Facts } from './troubles';

export const standingAlarms = (db: Executor): Promise<StandingAlarm[]> => selectStanding(db);

export type Watch = ReturnType<typeof createWatch>;

export function createWatch(deps: {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mails: AlarmMails;
  readonly dataDir: string;
  readonly certificates: Config['certificates'];
}) {
  const { pool, clock, logger, mails, dataDir, certificates } = deps;

  async function gather(): Promise<Facts> {
    const [backup, certificate, disk, confirmations, unpaid, payments, { report }] = await Promise.all([
      readBackup(dataDir),
      // A development authority's certificate is made again whenever it is needed, by nobody who could refuse.
      certificates === 'local' ? null : readStatus(certificatePaths(dataDir).status),
      readDisk(dataDir).catch((error: unknown) => {
        throw new Error(`how full the disk of ${dataDir} is can't be told`, { cause: error });
      }),
      readConfirmations(dataDir),
      heldByUnpaid(pool),
      troubledOrders(pool, clock.now()),
      lastDiagnosis(pool),
    ]);
    return { backup, certificate, disk, confirmations, unpaid, payments, report };
  }

  /** Written in the transaction that remembers it: told if and only if it is remembered as told. */
  async function look(): Promise<Episodes> {
    const facts = await gather();
    return withTransaction(pool, async (tx) => {
      await takeTurn(tx);
      const now = clock.now();
      const episodes = episodesOf(await selectAlarms(tx), troublesOf(facts, now), now);
      const mailId = episodes.isNews
        ? await mails.alarm(tx, (locale, app) => alarmLetter(episodes, { locale, app }))
        : null;
      const told = (alarm: Alarm): Alarm =>
        mailId !== null && [...episodes.begun, ...episodes.lasting].includes(alarm)
          ? { ...alarm, toldAt: now, mailId }
          : alarm;
      for (const alarm of episodes.alarms) await saveAlarm(tx, told(alarm));
      await forgetOtherAlarms(
        tx,
        episodes.alarms.map(({ kind }) => kind),
      );
      return episodes;
    });
  }

  return {
    /** @throws where the machine can't be looked at; nothing is taken for mended then */
    async look(): Promise<void> {
      const { begun, over } = await look();
      // Not at each look where there is nobody to be told.
      const isNew = ({ beganAt, lookedAt }: Alarm): boolean => beganAt?.getTime() === lookedAt.getTime();
      for (const { kind, cause, said } of begun.filter(isNew)) {
        logger.warn({ alarm: kind, cause, said }, 'something is wrong');
      }
      for (const { kind } of over) logger.info({ alarm: kind }, 'it is over');
    },
  };
}
