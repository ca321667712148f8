/** The keys of a shop, beside its database: what lies sealed there tells whether they are lost or were never made. */
import type { Environment } from '../config/env';
import { projectPaths } from '../config/paths';
import type { Pool } from '../db/pool';
import { sealedSecondFactors } from '../desk/access';
import { systemClock } from '../process/clock';
import { readKeys, type KeySource } from '../process/keys';
import { storeConfigOf } from '../store/context';
import { createOutbox, sealedMails, sealedMailServers } from '../store/mail';
import { createLetterView } from '../web/letter-view';

/** For a command that mails somebody. */
export async function outboxOf(pool: Pool, environment: Environment) {
  const store = storeConfigOf(environment.config);
  const keys = await readKeys(keySource(pool, environment), systemClock.now());
  const letterView = createLetterView(projectPaths().views);
  return { store, keys, outbox: createOutbox({ config: store, clock: systemClock, keys, letterView }) };
}

export const keySource = (pool: Pool, { config, secrets }: Pick<Environment, 'config' | 'secrets'>): KeySource => ({
  dataDir: config.dataDir,
  sessionSecret: secrets.sessionSecret,
  sealed: async () => [
    ...(await sealedSecondFactors(pool)),
    ...(await sealedMails(pool)),
    ...(await sealedMailServers(pool)),
  ],
});
