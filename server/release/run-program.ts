/** Other programs, called with a list of arguments: no shell reads them. */
import { spawn } from 'node:child_process';

export class ProgramError extends Error {
  override name = 'ProgramError';

  constructor(
    readonly program: string,
    readonly exitCode: number | null,
    message: string,
  ) {
    super(message);
  }
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** From being asked to end to being killed. */
  readonly graceMs?: number;
  readonly signal?: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export type RunProgram = (program: string, args: readonly string[], options: RunOptions) => Promise<string>;

const TAIL_LINES = 15;
const GRACE_MS = 5_000;

/** @returns its standard output @throws ProgramError with the end of what it said */
export const runProgram: RunProgram = (program, args, options) =>
  new Promise((resolve, reject) => {
    const { cwd, env, timeoutMs, graceMs = GRACE_MS, onLine, signal: ending } = options;
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], signal: ending });
    // Not spawn's own timeout, which waits on for a program that was never there.
    let late = false;
    let timer = setTimeout(() => {
      late = true;
      child.kill();
      timer = setTimeout(kill, graceMs);
    }, timeoutMs);
    // What it has started may hold its streams open for ever.
    const kill = (): void => {
      child.kill('SIGKILL');
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
    };
    let output = '';
    const said: string[] = [];
    const rests = { stdout: '', stderr: '' };
    const feed = (stream: 'stdout' | 'stderr', chunk: string): void => {
      if (stream === 'stdout') output += chunk;
      const lines = `${rests[stream]}${chunk}`.split('\n');
      rests[stream] = lines.pop() ?? '';
      for (const line of lines) hear(line);
    };
    const hear = (line: string): void => {
      onLine?.(line);
      if (line.trim() === '') return;
      said.push(line);
      if (said.length > TAIL_LINES) said.shift();
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => feed('stdout', chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => feed('stderr', chunk));
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new ProgramError(program, null, whyNot(program, error)));
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      for (const rest of Object.values(rests)) if (rest !== '') hear(rest);
      if (code === 0) return void resolve(output);
      const end = late ? `took longer than ${Math.round(timeoutMs / 1000)} s` : `ended with ${code ?? String(signal)}`;
      reject(new ProgramError(program, code, [`${program} ${end}`, ...said].join('\n')));
    });
  });

function whyNot(program: string, error: NodeJS.ErrnoException): string {
  if (error.name === 'AbortError') return `${program} was stopped`;
  if (error.code === 'ENOENT') return `${program} is not installed here, or not on the PATH`;
  return `${program} could not be started: ${error.message}`;
}
