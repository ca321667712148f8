import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { filesUnder, parse, read, ROOT } from './source-files';

const CITED = /(?<![\w./@-])[\w./-]*\w\.(?:md|ts)\b/g;
const TESTS = new Set(['test', 'it', 'describe']);

function wordsOf(source: ts.SourceFile): string[] {
  const words: string[] = [];
  const seen = new Set<number>();
  const comments = (at: number): void => {
    for (const { pos, end } of [ts.getLeadingCommentRanges, ts.getTrailingCommentRanges].flatMap(
      (ranges) => ranges(source.text, at) ?? [],
    )) {
      if (!seen.has(pos)) words.push(source.text.slice(pos, end));
      seen.add(pos);
    }
  };
  const visit = (node: ts.Node): void => {
    comments(node.pos);
    comments(node.end);
    const title = ts.isCallExpression(node) && isTest(node.expression) ? node.arguments[0] : undefined;
    if (title && ts.isStringLiteralLike(title)) words.push(title.text);
    // Not `forEachChild`: a comment may stand before a bracket.
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return words;
}

/** `test(…)`, `describe.each(…)(…)` and the like. */
function isTest(called: ts.Expression): boolean {
  if (ts.isIdentifier(called)) return TESTS.has(called.text);
  if (ts.isPropertyAccessExpression(called) || ts.isCallExpression(called)) return isTest(called.expression);
  return ts.isTaggedTemplateExpression(called) && isTest(called.tag);
}

const files = ['.github', 'bench', 'deploy', 'docs', 'migrations', 'public', 'server', 'tests', 'views']
  .flatMap((directory) => filesUnder(directory))
  .concat(readdirSync(ROOT).filter((file) => file.endsWith('.md')));
const names = new Set(files.map((file) => path.posix.basename(file)));

/** A bare name may be that of any file; a path starts at the root, at `server/`, at the file's part of it, or beside it. */
function isThere(cited: string, from: string): boolean {
  if (!cited.includes('/')) return names.has(cited);
  const part = from.split('/').slice(0, 2).join('/');
  return ['', 'server', part, path.posix.dirname(from)].some((base) => existsSync(path.join(ROOT, base, cited)));
}

const missingIn = (source: ts.SourceFile): string[] =>
  wordsOf(source)
    .flatMap((text) => text.match(CITED) ?? [])
    .filter((cited) => !isThere(cited, source.fileName));

test('every file that a comment, or the title of a test, cites exists', () => {
  const sources = ['server', 'deploy', 'tests', 'bench'].flatMap((directory) => filesUnder(directory, '.ts'));
  const cited = sources.flatMap((file) => wordsOf(parse(file)).flatMap((text) => text.match(CITED) ?? []));
  expect(cited.length).toBeGreaterThan(50);
  const missing = sources.map((file) => [file, missingIn(parse(file))] as const);
  expect(missing.filter(([, names]) => names.length > 0)).toEqual([]);
});

test('every path of ours that a page names in code exists', () => {
  const pages = files.filter((file) => file.endsWith('.md'));
  const named = pages.flatMap((page) =>
    Array.from(
      read(page).matchAll(/`((?:server|views|public|migrations|deploy|tests|bench|docs)\/[\w./-]*\w)\/?`/g),
      ([, name]) => ({ page, name: String(name) }),
    ),
  );
  expect(named.length).toBeGreaterThan(50);
  // The operator writes her own.
  const isHers = (name: string): boolean => /^deploy\/stacks\/Pulumi\.\w+\.yaml$/.test(name);
  expect(named.filter(({ name }) => !isHers(name) && !existsSync(path.join(ROOT, name)))).toEqual([]);
});

test('every link from a page of ours leads to a file that is there', () => {
  const links = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((page) =>
      Array.from(read(page).matchAll(/\]\(([^)\s]*)\)/g), ([, to = '']) => ({ page, to: to.replace(/#.*/, '') })),
    )
    .filter(({ to }) => to !== '' && !to.includes(':'));
  expect(links.length).toBeGreaterThan(30);
  expect(links.filter(({ page, to }) => !existsSync(path.join(ROOT, path.dirname(page), to)))).toEqual([]);
});

/** Written in other languages, where a path of ours stands in a comment or is one that the file opens. */
const OTHERS = /^(public\/(css|js)\/.*\.(css|js)|views\/.*\.ejs|migrations\/.*\.sql|deploy\/.*\.sh)$/;
const PATH = /(?<![\w./@$}-])(?:server|tests|views|public|migrations|deploy|docs)\/[\w./-]*\.\w+/g;

test('every path of ours that a style, a script, a view, a migration or a shell script names exists', () => {
  const others = files.filter((file) => OTHERS.test(file));
  const named = others.flatMap((from) => (read(from).match(PATH) ?? []).map((name) => ({ from, name })));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ name }) => !existsSync(path.join(ROOT, name)))).toEqual([]);
});

test('one that does not is found, wherever it is cited', () => {
  const source = `
    /** As in nowhere.md 25, README.md and tests/setup/shop.ts. */
    // See docs/nowhere.md.
    test('what server/nowhere.ts does', () => {
      run(); // ./beside.ts
    });
    describe.each(['not-a-title.md'])('%s is as lost.md says', (name) => open('not-cited.md'));
    const list = [
      'a.md', // in-a-list.md
    ];`;
  const file = ts.createSourceFile('tests/web/x.test.ts', source, ts.ScriptTarget.ES2022, true);
  expect(missingIn(file).sort()).toEqual(
    ['nowhere.md', 'docs/nowhere.md', 'server/nowhere.ts', './beside.ts', 'lost.md', 'in-a-list.md'].sort(),
  );
});
