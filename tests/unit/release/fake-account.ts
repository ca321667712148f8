/** An account at AWS and the state of a stack, in one file, with `aws` and `pulumi` as programs that change it. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProgram, type RunProgram } from '../../../server/release/run-program';

export interface Instance {
  readonly id: string;
  state: string;
  readonly madeAt: string;
  isGuarded: boolean;
  hasVolume: boolean;
}

export interface Account {
  instances: Instance[];
  hasVolume: boolean;
  /** Only force ends it. */
  hangs: boolean;
  /** The machine that Pulumi's state knows. */
  known: { id: string; isProtected: boolean } | null;
  /** The account that the AWS CLI is signed in to. */
  account: string;
  /** Where the next `pulumi up` is cut off, or what fails. */
  failing: null | 'preview' | 'after the end' | 'after the beginning';
  /** What the new machine says on its console. */
  console: string;
  now: string;
}

const AWS = `
  const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const its = () => account.instances.find(({ id }) => id === (option('--instance-ids') ?? option('--instance-id')));
  const commands = {
    'describe-instances': () => ({
      Reservations: account.instances.map((one) => ({
        Instances: [{
          InstanceId: one.id,
          State: { Name: one.state },
          RootDeviceName: '/dev/xvda',
          Tags: [{ Key: 'Stack', Value: 'production' }],
          BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeId: 'vol-root', AttachTime: one.madeAt } }],
        }],
      })),
    }),
    'describe-volumes': () => ['vol-of-before', ...(account.hasVolume ? ['vol-data'] : [])],
    'get-caller-identity': () => account.account + '\\n',
    'modify-instance-attribute': () => void (its().isGuarded = !args.includes('--no-disable-api-termination')),
    'stop-instances': () => void (its().state = account.hangs && !args.includes('--force') ? 'stopping' : 'stopped'),
    'get-console-output': () => account.console,
  };
  if (args[0] === '--version') reply('aws-cli/2.33.1 Python/3.13.9\\n');
  else {
    const answer = commands[args[1]]();
    if (answer !== undefined) reply(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }`;

const PULUMI = `
  const URN = 'urn:pulumi:production::essence-aura::aws:ec2/instance:Instance::shop';
  const replaces = args.includes('--replace') && args[args.indexOf('--replace') + 1] === URN;
  const { known } = account;
  const machine = account.instances.find(({ id }) => id === known?.id);
  const refuse = (why) => { keep(); console.error('error: ' + why); process.exit(255); };
  const checked = () => {
    if (replaces && !known) refuse('one or more targets could not be found in the stack');
    if (replaces && known.isProtected) refuse('unable to replace resource as it is currently marked for protection');
  };
  const up = () => {
    checked();
    if (replaces && machine) {
      if (machine.state !== 'stopped') refuse('waiting for EC2 Instance stop: timeout');
      if (machine.isGuarded) refuse('OperationNotPermitted: disableApiTermination');
      account.instances = account.instances.filter((one) => one !== machine);
    }
    const { failing } = account;
    account.failing = null;
    if (failing === 'after the end') refuse('the connection is gone');
    if (replaces || !known) {
      const id = 'i-new' + (account.made = (account.made ?? 0) + 1);
      account.instances.push({ id, state: 'running', madeAt: account.now, isGuarded: true, hasVolume: false });
      account.known = { id, isProtected: true };
      if (failing === 'after the beginning') refuse('the connection is gone');
    }
    account.instances.find(({ id }) => id === account.known.id).hasVolume = true;
    account.known.isProtected = true;
  };
  const commands = {
    version: () => reply('=== Installing Pulumi ===\\nv3.265.0\\n'),
    refresh: () => { if (!machine) account.known = null; },
    export: () => reply(JSON.stringify({ deployment: { resources: [
      { urn: URN.replace('ec2/instance:Instance::shop', 'ebs/volume:Volume::data'), id: 'vol-data', outputs: { arn: 'arn:aws:ec2:ap-northeast-2:123456789012:volume/vol-data' } },
      ...(known ? [{ urn: URN, id: known.id }] : []),
    ] } })),
    protect: () => { known.isProtected = true; },
    unprotect: () => (known ? (known.isProtected = false) : refuse('No such resource')),
    preview: () => { checked(); account.failing === 'preview' ? refuse('the program is wrong') : reply('+- shop replace\\n'); },
    up,
  };
  commands[['stack', 'state'].includes(args[0]) ? args[1] : args[0]]();`;

export interface FakeAccount {
  readonly run: RunProgram;
  readonly root: string;
  read(): Account;
  change(changes: Partial<Account>): void;
  /** The commands that were called, without what is always there. */
  calls(): readonly string[];
  end(): void;
}

export function createAccount(first: Account): FakeAccount {
  const root = mkdtempSync(path.join(tmpdir(), 'essence-account-'));
  const file = path.join(root, 'account.json');
  const called = path.join(root, 'called');
  const write = (account: Account): void => writeFileSync(file, JSON.stringify(account));
  const read = (): Account => JSON.parse(readFileSync(file, 'utf8')) as Account;
  mkdirSync(path.join(root, 'deploy/stacks'), { recursive: true });
  write(first);
  writeFileSync(called, '');
  for (const [program, script] of Object.entries({ aws: AWS, pulumi: PULUMI })) {
    const place = path.join(root, program);
    writeFileSync(
      place,
      `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
const reply = (text) => fs.writeSync(1, text);
const account = JSON.parse(fs.readFileSync(${JSON.stringify(file)}));
const keep = () => fs.writeFileSync(${JSON.stringify(file)}, JSON.stringify(account));
fs.appendFileSync(${JSON.stringify(called)}, ['${program}', ...args].join(' ') + '\\n');
${script}
keep();
`,
    );
    chmodSync(place, 0o755);
  }
  return {
    root,
    read,
    run: (program, args, options) => runProgram(path.join(root, program), args, options),
    change: (changes) => write({ ...read(), ...changes }),
    calls: () => readFileSync(called, 'utf8').split('\n').filter(Boolean),
    end: () => rmSync(root, { recursive: true }),
  };
}
