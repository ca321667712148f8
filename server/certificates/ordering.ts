/** One attempt to get a certificate, from the note that it begins to the note of what it came to. */
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { messageOf } from '../process/thrown';
import { createAttemptNotes } from './attempt-notes';
import { sinceSuccess, type AcmeDirectory } from './attempts';
import { nextAttempt } from './backoff';
import type { Bundle } from './bundle';
import { install } from './install';
import type { HeldLock } from './lock';
import { withinLifetime, type Need } from './renewal';
import { TakenOverError, type CertificateSource, type Obtained } from './source';
import { SourceError } from './source-error';
import type { StatusRecord } from './status-record';
import type { CertificateStore } from './store';

export interface Attempting {
  readonly need: Need;
  readonly directory: AcmeDirectory;
  readonly bundle: Bundle | null;
  readonly lock: HeldLock;
}

export interface Ordering {
  /** Under the lock. A failed order is recorded, and no error. @throws TakenOverError, StoreError, a source's own error */
  attempt(attempting: Attempting): Promise<void>;
}

export function createOrdering(options: {
  readonly source: CertificateSource;
  readonly store: CertificateStore;
  readonly record: StatusRecord;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}): Ordering {
  const { source, store, record, clock, logger, signal } = options;

  const notes = createAttemptNotes(record, clock, logger);

  async function fail(error: unknown, { need, directory, bundle }: Attempting): Promise<void> {
    const {
      notBefore: asked = null,
      ordered = false,
      issued = false,
    } = error instanceof SourceError ? error.options : {};
    const notBefore = withinLifetime(asked, bundle, clock.now());
    const reason = messageOf(error);
    // Only a refusal can have to do with where the names lead. A process that is stopped meanwhile has failed all the same.
    const look = ordered && !issued ? source.lookForNames?.(signal) : undefined;
    const { reached, slowDns } = (await look?.catch(() => null)) ?? { reached: null, slowDns: false };
    notes.end('failed', { reason, notBefore, ordered, issued, reached, slowDns });
    const { attempts } = record.current();
    const next = nextAttempt(attempts, { urgent: need.urgent, rehearses: source.stagingDirectoryUrl !== null });
    const attempt = sinceSuccess(attempts).filter(({ outcome }) => outcome === 'failed').length;
    const facts = { source: source.name, directory, reason, attempt };
    logger.error({ ...facts, nextAttemptAt: next.at, nextDirectory: next.directory }, 'no new certificate');
    if (slowDns) logger.warn('the name servers of the shop answer slowly or not at all: a CA does not wait for them');
    else if (reached === false)
      logger.warn("the shop's names do not lead to this machine: as soon as they do, it orders again");
    record.change({ reason, nextAttemptAt: next.at, nextDirectory: next.directory });
    await notes.saveOrLog();
  }

  async function use(obtained: Obtained, directory: AcmeDirectory): Promise<void> {
    if (directory === 'staging') {
      await obtained.settled?.();
      logger.info({ origin: obtained.origin }, 'the rehearsal at the staging directory passed: production is next');
    } else {
      await install(obtained, { source, store, now: clock.now(), logger });
      record.change({ reason: null, succeededAt: clock.now() });
    }
    notes.end('passed', { ordered: true, issued: true });
    await notes.saveOrLog();
  }

  return {
    async attempt(attempting) {
      const { need, directory, bundle, lock } = attempting;
      const progress = { begun: false };
      const assertSole = async (): Promise<void> => {
        if (!(await lock.stillHeld())) throw new TakenOverError('another process took over the making of certificates');
      };
      const begin = async (): Promise<void> => {
        await assertSole();
        await notes.begin(directory);
        progress.begun = true;
      };
      logger.info({ source: source.name, directory, reason: need.reason }, 'a new certificate is needed');
      try {
        const { say } = notes;
        const obtained = await source.obtain({ signal, assertSole, directory, inUse: bundle, say, begin });
        if (directory === 'production') await assertSole();
        await use(obtained, directory);
      } catch (error) {
        if (error instanceof TakenOverError) throw error;
        if (progress.begun && !signal.aborted) return await fail(error, attempting);
        notes.end('interrupted');
        if (!signal.aborted) throw error;
      }
    },
  };
}
