/** Postgres is nobody's child (`pg_ctl` starts it in a session of its own), so that it has to be looked at. */
import { setTimeout } from 'node:timers/promises';
import type { EmbeddedPostgres } from '../postgres/embedded';
import { messageOf } from '../process/thrown';
import { createDeathCount } from './deaths';

const LOOK_MS = 1_000;

type Watched = Pick<EmbeddedPostgres, 'isRunning' | 'restart'>;
/** `again` is false when it is given up. */
type OnDeath = (how: string, again: boolean) => void;

/** Starts it again, where it was, when it has died. @returns ends the watch */
export function watchDatabase(postgres: Watched, onDeath: OnDeath, lookMs = LOOK_MS): () => Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const watching = watch(postgres, onDeath, () => setTimeout(lookMs, undefined, { signal })).catch((error: unknown) => {
    if (!signal.aborted) onDeath(messageOf(error), false);
  });
  return async () => {
    ending.abort();
    await watching;
  };
}

async function watch(postgres: Watched, onDeath: OnDeath, pause: () => Promise<void>): Promise<void> {
  const died = createDeathCount();
  const gone = 'its process is gone';
  let how = gone;
  for (;;) {
    await pause();
    if (await postgres.isRunning()) continue;
    const again = died(Date.now());
    onDeath(how, again);
    if (!again) return;
    how = await postgres.restart().then(() => gone, messageOf);
  }
}
