/** A machine lets go of its data volume: asked first, so that Postgres closes its files, and made to where it hangs. */
import type { Aws } from './aws-cli';
import { findMachines, type Machine } from './machine';

export interface Stopping {
  readonly aws: Aws;
  readonly tell: (line: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

const POLL_MS = 10_000;
const ASKED_MS = 2 * 60_000;
const FORCED_MS = 10 * 60_000;

/** @throws Error when not even force helps */
export async function stopMachine(stopping: Stopping, machine: Machine): Promise<void> {
  const { aws, tell } = stopping;
  const { instanceId, region } = machine;
  const its = ['--region', region, '--instance-ids', instanceId];
  // Pulumi's provider leaves it as it is, and then can't end the machine.
  await aws([
    ...['ec2', 'modify-instance-attribute', '--region', region],
    ...['--instance-id', instanceId, '--no-disable-api-termination'],
  ]);
  if (machine.state === 'stopped') return;
  tell(`${instanceId} is stopped.`);
  await aws(['ec2', 'stop-instances', ...its]);
  if (await isStoppedWithin(stopping, machine, ASKED_MS)) return;
  tell(`${instanceId} does not stop by itself. It is made to.`);
  await aws(['ec2', 'stop-instances', ...its, '--force']);
  if (await isStoppedWithin(stopping, machine, FORCED_MS)) return;
  throw new Error(`${instanceId} does not stop. AWS needs more time for it, or its support has to see to it.`);
}

async function isStoppedWithin({ aws, tell, sleep }: Stopping, machine: Machine, withinMs: number): Promise<boolean> {
  for (let ms = 0; ms < withinMs; ms += POLL_MS) {
    await sleep(POLL_MS);
    const found = await findMachines(aws, { stack: machine.stack, regions: [machine.region] });
    const state = found.find(({ instanceId }) => instanceId === machine.instanceId)?.state ?? 'gone';
    tell(`  ${state} after ${(ms + POLL_MS) / 1000} s`);
    if (state === 'stopped' || state === 'gone') return true;
  }
  return false;
}
