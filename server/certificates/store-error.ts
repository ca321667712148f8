import { messageOf } from '../process/thrown';
/** The certificate store can't be written: a disk that is full or read-only, a missing permission. */
export class StoreError extends Error {
  override name = 'StoreError';

  constructor(file: string, cause: unknown) {
    super(`the certificate store can not be written: ${reasonOf(file, cause)}`, { cause });
  }
}

/** Node names the file in most messages, but not where a write to an open one fails. */
function reasonOf(file: string, cause: unknown): string {
  const message = messageOf(cause);
  return message.includes('/') ? message : `${message}, in ${file}`;
}
