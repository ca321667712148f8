// Waiting for a shop that accepts no connection, as while its last worker is replaced. All who wait share one
// connection attempt every tenth of a second, and go on in the order they came.
import net from 'node:net';
import type { EdgeLimits } from './policy';

const PROBE_MS = 100;

export interface Waiter {
  readonly deadlineMs: number;
  readonly goOn: () => void;
  readonly giveUp: () => void;
}

export interface ShopReturn {
  /** @returns what ends the wait without an answer, for a visitor who left; null where too many wait */
  wait(waiter: Waiter): (() => void) | null;
  stop(): void;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    const answer = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
    socket.setTimeout(PROBE_MS * 5, () => answer(false));
  });
}

export function createShopReturn(options: {
  readonly port: number;
  readonly limits: Pick<EdgeLimits, 'waiting'>;
  readonly nowMs: () => number;
}): ShopReturn {
  const { port, limits, nowMs } = options;
  const waiters = new Set<Waiter>();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  function release(these: readonly Waiter[], how: 'goOn' | 'giveUp'): void {
    for (const waiter of these) {
      // One of those before may have made this one leave.
      if (waiters.delete(waiter)) waiter[how]();
    }
  }

  async function probe(): Promise<void> {
    const accepted = await accepts(port);
    if (stopped) return;
    if (accepted) release([...waiters], 'goOn');
    const now = nowMs();
    const late = [...waiters].filter((waiter) => waiter.deadlineMs <= now);
    release(late, 'giveUp');
    schedule();
  }

  function schedule(): void {
    if (timer) clearTimeout(timer);
    timer = waiters.size > 0 && !stopped ? setTimeout(() => void probe(), PROBE_MS) : null;
  }

  return {
    wait(waiter) {
      if (stopped || waiters.size >= limits.waiting) return null;
      waiters.add(waiter);
      if (timer === null) schedule();
      return () => void waiters.delete(waiter);
    },
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      release([...waiters], 'giveUp');
    },
  };
}
