/** What of a page is needed here: where its tags lead. Pages that nest differently than they say are read alike. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const UNREAD = /<!--[^]*?-->|(<(script|style|template|textarea)\b[^>]*>)[^]*?<\/\2\s*>/gi;
const TAG = /<([a-z][a-z0-9-]*)((?:\s+|[^<>"']|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&quot;': '"', '&#39;': "'", '&#34;': '"' };
const decoded = (value: string): string => value.replaceAll(/&(?:amp|quot|#39|#34);/g, (one) => ENTITIES[one] ?? one);

export function tagsOf(html: string): readonly Tag[] {
  const read = html.replaceAll(UNREAD, (_all, open: string | undefined) => open ?? '');
  return Array.from(read.matchAll(TAG), ([, name = '', inside = '']) => ({
    name: name.toLowerCase(),
    attributes: new Map(
      Array.from(inside.matchAll(ATTRIBUTE), ([, key = '', double, single, bare]) => [
        key.toLowerCase(),
        decoded(double ?? single ?? bare ?? ''),
      ]),
    ),
  }));
}
