/** Hosted zones, and the domain where Route 53 is its registrar. */
import type { CloudZone } from '../facts/cloud';
import { fault, type AnyFault } from '../fault';

const DAY_MS = 24 * 60 * 60 * 1000;
const asList = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** Those with the longest name: where the shop's records have to be. More than one, if somebody made it twice. */
export function nearestZones(zones: readonly CloudZone[]): readonly CloudZone[] {
  const length = Math.max(0, ...zones.map(({ name }) => name.length));
  return zones.filter(({ name }) => name.length === length);
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  [...one].sort().join() === [...other].sort().join();

export const ZONE_TWICE = fault({
  id: 'REG-04',
  layer: 'cloud',
  severity: 'risk',
  needs: ['cloudZones'],
  find: ({ cloudZones: zones, cloudDelegation: delegation }) => {
    const twins = nearestZones(zones);
    const [first] = twins;
    if (!first || twins.length < 2) return null;
    const asked = delegation ? twins.find(({ nameServers }) => isSame(nameServers, delegation.servers)) : undefined;
    return { name: first.name, ids: twins.map(({ id }) => id).join(' and '), asked: asked?.id ?? 'none that is known' };
  },
  owner: {
    ko: '같은 도메인의 설정이 AWS에 두 벌 있어서, 고쳐도 반영되지 않을 수 있어요.',
    en: 'The domain is set up twice at AWS, so what you change may be seen by nobody.',
  },
  expert: ({ name, ids, asked }) => `Hosted zones of ${name}: ${ids}. The world asks: ${asked}.`,
  mend: 'Route 53 console, Hosted zones: delete the one that the world does not ask, and set zoneId in the stack.',
  mendKo: 'Route 53 콘솔, 호스팅 영역: 세상이 묻지 않는 쪽을 지우고, 스택에 zoneId를 적으세요.',
});

export const NAME_DOUBLED = fault({
  id: 'ZONE-01',
  layer: 'cloud',
  severity: 'harm',
  needs: ['cloudZones'],
  find: ({ cloudZones: zones }) => {
    const doubled = nearestZones(zones).flatMap(({ name, records }) =>
      records
        .filter((record) => record.name.endsWith(`.${name}.${name}`))
        .map((record) => `${record.type} ${record.name}`),
    );
    return doubled.length === 0 ? null : { doubled: doubled.join(', ') };
  },
  explains: ['DNS-01', 'DNS-11', 'ZONE-03'],
  owner: {
    ko: '도메인 설정에서 이름이 두 번 적혀 있어서 그 주소가 열리지 않아요.',
    en: 'In the settings of the domain a name is written twice over, so it leads nowhere.',
  },
  expert: ({ doubled }) => `Records whose name has the zone's twice: ${doubled}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: 'Route 53 console: make the record again with the short name alone, such as app, and delete this one.',
  mendKo: 'Route 53 콘솔: app처럼 짧은 이름으로 레코드를 다시 만들고 이것은 지우세요.',
});

export const ZONE_UNASKED = fault({
  id: 'ZONE-02',
  layer: 'cloud',
  severity: 'down',
  // What resolvers remember of a delegation may be two days old.
  certainty: 'likely',
  needs: ['cloudZones', 'cloudDelegation'],
  find: ({ cloudZones: zones, cloudDelegation: delegation, cloudRegistration: registration }) => {
    const near = nearestZones(zones);
    const isHere = registration?.domain === delegation.zone;
    const servers = isHere ? registration.nameServers : delegation.servers;
    if (near.some(({ nameServers }) => isSame(nameServers, servers))) return null;
    const [zone] = near;
    return zone ? { zone, servers: asList(servers), isHere } : null;
  },
  explains: ['REG-03', 'REG-UNDELEGATED', 'DNS-01', 'DNS-03'],
  owner: {
    ko: '도메인을 산 곳에 적힌 네임서버가 AWS의 것과 달라서, 가게 주소가 통하지 않아요.',
    en: "Where the domain was bought, other name servers are named than AWS's, so the shop's names don't work.",
  },
  expert: ({ zone, servers, isHere }) =>
    `${isHere ? 'Route 53 as the registrar' : 'The world'} names ${servers} for ${zone.name}; its hosted zone ${zone.id} has ${asList(zone.nameServers)}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: ({ zone, isHere }) =>
    isHere
      ? `aws route53domains update-domain-nameservers --region us-east-1 --domain-name ${zone.name} --nameservers ${zone.nameServers.map((name) => `Name=${name}`).join(' ')}`
      : `At your registrar name these and no others: ${asList(zone.nameServers)}.`,
});

export const RECORD_MISSING = fault({
  id: 'ZONE-03',
  layer: 'cloud',
  severity: 'harm',
  needs: ['cloudZones', 'cloudMachines'],
  find: ({ cloudZones: zones, cloudMachines: machines, target }) => {
    const [zone, ...twins] = nearestZones(zones);
    // Before there is a machine there is nothing to point to.
    if (!zone || twins.length > 0 || machines.length === 0) return null;
    const has = (name: string): boolean =>
      zone.records.some((one) => one.name === name && ['A', 'AAAA', 'CNAME'].includes(one.type));
    const covers = (name: string): boolean => has(name) || has(`*.${name.replace(/^[^.]+\./, '')}`);
    const elsewhere = (name: string): boolean =>
      name !== zone.name && zone.records.some((one) => one.name === name && one.type === 'NS');
    const missing = target.hosts.all.filter(({ name }) => !covers(name) && !elsewhere(name)).map(({ name }) => name);
    return missing.length === 0 ? null : { missing: missing.join(', '), zone: zone.id };
  },
  explains: ['DNS-01', 'DNS-02'],
  owner: {
    ko: ({ missing }) => `도메인 설정에 ${missing} 주소가 빠져 있어요.`,
    en: ({ missing }) => `In the settings of the domain no address is given for ${missing}.`,
  },
  expert: ({ missing, zone }) => `Hosted zone ${zone} has neither A, AAAA nor CNAME of ${missing}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: 'npx pulumi up --refresh makes them again.',
});

const HOLDS = ['clientHold', 'serverHold', 'pendingDelete', 'redemptionPeriod'];

export const DOMAIN_HELD = fault({
  id: 'ZONE-04',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudRegistration'],
  find: ({ cloudRegistration: held }) => {
    const statuses = held?.statuses.filter((status) => HOLDS.includes(status)) ?? [];
    return held && statuses.length > 0 ? { domain: held.domain, statuses: statuses.join(', ') } : null;
  },
  explains: ['REG-01', 'REG-02', 'REG-UNDELEGATED', 'DNS-01', 'ZONE-02'],
  owner: {
    ko: '도메인이 정지되어서 가게 주소가 통하지 않아요.',
    en: "The domain is suspended, so the shop's names don't work.",
  },
  expert: ({ domain, statuses }) => `Route 53 as the registrar of ${domain} says: ${statuses}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: ({ domain }) =>
    `aws route53domains resend-contact-reachability-email --region us-east-1 --domain-name ${domain}; follow the link. If it ended: renew-domain, in the Route 53 console, Registered domains.`,
  mendKo: ({ domain }) =>
    `Route 53 콘솔, 등록된 도메인, ${domain}: 확인 메일을 다시 보내 링크를 누르세요. 기한이 지났다면 갱신하세요.`,
});

export const REGISTRANT_UNCONFIRMED = fault({
  id: 'ZONE-05',
  layer: 'cloud',
  severity: ({ reachability }: { readonly reachability: string; readonly domain: string }) =>
    reachability === 'EXPIRED' ? 'harm' : 'risk',
  needs: ['cloudRegistration'],
  find: ({ cloudRegistration: held }) =>
    held && ['PENDING', 'EXPIRED'].includes(held.reachability ?? '')
      ? { domain: held.domain, reachability: held.reachability ?? '' }
      : null,
  owner: {
    ko: '도메인 등록 확인 메일의 링크를 아직 누르지 않아서, 15일이 지나면 도메인이 정지돼요.',
    en: 'The link in the mail about the domain was not followed yet, and after 15 days the domain is suspended.',
  },
  expert: ({ domain, reachability }) => `The reachability of the registrant of ${domain} is ${reachability}.`,
  mend: ({ domain }) =>
    `aws route53domains resend-contact-reachability-email --region us-east-1 --domain-name ${domain}`,
  mendKo: ({ domain }) => `Route 53 콘솔, 등록된 도메인, ${domain}: 확인 메일을 다시 보내 링크를 누르세요.`,
});

const SOON_MS = 30 * DAY_MS;

export const RENEWAL_OFF = fault({
  id: 'ZONE-06',
  layer: 'cloud',
  severity: ({ isSoon }: { readonly isSoon: boolean; readonly domain: string; readonly ends: string }) =>
    isSoon ? 'harm' : 'risk',
  needs: ['cloudRegistration'],
  find: ({ cloudRegistration: held, now }) => {
    if (!held || held.isRenewed) return null;
    const { expiresAt, domain } = held;
    const isSoon = expiresAt !== null && expiresAt.getTime() - now.getTime() < SOON_MS;
    return { isSoon, domain, ends: expiresAt?.toISOString().slice(0, 10) ?? 'a day that is not told' };
  },
  explains: ['REG-02'],
  owner: {
    ko: ({ ends }) => `도메인이 자동으로 연장되지 않아서 ${ends}에 끝나요.`,
    en: ({ ends }) => `The domain is not renewed by itself, and ends on ${ends}.`,
  },
  expert: ({ domain, ends }) => `${domain} is registered at Route 53 with AutoRenew off until ${ends}.`,
  mend: ({ domain }) => `aws route53domains enable-domain-auto-renew --region us-east-1 --domain-name ${domain}`,
  mendKo: ({ domain }) => `Route 53 콘솔, 등록된 도메인, ${domain}: 자동 갱신을 켜세요.`,
});

export const CLOUD_NAMES_FAULTS: readonly AnyFault[] = [
  ...[ZONE_TWICE, NAME_DOUBLED, ZONE_UNASKED, RECORD_MISSING, DOMAIN_HELD, REGISTRANT_UNCONFIRMED, RENEWAL_OFF],
];
