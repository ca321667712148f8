/** Pure: cache directives as RFC 9111, 5.2 and RFC 9213 write them. */

export type Directives = ReadonlyMap<string, string>;

const DIRECTIVE = /([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]+)))?/g;

/** Names in lower case; the first of each counts. A directive without a value has the empty string. */
export function parseDirectives(field: string): Directives {
  const found = new Map<string, string>();
  for (const [, name = '', quoted, bare] of field.matchAll(DIRECTIVE)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, quoted ?? bare ?? '');
  }
  return found;
}

/** @returns null when the directive isn't there; 0 for a value that is no number of seconds, so that it caches least */
export function secondsOf(directives: Directives, name: string): number | null {
  const value = directives.get(name);
  if (value === undefined) return null;
  return /^\d{1,10}$/.test(value) ? Number(value) : 0;
}
