/**
 * The first answer under a key is given again for 15 days, an error too. It is found by key, secret key, address and
 * method: never by what the body says.
 */
import type { Clock } from '../../../server/process/clock';
import { TossRefusal } from './refusal';

const KEPT_MS = 15 * 24 * 60 * 60 * 1000;
const LONGEST_KEY = 300;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export function createIdempotency(clock: Clock) {
  const kept = new Map<string, { readonly answer: Answer; readonly at: Date }>();
  const running = new Set<string>();
  return {
    /** @returns what was answered before; null: nothing, and from now on it runs @throws TossRefusal while it does */
    begin(name: string, key: string): Answer | null {
      if (key === '' || key.length > LONGEST_KEY) throw new TossRefusal(400, 'INVALID_IDEMPOTENCY_KEY');
      if (running.has(name)) throw new TossRefusal(409, 'IDEMPOTENT_REQUEST_PROCESSING');
      const before = kept.get(name);
      if (before && clock.now().getTime() - before.at.getTime() <= KEPT_MS) return before.answer;
      running.add(name);
      return null;
    },
    /** @param answer null: it was never begun, and the next one begins anew */
    end(name: string, answer: Answer | null): void {
      running.delete(name);
      if (answer) kept.set(name, { answer, at: clock.now() });
    },
  };
}
