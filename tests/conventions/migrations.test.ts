import { isOutside } from '../../server/db/migration-lane';
import { statementsOf } from '../../server/db/sql-statements';
import { filesUnder, read } from './source-files';

const migrations = filesUnder('migrations', '.sql').filter((file) => /\/\d/.test(file));
const withoutComments = (sql: string): string => sql.replace(/--.*$/gm, '').replace(/\/\*[^]*?\*\//g, '');

test('migrations are numbered from 0001 without a gap or a twin, and named for what they bring', () => {
  const numbers = migrations.map((file) => /^migrations\/(\d{4})_[a-z0-9]+(_[a-z0-9]+)*\.sql$/.exec(file)?.[1]);
  expect(migrations.length).toBeGreaterThan(0);
  expect(numbers).toEqual(migrations.map((_, at) => String(at + 1).padStart(4, '0')));
});

test('nothing but migrations, what they make, and their rules lies beside them', () => {
  expect(filesUnder('migrations').filter((file) => !migrations.includes(file))).toEqual([
    'migrations/README.md',
    'migrations/schema.sql',
  ]);
});

const statements = migrations.flatMap((file) =>
  statementsOf(read(file)).map(({ text }) => ({ file, text, outside: isOutside(read(file)) })),
);

test('a migration leaves its transaction to the runner, which records it in the same one', () => {
  const own = /^(begin|start transaction|commit|rollback)\b|^\w+ (unique )?index concurrently\b/;
  expect(statements.filter(({ text, outside }) => !outside && own.test(text))).toEqual([]);
});

/** What an interrupted migration outside of a transaction can begin again with. */
const REPEATABLE = [
  /^create (unique )?index concurrently (?!if not exists)\w+ on /,
  /^drop index concurrently if exists /,
  /^alter table \w+ validate constraint \w+$/,
  /^alter type \w+ add value if not exists /,
];

test('outside of a transaction stands only what can be repeated', () => {
  const others = statements.filter(({ text, outside }) => outside && !REPEATABLE.some((one) => one.test(text)));
  expect(others).toEqual([]);
});

/** From this one on; what had landed before built them while everybody waited. */
const CONCURRENTLY = 'migrations/0021';

test('an index on a table that is there already is built while the table is used', () => {
  const blocking = statements.filter(({ file, text }) => {
    const table = /^create (?:unique )?index (?!concurrently).*? on (\w+)/.exec(text)?.[1];
    if (!table || file < CONCURRENTLY) return false;
    return !statements.some((one) => one.file === file && one.text.startsWith(`create table ${table} `));
  });
  expect(blocking).toEqual([]);
});

test('times know their zone, and money is whole', () => {
  const loose = /\btimestamp\b(?!\s*with\s+time\s+zone)|\b(money|real|double\s+precision|float\d?)\b\s*[,\n]/i;
  expect(migrations.filter((file) => loose.test(withoutComments(read(file))))).toEqual([]);
});
