/** `npm run settings`: shows all settings; `npm run settings -- seller.company=…` changes one or more. */
import { readEnvironment } from '../config/env';
import { createPool } from '../db/pool';
import { createLogger } from '../process/logger';
import { createSettings, readSettings } from '../shop/settings/service';
import { runProcess } from './run-process';

runProcess(async () => {
  const { config, secrets } = readEnvironment();
  if (!secrets.databaseUrl) throw new Error('DATABASE_URL is not set: it names the Postgres that holds the settings');
  const logger = createLogger({ level: config.logLevel, process: 'settings' });
  const pool = createPool({ databaseUrl: secrets.databaseUrl, applicationName: 'settings', maxConnections: 1, logger });
  try {
    const settings = createSettings(pool);
    for (const [key, value] of process.argv.slice(2).map(pairOf)) await settings.change(key, value);
    for (const [group, values] of Object.entries(await readSettings(pool))) {
      for (const [name, value] of Object.entries(values)) console.log(`${group}.${name}=${value}`);
    }
  } finally {
    await pool.end();
  }
});

function pairOf(argument: string): [string, string] {
  const at = argument.indexOf('=');
  if (at < 1) throw new Error(`${argument} is not of the form setting=value`);
  return [argument.slice(0, at), argument.slice(at + 1)];
}
