/**
 * A path as logs may have it: not longer than anybody needs, or a stranger fills the disk with them. A set-up link opens
 * the owner's desk to whoever reads it, also in a log.
 */
const SET_UP = '/admin/set-up/';
const LONGEST = 200;

export function loggedPath(path: string): string {
  const shown = path.startsWith(SET_UP) ? withoutToken(path) : path;
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown;
}

function withoutToken(path: string): string {
  const end = path.indexOf('/', SET_UP.length);
  return `${SET_UP}…${end === -1 ? '' : path.slice(end)}`;
}
