/** Each perfume is drawn in a transaction that says how far its house is: killed, it goes on with the next one. */
import { withTransaction } from '../../../../db/transaction';
import { savePerfumes } from '../../../../store/perfumes/service';
import { drawLook, isSameLook, lookOf, type DrawingTools } from '../../drawing';
import { lockPerfume, selectPerfume } from '../../queries';
import { endRound, noteDrawn, requeueStranded, selectNextPerfume, selectRound, type Round } from './queries';

/** One picture takes some milliseconds, and each is noted. */
const STRANDED_MS = 60_000;

type Outcome = 'drawn' | 'changed' | 'overtaken';

export function createHouseRedrawing({ pool, clock, logger, pictures }: DrawingTools) {
  /** As it is now: who changes it while it is drawn has it drawn once more. */
  async function drawOne(round: Round, perfumeId: number): Promise<Outcome> {
    const seen = await selectPerfume(pool, perfumeId);
    if (!seen) return 'changed';
    const look = lookOf(seen, seen.variants);
    // One that has left the house meanwhile was drawn in its new one's bottle.
    const isOurs = seen.house === round.slug;
    const files = isOurs ? await drawLook(pictures, seen, look, [round]) : undefined;
    return withTransaction(pool, async (tx) => {
      const held = await lockPerfume(tx, perfumeId);
      if (!held || !isSameLook(look, lookOf(held, held.variants))) return 'changed';
      const now = clock.now();
      if (!(await noteDrawn(tx, round, perfumeId, now))) return 'overtaken';
      if (files && files.picture !== held.picture) {
        await savePerfumes(tx, [{ id: perfumeId, values: {}, pictures: files }], { at: now, staffId: null });
      }
      return 'drawn';
    });
  }

  return {
    /** Nothing to be drawn is no error. */
    async redraw(houseId: number): Promise<void> {
      const round = await selectRound(pool, houseId);
      if (!round) return;
      let after = round.lastPerfumeId;
      for (;;) {
        const next = await selectNextPerfume(pool, houseId, after);
        if (next === null) break;
        const outcome = await drawOne(round, next);
        if (outcome === 'overtaken') return;
        if (outcome === 'drawn') after = next;
      }
      await endRound(pool, round, clock.now());
      logger.info({ house: houseId }, 'pictures of a house drawn anew');
    },
    async rescue(): Promise<void> {
      const stranded = await requeueStranded(pool, new Date(clock.now().getTime() - STRANDED_MS));
      if (stranded > 0) logger.warn({ houses: stranded }, 'pictures of houses that were cut off are gone on with');
    },
  };
}
