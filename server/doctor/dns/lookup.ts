/** An answer about the addresses of a host, as a fact. */
import type { Lookup } from '../../health/facts/dns';
import type { Reply } from './client';
import { canonicalName, recordsOf } from './records';

export const ADDRESS_TYPES = ['A', 'AAAA'] as const;

export function lookupOf(host: string, type: Lookup['type'], reply: Reply): Lookup {
  const asked = { host, type };
  if (reply.failure !== null) return { ...asked, outcome: reply.failure, addresses: [], alias: null, ttlSeconds: null };
  const { rcode, answers, authorities } = reply;
  const aliases = recordsOf(answers, 'CNAME');
  const records = recordsOf(answers, type);
  const [soa] = recordsOf(authorities, 'SOA');
  return {
    ...asked,
    outcome: rcode,
    addresses: records.map(({ data }) => data).sort(),
    alias: endOf(host, new Map(aliases.map(({ name, data }) => [name, canonicalName(data)]))),
    ttlSeconds:
      records.length > 0
        ? Math.min(...[...records, ...aliases].map(({ ttlSeconds }) => ttlSeconds))
        : soa
          ? Math.min(soa.ttlSeconds, soa.data.minimum ?? soa.ttlSeconds)
          : null,
  };
}

function endOf(host: string, next: ReadonlyMap<string, string>): string | null {
  let end: string | null = null;
  for (let at = next.get(host), steps = 0; at !== undefined && steps < next.size; at = next.get(at), steps++) end = at;
  return end;
}
