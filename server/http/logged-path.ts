/** A path as logs may have it. A set-up link opens the owner's desk to whoever reads it, also in a log. */
const SET_UP = '/admin/set-up/';

export function loggedPath(path: string): string {
  if (!path.startsWith(SET_UP)) return path;
  const end = path.indexOf('/', SET_UP.length);
  return `${SET_UP}…${end === -1 ? '' : path.slice(end)}`;
}
