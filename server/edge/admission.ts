/**
 * Who may take a connection to the shop. So many at once in all, and so many for one address; who doesn't get one yet
 * waits. Those who wait are served address by address in turn, so that a crowd behind one address, or a flood from it,
 * makes nobody else wait. Some connections are never taken by requests with a body, and most never by uploads.
 */
import type { EdgeLimits } from './policy';
import { createShares, type Shares } from './shares';

/** `body`: it has been read whole, and is sent at once. `upload`: it is still coming, as fast as its sender likes. */
export type Load = 'bodyless' | 'body' | 'upload';

export interface Visit {
  /** Whose share it takes. */
  readonly block: string;
  readonly load: Load;
  /** At once, or when a connection is free. */
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

export function createAdmission(limits: AdmissionLimits): Admission {
  const exchanges = createShares(limits.shopExchanges);
  const bodies = createShares(limits.shopBodies);
  const uploads = createShares(limits.shopUploads);
  const needs: Readonly<Record<Load, readonly Shares[]>> = {
    bodyless: [exchanges],
    body: [bodies, exchanges],
    upload: [uploads, bodies, exchanges],
  };
  const running = new Set<Visit>();
  /** Who waits, by address; the address whose turn is next comes first. */
  const lines = new Map<string, Set<Visit>>();
  let waiting = 0;

  function take({ block, load }: Visit): boolean {
    for (const [i, shares] of needs[load].entries()) {
      if (shares.take(block) === null) continue;
      for (const taken of needs[load].slice(0, i)) taken.giveBack(block);
      return false;
    }
    return true;
  }

  function giveBack({ block, load }: Visit): void {
    for (const shares of needs[load]) shares.giveBack(block);
  }

  function couldStart(visit: Visit): boolean {
    const could = take(visit);
    if (could) giveBack(visit);
    return could;
  }

  function start(visit: Visit): void {
    running.add(visit);
    visit.start();
  }

  function wait(visit: Visit): void {
    const line = lines.get(visit.block) ?? new Set();
    line.add(visit);
    lines.set(visit.block, line);
    waiting += 1;
  }

  function stopWaiting(visit: Visit): boolean {
    const line = lines.get(visit.block);
    if (!line?.delete(visit)) return false;
    waiting -= 1;
    if (line.size === 0) lines.delete(visit.block);
    return true;
  }

  function startNext(): boolean {
    for (const [block, line] of lines) {
      for (const visit of line) {
        if (!take(visit)) continue;
        stopWaiting(visit);
        // To the end: it is the others' turn.
        if (lines.delete(block)) lines.set(block, line);
        start(visit);
        return true;
      }
    }
    return false;
  }

  /** The last who came from the address of which most wait has to go, unless that is the newcomer himself. */
  function makePlace(newcomer: Visit): boolean {
    const longest = [...lines.values()].reduce((a, b) => (b.size > a.size ? b : a), new Set<Visit>());
    const last = [...longest].at(-1);
    if (!last || longest.size <= (lines.get(newcomer.block)?.size ?? 0)) return false;
    stopWaiting(last);
    last.refuse();
    return true;
  }

  return {
    enter(visit) {
      if (running.size + waiting >= limits.inFlight && !makePlace(visit)) return visit.refuse();
      // Nobody who waits is overtaken: whoever could start has been started.
      if (take(visit)) start(visit);
      else wait(visit);
    },
    leave(visit) {
      if (!running.delete(visit)) return void stopWaiting(visit);
      giveBack(visit);
      while (startNext());
    },
    isInTheWay(visit) {
      if (!running.has(visit)) return false;
      giveBack(visit);
      const inTheWay = [...lines.values()].some((line) =>
        [...line].some((other) => other.load === 'upload' && couldStart(other)),
      );
      take(visit);
      return inTheWay;
    },
    hasRoomFor(block) {
      if (running.size + waiting >= limits.inFlight || exchanges.take(block) !== null) return false;
      exchanges.giveBack(block);
      return true;
    },
  };
}
