import { filesUnder, read } from './source-files';

const migrations = filesUnder('migrations', '.sql');
const withoutComments = (sql: string): string => sql.replace(/--.*$/gm, '').replace(/\/\*[^]*?\*\//g, '');

test('migrations are numbered from 0001 without a gap or a twin, and named for what they bring', () => {
  const numbers = migrations.map((file) => /^migrations\/(\d{4})_[a-z0-9]+(_[a-z0-9]+)*\.sql$/.exec(file)?.[1]);
  expect(migrations.length).toBeGreaterThan(0);
  expect(numbers).toEqual(migrations.map((_, at) => String(at + 1).padStart(4, '0')));
});

test('nothing but migrations and their rules lies beside them', () => {
  expect(filesUnder('migrations').filter((file) => !file.endsWith('.sql'))).toEqual(['migrations/README.md']);
});

test('a migration leaves its transaction to the runner, which records it in the same one', () => {
  const own = /^\s*(begin|start\s+transaction|commit|rollback|create\s+index\s+concurrently)\b/im;
  expect(migrations.filter((file) => own.test(withoutComments(read(file)).replace(/\$\$[^]*?\$\$/g, '')))).toEqual([]);
});

test('times know their zone, and money is whole', () => {
  const loose = /\btimestamp\b(?!\s*with\s+time\s+zone)|\b(money|real|double\s+precision|float\d?)\b\s*[,\n]/i;
  expect(migrations.filter((file) => loose.test(withoutComments(read(file))))).toEqual([]);
});
