/** Who is at the desk, and whether it is still she. */
import type { DeskContext } from '../services';
import type { Staff } from './model';
import { selectStaff } from './queries';

export { type AskedCode, createRecentCode, type RecentCode } from './recent-code';

export interface AccessService {
  /** Somebody who may come in at this moment; null too once she was disabled. */
  find(staffId: string): Promise<Staff | null>;
}

export function createAccess({ pool }: Pick<DeskContext, 'pool'>): AccessService {
  return {
    find: (staffId) => selectStaff(pool, staffId),
  };
}
