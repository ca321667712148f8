/** Whether the shop's names have come to lead here since the last order failed because they did not. */
import type { Logger } from '../process/logger';
import { isUnreached } from './backoff';
import type { CertificateSource } from './source';
import type { StatusRecord } from './status-record';

export interface NamesWatch {
  look(signal: AbortSignal): Promise<void>;
  haveCome(): boolean;
  areAwaited(): boolean;
}

export function createNamesWatch(options: {
  readonly source: Pick<CertificateSource, 'lookForNames'>;
  readonly record: Pick<StatusRecord, 'current'>;
  readonly logger: Logger;
}): NamesWatch {
  const { source, record, logger } = options;
  let haveCome = false;
  const wereMissing = (): boolean => isUnreached(record.current().attempts.at(-1));
  const areAwaited = (): boolean => !haveCome && wereMissing();
  return {
    async look(signal) {
      if (!wereMissing()) haveCome = false;
      if (!areAwaited() || record.current().need === null) return;
      haveCome = (await source.lookForNames?.(signal))?.reached ?? false;
      if (haveCome) logger.info("the shop's names lead to this machine now");
    },
    haveCome: () => haveCome,
    areAwaited,
  };
}
