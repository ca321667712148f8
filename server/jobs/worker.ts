/**
 * Keeps graphile-worker's workers at work while Postgres comes and goes. Left alone, one that can't report a finished
 * job ends for good, and one whose first question fails keeps that failure; so all are started again. Its own `run`
 * isn't used: an error of its clock there is a rejection that nobody can catch.
 */
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { runTaskList, type TaskList, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import type { Pool } from '../db/pool';
import type { Logger } from '../process/logger';
import { asError } from '../process/thrown';
import { createQueueLogger } from './queue-logger';

/** Mails, mostly waiting for a server. */
const CONCURRENCY = 4;
/** For what the queue's notices miss, such as a retry that has become due. */
const POLL_MS = 2_000;
/** A job under way has this long at a shutdown, then it is told to stop. */
const PATIENCE_MS = 4_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** Whoever worked this long is not failing over and over. */
const STEADY_MS = 60_000;

export type JobWorker = ReturnType<typeof createJobWorker>;

export function createJobWorker(deps: { readonly pool: Pool; readonly logger: Logger; readonly tasks: TaskList }) {
  const { pool, logger, tasks } = deps;
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  let ended: Promise<void> = Promise.resolve();

  async function live(onWorking: () => void): Promise<void> {
    await pool.query('select 1');
    const events: WorkerEvents = new EventEmitter();
    const crippled = firstFault(events, onWorking);
    const workers = runTaskList(workerOptions(logger, events), tasks, pool);
    try {
      const error = await Promise.race([workers.promise, crippled, aborted(stopping.signal)]);
      if (error) throw error;
    } finally {
      await stopWorkers(workers);
    }
  }

  async function keepAlive(onWorking: () => void): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    while (!isStopping()) {
      const startedAt = performance.now();
      const reason = await live(onWorking).then(() => new Error('the workers stopped by themselves'), asError);
      if (isStopping()) return;
      waitMs = performance.now() - startedAt > STEADY_MS ? FIRST_WAIT_MS : Math.min(waitMs * 2, LONGEST_WAIT_MS);
      logger.error({ err: reason, waitMs }, 'jobs are not worked on, starting again');
      await delay(waitMs, null, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    /** Resolves as soon as jobs are worked on, however long the database takes. */
    start(): Promise<void> {
      return new Promise((resolve) => {
        ended = keepAlive(resolve);
      });
    },
    async stop(): Promise<void> {
      stopping.abort();
      await ended;
    },
  };
}

function firstFault(events: WorkerEvents, onWorking: () => void): Promise<Error> {
  return new Promise((resolve) => {
    let reached = false;
    const reach = (): void => {
      reached = true;
      onWorking();
    };
    events.once('worker:getJob:empty', reach).once('job:start', reach);
    events.on('worker:getJob:error', ({ error }) => {
      if (!reached) resolve(asError(error));
    });
    events.on('worker:fatalError', ({ error }) => resolve(asError(error)));
  });
}

function workerOptions(logger: Logger, events: WorkerEvents) {
  return {
    logger: createQueueLogger(logger),
    events,
    // process/lifecycle.ts listens to the signals.
    noHandleSignals: true,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    gracefulShutdownAbortTimeout: PATIENCE_MS,
  };
}

async function stopWorkers(workers: WorkerPool): Promise<void> {
  await workers.gracefulShutdown().catch(() => undefined);
  await workers.promise.catch(() => undefined);
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));
