/** `npm run settings`: shows all settings; `npm run settings -- seller.company=…` changes one or more. */
import { createSettings, readSettings } from '../shop/settings/service';
import { runCommand } from './run-command';

runCommand('settings', async (pool) => {
  await createSettings(pool).change(Object.fromEntries(process.argv.slice(2).map(pairOf)));
  for (const [group, values] of Object.entries(await readSettings(pool))) {
    for (const [name, value] of Object.entries(values)) console.log(`${group}.${name}=${value}`);
  }
});

function pairOf(argument: string): [string, string] {
  const at = argument.indexOf('=');
  if (at < 1) throw new Error(`${argument} is not of the form setting=value`);
  return [argument.slice(0, at), argument.slice(at + 1)];
}
