/** Postgres is nobody's child (`pg_ctl` starts it in a session of its own), so that it has to be looked at. */
import type { EmbeddedPostgres } from '../postgres/embedded';
import { messageOf } from '../process/thrown';
import { createDeathCount } from './deaths';

const LOOK_MS = 1_000;

/**
 * Starts it again, where it was, when it has died.
 * @param onDeath `again` is false when it is given up
 * @returns ends the watch
 */
export function watchDatabase(
  postgres: Pick<EmbeddedPostgres, 'isRunning' | 'restart'>,
  onDeath: (how: string, again: boolean) => void,
): () => Promise<void> {
  const died = createDeathCount();
  let how = 'its process is gone';
  const look = async (): Promise<boolean> => {
    if (await postgres.isRunning()) return true;
    const again = died(Date.now());
    onDeath(how, again);
    if (!again) return false;
    how = await postgres.restart().then(
      () => 'its process is gone',
      (error: unknown) => messageOf(error),
    );
    return true;
  };
  let timer: NodeJS.Timeout;
  let looking: Promise<unknown> = Promise.resolve();
  let ended = false;
  const wait = (): void => {
    timer = setTimeout(() => {
      looking = look().then((goesOn) => {
        if (goesOn && !ended) wait();
      });
    }, LOOK_MS);
  };
  wait();
  return async () => {
    ended = true;
    clearTimeout(timer);
    await looking;
  };
}
