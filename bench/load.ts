/** Load from wrk, h2load and openssl, which a Node load generator on the same two cores would distort more than it measures. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PACKAGE_OF: Readonly<Record<string, string>> = { wrk: 'wrk', h2load: 'nghttp2-client', openssl: 'openssl' };

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly connections: number;
}

async function output(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(command, args, { maxBuffer: 64 * 1024 * 1024 }).catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const name = PACKAGE_OF[command] ?? command;
    throw missing ? new Error(`benchmarks need the Debian package ${name}: sudo apt-get install ${name}`) : error;
  });
  return stdout;
}

function numberIn(text: string, pattern: RegExp, of: string): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`${of} printed no rate:\n${text}`);
  return Number(found);
}

/** @returns requests per second; throws when any answer was not 2xx or 3xx, so that errors are never counted as speed */
export async function requestsPerSecond({ url, headers, seconds, connections }: Load): Promise<number> {
  const flags = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const stdout = await output('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, ...flags, url]);
  if (/Non-2xx or 3xx responses|Socket errors/.test(stdout)) throw new Error(`${url} answered with errors:\n${stdout}`);
  return numberIn(stdout, /Requests\/sec:\s+([\d.]+)/, 'wrk');
}

/** The same over HTTP/2, with several requests under way on each connection. */
export async function http2RequestsPerSecond(load: Load & { readonly streams: number }): Promise<number> {
  const { url, headers, seconds, connections, streams } = load;
  const flags = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const stdout = await output('h2load', ['-t1', `-c${connections}`, `-m${streams}`, `-D${seconds}`, ...flags, url]);
  if (!/Application protocol: h2/.test(stdout)) throw new Error(`${url} was not asked over HTTP/2:\n${stdout}`);
  if (!/ 0 failed, 0 errored, 0 timeout/.test(stdout) || !/, 0 4xx, 0 5xx/.test(stdout)) {
    throw new Error(`${url} answered with errors:\n${stdout}`);
  }
  return numberIn(stdout, /finished in [\d.]+s, ([\d.]+) req\/s/, 'h2load');
}

export type Handshake = 'full' | 'resumed-1.2' | 'resumed-1.3';

/** A ticket of TLS 1.3 comes after the handshake: who leaves without reading has none. */
const FLAGS_OF: Readonly<Record<Handshake, (pathname: string) => readonly string[]>> = {
  full: () => ['-new'],
  'resumed-1.2': () => ['-reuse', '-tls1_2'],
  'resumed-1.3': (pathname) => ['-reuse', '-www', pathname],
};

/**
 * Several clients that connect again and again; those that resume with TLS 1.3 ask for one page each time.
 *
 * @returns handshakes per second
 */
export async function handshakesPerSecond(options: {
  readonly port: number;
  readonly seconds: number;
  readonly clients: number;
  readonly kind: Handshake;
  readonly pathname: string;
}): Promise<number> {
  const { port, kind, seconds, pathname, clients } = options;
  const args = ['s_time', '-connect', `127.0.0.1:${port}`, '-time', String(seconds), ...FLAGS_OF[kind](pathname)];
  const startedAtMs = performance.now();
  const outputs = await Promise.all(Array.from({ length: clients }, () => output('openssl', args)));
  // It looks at its clock once a second, so that it takes longer than it is told.
  const took = (performance.now() - startedAtMs) / 1000;
  const unwanted = kind === 'full' ? 'r' : '*';
  const count = outputs.reduce((sum, stdout) => {
    const marks = /^[r*]+$/gm.exec(stdout)?.[0] ?? '';
    const asWanted = marks.replaceAll(unwanted, '').length;
    // The first of each client makes the session that the others resume.
    if (asWanted < marks.length * 0.99) throw new Error(`${asWanted} of ${marks.length} handshakes were ${kind}`);
    return sum + asWanted;
  }, 0);
  return count / took;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
