/** SQL stands where a reader looks for it: in the files that are called after it. */
import ts from 'typescript';
import { filesUnder, nodesOf, parse, STATEMENTS } from './source-files';

/** Where a query is asked outside of them; each with its reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'server/web/health.ts': 'asks only whether the database answers',
  'server/bin/shop.ts': 'the same, before it says that it is ready',
  'server/bin/jobs.ts': 'the same',
  'server/jobs/worker.ts': 'the same, before the workers live again',
};

const queriesIn = (source: ts.SourceFile): string[] =>
  nodesOf(source, ts.isCallExpression)
    .filter(({ expression, arguments: { length } }) => length > 0 && isQuery(expression))
    .map((node) => node.getText(source));

const isQuery = (called: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(called)
    ? called.name.text === 'query'
    : ts.isElementAccessExpression(called) &&
      ts.isStringLiteralLike(called.argumentExpression) &&
      called.argumentExpression.text === 'query';

test('a query is asked in files of statements, and by what connects to the database', () => {
  const elsewhere = filesUnder('server', '.ts')
    .filter((file) => !STATEMENTS.test(file) && !/^server\/(db|postgres)\//.test(file))
    .filter((file) => queriesIn(parse(file)).length > 0);
  expect(elsewhere).toEqual(Object.keys(ELSEWHERE).sort());
});

test('a query is found, however it is written', () => {
  const source = `
    db.query('a');
    await pool?.query<Row>(\`b \${c}\`, []);
    context.pool
      .query(TEXT);
    client['query'](TEXT);
    request.query.page; url.query(); queryOf('a');`;
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022, true);
  expect(queriesIn(file)).toHaveLength(4);
});
