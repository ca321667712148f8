/** The doctor as it stands on a shop's machine, with that shop's own settings. */
import type { Context } from '../../server/doctor/context';
import { readEnvironment } from '../../server/config/env';
import { hostsOf } from '../../server/hosts';
import { systemClock } from '../../server/process/clock';

/** @param env what the shop's processes get */
export function insideContext(env: NodeJS.ProcessEnv, inside: Partial<NonNullable<Context['inside']>> = {}): Context {
  const { config, secrets } = readEnvironment(env);
  const { httpPort, httpsPort, shopPort } = config;
  return {
    target: { hosts: hostsOf(config.domain), httpPort, httpsPort, shopPort, isPublic: false },
    clock: systemClock,
    reach: { resolvers: [], extraRoots: [], rdapBootstrapUrl: 'https://127.0.0.1:9/' },
    inside: { config, databaseUrl: secrets.databaseUrl, mailUrl: secrets.mailUrl, ...inside },
  };
}
