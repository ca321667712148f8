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

export interface OwnActs {
  /** Nothing stays of it when the work throws. @throws AppError forbidden for who may not come in any more */
  readonly held: <T>(self: Self, work: (tx: TransactionHandle, person: Credentials) => Promise<T>) => Promise<T>;
  readonly record: (tx: TransactionHandle, self: Self, what: Verb, changes?: Changes) => Promise<void>;
  readonly warn: (tx: TransactionHandle, self: Self, reason: Warning) => Promise<void>;
}

export const createOwnActs = ({ pool, clock, mails }: Pick<AccessTools, 'pool' | 'clock' | 'mails'>): OwnActs => ({
  held: ({ staff }, work) =>
    withTransaction(pool, async (tx) => {
      const person = await lockCredentials(tx, staff.id);
      if (!person) throw new AppError('forbidden');
      return work(tx, person);
    }),

  record(tx, { staff: { id, name }, actor }, what, changes = {}) {
    const entry = { action: `staff.${what}`, subject: { kind: 'staff', id, name }, changes } as const;
    return recordChange(tx, actor, entry, clock.now());
  },

  warn(tx, { staff: { email: to, locale }, from }, reason) {
    return mails.warning(tx, { side: 'desk', to, locale, reason, at: clock.now(), from });
  },
});
