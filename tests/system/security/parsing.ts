/** Reads the three response headers that have a grammar of their own, and the tags of a page. */

/** CSP Level 3, "parse a serialized CSP": directives by name, a name that comes again is not counted. */
export function parsePolicy(value: string): ReadonlyMap<string, readonly string[]> {
  const policy = new Map<string, readonly string[]>();
  for (const directive of value.split(';')) {
    const [name, ...sources] = directive.trim().split(/\s+/);
    if (name && !policy.has(name.toLowerCase())) policy.set(name.toLowerCase(), sources);
  }
  return policy;
}

/** RFC 6797, 6.1. null where it says no age, or the same thing twice: browsers ignore such a header. */
export function maxAgeOf(value: string): number | null {
  const directives = value.split(';').map((directive) => directive.trim().toLowerCase());
  const names = directives.map((directive) => directive.split('=')[0]?.trim());
  const age = directives.map((directive) => /^max-age\s*=\s*"?(\d+)"?$/.exec(directive)?.[1]).find(Boolean);
  return age === undefined || new Set(names).size < names.length ? null : Number(age);
}

export interface SetCookie {
  readonly name: string;
  /** By lower-case name; empty where an attribute has no value. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** RFC 6265, 5.2. */
export function parseSetCookie(line: string): SetCookie {
  const [pair = '', ...rest] = line.split(';');
  const attributes = rest.map((attribute) => {
    const [name = '', value = ''] = attribute.split('=');
    return [name.trim().toLowerCase(), value.trim()] as const;
  });
  return { name: pair.split('=')[0]?.trim() ?? '', attributes: new Map(attributes) };
}

/** Start tags of elements whose name matches, in any case. */
export const tagsIn = (html: string, name: string): string[] =>
  html.match(new RegExp(`<${name}(?=[\\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>`, 'gi')) ?? [];

/** By lower-case name, whether its value stands in double quotes, in single ones or in none. The first of a name counts. */
export function attributesOf(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  const written = tag.replace(/^<[\w-]+/, '');
  const pattern = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
  for (const [, name = '', double, single, bare] of written.matchAll(pattern)) {
    if (!attributes.has(name.toLowerCase())) attributes.set(name.toLowerCase(), double ?? single ?? bare ?? '');
  }
  return attributes;
}
