/** `npm run owner -- EMAIL [--name NAME]`: a one-time link that lets the owner into the desk, for the first time or again. */
import { parseArgs } from 'node:util';
import type { Environment } from '../config/env';
import type { Pool } from '../db/pool';
import { linkAddress, makeOwnerLink, type OwnerLink } from '../desk/access';
import { inWords } from '../i18n/dates';
import { systemClock } from '../process/clock';
import { checkInvitation } from '../store/accounts';
import { createSignInMails } from '../store/sign-ins';
import { LONGEST } from '../values/limits';
import { runCommand } from './run-command';
import { outboxOf } from './shop-keys';

const USAGE = 'npm run owner -- you@example.com [--name "Your name"]';

runCommand('owner', async (pool, environment) => {
  const wanted = readArguments(process.argv.slice(2));
  for (const line of await linesFor(pool, environment, wanted)) console.log(line);
});

function readArguments(args: string[]): { readonly email: string; readonly name: string } {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { name: { type: 'string' } } });
  const [typed, ...more] = positionals;
  if (!typed || more.length > 0) throw new Error(`Whose link? ${USAGE}`);
  const checked = checkInvitation({ email: typed, name: values.name ?? typed.split('@', 1)[0] ?? '' });
  if ('value' in checked) return checked.value;
  if ('email' in checked.errors) throw new Error(`${typed} is no e-mail address: ${USAGE}`);
  throw new Error(`a name has 1 to ${LONGEST.name} characters, on one line, and no link in it`);
}

async function linesFor(pool: Pool, environment: Environment, wanted: { email: string; name: string }) {
  const { store, outbox } = await outboxOf(pool, environment);
  const mails = createSignInMails(outbox, store.origins);
  const made = await makeOwnerLink({ pool, clock: systemClock, mails }, wanted);
  return [
    ...sentences(made),
    '',
    `  ${linkAddress(store.origins.app, made.token)}`,
    '',
    `It works once, until ${inWords(made.expiresAt, 'en')}. Whoever has it can enter the desk.`,
  ];
}

function sentences({ person: { name, email }, state, raised, enabled }: OwnerLink): string[] {
  const who = `${name} <${email}>`;
  return [
    {
      new: `${who} is an owner of the shop now. This link is for choosing a password and connecting an authenticator app:`,
      waiting: `${who} has not used the link that was made before. This one takes its place:`,
      recovery:
        `${who} has been at the desk before and is signed out everywhere now. ` +
        'This link replaces password, authenticator app and recovery codes:',
    }[state],
    ...(raised ? ['The role was another one; it is owner now.'] : []),
    ...(enabled ? ['Shut out until now, and let in again.'] : []),
  ];
}
