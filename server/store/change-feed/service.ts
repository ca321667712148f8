/**
 * From the database's commits to this process' memories and to everybody who follows. It has followers only while it
 * hears of every commit, so a follower who isn't told knows that nothing changed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createListener } from '../../db/listener';
import type { Executor, Pool } from '../../db/pool';
import type { Clock } from '../../process/clock';
import type { Logger } from '../../process/logger';
import { publicationGroups, readGroups, SAID_OF_TODAY } from './groups';
import type { Memories } from './memories';
import { FAREWELL, notifyFarewell, PURGES_CHANNEL, selectPublished } from './queries';
import { createToday, type SaysOtherwise } from './today';

export interface Follower {
  tell(line: object): void;
  /** There is no more to hear from this process. */
  end(): void;
}

export type ChangeFeed = ReturnType<typeof createChangeFeed>;

/** Often enough that the memories never become unsure of themselves. */
const PROBE_MS = 250;
const PROBES_PER_HEARTBEAT = 4;
/** Nobody who wants to leave waits longer for a Postgres that is away. */
const FAREWELL_MS = 1_000;

export interface ChangeFeedOptions {
  readonly pool: Pool;
  /** For a connection of its own, which listens. */
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly saysOtherwise: SaysOtherwise;
}

const listenerOf = ({ databaseUrl, logger }: Pick<ChangeFeedOptions, 'databaseUrl' | 'logger'>) =>
  createListener({
    databaseUrl,
    applicationName: 'shop purges',
    channel: PURGES_CHANNEL,
    logger,
    probeMs: PROBE_MS,
    timeoutMs: 2_000,
  });

export function createChangeFeed(options: ChangeFeedOptions, memories: Memories) {
  const { pool, clock, logger } = options;
  const listener = listenerOf(options);
  const followers = new Set<Follower>();
  let listening = false;
  let leaving = false;
  let publishedUntil = clock.now();
  let probes = 0;

  function tellAll(line: object): void {
    for (const follower of followers) follower.tell(line);
  }

  function endAll(): void {
    for (const follower of followers) follower.end();
    followers.clear();
  }

  function purge(groups: readonly string[]): void {
    memories.forgetAll();
    tellAll({ purge: groups });
  }

  const today = createToday(clock, options.saysOtherwise, () => purge(SAID_OF_TODAY));

  const events = {
    listening(): void {
      listening = true;
      publishedUntil = clock.now();
      today.begin(publishedUntil);
      memories.forgetAll();
      logger.info('listening to purges');
    },
    notified(payload: string): void {
      if (payload === FAREWELL) endAll();
      else purge(readGroups(payload));
    },
    /** Asks what the probe asks in any case, whether the connection lives, and whose hour of publication has come. */
    async probe(db: Executor): Promise<void> {
      const askedAt = performance.now();
      const now = clock.now();
      const published = await selectPublished(db, publishedUntil, now);
      publishedUntil = now;
      if (published.length > 0) purge(publicationGroups(published));
      // Not waited for: the connection lives, whatever the pool is busy with.
      void today.look(now).catch((err: unknown) => logger.debug({ err }, 'what is said of today could not be read'));
      // Postgres tells what was committed before it answers a question that was asked later.
      memories.stillRightAt(askedAt);
      probes += 1;
      if (probes % PROBES_PER_HEARTBEAT === 0) tellAll({ alive: true });
    },
    lost(): void {
      listening = false;
      memories.forgetAll();
      endAll();
    },
  };

  return {
    /** Once. Without it every follower is refused. */
    start: () => listener.start(events),
    isListening: () => listening,
    /** @returns how to stop following; null when this process hears of no change at the moment */
    follow(follower: Follower): (() => void) | null {
      if (!listening || leaving) return null;
      followers.add(follower);
      logger.info({ streams: followers.size }, 'purges are followed');
      return () => followers.delete(follower);
    },
    /** Also refuses further ones: a stream would hold up a drain for ever. */
    endAll(): void {
      leaving = true;
      endAll();
    },
    /**
     * The last thing a process does. During a deploy, what the old release answered last must not be kept unseen: those
     * who stay end their streams, so that every kept page is validated.
     */
    async farewell(): Promise<void> {
      try {
        await Promise.race([notifyFarewell(pool), sleep(FAREWELL_MS, undefined, { ref: false })]);
      } catch (error) {
        logger.warn({ err: error }, 'pages of this process are kept for as long as they are fresh');
      }
    },
    close: () => listener.close(),
  };
}
