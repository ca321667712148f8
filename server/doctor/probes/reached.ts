/** What the probes of the road go on with, once it is known which doors open. */
import type { HostAddress } from '../../health/facts/dns';
import type { Greeting, PortAnswer } from '../../health/facts/network';
import { originOf, type Target } from '../../health/facts/target';
import type { Question, Reply } from '../ask';

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

interface Known {
  readonly addresses: readonly HostAddress[];
  readonly connections: readonly PortAnswer[];
}

/** What is met on the road, where that leads anywhere: not what a machine says to itself. @throws Error where none is */
export function answering({ addresses, connections }: Known, port: number): readonly HostAddress[] {
  const open = connections.filter((one) => one.port === port && one.state === 'connected');
  const onTheRoad = open.filter(({ isOwn = false }) => !isOwn);
  const asked = (onTheRoad.length > 0 ? onTheRoad : open).map(({ address }) => address);
  const reached = addresses.filter(({ address }) => asked.includes(address));
  if (reached.length === 0) throw new Error(`nobody lets in at port ${port}`);
  return reached;
}

/** Of several the one that is certainly ours. @throws Error where the host has none that answers */
export function addressOf(greetings: readonly Greeting[], host: string): string {
  const own = greetings.filter((one) => one.host === host && one.status !== null);
  const address = (own.find(({ process }) => process === 'edge') ?? own[0])?.address;
  if (address === undefined) throw new Error(`nobody answers under ${host}`);
  return address;
}

/** A question to be asked of one of our names as browsers ask it. */
export function questionTo(
  target: Target,
  { host, address, secure = true }: HostAddress & { readonly secure?: boolean },
  path: string,
): Question {
  const port = secure ? target.httpsPort : target.httpPort;
  return { address, port, secure, authority: new URL(originOf(target, host, secure)).host, path };
}

/** Empty for what is no object of JSON. */
export function jsonOf({ body }: Pick<Reply, 'body'>): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
