import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FileSystem, Memory, OpenFiles } from '../../health/facts/host';
import { insideOf } from '../context';
import { readDisk } from '../inside/host-files';
import { findOwnProcesses } from '../inside/own-processes';
import { ask } from '../inside/program';
import { probe, type AnyProbe } from '../probe';

const common = { layer: 'host', view: 'inside', deadlineMs: 4_000, after: [] } as const;

const disk = probe({
  ...common,
  fact: 'disk',
  gather: (context) => readDisk(insideOf(context).config.dataDir),
});

/** Debian's, which a host of ours has. */
const POSTGRES = '/var/lib/postgresql';

const fileSystems = probe({
  ...common,
  fact: 'fileSystems',
  async gather(context) {
    const { dataDir } = insideOf(context).config;
    const found = new Map<number, FileSystem>();
    for (const at of [dataDir, path.join(dataDir, 'postgres'), POSTGRES, '/']) {
      const device = (await stat(at).catch(() => null))?.dev;
      if (device === undefined || found.has(device)) continue;
      const { ffree, files } = await statfs(at);
      // btrfs and others count none.
      const inodes = files > 0 ? { freeInodes: ffree, totalInodes: files } : { freeInodes: null, totalInodes: null };
      found.set(device, { at, ...(await readDisk(at)), ...inodes });
    }
    return [...found.values()];
  },
});

/** @param text of /proc/meminfo */
export function parseMemory(text: string): Omit<Memory, 'oomKills'> {
  const bytes = (name: string): number => {
    const [, kib = '0'] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text) ?? [];
    return Number(kib) * 1024;
  };
  return {
    totalBytes: bytes('MemTotal'),
    availableBytes: bytes('MemAvailable'),
    swapTotalBytes: bytes('SwapTotal'),
    swapFreeBytes: bytes('SwapFree'),
  };
}

/** Of the unit that the process belongs to (cgroups(7), memory.events); null for one that is in none. */
async function oomKillsAround(pid: number | undefined): Promise<number | null> {
  if (pid === undefined) return null;
  const group = /^0::(\/.*\.service)$/m.exec(await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => ''))?.[1];
  if (group === undefined) return null;
  const events = await readFile(path.join('/sys/fs/cgroup', group, 'memory.events'), 'utf8').catch(() => '');
  const [, count] = /^oom_kill (\d+)$/m.exec(events) ?? [];
  return count === undefined ? null : Number(count);
}

const memory = probe({
  ...common,
  fact: 'memory',
  async gather(context) {
    const own = await findOwnProcesses(insideOf(context).config).catch(() => []);
    return { ...parseMemory(await readFile('/proc/meminfo', 'utf8')), oomKills: await oomKillsAround(own[0]?.pid) };
  },
});

/** @param before @param after first lines of /proc/stat: user nice system idle iowait irq softirq steal … */
export function stealBetween(before: string, after: string): number {
  const counts = (text: string): number[] => (/^cpu\s+(.*)$/m.exec(text)?.[1] ?? '').split(' ').slice(0, 8).map(Number);
  const then = counts(before);
  const spent = counts(after).map((count, i) => count - (then[i] ?? 0));
  const all = spent.reduce((sum, count) => sum + count, 0);
  return all > 0 ? (spent[7] ?? 0) / all : 0;
}

const STEAL_MS = 1_000;

const cpuSteal = probe({
  ...common,
  fact: 'cpuSteal',
  async gather(_context, _known, signal) {
    const before = await readFile('/proc/stat', 'utf8');
    await sleep(STEAL_MS, undefined, { signal });
    return stealBetween(before, await readFile('/proc/stat', 'utf8'));
  },
});

const timeSync = probe({
  ...common,
  fact: 'timeSync',
  async gather(_context, _known, signal) {
    const { exitCode, said } = await ask('chronyc', ['-n', 'tracking'], { signal });
    const [, leap] = /^Leap status\s*:\s*(.+)$/m.exec(said) ?? [];
    if (exitCode !== 0 || leap === undefined) throw new Error('chronyd does not answer');
    return { isSynchronised: leap.trim() !== 'Not synchronised' };
  },
});

const openFiles = probe({
  ...common,
  fact: 'openFiles',
  async gather(context): Promise<readonly OpenFiles[]> {
    const own = await findOwnProcesses(insideOf(context).config);
    const looks = own.map(async ({ name, pid }): Promise<readonly OpenFiles[]> => {
      const limits = await readFile(`/proc/${pid}/limits`, 'utf8').catch(() => '');
      const [, limit] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
      const open = await readdir(`/proc/${pid}/fd`).catch(() => null);
      return limit === undefined || !open ? [] : [{ process: name, open: open.length, limit: Number(limit) }];
    });
    return (await Promise.all(looks)).flat();
  },
});

export const HOST_PROBES: readonly AnyProbe[] = [disk, fileSystems, memory, cpuSteal, timeSync, openFiles];
