/**
 * `npm run bench [-- name]`: runs one benchmark or all, prints tables of ratios within the same run.
 * `npm run bench -- before-after COMMIT [WORD]`: this checkout against an earlier one, in all or in what the word names.
 */
import { messageOf } from '../server/process/thrown';
import startPostgres from '../tests/setup/postgres-start';
import stopPostgres from '../tests/setup/postgres-stop';
import { beforeAfter } from './before-after';
import { desk } from './desk';
import { edge } from './edge';
import { oneClient } from './one-client';
import { pages } from './pages';

async function withPostgres(run: () => Promise<void>): Promise<void> {
  await startPostgres();
  try {
    await run();
  } finally {
    await stopPostgres();
  }
}

const BENCHMARKS: Readonly<Record<string, () => Promise<void>>> = {
  pages: () => withPostgres(pages),
  desk: () => withPostgres(desk),
  edge,
  'one-client': () => withPostgres(oneClient),
};

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const [name, commit, word = ''] = wanted;
  if (name === 'before-after') {
    if (commit === undefined) throw new Error('Against which commit? npm run bench -- before-after COMMIT');
    return withPostgres(() => beforeAfter(commit, word));
  }
  const unknown = wanted.filter((name) => !(name in BENCHMARKS));
  if (unknown.length > 0) {
    throw new Error(`there is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(BENCHMARKS).join(', ')}`);
  }
  for (const [name, run] of Object.entries(BENCHMARKS)) {
    if (wanted.length === 0 || wanted.includes(name)) await run();
  }
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
