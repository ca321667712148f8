/**
 * What has changed, from the database's commits to whoever keeps pages: this process' own memories, and every stream
 * that is open. A stream is open only while everything that is committed reaches it; that is all its readers must know.
 */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createListener } from '../../db/listener';
import type { Executor } from '../../db/pool';
import type { ShopContext } from '../context';
import type { Memories } from './memories';
import { publicationGroups, readGroups } from './groups';
import { FAREWELL, notifyFarewell, PURGES_CHANNEL, selectPublished } from './queries';
import { createStreams } from '../../web/change-stream/streams';

export interface Purges {
  /** Once. Without it every stream is refused. */
  start(): void;
  isListening(): boolean;
  /** Makes the answer a stream of purges; false when this process hears of no change at the moment. */
  follow(response: ServerResponse): boolean;
  /** Ends all streams and refuses further ones. A drain begins with it: a stream would never end. */
  endStreams(): void;
  /**
   * The last thing a process does. During a deploy, old and new releases answer side by side, and what the old one
   * answered last must not be kept unseen: those who stay end their streams, so that every kept page is validated.
   */
  farewell(): Promise<void>;
  close(): Promise<void>;
}

/** Often enough that the memories never become unsure of themselves. */
const PROBE_MS = 250;
const PROBES_PER_HEARTBEAT = 4;
/** Nobody who wants to leave waits longer for a Postgres that is away. */
const FAREWELL_MS = 1_000;

export function createPurges(context: ShopContext, memories: Memories): Purges {
  const { pool, clock, databaseUrl, logger } = context;
  const listener = createListener({
    databaseUrl,
    applicationName: 'shop purges',
    channel: PURGES_CHANNEL,
    logger,
    probeMs: PROBE_MS,
    timeoutMs: 2_000,
  });
  const streams = createStreams();
  let listening = false;
  let leaving = false;
  let publishedUntil = clock.now();
  let probes = 0;

  function purge(groups: readonly string[]): void {
    memories.forgetAll();
    streams.send({ purge: groups });
  }

  const events = {
    listening(): void {
      listening = true;
      publishedUntil = clock.now();
      memories.forgetAll();
      logger.info('listening to purges');
    },
    notified(payload: string): void {
      if (payload === FAREWELL) streams.endAll();
      else purge(readGroups(payload));
    },
    /** Asks what the probe asks in any case, whether the connection lives, and whose hour of publication has come. */
    async probe(db: Executor): Promise<void> {
      const askedAt = performance.now();
      const now = clock.now();
      const published = await selectPublished(db, publishedUntil, now);
      publishedUntil = now;
      if (published.length > 0) purge(publicationGroups(published));
      // Postgres tells what was committed before it answers a question that was asked later.
      memories.stillRightAt(askedAt);
      probes += 1;
      if (probes % PROBES_PER_HEARTBEAT === 0) streams.send({ alive: true });
    },
    lost(): void {
      listening = false;
      memories.forgetAll();
      streams.endAll();
    },
  };

  return {
    start: () => listener.start(events),
    isListening: () => listening,
    follow(response) {
      if (!listening || leaving) return false;
      streams.open(response);
      logger.info({ streams: streams.size }, 'purges are followed');
      return true;
    },
    endStreams() {
      leaving = true;
      streams.endAll();
    },
    async farewell() {
      try {
        await Promise.race([notifyFarewell(pool), sleep(FAREWELL_MS, undefined, { ref: false })]);
      } catch (error) {
        logger.warn({ err: error }, 'pages of this process are kept for as long as they are fresh');
      }
    },
    close: () => listener.close(),
  };
}
