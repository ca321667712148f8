/** Which CAA set holds for a host (RFC 8659): its own, or that of the next name above that has one. */
import type { CaaFacts, CaaRecord, Zone } from '../../health/facts/dns';
import { ask } from './client';
import { climb, isWithin, recordsOf } from './records';
import { resolve, type Asker } from './resolver';
import { speakingOf } from './zone';

type Sets = CaaFacts['sets'];

export async function lookForCaa(
  asker: Asker,
  zone: Zone,
  hosts: readonly string[],
): Promise<Pick<CaaFacts, 'sets' | 'failures'>> {
  const [sets, failures] = await Promise.all([
    Promise.all(hosts.map((host) => setOf(asker, zone, host))),
    failuresOf(asker, zone, hosts),
  ]);
  return { sets: sets.filter((one) => one !== null), failures };
}

async function setOf(asker: Asker, zone: Zone, host: string): Promise<Sets[number] | null> {
  for (const at of climb(host)) {
    const records = await recordsAt(asker, zone, at);
    if (records.length > 0) return { host, at, records };
  }
  return null;
}

async function recordsAt(asker: Asker, zone: Zone, name: string): Promise<readonly CaaRecord[]> {
  const question = { name, type: 'CAA' } as const;
  const [first] = isWithin(name, zone.name) ? speakingOf(asker, zone.servers) : [];
  const own = first ? await ask(first.server, question, { signal: asker.signal }) : null;
  const isElsewhere = own?.failure === null && recordsOf(own.answers, 'CNAME').length > 0;
  // Above the zone, and where an alias leads out of it, others speak; a CA's resolver asks them too.
  const reply = own && !isElsewhere ? own : await resolve(asker, question).catch(() => null);
  if (reply?.failure !== null) return [];
  return recordsOf(reply.answers, 'CAA').map(({ data }) => ({
    tag: data.tag.toLowerCase(),
    value: data.value,
    isCritical: data.issuerCritical === true,
  }));
}

/** A server may know the rest and not this: then no CA may issue. What fails is asked once more. */
async function failuresOf(asker: Asker, zone: Zone, hosts: readonly string[]): Promise<CaaFacts['failures']> {
  const asked = speakingOf(asker, zone.servers).flatMap(({ name, server }) =>
    hosts.map(async (host) => {
      const outcomeOf = async (): Promise<string> => {
        const reply = await ask(server, { name: host, type: 'CAA' }, { signal: asker.signal });
        return reply.failure ?? reply.rcode;
      };
      const outcome = isFine(await outcomeOf()) ? null : await outcomeOf();
      return outcome === null || isFine(outcome) ? [] : [{ host, server: `${name} (${server.address})`, outcome }];
    }),
  );
  return (await Promise.all(asked)).flat();
}

const isFine = (outcome: string): boolean => outcome === 'NOERROR' || outcome === 'NXDOMAIN';
