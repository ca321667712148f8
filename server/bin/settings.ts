/** `npm run settings`: shows all settings; `npm run settings -- seller.company=…` changes one or more. */
import { readEnvironment } from '../config/env';
import { createPool } from '../db/pool';
import { databaseUrlOf } from '../postgres/running';
import { createLogger } from '../process/logger';
import { createSettings, readSettings } from '../shop/settings/service';
import { runProcess } from './run-process';

runProcess(async () => {
  const environment = readEnvironment();
  const { config } = environment;
  const databaseUrl = await databaseUrlOf(environment);
  const pool = createPool({ databaseUrl, applicationName: 'settings', maxConnections: 1, logger });
  try {
    await createSettings(pool).change(Object.fromEntries(process.argv.slice(2).map(pairOf)));
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
