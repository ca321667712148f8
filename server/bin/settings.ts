/** `npm run settings`: shows all settings; `npm run settings -- seller.company=…` changes one or more. */
import type { Environment } from '../config/env';
import { projectPaths } from '../config/paths';
import type { Pool } from '../db/pool';
import { createOwnerNotices, type OwnerNotices } from '../desk/access';
import { CONSOLE } from '../desk/audit/model';
import { faultInWords } from '../desk/settings';
import { recordSettings } from '../desk/settings/service';
import { translateTo } from '../desk/texts';
import { systemClock } from '../process/clock';
import { readKeys } from '../process/keys';
import { storeConfigOf } from '../store/context';
import { createOutbox } from '../store/mail';
import { createSettings, readSettings, SettingError } from '../store/settings/service';
import { createLetterView } from '../web/letter-view';
import { runCommand } from './run-command';
import { keySource } from './shop-keys';

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
  const store = storeConfigOf(environment.config);
  const keys = await readKeys(keySource(pool, environment), systemClock.now());
  const letterView = createLetterView(projectPaths().views);
  return createOwnerNotices(createOutbox({ config: store, clock: systemClock, keys, letterView }), store.origins.app);
}

function pairOf(argument: string): [string, string] {
  const at = argument.indexOf('=');
  if (at < 1) throw new Error(`${argument} is not of the form setting=value`);
  return [argument.slice(0, at), argument.slice(at + 1)];
}
