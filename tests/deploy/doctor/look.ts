/** The doctor's cloud view of a recorded account, with a resolver of its own. */
import { createSocket } from 'node:dgram';
import { decode, encode } from 'dns-packet';
import type { Cloud } from '../../../server/doctor/cloud/questions';
import type { Context, Preflight } from '../../../server/doctor/context';
import { gather, type Gathered } from '../../../server/doctor/gather';
import type { AnyProbe } from '../../../server/doctor/probe';
import { CLOUD_PROBES } from '../../../server/doctor/probes/cloud';
import { hostsOf } from '../../../server/hosts';
import { DOMAIN, NAME_SERVERS, NOW } from './account';

/** Says of every zone that these are its name servers. */
export async function withResolver<T>(
  nameServers: readonly string[],
  use: (address: string) => Promise<T>,
): Promise<T> {
  const socket = createSocket('udp4');
  socket.on('message', (message, peer) => {
    const { id = 0, questions = [] } = decode(message);
    const name = questions[0]?.name ?? '';
    const answers = nameServers.map((data) => ({ type: 'NS' as const, name, ttl: 60, data }));
    socket.send(encode({ type: 'response', id, flags: 0x0180, questions, answers }), peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  try {
    return await use(`127.0.0.1:${socket.address().port}`);
  } finally {
    await new Promise<void>((resolve) => socket.close(() => resolve()));
  }
}

export const contextOf = (cloud: Cloud | null, resolver: string): Context => ({
  target: { hosts: hostsOf(DOMAIN), httpPort: 80, httpsPort: 443, shopPort: 3001, isPublic: true },
  clock: { now: () => NOW },
  reach: { resolvers: [resolver], extraRoots: [], rdapBootstrapUrl: 'http://127.0.0.1:1/' },
  inside: null,
  cloud,
});

interface Looking {
  readonly nameServers?: readonly string[];
  readonly probes?: readonly AnyProbe[];
  readonly preflight?: Preflight;
}

export const look = (
  cloud: Cloud | null,
  { nameServers = NAME_SERVERS, probes = CLOUD_PROBES, preflight }: Looking = {},
): Promise<Gathered> =>
  withResolver(nameServers, (resolver) =>
    gather(
      probes,
      { ...contextOf(cloud, resolver), ...(preflight ? { preflight } : {}) },
      { signal: new AbortController().signal, tell: () => undefined },
    ),
  );
