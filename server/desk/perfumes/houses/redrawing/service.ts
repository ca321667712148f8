import type { Executor } from '../../../../db/pool';
import type { HouseChoice } from '../../model';
import { holdBottles, orderRedraw } from './queries';

/** In the transaction that saves pictures drawn before it: a house that has another bottle by now is drawn anew. */
export async function orderRedrawWhereChanged(
  db: Executor,
  drawnWith: readonly Pick<HouseChoice, 'slug' | 'bottle' | 'cap'>[],
  now: Date,
): Promise<void> {
  const drawn = new Map(drawnWith.map((house) => [house.slug, house] as const));
  for (const { id, slug, bottle, cap } of await holdBottles(db, [...drawn.keys()])) {
    const before = drawn.get(slug);
    if (before?.bottle !== bottle || before.cap !== cap) await orderRedraw(db, id, now);
  }
}
