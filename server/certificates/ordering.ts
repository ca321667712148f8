/** One attempt to get a certificate, from the note that it begins to the note of what it came to. */
import type { Clock } from '../process/clock';
import type { Logger } from '../process/logger';
import { messageOf } from '../process/thrown';
import { beginAttempt, endAttempt, sinceSuccess, type AcmeDirectory, type Attempt } from './attempts';
import { nextAttempt } from './backoff';
import { BundleError, formatBundle, readBundle, type Bundle } from './bundle';
import type { KeyAndCertificate } from './issue';
import type { HeldLock } from './lock';
import type { Need } from './renewal';
import { TakenOverError, type CertificateSource, type Obtained } from './source';
import { SourceError } from './source-error';
import type { StatusRecord } from './status-record';
import type { CertificateStore } from './store';

export interface Attempting {
  readonly need: Need;
  readonly directory: AcmeDirectory;
  /** The one in use. */
  readonly bundle: Bundle | null;
  readonly lock: HeldLock;
}

export interface Ordering {
  /**
   * Under the lock. An order that fails is recorded, and no error.
   *
   * @throws TakenOverError; StoreError before anybody was asked for anything; what a source throws that needs nobody
   */
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

  async function saveOrLog(): Promise<void> {
    try {
      await record.save();
    } catch (error) {
      logger.error({ err: error }, 'the state of the attempts could not be stored');
    }
  }

  function end(outcome: Attempt['outcome'], details: Partial<Attempt> = {}): void {
    const { attempts } = record.current();
    record.change({ doing: null, attempts: endAttempt(attempts, { ...details, outcome, endedAt: clock.now() }) });
  }

  async function fail(error: unknown, { need, directory }: Attempting): Promise<void> {
    const { notBefore = null, ordered = false, issued = false } = error instanceof SourceError ? error.options : {};
    const reason = messageOf(error);
    // Only a refusal can have to do with where the names lead. A process that is stopped meanwhile has failed all the same.
    const look = ordered && !issued ? source.lookForNames?.(signal) : undefined;
    const { reached, slowDns } = (await look?.catch(() => null)) ?? { reached: null, slowDns: false };
    end('failed', { reason, notBefore, ordered, issued, reached, slowDns });
    const { attempts } = record.current();
    const next = nextAttempt(attempts, { urgent: need.urgent, rehearses: source.stagingDirectoryUrl !== null });
    const attempt = sinceSuccess(attempts).filter(({ outcome }) => outcome === 'failed').length;
    const facts = { source: source.name, directory, reason, attempt };
    logger.error({ ...facts, nextAttemptAt: next.at, nextDirectory: next.directory }, 'no new certificate');
    if (slowDns) logger.warn('the name servers of the shop answer slowly or not at all: a CA does not wait for them');
    else if (reached === false)
      logger.warn("the shop's names do not lead to this machine: as soon as they do, it orders again");
    record.change({ reason, nextAttemptAt: next.at, nextDirectory: next.directory });
    await saveOrLog();
  }

  async function install({ origin, pair, settled }: Obtained, assertSole: () => Promise<void>): Promise<void> {
    await assertSole();
    const now = clock.now();
    const flaw = await flawOf(origin, pair, now);
    const previous = (await store.load(now))?.bundle;
    // One with a flaw is still better than none, and than one that has expired.
    if (!flaw || (flaw.canBeServed && (!previous || previous.notAfter <= now))) {
      const { names, notBefore, notAfter, fingerprint, issuer } = await store.install(origin, pair, now);
      logger.info({ origin, names, notBefore, notAfter, fingerprint, issuer }, 'certificate stored');
    }
    await settled?.();
    // A CA that hands out what has to be replaced at once must not be asked again at once.
    if (flaw)
      throw new SourceError(`the new certificate is of no use: ${flaw.reason}`, { ordered: true, issued: true });
  }

  async function flawOf(origin: string, pair: KeyAndCertificate, now: Date) {
    try {
      const need = await source.needsNew(await readBundle(formatBundle(origin, pair)), now, null);
      return need && { reason: need.reason, canBeServed: true };
    } catch (error) {
      if (error instanceof BundleError) return { reason: error.message, canBeServed: false };
      throw error;
    }
  }

  async function use(obtained: Obtained, directory: AcmeDirectory, assertSole: () => Promise<void>): Promise<void> {
    if (directory === 'staging') {
      await obtained.settled?.();
      end('passed', { ordered: true, issued: true });
      logger.info({ origin: obtained.origin }, 'the rehearsal at the staging directory passed: production is next');
    } else {
      await install(obtained, assertSole);
      end('passed', { ordered: true, issued: true });
      record.change({ reason: null, succeededAt: clock.now() });
    }
    await saveOrLog();
  }

  return {
    async attempt(attempting) {
      const { need, directory, bundle, lock } = attempting;
      const progress = { begun: false };
      const assertSole = async (): Promise<void> => {
        if (!(await lock.stillHeld())) throw new TakenOverError('another process took over the making of certificates');
      };
      const say = async (doing: string): Promise<void> => {
        record.change({ doing });
        await saveOrLog();
      };
      const begin = async (): Promise<void> => {
        await assertSole();
        const now = clock.now();
        const doing = `ordering a certificate at the ${directory} directory`;
        record.change({ doing, attempts: beginAttempt(record.current().attempts, directory, now) });
        // What can't be noted is not begun: the certificate could not be stored either.
        await record.save();
        progress.begun = true;
      };
      logger.info({ source: source.name, directory, reason: need.reason }, 'a new certificate is needed');
      try {
        const obtained = await source.obtain({ signal, assertSole, directory, inUse: bundle, say, begin });
        await use(obtained, directory, assertSole);
      } catch (error) {
        if (error instanceof TakenOverError) throw error;
        if (progress.begun && !signal.aborted) {
          await fail(error, attempting);
          return;
        }
        end('interrupted');
        if (!signal.aborted) throw error;
      }
    },
  };
}
