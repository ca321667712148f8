/** Runs probes, each as soon as it knows what it needs, and none longer than its deadline. */
import { setMaxListeners } from 'node:events';
import type { FactName } from '../health/facts';
import type { GivenFacts } from '../health/judge';
import { withDeadline } from '../process/deadline';
import { messageOf } from '../process/thrown';
import type { Context } from './context';
import type { AnyProbe } from './probe';

export interface Looked {
  readonly probe: AnyProbe;
  readonly tookMs: number;
  /** Why it knows nothing; null: it does. */
  readonly reason: string | null;
}

export interface Gathered {
  readonly facts: GivenFacts;
  readonly looked: readonly Looked[];
}

/** @param tell is called as each probe ends */
export async function gather(
  probes: readonly AnyProbe[],
  context: Context,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (looked: Looked) => void },
): Promise<Gathered> {
  // All probes listen for its end, and each question of a probe for that probe's.
  setMaxListeners(0, signal);
  const facts: GivenFacts = { now: context.clock.now(), target: context.target };
  const looking = new Map<FactName, Promise<Looked>>();

  const look = (probe: AnyProbe): Promise<Looked> => {
    const known = looking.get(probe.fact);
    if (known) return known;
    const promise = lookNow(probe).then((looked) => {
      tell(looked);
      return looked;
    });
    looking.set(probe.fact, promise);
    return promise;
  };

  async function lookNow(probe: AnyProbe): Promise<Looked> {
    const wished = probes.filter(({ fact }) => probe.ifKnown?.includes(fact));
    const [missing] = await Promise.all([missingOf(probe), ...wished.map(look)]);
    if (missing !== null) return { probe, tookMs: 0, reason: missing };
    const startedAt = performance.now();
    const reason = await within(probe, signal, async (until) => {
      const value = await probe.gather(context, facts, until);
      // What comes too late counts for nothing: it was said that it isn't known.
      if (!until.aborted) Object.assign(facts, { [probe.fact]: value });
    });
    return { probe, tookMs: Math.round(performance.now() - startedAt), reason };
  }

  async function missingOf({ after }: AnyProbe): Promise<string | null> {
    for (const name of after) {
      const probe = probes.find(({ fact }) => fact === name);
      if (!probe) return `nobody looked at ${name}`;
      const { reason } = await look(probe);
      if (reason !== null) return `${name} is not known`;
    }
    return null;
  }

  const looked = await Promise.all(probes.map(look));
  return { facts, looked };
}

/** @returns null when the work is done, else why it isn't */
async function within(
  { deadlineMs }: AnyProbe,
  signal: AbortSignal,
  work: (until: AbortSignal) => Promise<void>,
): Promise<string | null> {
  return withDeadline(deadlineMs, signal, (until) => {
    setMaxListeners(0, until);
    const late = new Promise<string>((resolve) => {
      const say = (): void => resolve(signal.aborted ? 'there was no time left for it' : messageOf(until.reason));
      if (until.aborted) say();
      else until.addEventListener('abort', say, { once: true });
    });
    const done = work(until).then(
      () => null,
      (error: unknown) => messageOf(error),
    );
    return Promise.race([late, done]);
  });
}
