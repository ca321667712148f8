import type { ServerView } from '../facts/dns';
import { fault, type AnyFault } from '../fault';
import { listed, speaking } from '../servers';

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 30;
const URGENT_DAYS = 7;

const whois = (domain: string): string => `https://lookup.icann.org/en/lookup?name=${domain}`;

export const DOMAIN_ON_HOLD = fault({
  id: 'REG-01',
  layer: 'registrar',
  severity: 'down',
  needs: ['registration'],
  find: ({ registration: { domain, statuses, registrar } }) => {
    const holds = statuses.filter((status) => status === 'clientHold' || status === 'serverHold');
    if (holds.length === 0) return null;
    const isUnpaid = statuses.includes('autoRenewPeriod') || statuses.includes('redemptionPeriod');
    return { domain, holds: holds.join(', '), isUnpaid, registrar: registrar ?? 'the registrar' };
  },
  owner: {
    ko: ({ domain, isUnpaid }) =>
      `도메인(${domain})이 정지되어 아무도 가게에 들어올 수 없어요 (${isUnpaid ? '갱신 요금이 결제되지 않은 것 같아요' : '보통 이메일 확인을 하지 않으면 이렇게 돼요'}).`,
    en: ({ domain, isUnpaid }) =>
      `The domain ${domain} is suspended, so nobody can reach the shop (${isUnpaid ? 'its renewal seems to be unpaid' : 'mostly because an e-mail was not confirmed'}).`,
  },
  expert: ({ domain, holds, registrar }) =>
    `RDAP says ${holds} of ${domain}: the registry leaves it out of its zone, whatever its name servers say (${registrar}).`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: ({ isUnpaid }) =>
    isUnpaid
      ? 'At the registrar: pay the renewal. At Route 53: Registered domains → the domain → Renew.'
      : 'At the registrar: have the confirmation mail sent again, and click its link. At Route 53: Registered domains → the domain → Resend email. Use a contact address outside the domain itself.',
  mendKo: ({ isUnpaid }) =>
    isUnpaid
      ? '도메인을 산 곳에서 갱신 요금을 내세요. Route 53에서 샀다면 등록된 도메인 → 그 도메인 → 갱신.'
      : '도메인을 산 곳에서 확인 메일을 다시 받아 링크를 누르세요. Route 53에서 샀다면 등록된 도메인 → 그 도메인 → 이메일 다시 보내기. 연락처는 이 도메인이 아닌 메일 주소로 두세요.',
});

export const DOMAIN_EXPIRES = fault({
  id: 'REG-02',
  layer: 'registrar',
  needs: ['registration'],
  find: ({ now, registration: { domain, expiresAt } }) => {
    if (!expiresAt) return null;
    const days = Math.floor((expiresAt.getTime() - now.getTime()) / DAY_MS);
    return days < SOON_DAYS ? { domain, days, date: expiresAt.toISOString().slice(0, 10) } : null;
  },
  severity: ({ days }) => (days < URGENT_DAYS ? 'harm' : 'risk'),
  owner: {
    ko: ({ domain, days, date }) =>
      days < 0
        ? `도메인 ${domain}의 기간이 ${date}에 끝났으니 바로 갱신해 주세요.`
        : `도메인 ${domain}의 기간이 ${date}에 끝나니 자동 갱신과 결제 수단을 확인해 주세요.`,
    en: ({ domain, days, date }) =>
      days < 0
        ? `The domain ${domain} ended on ${date}: renew it now.`
        : `The domain ${domain} ends on ${date}: see that it renews by itself and that the card is good.`,
  },
  expert: ({ domain, days, date }) =>
    `RDAP: ${domain} expires ${date}, ${days < 0 ? 'in the past' : `in ${days} days`}.`,
  mend: 'At the registrar: renew, and turn automatic renewal on. At Route 53: Registered domains → the domain → Auto-renew.',
  mendKo:
    '도메인을 산 곳에서 기한을 연장하고 자동 갱신을 켜세요. Route 53에서 샀다면 등록된 도메인 → 그 도메인 → 자동 갱신.',
});

/** Of a server that doesn't speak for the zone. */
const lameness = ({ name, address, outcome }: ServerView): string => `${name} (${address}): ${outcome}`;

export const WRONG_NAME_SERVERS = fault({
  id: 'REG-03',
  layer: 'registrar',
  needs: ['delegation', 'zone'],
  find: ({ delegation, zone }) => {
    const lame = zone.servers.filter(({ state }) => state === 'lame');
    const unknown = delegation.nameServers.filter(({ addresses }) => addresses.length === 0);
    const told = delegation.nameServers.map(({ name }) => name).sort();
    const own = speaking(zone).map(({ nameServers }) => nameServers);
    const differing = own.find((names) => names.length > 0 && listed(names) !== listed(told));
    if (lame.length === 0 && unknown.length === 0 && !differing) return null;
    return {
      zone: zone.name,
      lame: lame.map(lameness).join(', '),
      unknown: listed(unknown.map(({ name }) => name)),
      isDead: speaking(zone).length === 0,
      // While all whom the world is sent to speak for the zone, they are who was meant: its own list may be the last
      // provider's, imported with the rest of it.
      isServed: lame.length + unknown.length === 0,
      told: listed(told),
      own: differing ? listed(differing) : null,
    };
  },
  severity: ({ isServed, isDead }) => (isDead ? 'down' : isServed ? 'risk' : 'harm'),
  certainty: ({ isServed }) => (isServed ? 'likely' : 'certain'),
  explains: ['DNS-15', 'DNS-SERVFAIL', 'DNS-16'],
  owner: {
    ko: ({ zone, isDead, isServed }) =>
      isServed
        ? `도메인 ${zone} 안에 적힌 네임서버 목록이 실제로 쓰이는 것과 달라서 나중에 문제가 생길 수 있어요.`
        : isDead
          ? `도메인 ${zone}의 네임서버가 잘못 등록되어 아무도 가게을 찾을 수 없어요.`
          : `도메인 ${zone}에 등록된 네임서버가 실제와 달라서 가게을 찾지 못하는 손님이 있을 수 있어요.`,
    en: ({ zone, isDead, isServed }) =>
      isServed
        ? `The list of name servers within ${zone} is not the one that is in force, which may cause trouble later.`
        : isDead
          ? `The wrong name servers are entered for ${zone}, so nobody can find the shop.`
          : `The name servers entered for ${zone} are not those it really has, so some visitors may not find the shop.`,
  },
  expert: ({ zone, lame, unknown, told, own }) =>
    [
      `The parent delegates ${zone} to ${told}.`,
      lame && `These don't speak for it: ${lame}.`,
      unknown && `These have no address: ${unknown}.`,
      own !== null && `The zone itself names ${own}.`,
    ]
      .filter(Boolean)
      .join(' '),
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: ({ zone, told, own, isServed }) =>
    isServed
      ? `In the zone, correct the NS record of ${zone} to those that it is delegated to: ${told}. Only in the middle of a move to ${own}: at the registrar, name those.`
      : 'At the registrar, name those and no others that the DNS provider gives for the domain (Route 53: Hosted zones → the zone → NS record).',
  mendKo: ({ zone, told, own, isServed }) =>
    isServed
      ? `DNS 영역 안에 있는 ${zone} NS 레코드를 지금 위임된 이름 서버(${told})로 고치세요. ${own}(으)로 옮기는 중이라면 도메인을 산 곳에 그 이름 서버를 적으세요.`
      : '도메인을 산 곳에 DNS 업체가 알려 준 이름 서버만 적고, 다른 것은 지우세요. Route 53이라면 호스팅 영역 → 그 영역 → NS 레코드에 있어요.',
});

export const DELEGATION_REMEMBERED = fault({
  id: 'REG-05',
  layer: 'registrar',
  severity: 'harm',
  needs: ['delegation', 'zone', 'resolution'],
  find: ({ delegation, zone, resolution }) => {
    const told = listed(delegation.nameServers.map(({ name }) => name));
    const isKnown = (names: readonly string[]): boolean =>
      listed(names) === told || speaking(zone).some(({ nameServers }) => listed(nameServers) === listed(names));
    const stale = resolution.filter(({ nameServers }) => nameServers.length > 0 && !isKnown(nameServers));
    if (stale.length === 0 || speaking(zone).length === 0) return null;
    return {
      zone: zone.name,
      told,
      seconds: Math.max(...stale.map(({ nameServersTtlSeconds }) => nameServersTtlSeconds ?? 0)),
      seen: stale.map(({ resolver, nameServers }) => `${resolver}: ${listed(nameServers)}`).join('; '),
    };
  },
  explains: ['DNS-02', 'DNS-21', 'DNS-SERVFAIL'],
  owner: {
    ko: ({ seconds }) =>
      `네임서버를 바꾼 것이 아직 다 퍼지지 않아서, 길게는 ${inHoursKo(seconds)} 동안 예전 곳으로 가는 손님이 있어요.`,
    en: ({ seconds }) =>
      `The change of name servers has not reached everybody yet: for up to ${inHours(seconds)} some visitors are led to the old place.`,
  },
  expert: ({ zone, told, seen, seconds }) =>
    `${zone} is delegated to ${told}, but remembered as ${seen}; ${seconds} s left.`,
  mend: ({ seconds }) => `Wait ${seconds} seconds (${inHours(seconds)}), and keep the old zone answering meanwhile.`,
  mendKo: ({ seconds }) => `${seconds}초(${inHours(seconds)}) 기다리고, 그동안 예전 영역도 그대로 두세요.`,
});

const inHours = (seconds: number): string =>
  seconds < 3600 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
const inHoursKo = (seconds: number): string =>
  seconds < 3600 ? `${Math.ceil(seconds / 60)}분` : `${Math.ceil(seconds / 3600)}시간`;

export const NOT_REGISTERED = fault({
  id: 'REG-06',
  layer: 'registrar',
  severity: 'down',
  needs: ['registration'],
  find: ({ registration, delegation }) =>
    registration.isRegistered || (delegation && delegation.zone !== null) ? null : { domain: registration.domain },
  owner: {
    ko: ({ domain }) => `도메인(${domain})은 아직 아무도 사지 않은 이름이에요.`,
    en: ({ domain }) => `Nobody has bought the domain ${domain}.`,
  },
  expert: ({ domain }) => `The registry's RDAP server has no ${domain} (404), and nothing is delegated.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: 'Check the spelling; else buy the domain (Route 53: Registered domains → Register domains).',
  mendKo: '철자를 확인하고, 맞다면 도메인을 사세요. Route 53이라면 등록된 도메인 → 도메인 등록.',
});

export const NO_TRANSFER_LOCK = fault({
  id: 'REG-07',
  layer: 'registrar',
  severity: 'risk',
  needs: ['registration'],
  find: ({ registration: { domain, isRegistered, statuses } }) => {
    // Registries without such locks say none of EPP's words, and `active` of whatever is there.
    const speaksEpp = statuses.some((status) => /^(client|server)[A-Z]/.test(status));
    const isLocked = statuses.some((status) => /TransferProhibited$/.test(status));
    return isRegistered && speaksEpp && !isLocked ? { domain, statuses: listed(statuses) } : null;
  },
  owner: {
    ko: ({ domain }) => `도메인 ${domain}에 이전 잠금이 없어서 누군가 몰래 옮겨 갈 수 있어요.`,
    en: ({ domain }) => `The domain ${domain} is not locked, so that somebody could move it away.`,
  },
  expert: ({ domain, statuses }) =>
    `RDAP status of ${domain} is ${statuses}: neither clientTransferProhibited nor serverTransferProhibited.`,
  mend: ({ domain }) =>
    `At the registrar: turn the transfer lock on. At Route 53: Registered domains → ${domain} → Transfer lock.`,
  mendKo: ({ domain }) =>
    `도메인을 산 곳에서 이전 잠금을 켜세요. Route 53에서 샀다면 등록된 도메인 → ${domain} → 이전 잠금.`,
});

export const DOMAIN_ENDING = fault({
  id: 'REG-08',
  layer: 'registrar',
  severity: 'down',
  needs: ['registration'],
  find: ({ registration: { domain, statuses } }) => {
    const ends = statuses.filter((status) => status === 'redemptionPeriod' || status === 'pendingDelete');
    return ends.length > 0 ? { domain, ends: listed(ends), isLost: !ends.includes('redemptionPeriod') } : null;
  },
  explains: ['REG-01', 'REG-02'],
  owner: {
    ko: ({ domain, isLost }) =>
      isLost
        ? `도메인(${domain})이 곧 삭제되고, 그러면 누구나 살 수 있게 돼요.`
        : `도메인(${domain})이 갱신되지 않아 삭제되는 중이지만, 지금은 아직 되찾을 수 있어요.`,
    en: ({ domain, isLost }) =>
      isLost
        ? `The domain ${domain} is about to be deleted, and then anybody can buy it.`
        : `The domain ${domain} was not renewed and is being deleted; it can still be got back.`,
  },
  expert: ({ domain, ends }) => `RDAP status of ${domain}: ${ends}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: ({ domain, isLost }) =>
    isLost
      ? `Ask the registrar whether it can still be restored; else be the first to buy it again: ${whois(domain)}`
      : 'Ask the registrar to restore it now (it costs more than a renewal, and is possible for about 30 days).',
  mendKo: ({ domain, isLost }) =>
    isLost
      ? `도메인을 산 곳에 아직 되찾을 수 있는지 물어보고, 안 되면 다시 풀릴 때 가장 먼저 사세요: ${whois(domain)}`
      : '도메인을 산 곳에 지금 복구해 달라고 하세요. 갱신보다 비싸고, 30일쯤만 할 수 있어요.',
});

export const NO_NAME_SERVERS = fault({
  id: 'REG-09',
  layer: 'registrar',
  severity: 'down',
  needs: ['registration', 'delegation'],
  find: ({ registration: { domain, isRegistered, nameServers, statuses }, delegation }) => {
    const isHeld = statuses.some((status) => /Hold$|^redemptionPeriod$|^pendingDelete$/.test(status));
    if (!isRegistered || delegation.zone !== null || isHeld) return null;
    return { domain, nameServers: listed(nameServers), saidBy: delegation.saidBy, rcode: delegation.rcode };
  },
  owner: {
    ko: ({ domain }) => `도메인 ${domain}에 네임서버가 등록되어 있지 않아서 아무도 가게를 찾을 수 없어요.`,
    en: ({ domain }) => `No name servers are in force for ${domain}, so nobody can find the shop.`,
  },
  expert: ({ domain, nameServers, saidBy, rcode }) =>
    `${domain} is registered (name servers at the registry: ${nameServers || 'none'}), but ${saidBy} delegates it to nobody: ${rcode}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: 'At the registrar: enter the name servers of the hosted zone (Route 53: Hosted zones → the zone → NS record). A new domain takes some minutes.',
  mendKo:
    '도메인을 산 곳에 호스팅 영역의 이름 서버를 적으세요. Route 53이라면 호스팅 영역 → 그 영역 → NS 레코드에 있어요. 새 도메인은 몇 분 걸려요.',
});

export const UNDELEGATED = fault({
  id: 'REG-UNDELEGATED',
  layer: 'registrar',
  severity: 'down',
  needs: ['delegation'],
  find: ({ delegation: { domain, zone, parent, saidBy, rcode } }) =>
    zone === null ? { domain, parent: parent || 'the root', saidBy, rcode } : null,
  canBe: ['REG-01', 'REG-06', 'REG-08', 'REG-09'],
  owner: {
    ko: ({ domain }) => `인터넷에서 도메인(${domain})을 찾을 수 없어요.`,
    en: ({ domain }) => `The internet does not know the domain ${domain}.`,
  },
  expert: ({ domain, parent, saidBy, rcode }) =>
    `${saidBy}, a server of ${parent}, answers ${rcode} and sends nobody on for ${domain}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: ({ domain }) => `See its state at the registry, and then at your registrar: ${whois(domain)}`,
  mendKo: ({ domain }) => `등록소에서 상태를 보고, 다음으로 도메인을 산 곳에서 확인하세요: ${whois(domain)}`,
});

export const REGISTRAR_FAULTS: readonly AnyFault[] = [
  ...[DOMAIN_ENDING, DOMAIN_ON_HOLD, NOT_REGISTERED, NO_NAME_SERVERS, UNDELEGATED, WRONG_NAME_SERVERS],
  ...[DELEGATION_REMEMBERED, DOMAIN_EXPIRES, NO_TRANSFER_LOCK],
];
