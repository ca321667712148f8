/** How a template's lines should stand: by what they are in, be it an element or a block of a control statement. */
const CONTROL = /<%(?![=\-#])_?([^]*?)_?%>/g;
const ALONE = /^<%_ .* _%>$/;

/** Void elements hold nothing; what a page's outermost hold stands beside them. */
const HOLDS_NOTHING = 'area base br col embed hr img input link meta source track wbr html head body !doctype'.split(
  ' ',
);

export function strayStatements(template: string): string[] {
  return template.split('\n').filter((line) => {
    const statements = Array.from(line.matchAll(CONTROL), ([, code = '']) => code);
    return statements.length > 0 && !ALONE.test(line.trim()) && !isWhole(statements);
  });
}

/** `if (…) {`, `} else {`, `}`: each opens or closes, and in the end all is closed. */
function isWhole(statements: readonly string[]): boolean {
  let open = 0;
  for (const code of statements) {
    const { closes, opens } = bracesOf(code);
    if (closes + opens === 0 || closes > open) return false;
    open += opens - closes;
  }
  return open === 0;
}

/** Braces without a partner in the same statement. */
function bracesOf(code: string): { readonly closes: number; readonly opens: number } {
  const plain = code.replaceAll(/'[^']*'|`[^`]*`|"[^"]*"/g, '');
  let [closes, opens] = [0, 0];
  for (const [brace] of plain.matchAll(/[{}]/g)) {
    if (brace === '{') opens += 1;
    else if (opens > 0) opens -= 1;
    else closes += 1;
  }
  return { closes, opens };
}

export function indented(template: string): string {
  const tags = tagsIn(template);
  // What another file ends, such as a page's `main`, has nothing in it here.
  const isHere = ({ name }: Tag): boolean =>
    tags.reduce((sum, tag) => (tag.name === name ? sum + tag.change : sum), 0) === 0;
  const changesOf = (text: string): number[] => {
    if (ALONE.test(text)) {
      const { closes, opens } = bracesOf(text);
      return [...new Array<number>(closes).fill(-1), ...new Array<number>(opens).fill(1)];
    }
    return tagsIn(text)
      .filter(isHere)
      .map(({ change }) => change);
  };
  const depthOf = createLevels();
  let isAsTyped = false;
  return template
    .split('\n')
    .map((line) => {
      const text = line.trim();
      const depth = depthOf(changesOf(text));
      const stands = isAsTyped || text === '' ? line : ' '.repeat(2 * depth) + text;
      // What a textarea or a style holds stays as it is.
      const [, name] = /<(textarea|style)\b/.exec(text) ?? [];
      if (name) isAsTyped = true;
      if (/<\/(textarea|style)>/.test(text)) isAsTyped = false;
      return stands;
    })
    .join('\n');
}

/** What is open: one level a line, whatever it has begun. @returns at which depth a line with these changes stands */
function createLevels(): (changes: readonly number[]) => number {
  const open: number[] = [];
  const end = (): void => {
    const last = open.pop();
    if (last !== undefined && last > 1) open.push(last - 1);
  };
  return (changes) => {
    let begun = 0;
    let depth: number | null = null;
    for (const change of changes) {
      if (change > 0) depth ??= open.length;
      if (change > 0 || begun > 0) begun += change;
      else end();
    }
    depth ??= open.length;
    if (begun > 0) open.push(begun);
    return depth;
  };
}

interface Tag {
  readonly name: string;
  /** 1 where an element begins, -1 where it ends. */
  readonly change: number;
}

function tagsIn(template: string): Tag[] {
  const markup = template.replaceAll(/<%[^]*?%>/g, '');
  return Array.from(markup.matchAll(/<(\/?)([!a-z][\w-]*)((?:"[^"]*"|[^"<>])*)>/gi))
    .map(([, slash, name = '', rest = '']) => ({
      name: name.toLowerCase(),
      change: slash ? -1 : rest.endsWith('/') ? 0 : 1,
    }))
    .filter(({ name, change }) => change !== 0 && !HOLDS_NOTHING.includes(name));
}
