/** Pages say when a parcel arrives, and that the shop pauses: the clock changes that, and no row does. */
import type { Clock } from '../../process/clock';

/** Does what pages say of the day differ between two moments? */
export type SaysOtherwise = (one: Date, other: Date) => Promise<boolean>;

export function createToday(clock: Clock, saysOtherwise: SaysOtherwise, turned: () => void) {
  let saidUntil = clock.now();
  return {
    /** What is kept from now on says what is said now. */
    begin: (now: Date): void => void (saidUntil = now),
    /** Where it fails it is asked again: the next look begins where the last one ended. */
    async look(now: Date): Promise<void> {
      if (await saysOtherwise(saidUntil, now)) turned();
      saidUntil = now;
    },
  };
}
