/** Where the hosts lead: what probes further down the road begin with. */
import net from 'node:net';
import type { HostAddress, Zone } from '../../health/facts/dns';
import type { Context } from '../context';
import { addressesOf, askerOf, type Asker } from './resolver';

const CONNECT_MS = 500;

export async function lookForAddresses(
  context: Context,
  zone: Zone | undefined,
  signal: AbortSignal,
): Promise<readonly HostAddress[]> {
  const hosts = context.target.hosts.all.map(({ name }) => name);
  if (!context.target.isPublic) {
    const loopback = await loopbackOf(context.target.httpsPort, signal);
    return hosts.flatMap((host) => loopback.map((address) => ({ host, address })));
  }
  const asker = askerOf(context, signal);
  const found = await Promise.all(hosts.map((host) => addressesOfHost(asker, zone, host)));
  const addresses = hosts.flatMap((host, i) => (found[i] ?? []).map((address) => ({ host, address })));
  if (addresses.length === 0) throw new Error('no name leads to any address');
  return addresses;
}

/** Browsers take every `*.localhost` for this machine, whatever a resolver would say; by IPv6 where somebody listens. */
async function loopbackOf(port: number, signal: AbortSignal): Promise<readonly string[]> {
  return (await isListening('::1', port, signal)) ? ['127.0.0.1', '::1'] : ['127.0.0.1'];
}

function isListening(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, signal, timeout: CONNECT_MS });
    const settle = (listens: boolean) => (): void => {
      socket.destroy();
      resolve(listens);
    };
    socket.once('connect', settle(true)).once('timeout', settle(false)).once('error', settle(false));
  });
}

async function addressesOfHost(asker: Asker, zone: Zone | undefined, name: string): Promise<readonly string[]> {
  const lookups = (zone?.servers ?? [])
    .filter(({ state }) => state === 'speaks')
    .flatMap((server) => server.lookups.filter(({ host }) => host === name));
  const told = lookups.flatMap(({ addresses }) => addresses);
  // An alias may lead where this zone's servers don't speak. Where none could be asked, resolvers may remember.
  const isLeftToResolvers = lookups.length === 0 || (told.length === 0 && lookups.some(({ alias }) => alias !== null));
  const found = isLeftToResolvers ? await addressesOf(asker, name).catch(() => []) : told;
  return [...new Set(found)].sort();
}
