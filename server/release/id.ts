/** `20261120130000-1a2b3c4d5e`: when it was packed (UTC), and its commit. Sorts by time; each deploy has its own. */
const ID = /^\d{14}-[0-9a-z]{4,40}$/;
const NO_COMMIT = '0000000';

export function newReleaseId(at: Date, commit: string | null): string {
  const moment = at.toISOString().replaceAll(/[-:T]|\.\d+Z$/g, '');
  return `${moment}-${commit ?? NO_COMMIT}`;
}

/** Checked before a name becomes a part of a path. */
export function isReleaseId(text: string): boolean {
  return ID.test(text);
}
