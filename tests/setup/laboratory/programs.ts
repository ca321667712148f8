/** Long-running programs of the laboratory: started, waited for, made to hang, ended. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, Undo } from './namespaces';

export interface Program {
  readonly child: () => ChildProcess;
  /** Started as it was, with these variables besides. */
  readonly start: (env?: Readonly<Record<string, string>>) => Promise<void>;
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
  /** Stopped, until it is started again. */
  readonly down: (signal?: NodeJS.Signals) => Promise<Undo>;
  /** There, but it does nothing and answers nobody. */
  readonly hang: () => Undo;
  readonly again: (env?: Readonly<Record<string, string>>) => Promise<void>;
}

export interface ProgramOptions {
  readonly name: string;
  readonly command: Command;
  readonly env?: Readonly<Record<string, string>>;
  readonly logDirectory: string;
  /** Until it does its work. Without it: a process of ours, which says so. */
  readonly isReady?: () => Promise<boolean>;
}

const READY_MS = 30_000;
const running = new Set<ChildProcess>();

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export async function until(isSo: () => Promise<boolean>, what: string, deadlineMs = READY_MS): Promise<void> {
  for (const deadline = Date.now() + deadlineMs; !(await isSo().catch(() => false)); await sleep(20))
    if (Date.now() > deadline) throw new Error(`it never came to pass: ${what}`);
}

export function createProgram(options: ProgramOptions): Program {
  const { name, command, isReady } = options;
  const log = path.join(options.logDirectory, `${name}.log`);
  let child: ChildProcess | null = null;

  async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    // Ends with us, however we end.
    const [program, ...args] = ['setpriv', '--pdeathsig', 'KILL', '--', ...command] as const;
    const output = openSync(log, 'a', 0o600);
    const started = spawn(program, args, {
      env: { PATH: process.env['PATH'], ...options.env, ...env },
      stdio: isReady ? ['ignore', output, output] : ['ignore', output, output, 'ipc'],
    });
    child = started;
    running.add(started);
    started.once('exit', () => running.delete(started));
    let isSaid = false;
    started.on('message', (message) => (isSaid ||= message === 'ready'));
    started.once('error', () => undefined);
    const hasEnded = (): boolean => started.exitCode !== null || started.signalCode !== null;
    await until(async () => hasEnded() || (isReady ? await isReady() : isSaid), `${name} is ready`).catch(explain);
    if (hasEnded()) explain(new Error(`${name} has ended at its start`));
  }

  function explain(error: unknown): never {
    throw new Error(`${String(error)}\n${readFileSync(log, 'utf8').slice(-2_000)}`);
  }

  async function stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill(signal);
    await exited;
  }

  return {
    child: () => child!,
    start,
    stop,
    async down(signal) {
      await stop(signal);
      return () => start();
    },
    hang() {
      const hung = child!;
      hung.kill('SIGSTOP');
      return () => void hung.kill('SIGCONT');
    },
    async again(env) {
      await stop();
      await start(env);
    },
  };
}
