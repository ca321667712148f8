/** One maker of certificates at a time per store, also when the process is started twice. */
import { acquireLock, LockedError, type HeldLock } from '../process/lock-file';
import { StoreError } from './store-error';

export type { HeldLock };

/** @returns null, with nothing done, while somebody else holds it. @throws StoreError, and whatever the work throws */
export async function withLock<T>(file: string, work: (lock: HeldLock) => Promise<T>): Promise<T | null> {
  const failed = (error: unknown): null => {
    if (error instanceof LockedError) return null;
    throw new StoreError(file, error);
  };
  const lock = await acquireLock(file, { doing: 'the making of a certificate', heartbeat: true }).catch(failed);
  if (!lock) return null;
  try {
    return await work(lock);
  } finally {
    await lock.release().catch(failed);
  }
}
