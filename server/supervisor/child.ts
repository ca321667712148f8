/** A process that `npm start` runs: started, waited for, restarted when it dies, stopped. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../process/thrown';
import { createDeathCount } from './deaths';

export interface Child {
  readonly name: string;
  /** Resolves when the process says that it does its work. Rejects with the process's own words if it ends before. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logDirectory: string;
  /** Longest a stop may take before the process is killed. */
  readonly stopTimeoutMs: number;
  /** Told when the process died by itself; `again` is false when it is given up. */
  readonly onDeath: (name: string, how: string, again: boolean) => void;
}

const RESTART_DELAY_MS = 500;

export function createChild(options: ChildOptions): Child {
  let running: ChildProcess | null = null;
  let stopping = false;
  const died = createDeathCount();
  let log: WriteStream | null = null;

  function spawn(): ChildProcess {
    log ??= createWriteStream(path.join(options.logDirectory, `${options.name}.log`), { flags: 'a', mode: 0o600 });
    const child = fork(options.script, [], {
      env: options.env,
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A process group of its own: Ctrl-C reaches the supervisor alone, which then stops everything in order.
      detached: true,
    });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    running = child;
    return child;
  }

  async function start(): Promise<void> {
    const child = spawn();
    let words = '';
    child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2_000)));
    await new Promise<void>((resolve, reject) => {
      child.once('message', (message) => {
        if (message === 'ready') resolve();
      });
      child.once('exit', (code, signal) => {
        reject(
          new Error(firstSentence(words) ?? `${options.name} ended with ${signal ?? code ?? 'no code'} at its start`),
        );
      });
    });
    child.once('exit', (code, signal) => onExit(signal ?? `exit code ${code ?? 0}`));
  }

  function onExit(how: string): void {
    running = null;
    if (stopping) return;
    const again = died(Date.now());
    options.onDeath(options.name, how, again);
    if (again) setTimeout(restart, RESTART_DELAY_MS);
  }

  function restart(): void {
    if (stopping) return;
    start().catch((error: unknown) => onExit(messageOf(error)));
  }

  return {
    name: options.name,
    start,
    async stop() {
      stopping = true;
      const child = running;
      if (child?.exitCode === null && child.signalCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), options.stopTimeoutMs);
        await exited;
        clearTimeout(timer);
      }
      log?.end();
    },
  };
}

/** The first line a person can read; stack frames are in the log. */
function firstSentence(words: string): string | null {
  return words.split('\n').find((line) => line.trim() !== '' && !line.startsWith('    at ')) ?? null;
}
