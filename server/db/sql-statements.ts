/** SQL cut into its statements, without what only looks like SQL: comments, strings and bodies between dollars. */

export interface Statement {
  readonly source: string;
  /** In lower case, white space as single blanks, strings and function bodies emptied. */
  readonly text: string;
  readonly comments: readonly string[];
  /** What stands between dollars: of a DO block it runs now, of a function later. */
  readonly bodies: readonly string[];
}

const TOKEN =
  /--(?<line>[^\n]*)|\/\*(?<block>[^]*?)\*\/|(?<tag>\$\w*\$)(?<body>[^]*?)\k<tag>|e?'(?:[^']|'')*'|"(?<name>[^"]*)"|(?<end>;)|[^-/$'";e]+|[^]/gi;

export function statementsOf(sql: string): readonly Statement[] {
  const statements: Statement[] = [];
  let source = '';
  let text = '';
  let comments: string[] = [];
  let bodies: string[] = [];
  const finish = (): void => {
    const tidy = text.toLowerCase().replaceAll(/\s+/g, ' ').trim();
    if (tidy !== '') statements.push({ source: source.trim(), text: tidy, comments, bodies });
    // Comments after the last statement belong to none.
    [source, text, comments, bodies] = ['', '', [], []];
  };
  for (const match of sql.matchAll(TOKEN)) {
    const { line, block, body, name, end } = match.groups ?? {};
    if (end === undefined) source += match[0];
    if (line !== undefined || block !== undefined) comments.push((line ?? block ?? '').trim());
    else if (body !== undefined) {
      bodies.push(body);
      text += " '' ";
    } else if (name !== undefined) text += name;
    else if (end !== undefined) finish();
    else if (/^e?'/i.test(match[0])) text += "''";
    else text += match[0];
  }
  finish();
  return statements;
}
