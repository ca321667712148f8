/** `npm run recover`: the machine of a stack is lost. Another one takes over its data, its address and its names. */
import type { OperatorEnvironment } from '../config/env';
import { openAwsCli, type Aws } from './aws-cli';
import { findMachines, stackFiles, stackValue, type Machine } from './machine';
import { stopMachine } from './machine-stop';
import { openPulumiCli, type Known, type PulumiCli } from './pulumi-cli';
import { waitUntilReady } from './readiness';
import type { RunProgram } from './run-program';

export interface Recovery {
  readonly run: RunProgram;
  readonly root: string;
  readonly stack: string;
  /** The data volume is lost, too, and a blank one is to be made. */
  readonly blankVolume: boolean;
  readonly environment: OperatorEnvironment;
  readonly tell: (line: string) => void;
  /** @throws when the operator doesn't want it */
  readonly confirm: () => Promise<void>;
  /** Whether the shop of this domain says that it is ready. */
  readonly askReady: (domain: string) => Promise<boolean>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => Date;
}

interface Stack {
  readonly name: string;
  readonly region: string;
  readonly domain: string;
}

interface Ground extends Recovery {
  readonly aws: Aws;
  readonly pulumi: PulumiCli;
  readonly its: Stack;
}

/** A first boot takes up to ten minutes: one that is younger was made by this command, and only has to be waited for. */
const YOUNG_MS = 30 * 60_000;

/** @throws Error in a sentence that says what to do. Nothing is lost by running it again. */
export async function recover(recovery: Recovery): Promise<void> {
  const { root, run, stack, tell, environment, now } = recovery;
  const its = stackOf(root, stack, environment);
  const aws = await openAwsCli(run);
  const pulumi = await openPulumiCli({ run, root, stack, tell });
  const ground: Ground = { ...recovery, aws, pulumi, its };
  const known = await pulumi.known();
  await assertAccount(ground, known);
  const machine = await findLost(ground);
  await assertVolume(ground, known.volume);
  if (machine && isNew(machine, now())) {
    assertKnown(machine, known.machine);
    tell(`${machine.instanceId} was made only now: it is waited for, and not replaced.`);
    await again(stack, () => finish(ground, { replacesMachine: false }));
    return;
  }
  const replacesMachine = await prepare(ground, machine);
  await again(stack, async () => {
    if (machine) await stopMachine(ground, machine);
    await finish(ground, { replacesMachine });
  });
}

function stackOf(root: string, name: string, { knowsPassphrase }: OperatorEnvironment): Stack {
  const place = `deploy/stacks/Pulumi.${name}.yaml`;
  const file = stackFiles(root).find((one) => one.name === name);
  if (!file) {
    throw new Error(
      `There is no ${place} here. It holds the stack's configuration: put it back from where you keep it.`,
    );
  }
  const value = (key: string): string => {
    const found = stackValue(file.text, key);
    if (found === null) throw new Error(`${place} does not say ${key}`);
    return found;
  };
  if (stackValue(file.text, 'encryptionsalt', '') !== null && !knowsPassphrase) {
    throw new Error(
      'Pulumi needs the passphrase of the stack and asks nobody here. Write it into a file that only you can read, and ' +
        'run this again with PULUMI_CONFIG_PASSPHRASE_FILE set to that file: ' +
        `PULUMI_CONFIG_PASSPHRASE_FILE=~/essence-aura-passphrase npm run recover -- --stack ${name}`,
    );
  }
  return { name, region: value('aws:region'), domain: value('essence-aura:domain') };
}

/** In another account nothing would be found, and the state would forget all that is there. */
async function assertAccount({ aws, its }: Ground, { accounts }: Known): Promise<void> {
  const said = await aws(['sts', 'get-caller-identity', '--query', 'Account', '--output', 'text']);
  const account = said.trim();
  if (accounts.length === 0 || accounts.includes(account)) return;
  throw new Error(
    `The AWS CLI is signed in to the account ${account}, and the stack ${its.name} is in ${accounts.join(' and ')}: sign in ` +
      'to that one, or set AWS_PROFILE. Nothing was changed.',
  );
}

function assertKnown(machine: Machine, known: string | null): void {
  if (known === machine.instanceId) return;
  throw new Error(
    `${machine.instanceId} is there, and Pulumi's state knows ${known ?? 'no machine'}. Two can't hold one volume: end ` +
      `it, if it is not the shop, with aws ec2 terminate-instances ${of(machine)}, and run this again.`,
  );
}

/** What is there of the machine; null: it vanished. */
async function findLost({ aws, its, tell, askReady }: Ground): Promise<Machine | null> {
  const [machine = null, ...others] = await findMachines(aws, { stack: its.name, regions: [its.region] });
  if (others.length > 0 && machine) {
    const all = [machine, ...others].map(({ instanceId }) => instanceId).join(' and ');
    throw new Error(
      `There is more than one machine of the stack ${its.name}: ${all}. End the one that is not the shop.`,
    );
  }
  if (!machine) tell(`There is no machine of the stack ${its.name} in ${its.region} any more.`);
  else tell(`${machine.instanceId} in ${its.region} is ${machine.state}.`);
  if (machine && (await askReady(its.domain))) {
    tell(`https://${its.domain}/readyz says "ready": THE SHOP IS OPEN. This replaces a machine that serves.`);
  } else if (machine?.state === 'stopped') {
    tell(`It may be enough to start it: aws ec2 start-instances ${of(machine)}`);
  } else if (machine?.state === 'running') {
    tell(`It may be enough to restart it: aws ec2 reboot-instances ${of(machine)}`);
  }
  return machine;
}

const of = ({ region, instanceId }: Machine): string => `--region ${region} --instance-ids ${instanceId}`;

const isNew = ({ state, madeAt }: Machine, now: Date): boolean =>
  ['pending', 'running'].includes(state) && madeAt !== null && now.getTime() - madeAt.getTime() < YOUNG_MS;

/** A blank one is made only where it was asked for: the shop would open empty, were the backups in the bucket not seen. */
async function assertVolume({ aws, its, blankVolume }: Ground, known: string | null): Promise<void> {
  const filters = [
    ...['Name=tag:Project,Values=essence-aura', `Name=tag:Name,Values=essence-aura-${its.name}-data`],
    'Name=status,Values=available,in-use',
  ];
  const query = ['--query', 'Volumes[].VolumeId', '--output', 'json'];
  const found = await aws(['ec2', 'describe-volumes', '--region', its.region, '--filters', ...filters, ...query]);
  // One that an earlier stack left behind is not the shop's.
  const volumes = (JSON.parse(found) as readonly string[]).filter((volume) => known === null || volume === known);
  if (blankVolume && volumes.length > 0) {
    throw new Error(
      `The data volume is there, ${volumes.join(' and ')}, with all that the shop has: no --blank-volume.`,
    );
  }
  if (blankVolume || volumes.length > 0) return;
  throw new Error(
    `The data volume of the stack ${its.name} is gone, too. With --blank-volume another one is made, and the shop comes ` +
      'back from its bucket: docs/runbook.md, "The volume is gone, too".',
  );
}

/** Up to here nothing but Pulumi's state has changed. @returns whether there is a machine in it to be replaced */
async function prepare({ pulumi, tell, confirm, its, blankVolume }: Ground, machine: Machine | null): Promise<boolean> {
  tell('Pulumi looks at what is there.');
  await pulumi.refresh();
  const { machine: known } = await pulumi.known();
  if (machine) assertKnown(machine, known);
  const replacesMachine = known !== null;
  if (replacesMachine) await pulumi.setProtected(false);
  try {
    tell('What will change:');
    await pulumi.preview({ replacesMachine });
    if (machine) tell(`${machine.instanceId} is ended, with its own disk, which holds nothing that is worth keeping.`);
    tell(
      `Another machine, with ${blankVolume ? 'a blank data volume' : 'the data volume of this one'}, takes over the`,
    );
    tell(`bucket, the address and the names. ${its.domain} is closed until it has: some ten minutes.`);
    await confirm();
  } catch (error) {
    if (replacesMachine) await pulumi.setProtected(true);
    throw error;
  }
  return replacesMachine;
}

async function finish(ground: Ground, change: { readonly replacesMachine: boolean }): Promise<void> {
  const { pulumi, tell, aws, its } = ground;
  tell('Pulumi makes what is missing.');
  await pulumi.up(change);
  const [machine] = await findMachines(aws, { stack: its.name, regions: [its.region] });
  if (!machine) throw new Error(`There is still no machine of the stack ${its.name} in ${its.region}.`);
  await waitUntilReady(ground, machine);
}

/** Whatever was reached is found again. */
async function again(stack: string, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${message}\nRun it again when the cause is mended: npm run recover -- --stack ${stack}. It goes on.`,
    );
  });
}
