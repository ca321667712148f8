/** The shop's processes on this machine, found as the kernel lists them (proc(5)): whoever started them. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readEnvironment, type Config } from '../../config/env';
import type { OwnProcess, ProcessName } from '../../health/facts/processes';

const SCRIPT = /^(.*)\/dist\/server\/bin\/(edge|certificates|shop|jobs)\.js$/;
/** Linux counts so for programs, whatever the kernel's own beat is. */
const TICKS_A_SECOND = 100;

/** @throws Error where there are some that this user may not look at, and none that it may */
export async function findOwnProcesses(config: Config): Promise<readonly OwnProcess[]> {
  const bootedAt = await bootTime();
  let hidden = 0;
  const look = async (pid: string): Promise<readonly OwnProcess[]> => {
    const script = SCRIPT.exec((await argumentsOf(pid)).find((part) => SCRIPT.test(part)) ?? '');
    if (!script) return [];
    const environment = await environmentOf(pid);
    // It ended meanwhile, or is somebody else's.
    if (!environment) return (void hidden++, []);
    const [, root = '', name = ''] = script;
    const own = configOf(environment, root);
    if (own?.dataDir !== config.dataDir) return [];
    const startedAt = await startOf(pid, bootedAt);
    const otherSettings = settingsThatDiffer(own, config);
    return startedAt ? [{ name: name as ProcessName, pid: Number(pid), startedAt, otherSettings }] : [];
  };
  const found = (await Promise.all((await pids()).map(look))).flat();
  if (found.length === 0 && hidden > 0) throw new Error('this user may not look at the shop’s processes');
  return found;
}

export const pids = async (): Promise<readonly string[]> =>
  (await readdir('/proc')).filter((name) => /^\d+$/.test(name));

/** A process that has set its title has but one argument; its parts are as good. */
export async function argumentsOf(pid: string): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text.split(/[\0 ]/).filter((part) => part !== '');
}

/** As it was at its start. pm2 hands a cluster's workers theirs in one variable. */
async function environmentOf(pid: string): Promise<Record<string, string> | null> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => null);
  if (text === null) return null;
  const pairs = text.split('\0').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  const { pm2_env: given, ...environment } = Object.fromEntries(pairs) as Record<string, string>;
  return given === undefined ? environment : { ...environment, ...textsOf(given) };
}

function textsOf(json: string): Record<string, string> {
  try {
    const entries = Object.entries(JSON.parse(json) as Record<string, unknown>);
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}

function configOf(environment: Record<string, string>, root: string): Config | null {
  try {
    return readEnvironment(environment, root).config;
  } catch {
    return null;
  }
}

/** What `npm start` says otherwise to its children, and what changes nothing that is served. */
const BY_PROCESS: ReadonlySet<string> = new Set(['embeddedPostgres', 'logLevel', 'mode']);

export const settingsThatDiffer = (own: Config, now: Config): readonly string[] =>
  (Object.keys(now) as (keyof Config)[]).filter(
    (name) => !BY_PROCESS.has(name) && JSON.stringify(own[name]) !== JSON.stringify(now[name]),
  );

export async function bootTime(): Promise<Date> {
  const [, seconds = '0'] = /^btime (\d+)$/m.exec(await readFile('/proc/stat', 'utf8')) ?? [];
  return new Date(Number(seconds) * 1000);
}

/** @returns null when it is gone */
export async function startOf(pid: string | number, bootedAt: Date): Promise<Date | null> {
  const text = await readFile(path.join('/proc', String(pid), 'stat'), 'utf8').catch(() => null);
  // The name stands in brackets, and may hold some itself.
  const ticks = text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  return ticks === undefined ? null : new Date(bootedAt.getTime() + (Number(ticks) / TICKS_A_SECOND) * 1000);
}
