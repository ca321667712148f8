import type { Pool } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import { rankByLikeness } from '../similarity';
import { offerToOthers, replaceAlike, selectRelating, takeDue, withdrawFromOthers } from './queries';

/** More than a page shows: some of them aren't out yet. */
const KEPT = 8;

/** All that is due; each perfume in a transaction of its own. */
export async function relatePerfumes(pool: Pool, signal?: AbortSignal): Promise<void> {
  while (await relateNext(pool)) signal?.throwIfAborted();
}

const relateNext = (pool: Pool): Promise<boolean> =>
  withTransaction(pool, async (tx) => {
    const id = await takeDue(tx);
    if (id === null) return false;
    const perfume = await selectRelating(tx, id);
    if (!perfume) return true;
    const ranked = rankByLikeness(perfume.accords, perfume.candidates);
    await replaceAlike(tx, id, ranked.filter(({ isOffered }) => isOffered).slice(0, KEPT));
    const others = perfume.isOffered ? ranked : [];
    await withdrawFromOthers(tx, id, others);
    await offerToOthers(tx, id, others, KEPT);
    return true;
  });
