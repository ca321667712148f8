/** One maker of certificates at a time per store, also when the process is started twice. */
import { acquireLock as acquire, LockedError, type HeldLock } from '../process/lock-file';
import { StoreError } from './store-error';

export type { HeldLock };

/** @returns null while somebody else holds it. @throws StoreError, as does its release */
export async function acquireLock(file: string): Promise<HeldLock | null> {
  const failed = (error: unknown): never => {
    throw new StoreError(file, error);
  };
  try {
    const held = await acquire(file, { doing: 'the making of a certificate', heartbeat: true });
    return { ...held, release: () => held.release().catch(failed) };
  } catch (error) {
    return error instanceof LockedError ? null : failed(error);
  }
}
