/** A connection that listens to one channel and is made again when lost. A pool's are anybody's, so they can't. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import type { Logger } from '../process/logger';
import type { Executor } from './pool';

export interface ListenerOptions {
  readonly databaseUrl: string;
  readonly applicationName: string;
  readonly channel: string;
  readonly logger: Logger;
  readonly probeMs: number;
  /** An answer that takes longer means that it is dead, whatever TCP says. */
  readonly timeoutMs: number;
}

export interface ListenerEvents {
  /** From now on every commit is told, until `lost`, which is called once for each `listening`. */
  listening(): void;
  notified(payload: string): void;
  /** Asked every `probeMs`. A probe that fails means that the connection is lost. */
  probe(db: Executor): Promise<void>;
  lost(): void;
}

export interface Listener {
  start(events: ListenerEvents): void;
  close(): Promise<void>;
}

/** Before each further attempt; the last one for all that follow. */
const BACK_OFF_MS = [100, 200, 500, 1_000, 2_000, 5_000] as const;

const CLOSING_MS = 1_000;

export function createListener(options: ListenerOptions): Listener {
  const { logger } = options;
  const closing = new AbortController();
  let running: Promise<void> = Promise.resolve();

  async function run(events: ListenerEvents): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; failures++) {
      try {
        await listenOnce(options, closing.signal, {
          ...events,
          listening() {
            failures = 0;
            events.listening();
          },
        });
      } catch (error) {
        if (isAborted(closing.signal)) return;
        logger.warn({ err: error, channel: options.channel }, 'the listening database connection was lost');
      }
      const delayMs = BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)];
      await sleep(delayMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  return {
    start: (events) => void (running = run(events)),
    async close() {
      closing.abort();
      // A Postgres that neither answers nor refuses holds up nobody who wants to leave.
      await Promise.race([running, sleep(CLOSING_MS, undefined, { ref: false })]);
    },
  };
}

async function listenOnce(options: ListenerOptions, closing: AbortSignal, events: ListenerEvents): Promise<void> {
  const client = new Client({
    connectionString: options.databaseUrl,
    application_name: options.applicationName,
    connectionTimeoutMillis: 5_000,
    query_timeout: options.timeoutMs,
    keepAlive: true,
  });
  const gone = new AbortController();
  const over = AbortSignal.any([gone.signal, closing]);
  client.on('error', (error) => gone.abort(error));
  client.on('end', () => gone.abort(new Error('Postgres closed the connection')));
  client.on('notification', ({ payload = '' }) => events.notified(payload));
  let listening = false;
  try {
    await client.connect();
    await client.query(`listen ${escapeIdentifier(options.channel)}`);
    listening = true;
    events.listening();
    for (;;) {
      await sleep(options.probeMs, undefined, { signal: over });
      await events.probe(client);
    }
  } catch (error) {
    throw gone.signal.aborted ? gone.signal.reason : error;
  } finally {
    if (listening) events.lost();
    // One whose question is unanswered is cut off, not asked to leave.
    void client.end().catch(() => undefined);
  }
}

/** A function, so that the compiler doesn't take the answer before an `await` for the one after it. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
