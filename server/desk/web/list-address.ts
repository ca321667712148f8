/** What every list's address is read with. Pure; nothing that is typed there can fail: nonsense counts as nothing. */
export type Query = Readonly<Record<string, unknown>>;

const PLACE = /^(\d{1,16})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function textIn(query: Query, name: string): string {
  const value = query[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : '';
}

export const oneOf = <T extends string>(known: readonly T[], value: string): T | null =>
  known.find((one) => one === value) ?? null;

/** Where the last page ended: what it was sorted by, and the id. */
export interface Cursor {
  readonly value: string;
  readonly id: number;
}

/** One that was tampered with is the beginning. */
export function readCursor(query: Query, isValue: (value: string) => boolean): Cursor | null {
  const match = /^(\d{1,9})\.(.{1,300})$/su.exec(textIn(query, 'after'));
  const value = match?.[2] ?? '';
  return match && isValue(value) && !value.includes('\0') ? { id: Number(match[1]), value } : null;
}

export const writeCursor = ({ id, value }: Cursor): string => `${id}.${value}`;

/** Where a page of a list ended: its last row's time in microseconds since 1970, and its id. */
export interface Place {
  readonly at: number;
  readonly id: string;
}

export function readPlace(text: string): Place | null {
  const match = PLACE.exec(text);
  return match?.[1] && match[2] ? { at: Number(match[1]), id: match[2] } : null;
}

export function placedPageOf<T extends { readonly place: number; readonly id: string }>(
  found: readonly T[],
  size: number,
): { readonly rows: readonly T[]; readonly next: Place | null } {
  const { shown: rows, last } = pageOf(found, size);
  return { rows, next: last ? { at: last.place, id: last.id } : null };
}

export const writePlace = ({ at, id }: Place): string => `${at}.${id}`;

/** Where the first page of a list is, from any other, and the next, if there is one. */
export interface Pager {
  readonly first: string | null;
  readonly next: string | null;
}

/** @param named what stands in the address; what is empty doesn't */
export function listAddress(path: string, named: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(named)) if (value) query.set(name, String(value));
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

/** @param found one more than a page, where there is a next one, which begins after `last` */
export function pageOf<T>(found: readonly T[], size: number): { readonly shown: readonly T[]; readonly last?: T } {
  const shown = found.slice(0, size);
  const last = shown.at(-1);
  return found.length > size && last !== undefined ? { shown, last } : { shown };
}
