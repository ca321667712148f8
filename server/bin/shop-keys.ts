/** The keys of a shop, beside its database: what lies sealed there tells whether they are lost or were never made. */
import type { Environment } from '../config/env';
import type { Pool } from '../db/pool';
import { sealedSecondFactors } from '../desk/access';
import type { KeySource } from '../process/keys';
import { sealedMails } from '../store/mail';

export const keySource = (pool: Pool, { config, secrets }: Pick<Environment, 'config' | 'secrets'>): KeySource => ({
  dataDir: config.dataDir,
  sessionSecret: secrets.sessionSecret,
  sealed: async () => [...(await sealedSecondFactors(pool)), ...(await sealedMails(pool))],
});
