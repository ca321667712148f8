/** Faults of name servers themselves: one that was changed a while ago, and one of old. */
import { Resolver } from 'node:dns/promises';
import { NS2_LATER } from '../names';
import type { Undo } from '../namespaces';
import { DOMAIN, SERVERS } from '../places';
import { startStubbornServer } from '../stubborn-server';
import { all, fault, type LaboratoryFault } from '../table';

const LATER = ['ns1.names-of-shops.com.', NS2_LATER];

async function rememberServers(): Promise<void> {
  for (const address of [SERVERS.resolver, SERVERS.otherResolver]) {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    resolver.setServers([address]);
    await resolver.resolveNs(DOMAIN);
  }
}

export const MOVE_FAULTS: readonly LaboratoryFault[] = [
  fault('a change of name servers that not everybody has heard of', 'REG-05', async ({ names }) => {
    await rememberServers();
    let undo: Undo = () => undefined;
    await names.keepingAnswers(async () => {
      undo = await all(
        () => names.set(DOMAIN, 'NS', LATER),
        () => names.setAtRegistry(DOMAIN, 'NS', LATER),
      );
    });
    return undo;
  }),
  fault('a name server that has never heard of CAA', 'DNS-08', ({ names }) =>
    all(
      () => names.servers.primary.program.down(),
      () => startStubbornServer(SERVERS.primary, { ignores: 'CAA', asks: SERVERS.secondary }),
    ),
  ),
];
