/** What the rows about names ask of a zone's servers. */
import type { Lookup, ServerView, Zone } from './facts/dns';

export const speaking = ({ servers }: Zone): readonly ServerView[] => servers.filter(({ state }) => state === 'speaks');

export const listed = (names: readonly string[]): string => [...new Set(names)].sort().join(', ');

export const serverName = ({ name, address }: Pick<ServerView, 'name' | 'address'>): string => `${name} (${address})`;

/** What the zone's servers said of a host's addresses, all together. */
export const lookupsOf = (zone: Zone, name: string, type: Lookup['type']): readonly Lookup[] =>
  speaking(zone).flatMap(({ lookups }) => lookups.filter((one) => one.host === name && one.type === type));
