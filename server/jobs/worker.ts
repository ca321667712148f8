/**
 * Keeps graphile-worker at work. Left alone it stops for good when Postgres restarts at the wrong moment: its clock ends
 * at the first error, and a worker that can't tell the database of a finished job ends too while the rest stands idle.
 * Here, whatever way it ends, it is started again until `stop`.
 */
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Pool } from '../db/pool';
import type { Logger } from '../process/logger';
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

export interface JobWorker {
  /** Resolves as soon as jobs are worked on, however long the database takes. */
  start(): Promise<void>;
  /** Finishes what is under way. */
  stop(): Promise<void>;
}

export interface JobWorkerOptions {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly tasks: TaskList;
  readonly crontab: string;
}

export function createJobWorker(options: JobWorkerOptions): JobWorker {
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  let runner: Runner | null = null;
  let ended: Promise<void> = Promise.resolve();

  /** One life of the queue's runner, from its start to its end. */
  async function live(onWorking: () => void): Promise<void> {
    const events: WorkerEvents = new EventEmitter();
    const crippled = new Promise<never>((_resolve, reject) => {
      events.on('worker:fatalError', ({ error }) => reject(asError(error)));
    });
    crippled.catch(() => undefined);
    runner = await run(runnerOptions(options, events));
    try {
      if (isStopping()) return;
      onWorking();
      await Promise.race([runner.promise, crippled]);
    } finally {
      await stopRunner(runner);
      runner = null;
    }
  }

  async function keepAlive(onWorking: () => void): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    while (!isStopping()) {
      const startedAt = performance.now();
      try {
        await live(onWorking);
        if (!isStopping()) options.logger.warn('the job queue stopped by itself, starting it again');
      } catch (error) {
        if (!isStopping()) options.logger.error({ err: error, waitMs }, 'the job queue stopped, starting it again');
      }
      waitMs = performance.now() - startedAt > STEADY_MS ? FIRST_WAIT_MS : Math.min(waitMs * 2, LONGEST_WAIT_MS);
      await delay(waitMs, null, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start: () =>
      new Promise((resolve) => {
        ended = keepAlive(resolve);
      }),
    async stop() {
      stopping.abort();
      if (runner) await stopRunner(runner);
      await ended;
    },
  };
}

function runnerOptions({ pool, logger, tasks, crontab }: JobWorkerOptions, events: WorkerEvents) {
  return {
    pgPool: pool,
    logger: createQueueLogger(logger),
    events,
    taskList: tasks,
    crontab,
    // process/lifecycle.ts listens to the signals.
    noHandleSignals: true,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    preset: { worker: { gracefulShutdownAbortTimeout: PATIENCE_MS } },
  };
}

/** The runner stops itself after an error of its own, and complains when it is told again. */
async function stopRunner(runner: Runner): Promise<void> {
  await runner.stop().catch(() => undefined);
  await runner.promise.catch(() => undefined);
}

const asError = (value: unknown): Error => (value instanceof Error ? value : new Error(String(value)));
