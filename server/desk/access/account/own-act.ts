import { withTransaction, type TransactionHandle } from '../../../db/transaction';
import { AppError } from '../../../process/errors';
import type { From, Warning } from '../../../store/sign-ins/model';
import type { Actor, Changes, Verb } from '../../audit/model';
import { recordChange } from '../../audit/service';
import type { Credentials, Staff } from '../model';
import { lockCredentials } from '../queries';
import type { AccessTools } from '../tools';

export interface Self {
  readonly staff: Staff;
  readonly actor: Actor;
  readonly sessionId: string;
  readonly from: From;
}

export type OwnActs = ReturnType<typeof createOwnActs>;

export const createOwnActs = ({ pool, clock, mails }: Pick<AccessTools, 'pool' | 'clock' | 'mails'>) => ({
  /** @throws AppError forbidden for who may not come in any more */
  held: <T>({ staff }: Self, work: (tx: TransactionHandle, person: Credentials) => Promise<T>): Promise<T> =>
    withTransaction(pool, async (tx) => {
      const person = await lockCredentials(tx, staff.id);
      if (!person) throw new AppError('forbidden');
      return work(tx, person);
    }),

  record: (
    tx: TransactionHandle,
    { staff: { id, name }, actor }: Self,
    what: Verb,
    changes: Changes = {},
  ): Promise<void> => {
    const entry = { action: `staff.${what}`, subject: { kind: 'staff', id, name }, changes } as const;
    return recordChange(tx, actor, entry, clock.now());
  },

  warn: (tx: TransactionHandle, { staff: { email: to, locale }, from }: Self, reason: Warning): Promise<void> =>
    mails.warning(tx, { side: 'desk', to, locale, reason, at: clock.now(), from }),
});
