/** Faults between the registrar and the address: who is asked for a name, and what is answered. */
import { Resolver } from 'node:dns/promises';
import { startElsewhere } from '../elsewhere';
import type { Names } from '../names';
import { DOMAIN, ELSEWHERE_IPV6, HOSTS, MACHINE, SERVERS } from '../places';
import { REGISTERED, type Registration } from '../registry';
import { all, fault, type LaboratoryFault } from '../table';
import type { World } from '../world';

const EVERY = HOSTS.all.map(({ name }) => name);

const setAll = ({ names }: World, type: string, values: readonly string[]) =>
  all(...EVERY.map((name) => () => names.set(name, type, values)));

const unregister = ({ names }: World) =>
  all(
    () => names.setAtRegistry(DOMAIN, 'DS', []),
    () => names.setAtRegistry(DOMAIN, 'NS', []),
  );

const noApp = (names: Names) =>
  all(
    () => names.set(HOSTS.app, 'A', []),
    () => names.set(HOSTS.app, 'AAAA', []),
  );

const registered = ({ registry }: World, registration: Partial<Registration>) => {
  registry.registration = { ...REGISTERED, ...registration };
  return () => void (registry.registration = REGISTERED);
};

const servers = (...names: readonly string[]): string[] => names.map((name) => `${name}.com.`);

export const NAME_FAULTS: readonly LaboratoryFault[] = [
  fault('held by the registry', 'REG-01', (world) =>
    all(
      () => registered(world, { status: ['client hold'] }),
      () => unregister(world),
    ),
  ),
  fault('expires in five days', 'REG-02', (world) => registered(world, { expiresInDays: 5 })),
  fault('not registered', 'REG-06', (world) =>
    all(
      () => registered(world, { exists: false }),
      () => unregister(world),
    ),
  ),
  fault('delegated to a server that has no zone', 'REG-03', ({ names }) =>
    names.setAtRegistry(DOMAIN, 'NS', servers('ns1.names-of-shops', 'a.servers-of-com')),
  ),
  fault('delegated to other servers than the zone names', 'REG-03', ({ names }) =>
    names.set(DOMAIN, 'NS', servers('ns1.names-of-shops', 'ns3.names-of-shops')),
  ),
  fault('a secondary that has old records', 'DNS-15', ({ names }) =>
    names.withLag(() => names.set(HOSTS.app, 'TXT', ['"new"'])),
  ),
  fault('one name server of two is dead', 'DNS-17', ({ names }) => names.servers.secondary.program.down()),
  fault('no name', 'DNS-01', ({ names }) => noApp(names)),
  fault('a name that was asked for too early', 'DNS-02', async ({ names }) => {
    const putBack = await noApp(names);
    await askResolvers(HOSTS.app);
    await names.keepingAnswers(putBack);
    return () => names.forget();
  }),
  fault(
    'addresses of another machine',
    'DNS-03',
    (world) =>
      all(
        () => startElsewhere(world.authority),
        () => setAll(world, 'A', [SERVERS.elsewhere]),
        () => setAll(world, 'AAAA', []),
      ),
    { outside: 'NET-STRANGER' },
  ),
  fault('an address that nobody has any more', 'NET-SILENT', (world) => setAll(world, 'A', ['43.200.77.77']), {
    outside: 'NET-ONE-DEAD',
  }),
  fault('an IPv6 address of another machine', 'DNS-04', (world) =>
    all(
      () => startElsewhere(world.authority),
      () => setAll(world, 'AAAA', [ELSEWHERE_IPV6]),
    ),
  ),
  fault('a second address, of another machine', 'DNS-05', (world) =>
    all(
      () => startElsewhere(world.authority),
      () => setAll(world, 'A', [MACHINE.ipv4, SERVERS.elsewhere]),
    ),
  ),
  fault('an address of the machine’s own network', 'DNS-06', (world) => setAll(world, 'A', [MACHINE.own])),
  fault('another authority alone may issue', 'DNS-07', ({ names }) =>
    names.set(DOMAIN, 'CAA', ['0 issue "authority-of-somebody.com"']),
  ),
  fault(
    'an account at the authority that is gone',
    'DNS-10',
    ({ names }) =>
      names.set(DOMAIN, 'CAA', [
        '0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"',
      ]),
    { outside: 'DNS-ACCOUNT' },
  ),
  fault('a key at the registry that the zone hasn’t', 'DNS-09', ({ names }) =>
    names.setAtRegistry(DOMAIN, 'DS', [`12345 13 2 ${'ab'.repeat(32)}`]),
  ),
  fault('a name typed twice', 'DNS-11', ({ names }) =>
    all(
      () => noApp(names),
      () => names.set(`${HOSTS.app}.${DOMAIN}`, 'A', [MACHINE.ipv4]),
    ),
  ),
  fault('no server answers for the zone', 'DNS-17', ({ names }) =>
    all(
      // What they were about to ask they go on waiting for.
      () => async () => void (await Promise.all(names.resolvers.map(({ program }) => program.again()))),
      () => names.servers.primary.program.down(),
      () => names.servers.secondary.program.down(),
      async () => {
        await names.forget();
        return () => undefined;
      },
    ),
  ),
  fault('two senders’ policies', 'MAIL-03', ({ names }) =>
    names.set(DOMAIN, 'TXT', ['"v=spf1 -all"', '"v=spf1 include:mail-relay.com ~all"']),
  ),
  fault('the machine has no resolver', 'DNS-12', ({ resolveBy }) => resolveBy('43.200.99.99'), { outside: null }),
];

/** Kept until they are told to forget. */
async function askResolvers(name: string): Promise<void> {
  for (const address of [SERVERS.resolver, SERVERS.otherResolver]) {
    const resolver = new Resolver({ timeout: 2_000, tries: 2 });
    resolver.setServers([address]);
    for (const rrtype of ['A', 'AAAA']) await resolver.resolve(name, rrtype).catch(() => undefined);
  }
}
