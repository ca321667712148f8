/** Asks the servers of the zone above whom they send the world to, and follows them down to the domain's own zone. */
import { getDomain } from 'tldts';
import type { Delegation, DelegatedServer } from '../../health/facts/registrar';
import { ask, type Message, type ServerAddress } from './client';
import { canonicalName, isWithin, namesIn, parentOf, recordsOf } from './records';
import { addressesOf, enclosingZone, reachableOf, type Asker } from './resolver';

/** A registry has a dozen that say the same. */
const ASKED_SERVERS = 3;

/** What one server of a zone says of a name: who speaks for it, or that it has it itself, or that there is none. */
type Said =
  | { readonly kind: 'referral'; readonly zone: string; readonly message: Message }
  | { readonly kind: 'own' | 'none'; readonly message: Message };

interface Cut {
  readonly parent: string;
  readonly zone: string | null;
  readonly rcode: string;
  readonly nameServers: readonly DelegatedServer[];
  readonly ttlSeconds: number | null;
  readonly saidBy: string;
  readonly server: ServerAddress;
}

export const registrableOf = (domain: string): string => getDomain(domain) ?? domain;

export async function lookForDelegation(asker: Asker, apex: string): Promise<Delegation> {
  const domain = registrableOf(apex);
  const { zone, nameServers } = await enclosingZone(asker, parentOf(domain));
  const above = { zone, nameServers: await withAddresses(asker, nameServers.slice(0, ASKED_SERVERS), []) };
  let cut = await cutBelow(asker, above, apex);
  if (!cut) throw new Error('no server of the registry answers from here: this network may let no question through');
  // A part of the domain may be a zone of its own.
  for (let found: Cut | null = cut; found?.zone != null && found.zone !== apex;) {
    found = await cutBelow(asker, { zone: found.zone, nameServers: found.nameServers }, apex);
    if (found?.zone != null) cut = found;
  }
  const { server, ...rest } = cut;
  const signers = cut.zone === null ? [] : await signersOf(asker, server, cut.zone);
  return { domain, ...rest, signers };
}

interface ZoneServers {
  readonly zone: string;
  readonly nameServers: readonly DelegatedServer[];
}

/** @returns null where none of its servers says anything */
async function cutBelow(asker: Asker, { zone, nameServers }: ZoneServers, apex: string): Promise<Cut | null> {
  const asked = await Promise.all(
    nameServers.slice(0, ASKED_SERVERS).map(async ({ name, addresses }) => {
      const [server] = await reachableOf(asker, addresses);
      if (!server) return null;
      const reply = await ask(server, { name: apex, type: 'NS' }, { signal: asker.signal, dnssec: true });
      const said = reply.failure === null ? readSaid(reply, zone, apex) : null;
      return said && { said, server, saidBy: `${name} (${server.address})` };
    }),
  );
  const [first] = asked.filter((one) => one !== null);
  if (!first) return null;
  const { said, server, saidBy } = first;
  const cut = { parent: zone, rcode: said.message.rcode, saidBy, server };
  if (said.kind === 'none') return { ...cut, zone: null, nameServers: [], ttlSeconds: null };
  const [below, section] =
    said.kind === 'referral' ? [said.zone, said.message.authorities] : ([apex, said.message.answers] as const);
  const records = recordsOf(section, 'NS').filter(({ name }) => name === below);
  return {
    ...{ ...cut, zone: below, ttlSeconds: records[0]?.ttlSeconds ?? null },
    nameServers: await withAddresses(asker, namesIn(records), said.message.additionals),
  };
}

function readSaid(message: Message, zone: string, apex: string): Said | null {
  const { rcode, isAuthoritative, answers, authorities } = message;
  const below = recordsOf(authorities, 'NS').find(({ name }) => isBelow(name, zone) && isWithin(apex, name));
  if (rcode === 'NOERROR' && !isAuthoritative && !message.isResolver && below)
    return { kind: 'referral', zone: below.name, message };
  // What answers in the place of a registry's server speaks for nothing.
  if (!isAuthoritative) return null;
  // One server may have the zone above and the domain's own.
  const isOwn = recordsOf(answers, 'NS').some(({ name }) => name === apex);
  if (isOwn && isBelow(apex, zone)) return { kind: 'own', message };
  return rcode === 'NXDOMAIN' || rcode === 'NOERROR' ? { kind: 'none', message } : null;
}

const isBelow = (name: string, zone: string): boolean => name !== zone && isWithin(name, zone);

async function withAddresses(
  asker: Asker,
  names: readonly string[],
  additionals: Message['additionals'],
): Promise<readonly DelegatedServer[]> {
  const glue = [...recordsOf(additionals, 'A'), ...recordsOf(additionals, 'AAAA')];
  return Promise.all(
    names.map(async (name) => {
      const told = glue.filter((record) => record.name === name).map(({ data }) => data);
      // Its own zone may be the one that is broken: what the parent hands out with its name leads there all the same.
      const found = told.length > 0 ? [] : await addressesOf(asker, name).catch(() => []);
      return { name, addresses: [...new Set([...told, ...found])] };
    }),
  );
}

async function signersOf({ signal }: Asker, server: ServerAddress, zone: string): Promise<Delegation['signers']> {
  const reply = await ask(server, { name: zone, type: 'DS' }, { signal, dnssec: true });
  if (reply.failure !== null) return [];
  return recordsOf(reply.answers, 'DS')
    .filter(({ name }) => canonicalName(name) === zone)
    .map(({ data }) => ({
      ...{ keyTag: data.keyTag, algorithm: data.algorithm, digestType: data.digestType },
      digest: data.digest.toString('hex'),
    }));
}
