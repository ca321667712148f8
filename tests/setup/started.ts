/** `npm start` as a person runs it, but on ports and a data directory of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { scriptOf } from './commands';

export type Started = ReturnType<typeof startShop>;

export function startShop(env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [scriptOf('start')], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (const check of waiting) check();
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    process: child,
    output: () => text,
    ended,
    /** Resolves once the text was printed; rejects when the process ends before. */
    waitFor: (expected: string) =>
      new Promise<void>((resolve, reject) => {
        const check = (): void => {
          if (text.includes(expected)) resolve();
        };
        waiting.add(check);
        check();
        void ended.then(() => reject(new Error(`ended before it said "${expected}":\n${text}`)));
      }),
  };
}

/** The processes that name the data directory: the shop's by their environment, Postgres by its command line. */
export function processesOf(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(
      (pid) =>
        read(`/proc/${pid}/environ`).includes(`DATA_DIR=${dataDir}\0`) ||
        read(`/proc/${pid}/cmdline`).includes(dataDir),
    )
    .map(Number);
}

/** `kill -9` of all of them. Some end by themselves once the first are gone: that they are gone is what was asked for. */
export function killAll(dataDir: string): void {
  for (const pid of processesOf(dataDir)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
