import { existsSync, renameSync, rmSync } from 'node:fs';

/** `target` is always a whole build; between two renames there is none for an instant. Both lie on one file system. */
export function replaceDirectory(target: string, replacement: string): void {
  const previous = `${replacement}.previous`;
  rmSync(previous, { recursive: true, force: true });
  if (existsSync(target)) renameSync(target, previous);
  renameSync(replacement, target);
  rmSync(previous, { recursive: true, force: true });
}
