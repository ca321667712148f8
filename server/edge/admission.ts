/** Who may take a connection to the shop. Addresses are served in turn, so that a flood from one delays no other. */
import type { EdgeLimits } from './policy';
import { createShares, type Shares } from './shares';
import { WaitingLines } from './waiting-lines';

/** `body`: it has been read whole, and is sent at once. `upload`: it is still coming, as fast as its sender likes. */
export type Load = 'bodyless' | 'body' | 'upload';

export interface Visit {
  readonly block: string;
  readonly load: Load;
  readonly start: () => void;
  /** Instead of `start`: too many wait, and of this address the most. */
  readonly refuse: () => void;
}

export interface Admission {
  enter(visit: Visit): void;
  /** It is over, or needn't wait any longer. More than once does nothing. */
  leave(visit: Visit): void;
  /** Whether it is with the shop, and an upload waits that could be in its place. */
  isInTheWay(visit: Visit): boolean;
  /** Whether one without a body would start at once. */
  readonly hasRoomFor: (block: string) => boolean;
}

export type AdmissionLimits = Pick<EdgeLimits, 'inFlight' | 'shopExchanges' | 'shopBodies' | 'shopUploads'>;

type Placed = Pick<Visit, 'block' | 'load'>;

interface Places {
  readonly take: (visit: Placed) => boolean;
  giveBack(visit: Placed): void;
  couldTake(visit: Placed): boolean;
}

/** A place is a share of everything that its load needs, or nothing. */
function createPlaces(limits: Omit<AdmissionLimits, 'inFlight'>): Places {
  const exchanges = createShares(limits.shopExchanges);
  const bodies = createShares(limits.shopBodies);
  const uploads = createShares(limits.shopUploads);
  const needs: Readonly<Record<Load, readonly Shares[]>> = {
    bodyless: [exchanges],
    body: [bodies, exchanges],
    upload: [uploads, bodies, exchanges],
  };
  const places: Places = {
    take({ block, load }) {
      for (const [i, shares] of needs[load].entries()) {
        if (shares.take(block) === null) continue;
        for (const taken of needs[load].slice(0, i)) taken.giveBack(block);
        return false;
      }
      return true;
    },
    giveBack({ block, load }) {
      for (const shares of needs[load]) shares.giveBack(block);
    },
    couldTake(visit) {
      const could = places.take(visit);
      if (could) places.giveBack(visit);
      return could;
    },
  };
  return places;
}

export function createAdmission(limits: AdmissionLimits): Admission {
  const places = createPlaces(limits);
  const running = new Set<Visit>();
  const waiting = new WaitingLines<Visit>();

  const isFull = (): boolean => running.size + waiting.size >= limits.inFlight;

  function start(visit: Visit): void {
    running.add(visit);
    visit.start();
  }

  /** The last who came from the address of which most wait has to go, unless that is the newcomer himself. */
  function makePlace(newcomer: Visit): boolean {
    const last = waiting.lastOfLongerThan(newcomer.block);
    if (!last) return false;
    waiting.delete(last);
    last.refuse();
    return true;
  }

  return {
    enter(visit) {
      if (isFull() && !makePlace(visit)) return visit.refuse();
      // Nobody who waits is overtaken: whoever could start has been started.
      if (places.take(visit)) start(visit);
      else waiting.add(visit);
    },
    leave(visit) {
      if (!running.delete(visit)) return waiting.delete(visit);
      places.giveBack(visit);
      for (;;) {
        const next = waiting.takeFirst(places.take);
        if (!next) return;
        start(next);
      }
    },
    isInTheWay(visit) {
      if (!running.has(visit)) return false;
      places.giveBack(visit);
      const inTheWay = waiting.some((other) => other.load === 'upload' && places.couldTake(other));
      places.take(visit);
      return inTheWay;
    },
    hasRoomFor: (block) => !isFull() && places.couldTake({ block, load: 'bodyless' }),
  };
}
