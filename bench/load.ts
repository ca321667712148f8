/** Load from wrk, which a Node load generator on the same two cores would distort more than it measures. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly connections: number;
}

/** @returns requests per second; throws when any answer was not 2xx or 3xx, so that errors are never counted as speed */
export async function requestsPerSecond({ url, headers, seconds, connections }: Load): Promise<number> {
  const flags = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, ...flags, url];
  const { stdout } = await run('wrk', args).catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw missing ? new Error('benchmarks need the Debian package wrk: sudo apt-get install wrk') : error;
  });
  if (/Non-2xx or 3xx responses/.test(stdout)) throw new Error(`${url} answered with errors:\n${stdout}`);
  const found = /Requests\/sec:\s+([\d.]+)/.exec(stdout);
  if (!found) throw new Error(`wrk printed no rate:\n${stdout}`);
  return Number(found[1]);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
