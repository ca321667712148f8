/** A strict little reader of the XML the pictures are written in: it refuses whatever a browser's parser would. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
}

const TOKEN = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([\w:.-]+)="([^"<]*)"/g;
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;

export function parseSvg(source: string): Element {
  const root = { name: '', attributes: {}, children: [] as Element[] };
  const open: (typeof root)[] = [root];
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    end = match.index + match[0].length;
    const [, closing, name = '', attributes = '', selfClosing, text] = match;
    if (text !== undefined) {
      if (text.trim() !== '') throw new SyntaxError(`text between tags: ${text}`);
    } else if (closing) {
      if (open.pop()?.name !== name) throw new SyntaxError(`</${name}> closes nothing`);
    } else {
      const element = { name, attributes: readAttributes(attributes), children: [] as Element[] };
      open.at(-1)?.children.push(element);
      if (!selfClosing) open.push(element);
    }
  }
  if (end !== source.length) throw new SyntaxError(`not XML from here: ${source.slice(end, end + 60)}`);
  if (open.length !== 1 || root.children.length !== 1) throw new SyntaxError('not one whole element');
  return root.children[0]!;
}

function readAttributes(source: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of source.matchAll(ATTRIBUTE)) {
    if (name in attributes) throw new SyntaxError(`${name} is given twice`);
    if (BARE_AMPERSAND.test(value)) throw new SyntaxError(`a bare & in ${name}`);
    attributes[name] = value;
  }
  return attributes;
}

export function elementsOf(root: Element): readonly Element[] {
  return [root, ...root.children.flatMap(elementsOf)];
}

export function byId(root: Element, id: string): Element {
  const found = elementsOf(root).find(({ attributes }) => attributes.id === id);
  if (!found) throw new Error(`nothing has the id ${id}`);
  return found;
}
