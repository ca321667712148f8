/** What the kernel says about a running process: how long it computed, how much memory it holds. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Fields after the name, which may hold spaces and brackets: the first is the state, the second the parent. */
function statOf(pid: number): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** A process and its children, one generation. */
function family(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        return Number(statOf(candidate)[1]) === pid;
      } catch {
        return false;
      }
    });
  return [pid, ...children];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** User and system time of a process and its children so far, all threads. */
export const cpuSeconds = (pid: number): number => cpuSecondsOf(family(pid));

/** Of these processes alone. */
export const cpuSecondsOf = (pids: readonly number[]): number =>
  sum(pids.map((one) => Number(statOf(one)[11]) + Number(statOf(one)[12]))) / TICKS_PER_SECOND;

export function residentBytes(pid: number): number {
  return sum(
    family(pid).map((one) => {
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${one}/status`, 'utf8'))?.[1];
      return Number(kilobytes ?? 0) * 1024;
    }),
  );
}
