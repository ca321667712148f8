/** Who is at the desk. */
import type { Executor } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import type { DeskContext } from '../services';
import { credentialsMark } from './model';
import { lockCredentials, selectStaff } from './queries';

export { type AskedCode, createRecentCode, type RecentCode } from './recent-code';

export type AccessService = ReturnType<typeof createAccess>;

export function createAccess({ pool }: Pick<DeskContext, 'pool'>) {
  return {
    /** Somebody who may come in at this moment; null too once she was disabled. */
    find: (staffId: string) => selectStaff(pool, staffId),

    /**
     * Begins a session, if she may still come in with what she has proven herself with. Her row is held, so that whatever
     * ends her sessions comes before, and is asked for, or comes after and finds this one.
     * @returns false when nothing was begun
     */
    admit: (
      { staffId, mark }: { readonly staffId: string; readonly mark: string | undefined },
      enter: (tx: Executor) => Promise<void>,
    ) =>
      withTransaction(pool, async (tx) => {
        const person = await lockCredentials(tx, staffId);
        if (!person || credentialsMark(person) !== mark) return false;
        await enter(tx);
        return true;
      }),
  };
}
