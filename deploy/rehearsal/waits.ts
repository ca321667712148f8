/** Waiting, always for something that can be named and never for ever. */
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../server/process/thrown';

export class WaitedInVainError extends Error {
  override name = 'WaitedInVainError';
}

class CutShortError extends Error {}

export interface Patience {
  /** What is waited for, as it ends the sentence "Waited 30 s for …". */
  readonly what: string;
  readonly seconds: number;
  readonly everyMs?: number;
}

let isStopped = false;

/** Asks until the probe answers with something; null and a thrown error mean "not yet". */
export async function waitFor<T>(patience: Patience, probe: () => Promise<T | null>): Promise<T> {
  const deadline = performance.now() + patience.seconds * 1_000;
  let last = 'no answer yet';
  for (;;) {
    if (isStopped) throw new Error('it was stopped');
    try {
      const answer = await within(deadline - performance.now(), probe());
      if (answer !== null) return answer;
    } catch (error) {
      // What it said before tells more than that it was cut short.
      if (!(error instanceof CutShortError)) last = messageOf(error);
    }
    if (performance.now() >= deadline) {
      throw new WaitedInVainError(`Waited ${patience.seconds} s for ${patience.what}. The last try: ${last}`);
    }
    await sleep(patience.everyMs ?? 250);
  }
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CutShortError()), Math.max(0, timeoutMs));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions extends Patience {
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly onLine?: (line: string) => void;
}

/** What runs now. Each in a process group of its own, which a Ctrl-C in the terminal doesn't reach. */
const running = new Set<ChildProcess>();

/** Ends all that runs, with what it has started itself, and all waiting. What is started after it, runs. */
export function endAllThatRuns(): void {
  isStopped = true;
  for (const { pid } of running) if (pid !== undefined) endGroup(pid);
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export function run(command: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...options.env },
      ...(options.cwd && { cwd: options.cwd }),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    const output = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      let rest = '';
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        output[stream] += text;
        if (!options.onLine) return;
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) options.onLine(line);
      });
    }
    const timer = setTimeout(() => {
      if (child.pid !== undefined) endGroup(child.pid);
      const said = tail(output.stderr || output.stdout);
      reject(new WaitedInVainError(`Waited ${options.seconds} s for ${options.what}. The last it said: ${said}`));
    }, options.seconds * 1_000);
    child.once('error', (error) => {
      running.delete(child);
      clearTimeout(timer);
      reject(error);
    });
    // What stays behind may hold the pipes open: the program's own end is what counts.
    child.once('exit', (code, signal) => {
      running.delete(child);
      clearTimeout(timer);
      setTimeout(() => resolve({ code: code ?? (signal ? 128 : 1), ...output }), 50);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin);
  });
}

/** @throws with what it said last, when its exit code isn't 0 */
export async function runOrThrow(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Error(`${options.what}: exit code ${code}: ${tail(stderr || stdout)}`);
  return stdout;
}

export const tail = (text: string, lines = 15): string => text.trimEnd().split('\n').slice(-lines).join('\n');
