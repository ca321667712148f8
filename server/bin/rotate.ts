// `npm run rotate -- cookies|links|seals`: a new key; the old ones count on. `-- links --drop`: the old ones end.
// `-- --lost`: there is no file of keys any more, and no backup of it. All say what they will do, and ask.
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Environment } from '../config/env';
import type { Pool } from '../db/pool';
import { resealSecondFactors } from '../desk/access';
import { confirmByTyping } from '../process/confirm';
import { changeKeyFile, KEY_PURPOSES, readKeyFile, type KeyPurpose } from '../process/key-file';
import { dropOld, OF_USE_DAYS, pastTheirTime, withNewKey } from '../process/key-rotation';
import { KEY_LEAD_MS, KEYS_LOOK_MS, readKeys, replaceLostKeys } from '../process/keys';
import type { Resealed } from '../process/seal';
import { resealMailServers, resealOutbox } from '../store/mail';
import { runCommand } from './run-command';
import { keySource } from './shop-keys';

const USAGE = 'npm run rotate -- cookies|links|seals [--drop] [--yes], or npm run rotate -- --lost [--yes]';
const MADE_WITH: Readonly<Record<KeyPurpose, string>> = {
  cookies: 'sign the cookies of shoppers and of the desk',
  links: 'sign the links to orders',
  seals: 'seal second factors, what waits in the outbox, and the password of the mail server',
};
const LOST: Readonly<Record<KeyPurpose, string>> = {
  cookies: 'Whoever is signed in with a cookie of before has to sign in again; a cart of before is empty.',
  links: 'Links in mails of before open their orders no more. A mail that is sent again has a new one.',
  seals: 'A backup from before the rotation keeps second factors that nothing opens any more.',
};

runCommand('rotate', async (pool, environment) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { drop: { type: 'boolean' }, lost: { type: 'boolean' }, yes: { type: 'boolean' } },
  });
  if (values.lost && !values.drop && positionals.length === 0) return giveUp(pool, environment, values.yes ?? false);
  const purpose = KEY_PURPOSES.find((name) => name === positionals[0]);
  if (!purpose || values.lost || positionals.length > 1) throw new Error(`Which keys? ${USAGE}`);
  const isSure = values.yes ?? false;
  await (values.drop ? drop : rotate)(purpose, pool, environment, isSure);
});

type Act = (purpose: KeyPurpose, pool: Pool, environment: Environment, isSure: boolean) => Promise<void>;

const rotate: Act = async (purpose, pool, environment, isSure) => {
  const { dataDir } = environment.config;
  // Also what can't be read is said before anything is asked.
  await readKeys(keySource(pool, environment), new Date());
  const over = pastTheirTime(await readKeyFile(dataDir), purpose, new Date());
  console.log(`A new key will ${MADE_WITH[purpose]}, from ${KEY_LEAD_MS / 1000} seconds on.`);
  console.log('Those of before go on counting: nobody notices. No process has to be restarted.');
  if (over > 0) console.log(`${over} of them nobody has needed for ${OF_USE_DAYS[purpose]} days: dropped.`);
  if (!isSure) await confirmByTyping(purpose);
  const keys = await changeKeyFile(dataDir, (before) => withNewKey(before, purpose, new Date()));
  console.log(`Made; it counts already, and is used from ${keys[purpose][0]?.from} on.`);
  if (purpose === 'seals') {
    console.log('Waiting until every process uses it…');
    await delay(KEY_LEAD_MS + 2 * KEYS_LOOK_MS);
    await sealAnew(pool, environment);
  }
  const old = keys[purpose].length - 1;
  console.log(
    `Old keys that still count: ${old}. Drop them after ${OF_USE_DAYS[purpose]} days, or at once if one leaked:`,
  );
  console.log(`  npm run rotate -- ${purpose} --drop`);
};

const drop: Act = async (purpose, pool, environment, isSure) => {
  const { dataDir } = environment.config;
  const before = await readKeyFile(dataDir);
  const after = dropOld(before, purpose, new Date());
  console.log(`Old keys that will count no more: ${(before?.[purpose].length ?? 0) - after[purpose].length}.`);
  console.log(LOST[purpose]);
  if (!isSure) await confirmByTyping(purpose);
  if (purpose === 'seals') await sealAnew(pool, environment);
  await changeKeyFile(dataDir, (keys) => dropOld(keys, purpose, new Date()));
  console.log('Dropped.');
};

async function giveUp(pool: Pool, environment: Environment, isSure: boolean): Promise<void> {
  console.log('The file of keys is lost for good, and new keys are made. Nothing opens what the old ones have sealed:');
  console.log(
    'everybody at the desk needs a recovery code or a new link (npm run owner), mails that wait with a link in',
  );
  console.log('them fail, everybody is signed out, and links in mails of before open their orders no more.');
  if (!isSure) await confirmByTyping('lost');
  await replaceLostKeys(keySource(pool, environment), new Date());
  console.log('Made. Start the shop again.');
}

async function sealAnew(pool: Pool, environment: Environment): Promise<void> {
  const keys = await readKeys(keySource(pool, environment), new Date());
  console.log(`Second factors: ${counted(await resealSecondFactors(pool, keys))}`);
  console.log(`Mails that wait: ${counted(await resealOutbox(pool, keys))}`);
  console.log(`The mail server's password: ${counted(await resealMailServers(pool, keys))}`);
}

const counted = ({ anew, lost }: Resealed): string =>
  `${anew} sealed anew${lost > 0 ? `; ${lost} that no key opens are left as they are` : ''}`;
