import { readFileSync } from 'node:fs';

/** @returns how many files, connections included, the operating system lets this process open; null where unknown */
export function parseOpenFileLimit(limits: string): number | null {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return soft === undefined ? null : Number(soft);
}

export function readOpenFileLimit(): number | null {
  try {
    return parseOpenFileLimit(readFileSync('/proc/self/limits', 'utf8'));
  } catch {
    // No Linux.
    return null;
  }
}
