/** The attempt that is under way, as status.json tells it, from its begin to what it came to. */
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { beginAttempt, endAttempt, type AcmeDirectory, type Attempt } from './attempts';
import type { StatusRecord } from './status-record';

export interface AttemptNotes {
  readonly say: (doing: string) => Promise<void>;
  /** What can't be noted is not begun: the certificate could not be stored either. @throws StoreError */
  begin(directory: AcmeDirectory): Promise<void>;
  end(outcome: Attempt['outcome'], details?: Partial<Attempt>): void;
  saveOrLog(): Promise<void>;
}

export function createAttemptNotes(record: StatusRecord, clock: Clock, logger: Logger): AttemptNotes {
  async function saveOrLog(): Promise<void> {
    try {
      await record.save();
    } catch (error) {
      logger.error({ err: error }, 'the state of the attempts could not be stored');
    }
  }

  return {
    async say(doing) {
      record.change({ doing });
      await saveOrLog();
    },
    async begin(directory) {
      const doing = `ordering a certificate at the ${directory} directory`;
      record.change({ doing, attempts: beginAttempt(record.current().attempts, directory, clock.now()) });
      await record.save();
    },
    end(outcome, details = {}) {
      const { attempts } = record.current();
      record.change({ doing: null, attempts: endAttempt(attempts, { ...details, outcome, endedAt: clock.now() }) });
    },
    saveOrLog,
  };
}
