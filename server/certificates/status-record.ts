/** status.json in memory, for when the disk is full, and on disk, for a restart. Written only under the store's lock. */
import type { Clock } from '../process/clock';
import { interruptAttempts, mergeAttempts, pullBack } from './attempts';
import { cleanStatus, readStatus, writeStatus, type CertificateStatus } from './status';

export type StatusChanges = Partial<Omit<CertificateStatus, 'about' | 'stagingDirectoryUrl' | 'updatedAt'>>;

export interface StatusRecord {
  current(): CertificateStatus;
  change(changes: StatusChanges): void;
  hasChanged(): boolean;
  read(): Promise<void>;
  /** As read(), and what still counts as running there is over: only for who holds the lock, before it begins. */
  takeOver(): Promise<void>;
  /** @throws StoreError */
  save(): Promise<void>;
}

/** Equal when only the time of writing differs. */
const essence = (status: CertificateStatus): string => JSON.stringify({ ...status, updatedAt: null });

export function createStatusRecord(options: {
  readonly file: string;
  readonly about: string;
  readonly stagingDirectoryUrl: string | null;
  readonly clock: Clock;
}): StatusRecord {
  const { file, about, stagingDirectoryUrl, clock } = options;
  let status = cleanStatus(about, stagingDirectoryUrl, new Date(0));
  let onDisk = '';

  async function read(): Promise<void> {
    const found = await readStatus(file);
    onDisk = found ? essence(found) : '';
    if (found?.about !== about) return;
    const newer = found.updatedAt >= status.updatedAt ? found : status;
    const attempts = pullBack(mergeAttempts(status.attempts, found.attempts), clock.now());
    status = { ...newer, stagingDirectoryUrl, attempts };
  }

  return {
    current: () => status,
    change(changes) {
      status = { ...status, ...changes };
    },
    hasChanged: () => essence(status) !== onDisk,
    read,
    async takeOver() {
      await read();
      status = { ...status, doing: null, attempts: interruptAttempts(status.attempts) };
    },
    async save() {
      if (essence(status) === onDisk) return;
      status = { ...status, updatedAt: clock.now() };
      await writeStatus(file, status);
      onDisk = essence(status);
    },
  };
}
