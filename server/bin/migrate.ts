/** `npm run migrate`: brings the database up to date and says what it did. */
import { readEnvironment } from '../config/env';
import { projectPaths } from '../config/paths';
import { migrate } from '../db/migrate';
import { createPool } from '../db/pool';
import { createLogger } from '../process/logger';
import { runProcess } from './run-process';

runProcess(async () => {
  const { config, secrets } = readEnvironment();
  if (!secrets.databaseUrl) throw new Error('DATABASE_URL is not set: npm start migrates the embedded Postgres itself');
  const logger = createLogger({ level: config.logLevel, process: 'migrate' });
  const pool = createPool({ databaseUrl: secrets.databaseUrl, applicationName: 'migrate', maxConnections: 1, logger });
  try {
    const applied = await migrate(pool, projectPaths().migrations);
    for (const { number, name } of applied) console.log(`applied ${String(number).padStart(4, '0')}_${name}`);
    if (applied.length === 0) console.log('the database is up to date');
  } finally {
    await pool.end();
  }
});
