/** Who is at the desk. */
import type { Executor } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import type { DeskContext } from '../services';
import { credentialsMark, type Staff } from './model';
import { lockCredentials, selectStaff } from './queries';

export { type AskedCode, createRecentCode, type RecentCode } from './recent-code';

export interface AccessService {
  /** Somebody who may come in at this moment; null too once she was disabled. */
  find(staffId: string): Promise<Staff | null>;
  /**
   * Begins a session, if she may still come in with what she has proven herself with. Her row is held, so that whatever
   * ends her sessions comes before, and is asked for, or comes after and finds this one.
   * @returns false when nothing was begun
   */
  admit(
    who: { readonly staffId: string; readonly mark: string | undefined },
    enter: (tx: Executor) => Promise<void>,
  ): Promise<boolean>;
}

export function createAccess({ pool }: Pick<DeskContext, 'pool'>): AccessService {
  return {
    find: (staffId) => selectStaff(pool, staffId),

    admit: ({ staffId, mark }, enter) =>
      withTransaction(pool, async (tx) => {
        const person = await lockCredentials(tx, staffId);
        if (!person || credentialsMark(person) !== mark) return false;
        await enter(tx);
        return true;
      }),
  };
}
