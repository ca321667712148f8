/** Brings an app over to another release: every worker must be a new process of that directory, ready, and stay. */
import { open, readlink, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../process/thrown';
import type { Pm2, Worker } from './pm2';

export interface Patience {
  readonly pollMs: number;
  /** How long nothing may change before an app counts as up. */
  readonly steadyMs: number;
  /** For one app, on either side of its reload, which has a limit of its own and takes longer the more workers there are. */
  readonly deadlineMs: number;
}

export const PATIENCE: Patience = { pollMs: 250, steadyMs: 1_500, deadlineMs: 120_000 };

/** A reload is refused while an outgoing worker of the one before drains. */
const MAX_RELOADS = 3;
/** Times that a worker may die at its start before it is not waited for any longer. */
const MAX_DEATHS = 2;
const LOG_LINES = 12;
const LOG_BYTES = 256 * 1024;
/** A line that every request leaves tells nothing of why a worker ended. */
const ROUTINE = /^\{"level":"(?:trace|debug|info)"/;

export interface WorkersOptions {
  readonly pm2: Pm2;
  readonly patience: Patience;
  /** The directory that a process works in, links followed; null when it is gone. */
  readonly directoryOfProcess: (pid: number) => Promise<string | null>;
}

/** `/proc/PID/cwd`: pm2 starts every process in `current`, which the kernel resolves at that moment. */
export async function directoryOfProcess(pid: number): Promise<string | null> {
  return readlink(`/proc/${pid}/cwd`).catch(() => null);
}

interface Before {
  /** Processes that must be gone. */
  readonly pids: ReadonlySet<number>;
  /** Restarts by the worker's place. */
  readonly restarts: ReadonlyMap<string, number>;
  readonly said: ReadonlyMap<string, number>;
}

/**
 * @throws Error with what the app's log says last. A worker that only dies is not waited for: pm2 lets the one before
 *   serve for a while longer, in which `current` can be switched back.
 */
export async function bringOver(options: WorkersOptions, app: string, directory: string): Promise<readonly Worker[]> {
  const { pm2, patience } = options;
  await untilNoneDrains(pm2, app, patience);
  const found = ofApp(await pm2.workers(), app);
  const before: Before = {
    // One that waits to be started again has no process: 0.
    pids: new Set(found.map(({ pid }) => pid).filter((pid) => pid !== 0)),
    restarts: new Map(found.map(({ id, restarts }) => [id, restarts])),
    said: await lengthsOf(found),
  };
  for (let attempt = 1; ; attempt++) {
    const refusal = await reload(options, app, before);
    const after = ofApp(await pm2.workers(), app);
    const untouched = after.length > 0 && after.every(({ pid, outgoing }) => !outgoing && before.pids.has(pid));
    if (!untouched) break;
    if (attempt === MAX_RELOADS) {
      throw new Error(`pm2 did not reload ${app}${refusal === null ? '' : `: ${refusal}`}`);
    }
    await untilNoneDrains(pm2, app, patience);
    await sleep(patience.steadyMs);
  }
  return untilSteady(options, { app, directory, before });
}

/** For an app that was started from nothing: as {@link bringOver}, without the reload. */
export function untilUp(options: WorkersOptions, app: string, directory: string): Promise<readonly Worker[]> {
  const before: Before = { pids: new Set(), restarts: new Map(), said: new Map() };
  return untilSteady(options, { app, directory, before });
}

/** @returns what pm2's command had to say against it */
async function reload({ pm2, patience }: WorkersOptions, app: string, before: Before): Promise<string | null> {
  const stop = new AbortController();
  let done = false;
  const reloading = pm2
    .reload(app, stop.signal)
    .then(
      () => null,
      (error: unknown) => messageOf(error),
    )
    .finally(() => (done = true));
  const isDone = (): boolean => done;
  try {
    while (!isDone()) {
      await sleep(patience.pollMs);
      if (!isDone() && isDying(ofApp(await pm2.workers(), app), before)) stop.abort();
    }
  } finally {
    // Without effect where it is done. One that goes on would meet that of the way back.
    stop.abort();
  }
  return reloading;
}

/** A reload counts as one restart itself. */
function isDying(workers: readonly Worker[], before: Before): boolean {
  return workers.some(
    ({ id, outgoing, restarts }) => !outgoing && restarts - (before.restarts.get(id) ?? -1) - 1 > MAX_DEATHS,
  );
}

async function untilSteady(
  { pm2, patience, directoryOfProcess: where }: WorkersOptions,
  wanted: { readonly app: string; readonly directory: string; readonly before: Before },
): Promise<readonly Worker[]> {
  const { app, directory, before } = wanted;
  const deadline = performance.now() + patience.deadlineMs;
  let steady = '';
  let since = performance.now();
  for (;;) {
    const workers = ofApp(await pm2.workers(), app);
    const wrong = await whatIsWrong(workers, directory, before, where);
    const now = performance.now();
    const state = workers.map(({ pid, restarts }) => `${pid}:${restarts}`).join(' ');
    if (wrong !== null || state !== steady) [steady, since] = [state, now];
    else if (now - since >= patience.steadyMs) return workers;
    const dying = isDying(workers, before);
    if (dying || now > deadline) {
      const reason = dying ? 'dies at its start again and again' : (wrong ?? 'does not come to rest');
      throw new Error([`${app} ${reason}`, ...(await lastWords(workers, before.said))].join('\n'));
    }
    await sleep(patience.pollMs);
  }
}

async function whatIsWrong(
  workers: readonly Worker[],
  directory: string,
  before: Before,
  where: WorkersOptions['directoryOfProcess'],
): Promise<string | null> {
  if (workers.length === 0) return 'is not there';
  for (const { outgoing, status, pid } of workers) {
    if (outgoing) return 'has a worker that still drains';
    if (status !== 'online') return `is ${status}`;
    if (before.pids.has(pid)) return `still has its process ${pid} of the release before`;
    const place = await where(pid);
    if (place !== directory) return `runs from ${place ?? 'nowhere'} and not from ${directory}`;
  }
  // What pm2 could not start at all it forgets. A reload makes no worker more or less.
  const places = before.restarts.size;
  if (workers.length < places) return `has ${workers.length} of its ${places} workers`;
  return null;
}

async function untilNoneDrains(pm2: Pm2, app: string, patience: Patience): Promise<void> {
  const deadline = performance.now() + patience.deadlineMs;
  while (ofApp(await pm2.workers(), app).some(({ outgoing }) => outgoing)) {
    if (performance.now() > deadline) throw new Error(`a worker of ${app} from an earlier reload does not end`);
    await sleep(patience.pollMs);
  }
}

export function ofApp(workers: readonly Worker[], app: string): readonly Worker[] {
  return workers.filter((worker) => worker.app === app);
}

const logFilesOf = (workers: readonly Worker[]): readonly string[] => [
  ...new Set(workers.flatMap(({ logFiles }) => logFiles)),
];

async function lengthsOf(workers: readonly Worker[]): Promise<ReadonlyMap<string, number>> {
  const length = (file: string): Promise<number> =>
    stat(file).then(
      ({ size }) => size,
      () => 0,
    );
  return new Map(await Promise.all(logFilesOf(workers).map(async (file) => [file, await length(file)] as const)));
}

/** What the app has said since: on its error stream, or where it said nothing there, in its log. */
async function lastWords(workers: readonly Worker[], said: ReadonlyMap<string, number>): Promise<readonly string[]> {
  for (const file of logFilesOf(workers)) {
    const lines = await linesAfter(file, said.get(file) ?? 0);
    if (lines.length > 0) return lines;
  }
  return [];
}

async function linesAfter(file: string, position: number): Promise<readonly string[]> {
  const handle = await open(file).catch(() => null);
  if (!handle) return [];
  try {
    const { size } = await handle.stat();
    // A log that is shorter than it was has been rotated.
    const start = Math.max(position > size ? 0 : position, size - LOG_BYTES);
    const buffer = Buffer.alloc(size - start);
    await handle.read(buffer, 0, buffer.length, start);
    const lines = buffer.toString('utf8').split('\n');
    return lines.filter((line) => line.trim() !== '' && !ROUTINE.test(line)).slice(-LOG_LINES);
  } finally {
    await handle.close();
  }
}
