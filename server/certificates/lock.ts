/** One maker of certificates at a time per store, also when the process is started twice. */
import { acquireLock as acquire, LockedError, type HeldLock } from '../process/lock-file';
import { StoreError } from './store-error';

export type { HeldLock };

/** @returns null while somebody else holds it. @throws StoreError */
export async function acquireLock(file: string): Promise<HeldLock | null> {
  try {
    return await acquire(file, { doing: 'the making of a certificate', heartbeat: true });
  } catch (error) {
    if (error instanceof LockedError) return null;
    throw new StoreError(file, error);
  }
}
