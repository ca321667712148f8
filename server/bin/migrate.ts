/** `npm run migrate`: brings the database up to date and says what it did. */
import { projectPaths } from '../config/paths';
import { migrate } from '../db/migrate';
import { runCommand } from './run-command';

runCommand('migrate', async (pool) => {
  const applied = await migrate(pool, projectPaths().migrations);
  for (const { number, name } of applied) console.log(`applied ${String(number).padStart(4, '0')}_${name}`);
  if (applied.length === 0) console.log('the database is up to date');
});
