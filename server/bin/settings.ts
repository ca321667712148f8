/** `npm run settings`: shows all settings; `npm run settings -- seller.company=…` changes one or more. */
import { CONSOLE } from '../desk/audit/model';
import { recordSettings } from '../desk/settings/service';
import { systemClock } from '../process/clock';
import { createSettings, readSettings } from '../store/settings/service';
import { runCommand } from './run-command';

runCommand('settings', async (pool) => {
  const values = Object.fromEntries(process.argv.slice(2).map(pairOf));
  await createSettings(pool).change(values, (tx, before, after) =>
    recordSettings(tx, CONSOLE, { before, after }, systemClock.now()),
  );
  for (const [group, settings] of Object.entries(await readSettings(pool))) {
    for (const [name, value] of Object.entries(settings)) console.log(`${group}.${name}=${value}`);
  }
});

function pairOf(argument: string): [string, string] {
  const at = argument.indexOf('=');
  if (at < 1) throw new Error(`${argument} is not of the form setting=value`);
  return [argument.slice(0, at), argument.slice(at + 1)];
}
