/** To the machine of a stack: files through its bucket, commands through Systems Manager. No open port, no key. */
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Aws } from './aws-cli';
import { ProgramError } from './run-program';
import { createSsmCommands, type Invocation, type SsmCommandOptions } from './ssm-commands';
import { shellQuoted, type Transport } from './transport';

export interface SsmOptions extends Omit<SsmCommandOptions, 'aws'> {
  readonly aws: Aws;
  readonly region: string;
  readonly bucket: string;
}

const UPLOAD_MS = 20 * 60_000;
const NOT_REACHED: ReadonlySet<string> = new Set(['DeliveryTimedOut', 'Undeliverable']);

export function createSsmTransport(options: SsmOptions): Transport {
  const { region, instanceId, bucket } = options;
  const aws: Aws = (args, timeoutMs) => options.aws([...args, '--region', region], timeoutMs);
  const execute = createSsmCommands({ ...options, aws });

  async function runThere(command: readonly string[]): Promise<void> {
    const said: string[] = [];
    const state = await execute(command);
    finish(state, command, (line) => said.push(line), said);
  }

  /** Systems Manager tells what a command says when it has ended: until then a file of its own is read beside it. */
  async function runShowing(command: readonly string[], onLine: (line: string) => void): Promise<void> {
    const heard = createLineReader(onLine);
    const file = `/run/essence-aura-${randomBytes(8).toString('hex')}.log`;
    const kept = `${shellQuoted(command)} 2>&1 | tee ${file}; code=\${PIPESTATUS[0]}; rm -f ${file}; exit $code`;
    const peek = async (): Promise<void> => {
      const read = await execute(['cat', file]);
      if (read.Status === 'Success') heard(read.StandardOutputContent);
    };
    // A look that fails is no reason to give up what runs.
    const meanwhile = (): Promise<void> => peek().catch(() => undefined);
    const state = await execute(['bash', '-c', kept], { name: command[0], meanwhile });
    heard(`${state.StandardOutputContent.trimEnd()}\n`);
    finish(state, command, onLine);
  }

  /** @param told what the error is to tell beside its code, where nobody heard it before */
  function finish(
    state: Invocation,
    command: readonly string[],
    onLine: (line: string) => void,
    told: readonly string[] = [],
  ): void {
    const errors = state.StandardErrorContent.split('\n').filter((line) => line.trim() !== '');
    for (const line of errors) onLine(line);
    if (state.Status === 'Success') return;
    const what = NOT_REACHED.has(state.StatusDetails.replaceAll(' ', ''))
      ? `${instanceId} was not reached (${state.StatusDetails}): is it running, and its Systems Manager agent?`
      : `${String(command[0])} on ${instanceId}: ${state.Status}, exit code ${state.ResponseCode}`;
    throw new ProgramError('aws', state.ResponseCode, [what, ...told].join('\n'));
  }

  return {
    target: instanceId,
    async put(file) {
      const name = path.basename(file);
      const object = `s3://${bucket}/releases/${name}`;
      const place = `/opt/essence-aura/incoming/${name}`;
      await aws(['s3', 'cp', '--only-show-errors', file, object], UPLOAD_MS);
      await runThere(['aws', 's3', 'cp', '--only-show-errors', '--region', region, object, place]);
      return place;
    },
    run: runShowing,
    async announce({ id, file, sha256 }) {
      const draft = `${file}.current.json`;
      const key = `releases/${path.basename(file)}`;
      await writeFile(draft, `${JSON.stringify({ release: id, key, sha256 })}\n`);
      try {
        const object = `s3://${bucket}/releases/current.json`;
        await aws(['s3', 'cp', '--only-show-errors', '--content-type', 'application/json', draft, object]);
      } finally {
        await rm(draft, { force: true });
      }
    },
  };
}

/** Is told everything from the beginning each time, and passes on what is new, in whole lines. */
function createLineReader(onLine: (line: string) => void): (content: string) => void {
  let told = 0;
  return (content) => {
    const lines = content.split('\n').slice(0, -1);
    for (const line of lines.slice(told)) onLine(line);
    told = Math.max(told, lines.length);
  };
}
