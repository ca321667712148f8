/** `npm run seed`: the demo catalogue, once. Refused in production: a shop that sells shows what it sells. */
import path from 'node:path';
import { readEnvironment } from '../config/env';
import { createPool } from '../db/pool';
import { createPictureStore } from '../pictures/store';
import { createLogger } from '../process/logger';
import { houses, notes } from '../seed/catalogue';
import { seedDemoSettings } from '../seed/demo';
import { seedCatalogue } from '../seed/seed-catalogue';
import { runProcess } from './run-process';

runProcess(async () => {
  const { config, secrets } = readEnvironment();
  if (config.mode === 'production') throw new Error('NODE_ENV is production: the demo catalogue is never put there');
  if (!secrets.databaseUrl) throw new Error('DATABASE_URL is not set: npm start seeds the embedded Postgres itself');
  const logger = createLogger({ level: config.logLevel, process: 'seed' });
  const pool = createPool({ databaseUrl: secrets.databaseUrl, applicationName: 'seed', maxConnections: 1, logger });
  try {
    const store = createPictureStore({ directory: path.join(config.dataDir, 'pictures') });
    const fresh = await seedCatalogue(pool, store, { houses, notes }, new Date());
    if (fresh) await seedDemoSettings(pool);
    console.log(fresh ? 'the demo catalogue is in' : 'the demo catalogue was there already; nothing was changed');
  } finally {
    await pool.end();
  }
});
