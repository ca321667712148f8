import { Logger as QueueLogger } from 'graphile-worker';
import type { Logger } from '../process/logger';

export function createQueueLogger(logger: Logger): QueueLogger {
  return new QueueLogger((scope) => (level, message, meta) => {
    const severity: string = level;
    // Of `meta` only what is known to hold no payload.
    const error: unknown = meta?.['error'];
    const line = { queue: scope.taskIdentifier ?? scope.label, job: scope.jobId, err: error };
    if (severity === 'error') logger.error(line, message);
    else if (severity === 'warning') logger.warn(line, message);
    else logger.debug(line, message);
  });
}
