/**
 * The laboratory as a process of its own, inside its namespaces: walks through what it is told to (its one argument), and
 * says a line of JSON for each, which Jest judges.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../../../server/doctor/report';
import { FAULTS, PAIRS } from './faults';
import type { Undo } from './namespaces';
import { BROKEN } from './places';
import { all } from './table';
import { openWorld, type World } from './world';

export interface Order {
  /** By their names; null: all. */
  readonly faults: readonly string[] | null;
  readonly pairs: boolean;
  readonly healthyRuns: number;
  /** Of an earlier world, by their names. */
  readonly done?: readonly string[];
}

/** Something could not be undone: what comes after it needs another world. */
class WorldBroken extends Error {}

export interface Line {
  readonly kind: 'step' | 'healthy' | 'fault' | 'pair';
  readonly name: string;
  readonly tookMs: number;
  readonly outside?: Report;
  readonly inside?: Report;
  /** Why it could not be made, or looked at. */
  readonly failed?: string;
}

const explained = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
const startedAt = performance.now();
const since = (from: number): number => Math.round(performance.now() - from);
const say = (line: Line): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function look({ doctors }: World): Promise<Pick<Line, 'outside' | 'inside'>> {
  const [outside, inside] = await Promise.all([doctors.outside(), doctors.inside()]);
  return { outside, inside };
}

/** @returns whether the world is whole again */
async function walk(world: World, kind: Line['kind'], name: string, make: () => Promise<Undo>): Promise<boolean> {
  const from = performance.now();
  const fail = (error: unknown): void => say({ kind, name, tookMs: since(from), failed: explained(error) });
  // Where it can't be made there is nothing to judge.
  const undo = await make().catch(fail);
  const seen = undo && (await look(world).catch(fail));
  try {
    await undo?.();
    await world.untilOpen();
  } catch (error) {
    fail(error);
    return false;
  }
  if (seen) say({ kind, name, tookMs: since(from), ...seen });
  return true;
}

async function main({ faults, pairs, healthyRuns, done = [] }: Order): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'essence-laboratory-'));
  const world = await openWorld(directory, (name) => say({ kind: 'step', name, tookMs: since(startedAt) }));
  const step = async (kind: Line['kind'], name: string, make: () => Promise<Undo>): Promise<void> => {
    if (!done.includes(name) && !(await walk(world, kind, name, make))) throw new WorldBroken(name);
  };
  try {
    for (let run = 1; run <= healthyRuns; run += 1) {
      const from = performance.now();
      const seen = await look(world);
      say({ kind: 'healthy', name: String(run), tookMs: since(from), ...seen });
    }
    for (const { name, make } of FAULTS.filter((one) => faults?.includes(one.name) ?? true))
      await step('fault', name, async () => make(world));
    for (const [upper, lower] of pairs ? PAIRS : [])
      await step('pair', `${upper.name} + ${lower.name}`, () =>
        // That the lower is there is seen through the upper.
        all(
          () => lower.make(world),
          () => upper.make(world),
        ),
      );
  } finally {
    await world.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

main(JSON.parse(process.argv[2] ?? '{}') as Order)
  // What is left to say is written before the end.
  .then(() => sleep(50))
  .then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(error instanceof WorldBroken ? BROKEN : 1);
    },
  );
