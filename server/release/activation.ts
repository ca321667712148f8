/** How a release takes over: before the switch nothing is touched, after it a failure brings the one before back. */
import type { Steps } from '../process/steps';
import { messageOf } from '../process/thrown';

export interface ActivationActions {
  /** Run before the switch, in this order. Each returns what it found, for a person. */
  readonly preparations: readonly { readonly name: string; readonly run: () => Promise<string> }[];
  switchTo(id: string): Promise<void>;
  withdraw(): Promise<void>;
  /** What must run where that release is current. */
  appsOf(id: string): readonly string[];
  bringOver(app: string, id: string): Promise<string>;
  gate(id: string): Promise<string>;
  /** What runs of another release and has no place in this one. */
  appsBeyond(id: string): Promise<readonly string[]>;
  remove(app: string): Promise<void>;
  markLive(id: string): Promise<void>;
  prune(id: string): Promise<string>;
}

interface Failure {
  readonly step: string;
  readonly reason: string;
}

export type Outcome =
  | { readonly kind: 'live' }
  /** Before the switch: what runs was not touched. */
  | ({ readonly kind: 'refused' } & Failure)
  /** After it; `to` serves again. */
  | ({ readonly kind: 'rolled-back'; readonly to: string } & Failure)
  /** After it, and there was no release before. */
  | ({ readonly kind: 'withdrawn' } & Failure)
  /** After it, and the way back failed too. */
  | ({ readonly kind: 'broken'; readonly back: Failure } & Failure);

class StepFailure extends Error {
  constructor(
    readonly step: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** @param previous what is current now */
export async function activate(
  release: { readonly id: string; readonly previous: string | null },
  actions: ActivationActions,
  steps: Steps,
): Promise<Outcome> {
  const { id, previous } = release;
  const step = async (name: string, work: () => Promise<string>): Promise<void> => {
    try {
      await steps.run(name, work, (found) => found);
    } catch (error) {
      throw new StepFailure(name, messageOf(error));
    }
  };
  const takeOver = async (to: string): Promise<void> => {
    await step('switch', async () => {
      await actions.switchTo(to);
      return to;
    });
    for (const app of actions.appsOf(to)) await step(app, () => actions.bringOver(app, to));
    await step('gate', () => actions.gate(to));
  };

  try {
    for (const { name, run } of actions.preparations) await step(name, run);
  } catch (error) {
    return { kind: 'refused', ...failureOf(error) };
  }
  try {
    await takeOver(id);
  } catch (error) {
    return undo(failureOf(error));
  }
  await actions.markLive(id);
  await removeTheOthers(id);
  // The release is live: what lies around longer than it should changes nothing about that.
  await step('tidied', () => actions.prune(id)).catch(() => undefined);
  return { kind: 'live' };

  /** Last of all: until the gate is passed they may be wanted again. It serves by then, whatever comes of this. */
  async function removeTheOthers(of: string): Promise<void> {
    try {
      for (const app of await actions.appsBeyond(of)) {
        await step(app, async () => {
          await actions.remove(app);
          return `removed: ${of} has none`;
        });
      }
    } catch (error) {
      const { reason } = failureOf(error);
      steps.note(`  what ${of} doesn't name runs on; the next deploy tries again: ${reason}`);
    }
  }

  async function undo(failure: Failure): Promise<Outcome> {
    steps.note(`  ${failure.step} failed: ${failure.reason.replaceAll('\n', '\n    ')}`);
    if (previous === id) {
      const reason = 'it was the current release already: deploy another, or roll back';
      return { kind: 'broken', ...failure, back: { step: 'start', reason } };
    }
    try {
      if (previous === null) {
        await step('withdraw', async () => {
          await actions.withdraw();
          return 'there was no release before';
        });
        return { kind: 'withdrawn', ...failure };
      }
      steps.note(`  back to ${previous}`);
      await takeOver(previous);
      await removeTheOthers(previous);
      return { kind: 'rolled-back', ...failure, to: previous };
    } catch (error) {
      return { kind: 'broken', ...failure, back: failureOf(error) };
    }
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof StepFailure) return { step: error.step, reason: error.reason };
  return { step: 'start', reason: messageOf(error) };
}

export function describeOutcome(id: string, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'live':
      return `${id} is live.`;
    case 'refused':
      return `${id} is not deployed: ${outcome.step} failed. What runs was not touched.\n${outcome.reason}`;
    case 'rolled-back':
      return `${id} is not deployed: ${outcome.step} failed after the switch. ${outcome.to} serves again.\n${outcome.reason}`;
    case 'withdrawn':
      return `${id} is not deployed: ${outcome.step} failed. There was no release before it, so nothing serves.\n${outcome.reason}`;
    case 'broken':
      return [
        `${id} failed at ${outcome.step} after the switch, and the way back failed at ${outcome.back.step}. The shop may be down.`,
        outcome.reason,
        `On the way back: ${outcome.back.reason}`,
      ].join('\n');
  }
}

export function exitCodeOf(outcome: Outcome): 0 | 1 | 2 {
  if (outcome.kind === 'live') return 0;
  return outcome.kind === 'broken' ? 2 : 1;
}
