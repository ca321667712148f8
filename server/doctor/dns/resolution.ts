/** What resolvers tell the programs that ask them, checked by them and, where that fails, unchecked. */
import type { ResolverLookup, ResolverView } from '../../health/facts/dns';
import type { Delegation } from '../../health/facts/registrar';
import { ADDRESS_TYPES, lookupOf } from './lookup';
import { namesIn, recordsOf } from './records';
import { askResolver, type Asker } from './resolver';

export const lookThroughResolvers = (
  asker: Asker,
  delegation: Delegation,
  hosts: readonly string[],
): Promise<readonly ResolverView[]> =>
  Promise.all(asker.resolvers.map((resolver) => lookThrough(asker, resolver, delegation, hosts)));

async function lookThrough(
  asker: Asker,
  resolver: string,
  { zone, parent }: Delegation,
  hosts: readonly string[],
): Promise<ResolverView> {
  const above = await askResolver(asker, resolver, { name: parent, type: 'NS' });
  const failure = above.failure ?? (above.rcode === 'NOERROR' ? null : above.rcode);
  if (failure !== null) return { resolver, failure, nameServers: [], nameServersTtlSeconds: null, lookups: [] };
  const [listed, lookups] = await Promise.all([
    zone === null ? null : askResolver(asker, resolver, { name: zone, type: 'NS' }, { checkingDisabled: true }),
    Promise.all(hosts.flatMap((host) => ADDRESS_TYPES.map((type) => lookFor(asker, resolver, { host, type })))),
  ]);
  const records = listed?.failure === null ? recordsOf(listed.answers, 'NS') : [];
  return {
    ...{ resolver, failure, lookups, nameServers: namesIn(records) },
    nameServersTtlSeconds: records[0]?.ttlSeconds ?? null,
  };
}

async function lookFor(
  asker: Asker,
  resolver: string,
  { host, type }: Pick<ResolverLookup, 'host' | 'type'>,
): Promise<ResolverLookup> {
  const question = { name: host, type };
  const checked = await askResolver(asker, resolver, question);
  const lookup = lookupOf(host, type, checked);
  if (lookup.outcome !== 'SERVFAIL') return { ...lookup, unchecked: null, reason: null };
  const unchecked = await askResolver(asker, resolver, question, { checkingDisabled: true });
  // It may only have been slow: what it has found by now, it may find right.
  const again = await askResolver(asker, resolver, question);
  return {
    ...lookupOf(host, type, again),
    unchecked: unchecked.failure ?? unchecked.rcode,
    reason: again.failure === null ? again.reason : null,
  };
}
