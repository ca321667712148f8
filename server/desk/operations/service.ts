/** How the shop's machine is doing, and the few things that can be done about it from here. */
import { readBackup, readDisk } from '../../alarms';
import type { BackupStatus, DiskFacts } from '../../alarms/model';
import { certificatePaths } from '../../certificates/paths';
import { readStatus, type CertificateStatus } from '../../certificates/status';
import { withTransaction } from '../../db/transaction';
import type { Actor } from '../audit/model';
import { recordChange } from '../audit/service';
import type { DeskContext } from '../services';
import type { DatabaseFacts, Mail, MailLine } from './model';
import { requeueFailed, selectFacts, selectMail, selectMails, type MailPart } from './queries';

export interface Overview {
  readonly facts: DatabaseFacts;
  readonly mails: readonly MailLine[];
  readonly certificate: CertificateStatus | null;
  readonly backup: BackupStatus | null;
  readonly disk: DiskFacts | null;
}

interface By {
  readonly actor: Actor;
  readonly now: Date;
}

export interface Operations {
  overview(mails: {
    readonly part: MailPart;
    readonly before: number | null;
    readonly limit: number;
  }): Promise<Overview>;
  mail(id: number): Promise<Mail | null>;
  /** @returns false for one that was not given up, or can't be told again */
  retry(id: number, by: By): Promise<boolean>;
  /** @returns how many */
  retryAll(by: By): Promise<number>;
}

const FAILED_JOBS = 10;

export function createOperations({ pool, dataDir }: Pick<DeskContext, 'pool' | 'dataDir'>): Operations {
  return {
    async overview(mails) {
      const [facts, list, certificate, backup, disk] = await Promise.all([
        selectFacts(pool, FAILED_JOBS),
        selectMails(pool, mails),
        readStatus(certificatePaths(dataDir).status),
        readBackup(dataDir),
        readDisk(dataDir),
      ]);
      return { facts, mails: list, certificate, backup, disk };
    },
    mail: (id) => selectMail(pool, id),
    retry: (id, { actor, now }) =>
      withTransaction(pool, async (tx) => {
        const mails = await requeueFailed(tx, id, now);
        if (mails.length === 0) return false;
        const kind = (await selectMail(tx, id))?.kind ?? '';
        await recordChange(tx, actor, { action: 'mail.retry', subject: { kind: 'mail', id, name: kind } }, now);
        return true;
      }),
    retryAll: ({ actor, now }) =>
      withTransaction(pool, async (tx) => {
        const { length } = await requeueFailed(tx, null, now);
        if (length === 0) return 0;
        const subject = { kind: 'mail', id: 'all', name: 'all' } as const;
        await recordChange(tx, actor, { action: 'mail.retry', subject, changes: { mails: [null, length] } }, now);
        return length;
      }),
  };
}
