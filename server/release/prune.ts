/** Which releases stay on a host, and which one a roll-back goes to. */
import type { Installed } from './installation';

export const KEPT_RELEASES = 5;

/** Stays: the current one, and the newest others that went live. @param installed oldest first */
export function releasesToRemove(
  installed: readonly Installed[],
  current: string,
  kept: number = KEPT_RELEASES,
): readonly string[] {
  const useful = installed.filter(({ id, wentLiveAt }) => id !== current && wentLiveAt !== null).map(({ id }) => id);
  const staying = new Set([current, ...useful.slice(Math.max(0, useful.length - (kept - 1)))]);
  return installed.map(({ id }) => id).filter((id) => !staying.has(id));
}

/** The newest that went live before the current one was made: asked twice, it goes back further, not to and fro. */
export function releaseBefore(installed: readonly Installed[], current: string): string | null {
  return installed.findLast(({ id, wentLiveAt }) => id < current && wentLiveAt !== null)?.id ?? null;
}
