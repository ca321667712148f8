/** What resolvers tell, against what the zone's own servers say. */
import type { ResolverLookup, ResolverView, Zone } from '../facts/dns';
import { fault, type AnyFault } from '../fault';
import { listed, lookupsOf, speaking } from '../servers';

interface Seen extends ResolverLookup {
  readonly resolver: string;
}

const lookupsIn = (resolution: readonly ResolverView[]): readonly Seen[] =>
  resolution
    .filter(({ failure }) => failure === null)
    .flatMap(({ resolver, lookups }) => lookups.map((lookup) => ({ ...lookup, resolver })));

/** What every server of the zone says; empty where one of them says otherwise, or leads elsewhere by an alias. */
function toldBy(zone: Zone, { host, type }: Seen): readonly string[] {
  const lookups = lookupsOf(zone, host, type);
  const isSure = lookups.every(({ addresses, alias }) => addresses.length > 0 && alias === null);
  return isSure ? lookups.flatMap(({ addresses }) => addresses) : [];
}

const longest = (seen: readonly Seen[]): number => Math.max(...seen.map(({ ttlSeconds }) => ttlSeconds ?? 0));
const inMinutes = (seconds: number): number => Math.ceil(seconds / 60);

const asSaid = ({ resolver, host, type }: Seen, what: string): string => `${resolver} on ${type} of ${host}: ${what}`;

const isAbsent = ({ outcome, addresses, alias }: Seen): boolean =>
  (outcome === 'NXDOMAIN' || outcome === 'NOERROR') && addresses.length === 0 && alias === null;

export const ABSENCE_REMEMBERED = fault({
  id: 'DNS-02',
  layer: 'dns',
  severity: 'harm',
  needs: ['zone', 'resolution'],
  find: ({ zone, resolution }) => {
    // Without a SOA it is no absence that is remembered, but a filter's word.
    const absent = lookupsIn(resolution).filter(
      (seen) => isAbsent(seen) && seen.ttlSeconds !== null && toldBy(zone, seen).length > 0,
    );
    if (absent.length === 0) return null;
    return {
      hosts: listed(absent.map(({ host }) => host)),
      said: absent.map((seen) => asSaid(seen, seen.outcome === 'NOERROR' ? 'none' : seen.outcome)).join(', '),
      seconds: longest(absent),
    };
  },
  owner: {
    ko: ({ hosts, seconds }) =>
      `${hosts}의 주소 레코드는 만들어졌지만, 아직 없다고 기억하는 곳이 있어서 길게는 ${inMinutes(seconds)}분 더 기다려야 해요.`,
    en: ({ hosts, seconds }) =>
      `The address of ${hosts} is there, but some still remember that it is not, for ${inMinutes(seconds)} more minutes at most.`,
  },
  expert: ({ said, seconds }) =>
    `The zone's servers have the address; a resolver remembers that there is none (${said}), for ${seconds} s more.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN (ERR_NAME_NOT_RESOLVED)',
  mend: ({ seconds }) => `Wait ${seconds} seconds. Ask no resolver for a name before its record exists.`,
  mendKo: ({ seconds }) => `${seconds}초 기다리세요. 레코드를 만들기 전에는 그 이름을 열어 보지 마세요.`,
});

export const ADDRESS_REMEMBERED = fault({
  id: 'DNS-21',
  layer: 'dns',
  severity: 'harm',
  certainty: 'likely',
  needs: ['zone', 'resolution'],
  find: ({ zone, resolution }) => {
    // Networks that translate make up AAAA; A they leave alone.
    const old = lookupsIn(resolution).filter((seen) => {
      const told = toldBy(zone, seen);
      return seen.type === 'A' && told.length > 0 && seen.addresses.some((address) => !told.includes(address));
    });
    if (old.length === 0) return null;
    const differing = old.map((seen) =>
      asSaid(seen, `${listed(seen.addresses)} (the zone says ${listed(toldBy(zone, seen))})`),
    );
    return { hosts: listed(old.map(({ host }) => host)), said: differing.join(', '), seconds: longest(old) };
  },
  owner: {
    ko: ({ hosts, seconds }) =>
      `${hosts}의 예전 주소를 기억하는 곳이 있어서 길게는 ${inMinutes(seconds)}분 동안 예전 서버로 가는 손님이 있어요.`,
    en: ({ hosts, seconds }) =>
      `Some still remember the old address of ${hosts}, so for up to ${inMinutes(seconds)} minutes visitors may reach the old machine.`,
  },
  expert: ({ said, seconds }) => `A resolver says otherwise than the zone's servers: ${said}; ${seconds} s left.`,
  mend: ({ seconds }) =>
    `Wait ${seconds} seconds, and keep the old machine answering meanwhile. If it stays, the resolver of this network answers for itself.`,
  mendKo: ({ seconds }) =>
    `${seconds}초 기다리고, 그동안 예전 서버도 켜 두세요. 그 뒤에도 그대로면 이 통신망의 DNS가 제멋대로 답하는 거예요.`,
});

export const BOGUS = fault({
  id: 'DNS-BOGUS',
  layer: 'dns',
  severity: 'down',
  needs: ['resolution'],
  find: ({ resolution }) => {
    const bogus = lookupsIn(resolution).filter(
      ({ outcome, unchecked }) => outcome === 'SERVFAIL' && (unchecked === 'NOERROR' || unchecked === 'NXDOMAIN'),
    );
    if (bogus.length === 0) return null;
    return { said: listed(bogus.map((seen) => asSaid(seen, seen.reason ?? 'SERVFAIL'))) };
  },
  canBe: ['DNS-09', 'DNS-19'],
  explains: ['DNS-SERVFAIL'],
  owner: {
    ko: '도메인의 보안 서명(DNSSEC)이 잘못되어 대부분의 손님이 가게를 열 수 없어요.',
    en: 'The domain’s security signature (DNSSEC) is wrong, so most visitors can not open the shop.',
  },
  expert: ({ said }) =>
    `Resolvers find the addresses and refuse to tell them, for their signatures are wrong: ${said}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: 'https://dnsviz.net names the signature that is wrong; where the DS at the registrar is old, delete it there.',
  mendKo:
    'https://dnsviz.net에서 어느 서명이 틀렸는지 볼 수 있어요. 도메인을 산 곳의 DS가 예전 것이면 거기서 지우세요.',
});

export const RESOLVERS_FAIL = fault({
  id: 'DNS-SERVFAIL',
  layer: 'dns',
  severity: 'harm',
  certainty: 'likely',
  needs: ['zone', 'resolution'],
  find: ({ zone, resolution }) => {
    const isFine = (outcome: string | null): boolean => outcome === 'NOERROR' || outcome === 'NXDOMAIN';
    const failed = lookupsIn(resolution).filter(({ outcome, unchecked }) => !isFine(outcome) && !isFine(unchecked));
    if (failed.length === 0 || speaking(zone).length === 0) return null;
    return { zone: zone.name, said: listed(failed.map((seen) => asSaid(seen, seen.reason ?? seen.outcome))) };
  },
  canBe: ['DNS-17', 'DNS-18', 'REG-03', 'REG-05'],
  owner: {
    ko: '도메인의 주소를 찾지 못하는 통신망이 있어서 가게가 안 열리는 손님이 있을 수 있어요.',
    en: 'Some networks fail to find the address of the shop, so it may not open for their visitors.',
  },
  expert: ({ zone, said }) =>
    `The servers of ${zone} answer from here, but a resolver that knows the zone above can not resolve it: ${said}.`,
  browser: 'DNS_PROBE_FINISHED_BAD_CONFIG or ERR_NAME_NOT_RESOLVED',
  mend: 'Look again in some minutes; if it stays, https://zonemaster.net tests each server of the zone from outside.',
  mendKo: '몇 분 뒤에 다시 진단하고, 그대로면 https://zonemaster.net에서 이름 서버를 하나씩 바깥에서 확인하세요.',
});

export const RESOLUTION_FAULTS: readonly AnyFault[] = [ABSENCE_REMEMBERED, ADDRESS_REMEMBERED, BOGUS, RESOLVERS_FAIL];
