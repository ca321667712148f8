/** `npm run settings`: shows all settings; `npm run settings -- seller.company=…` changes one or more. */
import type { Environment } from '../config/env';
import type { Pool } from '../db/pool';
import { createOwnerNotices, type OwnerNotices } from '../desk/access';
import { CONSOLE } from '../desk/audit/model';
import { faultInWords } from '../desk/settings';
import { recordSettings } from '../desk/settings/service';
import { translateTo } from '../desk/texts';
import { systemClock } from '../process/clock';
import { createSettings, readSettings, SettingError } from '../store/settings/service';
import { runCommand } from './run-command';
import { outboxOf } from './shop-keys';

runCommand('settings', async (pool, environment) => {
  const values = Object.fromEntries(process.argv.slice(2).map(pairOf));
  const owners = await ownerNotices(pool, environment);
  await createSettings(pool)
    .change(values, (tx, before, after) =>
      recordSettings(tx, CONSOLE, { before, after }, { now: systemClock.now(), owners }),
    )
    .catch((error: unknown) => {
      if (!(error instanceof SettingError)) throw error;
      throw new Error(`${error.key}=${values[error.key]}: ${faultInWords(error.fault, translateTo('en'))}`);
    });
  for (const [group, settings] of Object.entries(await readSettings(pool))) {
    for (const [name, value] of Object.entries(settings)) console.log(`${group}.${name}=${value}`);
  }
});

async function ownerNotices(pool: Pool, environment: Environment): Promise<OwnerNotices> {
  const { store, outbox } = await outboxOf(pool, environment);
  return createOwnerNotices(outbox, store.origins.app);
}

function pairOf(argument: string): [string, string] {
  const at = argument.indexOf('=');
  if (at < 1) throw new Error(`${argument} is not of the form setting=value`);
  return [argument.slice(0, at), argument.slice(at + 1)];
}
