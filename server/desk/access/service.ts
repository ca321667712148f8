import type { Executor } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import type { DeskContext } from '../services';
import { credentialsMark } from './model';
import { lockCredentials, selectStaff } from './queries';

export { type AskedCode, createRecentCode, type RecentCode } from './recent-code';

export type AccessService = ReturnType<typeof createAccess>;

export function createAccess({ pool }: Pick<DeskContext, 'pool'>) {
  return {
    find: (staffId: string) => selectStaff(pool, staffId),

    /** Her row is held: who ends her sessions comes before, or finds this one. @returns false when none was begun */
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
