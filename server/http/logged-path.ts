/** As logs may have it: not long enough to fill a disk, and without a set-up link's token, which opens the desk. */
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
