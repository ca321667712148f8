/** Goes on with what migrations have left to be done in batches (migrations/README.md). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from '../db/pool';
import { runBackfillBatch, selectOpenBackfills } from './queries';

const MOST_MS = 50_000;

const PAUSE_MS = 100;

export async function workOnBackfills(pool: Pool): Promise<void> {
  const until = performance.now() + MOST_MS;
  for (const name of await selectOpenBackfills(pool)) {
    while ((await runBackfillBatch(pool, name)) > 0) {
      if (performance.now() > until) return;
      await sleep(PAUSE_MS);
    }
  }
}
