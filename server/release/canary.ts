/** The new release, tried on spare ports of loopback, with production's environment, before anybody meets it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/env';
import { hostsOf } from '../hosts';
import { freePorts } from '../process/free-port';
import { messageOf } from '../process/thrown';
import { askProbe, fetchPage } from './loopback-request';

export interface CanaryOptions {
  readonly directory: string;
  readonly releaseName: string;
  readonly config: Pick<Config, 'domain' | 'publicHttpsPort'>;
  readonly env: NodeJS.ProcessEnv;
  readonly deadlineMs?: number;
}

export class CanaryError extends Error {
  override name = 'CanaryError';
}

const DEADLINE_MS = 60_000;
const POLL_MS = 200;
/** Above what a process allows itself for its shutdown. */
const STOP_MS = 12_000;
const TAIL_LINES = 20;

interface Process {
  readonly name: string;
  readonly child: ChildProcess;
  readonly tail: readonly string[];
}

/** @returns what was seen, for a person @throws CanaryError with the end of its log */
export async function tryCanary(options: CanaryOptions): Promise<string> {
  const { config, releaseName } = options;
  const authority = config.publicHttpsPort === 443 ? config.domain : `${config.domain}:${config.publicHttpsPort}`;
  const env = {
    ...options.env,
    EDGE_ADDRESS: '127.0.0.1',
    PUBLIC_HTTPS_PORT: String(config.publicHttpsPort),
  };
  const deadline = performance.now() + (options.deadlineMs ?? DEADLINE_MS);
  const started: Process[] = [];
  const start = (name: string, ports: NodeJS.ProcessEnv): Process => {
    const process = startProcess(name, options.directory, { ...env, ...ports });
    started.push(process);
    return process;
  };
  try {
    const [shopPort = 0] = await freePorts(1);
    const shop = start('shop', { SHOP_PORT: String(shopPort) });
    const toShop = { port: shopPort, authority };
    await until(shop, deadline, async () => {
      const ready = await askProbe({ ...toShop, path: '/readyz' });
      if (ready.status !== 200) throw new Error(`/readyz says ${JSON.stringify(ready)}`);
      await expectRelease(askProbe({ ...toShop, path: '/healthz' }), releaseName);
      await fetchPage({ ...toShop, path: '/' });
    });
    // Looked for now: in the seconds before, a connection to anywhere could have got one of them as its own.
    const [httpPort = 0, httpsPort = 0] = await freePorts(2);
    const ports = { SHOP_PORT: String(shopPort), HTTP_PORT: String(httpPort), HTTPS_PORT: String(httpsPort) };
    const edge = start('edge', ports);
    const toEdge = { port: httpsPort, authority, serverName: hostsOf(config.domain).apex };
    await until(edge, deadline, async () => {
      await expectRelease(askProbe({ ...toEdge, path: '/healthz' }), releaseName);
      await fetchPage({ ...toEdge, path: '/' });
    });
    return `ready on port ${shopPort}, a page came through its edge`;
  } finally {
    await Promise.all(started.map(stop));
  }
}

async function expectRelease(asked: ReturnType<typeof askProbe>, releaseName: string): Promise<void> {
  const { release } = await asked;
  if (release !== releaseName) throw new Error(`it names the release ${String(release)} and not ${releaseName}`);
}

async function until(process: Process, deadline: number, check: () => Promise<void>): Promise<void> {
  for (;;) {
    const problem = await check().then(
      () => null,
      (error: unknown) => messageOf(error),
    );
    if (problem === null) return;
    const { exitCode, signalCode, pid } = process.child;
    if (pid === undefined) throw failure(process, 'could not be started');
    if (exitCode !== null || signalCode !== null) {
      throw failure(process, `ended with ${exitCode ?? String(signalCode)}`);
    }
    if (performance.now() > deadline) throw failure(process, `is not ready: ${problem}`);
    await sleep(POLL_MS);
  }
}

function failure(process: Process, what: string): CanaryError {
  return new CanaryError([`the ${process.name} of the new release ${what}`, ...process.tail].join('\n'));
}

function startProcess(name: string, directory: string, env: NodeJS.ProcessEnv): Process {
  const script = path.join(directory, 'dist', 'server', 'bin', `${name}.js`);
  // With a channel: should we be killed, it closes, and the process ends by itself (server/process/lifecycle.ts).
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    cwd: directory,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const tail: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      tail.push(...chunk.split('\n').filter((line) => line.trim() !== ''));
      tail.splice(0, tail.length - TAIL_LINES);
    });
  }
  child.on('error', (error) => tail.push(error.message));
  return { name, child, tail };
}

async function stop({ child }: Process): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(timer);
}
