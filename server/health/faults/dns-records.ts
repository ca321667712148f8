/** Where the names lead. */
import { isIPv6 } from 'node:net';
import type { Zone } from '../facts/dns';
import { fault, type AnyFault } from '../fault';
import { reservedFor } from '../reserved';
import { listed, lookupsOf, speaking } from '../servers';

/** Of a host with no IPv4 address at any server: what they say of it; null: it has one, or nobody can tell. */
function missingA(zone: Zone, host: string): string | null {
  const lookups = lookupsOf(zone, host, 'A');
  const isMissing = lookups.every(
    ({ outcome, addresses, alias }) =>
      (outcome === 'NOERROR' || outcome === 'NXDOMAIN') && addresses.length === 0 && alias === null,
  );
  return lookups.length > 0 && isMissing ? listed(lookups.map(({ outcome }) => outcome)) : null;
}

export const NAME_MISSING = fault({
  id: 'DNS-01',
  layer: 'dns',
  needs: ['zone'],
  find: ({ zone, target: { hosts } }) => {
    const missing = hosts.all.flatMap(({ name }) => {
      const said = missingA(zone, name);
      return said === null ? [] : [{ name, said: said === 'NOERROR' ? 'no A record' : said }];
    });
    if (missing.length === 0) return null;
    return {
      zone: zone.name,
      names: listed(missing.map(({ name }) => name)),
      said: missing.map(({ name, said }) => `${name}: ${said}`).join(', '),
      isApex: missing.some(({ name }) => name === hosts.apex),
    };
  },
  severity: ({ isApex }) => (isApex ? 'down' : 'harm'),
  explains: ['DNS-02'],
  owner: {
    ko: ({ names }) => `주소 레코드가 없어서 이 이름으로는 가게가 열리지 않아요: ${names}.`,
    en: ({ names }) => `These names of the shop lead nowhere: ${names}.`,
  },
  expert: ({ zone, said }) => `No server of ${zone} has an IPv4 address for ${said}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN (ERR_NAME_NOT_RESOLVED)',
  mend: 'Create the A record: npx pulumi up; by hand, Route 53: Hosted zones → the zone → Create record, with the Elastic IP as its value.',
  mendKo:
    'A 레코드를 만드세요. npx pulumi up이 만들어 주고, 손으로 한다면 Route 53: 호스팅 영역 → 그 영역 → 레코드 생성, 값은 탄력적 IP예요.',
});

export const NAME_DOUBLED = fault({
  id: 'DNS-11',
  layer: 'dns',
  needs: ['zone'],
  find: ({ zone, target: { hosts } }) =>
    zone.doubled.length > 0
      ? { doubled: listed(zone.doubled), isApex: zone.doubled.includes(`${hosts.apex}.${zone.name}`) }
      : null,
  severity: ({ isApex }) => (isApex ? 'down' : 'harm'),
  explains: ['DNS-01', 'DNS-02'],
  owner: {
    ko: ({ doubled }) => `도메인 레코드를 만들 때 이름을 두 번 적어서 가게를 찾을 수 없어요: ${doubled}.`,
    en: ({ doubled }) => `A record was made with the domain typed twice, so the right name leads nowhere: ${doubled}.`,
  },
  expert: ({ doubled }) =>
    `The zone has ${doubled}: the full name was entered where the part before the zone is asked for.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN (ERR_NAME_NOT_RESOLVED)',
  mend: 'Delete that record and make it again with the short name (app, not app.DOMAIN). Route 53: Hosted zones → the zone.',
  mendKo: '그 레코드를 지우고 짧은 이름으로 다시 만드세요(app.DOMAIN이 아니라 app). Route 53: 호스팅 영역 → 그 영역.',
});

export const ADDRESS_RESERVED = fault({
  id: 'DNS-06',
  layer: 'dns',
  needs: ['addresses'],
  find: ({ addresses, target }) => {
    const reserved = addresses.flatMap(({ host, address }) => {
      const kind = reservedFor(address);
      return kind === null ? [] : [{ host, address, kind }];
    });
    if (!target.isPublic || reserved.length === 0) return null;
    return {
      shown: reserved.map(({ host, address, kind }) => `${host} → ${address} (${kind})`).join(', '),
      isAll: reserved.length === addresses.length,
    };
  },
  explains: ['DNS-SEVERAL'],
  severity: ({ isAll }) => (isAll ? 'down' : 'harm'),
  owner: {
    ko: '인터넷에서 쓸 수 없는 내부 주소가 등록되어 있어서 손님이 가게에 들어올 수 없어요.',
    en: 'An address that only works inside a private network is published, so visitors can not reach the shop.',
  },
  expert: ({ shown }) => `Addresses that the internet does not route: ${shown}.`,
  browser: 'ERR_CONNECTION_TIMED_OUT or ERR_ADDRESS_UNREACHABLE',
  mend: 'Put the Elastic IP there instead: npx pulumi up, or Route 53: Hosted zones → the zone → the record.',
  mendKo: '그 자리에 탄력적 IP를 넣으세요. npx pulumi up, 또는 Route 53: 호스팅 영역 → 그 영역 → 그 레코드.',
});

export const SEVERAL_ADDRESSES = fault({
  id: 'DNS-SEVERAL',
  layer: 'dns',
  severity: 'risk',
  certainty: 'likely',
  needs: ['addresses'],
  find: ({ addresses, target }) => {
    const count = (isSix: boolean): number =>
      new Set(addresses.map(({ address }) => address).filter((address) => isIPv6(address) === isSix)).size;
    if (!target.isPublic || (count(false) < 2 && count(true) < 2)) return null;
    return { shown: addresses.map(({ host, address }) => `${host} → ${address}`).join(', ') };
  },
  canBe: ['DNS-03', 'DNS-04', 'DNS-05', 'NET-13'],
  owner: {
    ko: '가게 서버는 하나인데 주소가 여러 개라서, 그중 하나는 예전 주소일 수 있어요.',
    en: 'The shop is one machine, but its names lead to several addresses, one of which may be old.',
  },
  expert: ({ shown }) => `More than one address of a family: ${shown}.`,
  mend: 'Compare with the Elastic IP (the doctor does, with AWS credentials), and delete the others: Route 53: Hosted zones → the zone.',
  mendKo:
    '탄력적 IP와 비교해서(AWS에 로그인되어 있으면 진단이 해요) 다른 주소는 지우세요. Route 53: 호스팅 영역 → 그 영역.',
});

export const APEX_ALIAS = fault({
  id: 'DNS-14',
  layer: 'dns',
  severity: 'harm',
  needs: ['zone'],
  find: ({ zone, target: { hosts } }) => {
    const alias = lookupsOf(zone, hosts.apex, 'A').find((one) => one.alias !== null)?.alias;
    return zone.name === hosts.apex && alias != null ? { apex: hosts.apex, alias } : null;
  },
  owner: {
    ko: ({ apex }) => `도메인(${apex})이 다른 이름의 별명으로 되어 있어서 메일과 인증서가 고장 날 수 있어요.`,
    en: ({ apex }) => `${apex} is an alias of another name, which breaks mail and can break certificates.`,
  },
  expert: ({ apex, alias }) =>
    `${apex} has a CNAME to ${alias} beside its SOA and NS, which no zone may have (RFC 1034, 3.6.2).`,
  mend: 'Replace it by A and AAAA records (or an alias record of Route 53, which is none to the outside).',
  mendKo: '그 레코드를 A와 AAAA 레코드로 바꾸세요. Route 53의 별칭 레코드는 괜찮아요.',
});

export const WILDCARD_ANSWERS = fault({
  id: 'DNS-20',
  layer: 'dns',
  severity: 'harm',
  certainty: 'likely',
  needs: ['zone'],
  find: ({ zone, target: { hosts } }) => {
    const of = (name: string): string => listed(lookupsOf(zone, name, 'A').flatMap(({ addresses }) => addresses));
    const wild = listed(zone.wildcard);
    const hidden = hosts.all.filter(({ label, name }) => label !== '' && of(name) === wild && of(hosts.apex) !== wild);
    if (zone.wildcard.length === 0 || hidden.length === 0 || speaking(zone).length === 0) return null;
    return { zone: zone.name, wild, names: listed(hidden.map(({ name }) => name)), apex: of(hosts.apex) };
  },
  explains: ['DNS-SEVERAL'],
  owner: {
    ko: ({ names }) => `이름 ${names}의 레코드가 없고, 모든 이름을 받는 레코드가 대신 다른 곳으로 보내고 있어요.`,
    en: ({ names }) => `${names} has no record of its own, and the record for all other names leads it elsewhere.`,
  },
  expert: ({ zone, wild, names, apex }) =>
    `*.${zone} leads to ${wild}, and so do ${names}, while the apex leads to ${apex || 'none'}.`,
  mend: 'Create the A and AAAA records of these names, or delete the wildcard: Route 53: Hosted zones → the zone.',
  mendKo:
    '그 이름들의 A와 AAAA 레코드를 만들거나, 모든 이름을 받는 레코드(*)를 지우세요. Route 53: 호스팅 영역 → 그 영역.',
});

export const RECORD_FAULTS: readonly AnyFault[] = [
  ...[NAME_DOUBLED, NAME_MISSING, ADDRESS_RESERVED, APEX_ALIAS, WILDCARD_ANSWERS, SEVERAL_ADDRESSES],
];
