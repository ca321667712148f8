/** Pure: the `Cache-Groups` field (RFC 9875), a list of strings: which purges concern an answer. */

const GROUP = /"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"/g;

export function parseCacheGroups(field = ''): readonly string[] {
  return [...field.matchAll(GROUP)].map(([, quoted = '']) => quoted.replaceAll(/\\(.)/g, '$1'));
}
