import { certificatePaths } from '../../certificates/paths';
import { readStatus } from '../../certificates/status';
import type { Executor } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { readBackup, readDisk } from '../../doctor/inside/host-files';
import { askForLook } from '../../doctor/kept/service';
import { seal } from '../../process/seal';
import { orderKey, withoutOrderKeys } from '../../store/orders';
import type { Doing } from '../audit/model';
import { recordChange } from '../audit/service';
import type { DeskContext } from '../services';
import type { Mail } from './model';
import { lockFailedWithLink, requeueFailed, selectFacts, selectMail, selectMails } from './queries';

const FAILED_JOBS = 10;

type OperationsContext = Pick<DeskContext, 'pool' | 'dataDir' | 'keys'>;

export function createOperations({ pool, dataDir, keys }: OperationsContext) {
  async function requeue(tx: Executor, id: number | null, now: Date): Promise<number[]> {
    const linked = await lockFailedWithLink(tx, id);
    const anew = linked.map((order) => ({ mailId: order.mailId, sealed: seal(keys, orderKey(keys, order, now)) }));
    return requeueFailed(tx, id, anew, now);
  }

  return {
    async overview(mails: Parameters<typeof selectMails>[1]) {
      const [facts, list, certificate, backup, disk] = await Promise.all([
        selectFacts(pool, FAILED_JOBS),
        selectMails(pool, mails),
        readStatus(certificatePaths(dataDir).status),
        readBackup(dataDir),
        readDisk(dataDir).catch(() => null),
      ]);
      return { facts, mails: list, certificate, backup, disk };
    },
    lookAgain: () => askForLook(pool),
    async mail(id: number): Promise<Mail | null> {
      const mail = await selectMail(pool, id);
      return mail && { ...mail, body: withoutOrderKeys(mail.body) };
    },
    /** @returns false for one that was not given up, or can't be told again */
    retry: (id: number, { actor, now }: Doing) =>
      withTransaction(pool, async (tx) => {
        const mails = await requeue(tx, id, now);
        if (mails.length === 0) return false;
        const kind = (await selectMail(tx, id))?.kind ?? '';
        await recordChange(tx, actor, { action: 'mail.retry', subject: { kind: 'mail', id, name: kind } }, now);
        return true;
      }),
    retryAll: ({ actor, now }: Doing) =>
      withTransaction(pool, async (tx) => {
        const { length } = await requeue(tx, null, now);
        if (length === 0) return 0;
        const subject = { kind: 'mail', id: 'all', name: 'all' } as const;
        await recordChange(tx, actor, { action: 'mail.retry', subject, changes: { mails: [null, length] } }, now);
        return length;
      }),
  };
}
