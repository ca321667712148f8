// The shop's `GET /internal/purges`: one JSON object a line, `ready` once it hears of every change, `purge` for each,
// `alive` every second. It counts as lost when it ends or falls silent.
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import type { Logger } from '../../process/logger';
import { messageOf } from '../../process/thrown';

export interface PurgeStream {
  start(): void;
  stop(): Promise<void>;
}

export interface PurgeStreamOptions {
  readonly shopPort: number;
  readonly onReady: () => void;
  readonly onPurge: (groups: readonly string[]) => void;
  readonly onLost: () => void;
  readonly logger: Logger;
}

const SILENCE_MS = 2_500;
const CONNECT_TIMEOUT_MS = 2_000;
/** A notification of Postgres has 8,000 bytes at most. */
const LONGEST_LINE = 64 * 1024;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

const message = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ alive: z.literal(true) }),
  z.object({ purge: z.array(z.string()) }),
]);

export function createPurgeStream(options: PurgeStreamOptions): PurgeStream {
  const { shopPort, logger } = options;
  const stopping = new AbortController();
  let up = false;
  let running: Promise<void> | null = null;
  let lastReason = '';

  function receive(line: string): void {
    const said = message.parse(JSON.parse(line));
    if ('purge' in said) options.onPurge(said.purge);
    if ('ready' in said && !up) {
      up = true;
      lastReason = '';
      logger.info('purge stream up');
      options.onReady();
    }
  }

  function lose(reason: string): void {
    // A shop that is away says the same every second.
    if (!stopping.signal.aborted && reason !== lastReason) logger.warn({ reason }, 'purge stream down');
    lastReason = reason;
    if (up && !stopping.signal.aborted) options.onLost();
    up = false;
  }

  async function follow(): Promise<void> {
    const { statusCode, body } = await request(`http://127.0.0.1:${shopPort}/internal/purges`, {
      headersTimeout: CONNECT_TIMEOUT_MS,
      bodyTimeout: SILENCE_MS,
      signal: stopping.signal,
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`the shop answered ${statusCode}`);
    }
    body.setEncoding('utf8');
    let rest = '';
    for await (const chunk of body) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST_LINE) throw new Error('the shop sent a line without an end');
      for (const line of lines) receive(line);
    }
    throw new Error('the shop ended it');
  }

  async function run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      try {
        await follow();
      } catch (error) {
        pauseMs = up ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        lose(messageOf(error));
      }
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
