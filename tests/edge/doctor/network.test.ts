/** What the probes of the network make of doors and roads that are not what they seem. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Context } from '../../../server/doctor/context';
import { NETWORK_PROBES } from '../../../server/doctor/probes/network';
import type { Facts } from '../../../server/health/facts';
import type { ServerView } from '../../../server/health/facts/dns';
import type { InnerPort, PortAnswer, PortState } from '../../../server/health/facts/network';
import { hostsOf } from '../../../server/hosts';
import { systemClock } from '../../../server/process/clock';
import { listenOnLoopback } from '../support/edge';

const contextOf = (shopPort: number): Context => ({
  target: { hosts: hostsOf('shop.test'), httpPort: 80, httpsPort: 443, shopPort, isPublic: true },
  clock: systemClock,
  reach: { resolvers: [], extraRoots: [], rdapBootstrapUrl: 'https://rdap.test/dns.json' },
  inside: null,
  cloud: null,
});

const gather = (fact: string, known: Partial<Facts>, shopPort = 3001): Promise<unknown> =>
  NETWORK_PROBES.find((one) => one.fact === fact)!.gather(contextOf(shopPort), known, AbortSignal.timeout(20_000));

const answer = (address: string, state: PortState): PortAnswer => ({ address, hosts: ['shop.test'], port: 443, state });

/** Loopback, by an address that isn’t one of those that are left out. */
const HERE = '::ffff:127.0.0.1';

async function shopSeenAt(port: number): Promise<InnerPort['speaks'] | undefined> {
  const ports = (await gather('innerPorts', { connections: [answer(HERE, 'connected')] }, port)) as InnerPort[];
  return ports.find((one) => one.port === port)?.speaks;
}

test('a shop that is reached past the edge is seen', async () => {
  const shop = http.createServer((_request, response) => response.end(JSON.stringify({ process: 'shop' })));
  expect(await shopSeenAt(await listenOnLoopback(shop))).toBe('shop');
});

/** Whose queue is full, so that the kernel drops whoever comes, as a security group does. */
async function withDroppingPort(use: (port: number) => Promise<void>): Promise<void> {
  const listen = `require('net').createServer().listen(
    { port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port) })`;
  const child = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  const waiting: net.Socket[] = [];
  try {
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const port = Number(said);
    child.kill('SIGSTOP');
    for (let i = 0; i < 4; i++) waiting.push(net.connect(port, '127.0.0.1').on('error', () => undefined));
    await once(waiting[1]!, 'connect');
    await use(port);
  } finally {
    for (const socket of waiting) socket.destroy();
    child.kill('SIGKILL');
  }
}

test('a door to the inside that a firewall keeps is no reason to wait', () =>
  withDroppingPort(async (port) => {
    const startedAt = performance.now();
    expect(await shopSeenAt(port)).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(2_500);
  }));

const V6 = '2600:1f18::7';
const server = (address: string, state: ServerView['state']): Facts['zone'] => ({
  ...{ name: 'shop.test', wildcard: [], doubled: [] },
  servers: [
    { name: 'ns1.test', address, state, outcome: '', tcpFailure: null, serial: 1, nameServers: [], lookups: [] },
  ],
});
const silent = [answer('18.64.1.7', 'connected'), answer(V6, 'silent')];
const resolution = (resolver: string, failure: string | null = null): Partial<Facts> => ({
  resolution: [{ resolver, failure, nameServers: [], nameServersTtlSeconds: null, lookups: [] }],
});

test.each<[string, Partial<Facts>]>([
  ['nobody was asked over it', {}],
  ['name servers answer over IPv4 alone', { zone: server('18.64.9.1', 'speaks') }],
  ['the name server is silent over it too', { zone: server('2600::9:1', 'unreachable') }],
  ['only the router at home speaks it', resolution('fe80::1')],
  ['a resolver is silent over it', resolution('2620:fe::9', 'silent')],
])('of IPv6 that may end at this computer nothing is known: %s', async (_what, known) => {
  await expect(gather('ipv6', { connections: silent, ...known })).rejects.toThrow(
    'nothing answers over IPv6 from here',
  );
});

test.each<[string, Partial<Facts>]>([
  ['a name server', { connections: silent, zone: server('2600::9:1', 'speaks') }],
  ['a resolver', { connections: silent, ...resolution('2620:fe::9') }],
  ['another address of the shop', { connections: [...silent, answer('2600:1f18::8', 'refused')] }],
])('it is known once %s answers over it', async (_what, known) => {
  expect(await gather('ipv6', known as Facts)).toContain(V6);
});

test('a shop without IPv6 is looked at all the same', async () => {
  expect(await gather('ipv6', { connections: [answer('18.64.1.7', 'connected')] })).toEqual([]);
});
