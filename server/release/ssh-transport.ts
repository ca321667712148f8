/** Over SSH, with the operator's own keys and configuration; never a question in between. */
import path from 'node:path';
import { ProgramError, type RunProgram } from './run-program';
import { shellQuoted, type Transport } from './transport';

export interface SshOptions {
  readonly run: RunProgram;
  /** `user@host`, or a name from the configuration of ssh. */
  readonly target: string;
  readonly configFile?: string | undefined;
}

const CONNECT_OPTIONS: readonly string[] = [
  'BatchMode=yes',
  'ConnectTimeout=15',
  'ServerAliveInterval=15',
  'ServerAliveCountMax=8',
].flatMap((option) => ['-o', option]);
const SHORT_MS = 60_000;
const UPLOAD_MS = 20 * 60_000;
const COMMAND_MS = 40 * 60_000;
/** What ssh itself ends with, whatever ran on the other side. */
const SSH_FAILED = 255;

const TARGET = /^(?:[\w.-]+@)?[A-Za-z0-9](?:[\w.-]*|[0-9A-Fa-f:]*)$/;

export function createSshTransport({ run, target, configFile }: SshOptions): Transport {
  // One that begins with a dash would be an option of ssh, and options run programs.
  if (!TARGET.test(target)) throw new Error(`${target} is not a host: expected user@host`);
  const options = [...(configFile === undefined ? [] : ['-F', configFile]), ...CONNECT_OPTIONS];
  const asRoot = target.startsWith('root@') ? [] : ['sudo', '-n', '--'];
  const ssh = (command: readonly string[], timeoutMs: number, onLine?: (line: string) => void): Promise<string> =>
    run('ssh', [...options, '--', target, shellQuoted(command)], { timeoutMs, ...(onLine ? { onLine } : {}) });
  let directory: string | null = null;

  return {
    target,
    async put(file) {
      directory ??= (await ssh(['mktemp', '-d', '/tmp/essence-aura.XXXXXXXXXX'], SHORT_MS)).trim();
      const place = path.posix.join(directory, path.basename(file));
      await run('scp', [...options, '-q', '--', file, `${forScp(target)}:${place}`], { timeoutMs: UPLOAD_MS });
      return place;
    },
    async run(command, onLine) {
      try {
        await ssh([...asRoot, ...command], COMMAND_MS, onLine);
      } catch (error) {
        if (!(error instanceof ProgramError) || error.exitCode === null) throw error;
        // What was said has been heard line by line.
        const said =
          error.exitCode === SSH_FAILED
            ? `${target} is out of reach. What had begun there goes on by itself: look before you deploy again.`
            : `${target} ended with exit code ${error.exitCode}: see above.`;
        throw new ProgramError('ssh', error.exitCode, said);
      }
    },
    async end() {
      if (directory !== null) await ssh(['rm', '-rf', directory], SHORT_MS);
      directory = null;
    },
  };
}

/** An IPv6 address in brackets: scp takes what follows the first colon for a path. */
function forScp(target: string): string {
  const [, user = '', host = ''] = /^(.*@)?([^@]*)$/.exec(target) ?? [];
  return host.includes(':') ? `${user}[${host}]` : target;
}
