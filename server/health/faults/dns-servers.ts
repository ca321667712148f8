/** The servers of the zone, each by each of its addresses. */
import type { Zone } from '../facts/dns';
import { fault, type AnyFault } from '../fault';
import { listed, serverName, speaking } from '../servers';

const SILENCES: ReadonlySet<string> = new Set(['silent', 'refused', 'garbled']);

export const SERVERS_SILENT = fault({
  id: 'DNS-17',
  layer: 'dns',
  needs: ['zone'],
  find: ({ zone }) => {
    const silent = zone.servers.filter(({ state }) => SILENCES.has(state));
    const isDead = zone.servers.every(({ state }) => state !== 'speaks' && state !== 'lame');
    if (silent.length === 0) return null;
    return { zone: zone.name, isDead, silent: silent.map((one) => `${serverName(one)}: ${one.state}`).join(', ') };
  },
  severity: ({ isDead }) => (isDead ? 'down' : 'harm'),
  explains: ['DNS-SERVFAIL'],
  owner: {
    ko: ({ isDead }) =>
      isDead
        ? '네임서버가 모두 응답하지 않아서 아무도 가게를 찾을 수 없어요.'
        : '네임서버 일부가 응답하지 않아서 가게가 늦게 열리거나 안 열리는 손님이 있어요.',
    en: ({ isDead }) =>
      isDead
        ? 'None of the name servers answers, so nobody can find the shop.'
        : 'Some of the name servers do not answer, so the shop opens late or not at all for some visitors.',
  },
  expert: ({ zone, silent }) => `Of the servers of ${zone}, these don't answer over UDP port 53: ${silent}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN or DNS_PROBE_POSSIBLE',
  mend: 'Start them again or let UDP 53 through to them; a server that is gone for good: take it out at the registrar and out of the NS record.',
  mendKo:
    '그 이름 서버를 다시 켜거나 UDP 53번 포트를 열어 달라고 DNS 업체에 말하세요. 없어진 서버라면 도메인을 산 곳과 NS 레코드에서 빼세요.',
});

export const TCP_SILENT = fault({
  id: 'DNS-18',
  layer: 'dns',
  severity: 'risk',
  certainty: 'likely',
  needs: ['zone'],
  find: ({ zone }) => {
    const silent = speaking(zone).filter(({ tcpFailure }) => tcpFailure !== null);
    if (silent.length === 0) return null;
    return { silent: silent.map((one) => `${serverName(one)}: ${one.tcpFailure ?? ''}`).join(', ') };
  },
  owner: {
    ko: '네임서버가 긴 답을 보내지 못해서 인증서 발급이 실패할 수 있어요.',
    en: 'The name servers can not send long answers, which can make a certificate fail.',
  },
  expert: ({ silent }) => `These answer over UDP but not over TCP port 53 (RFC 7766): ${silent}.`,
  mend: 'Let TCP 53 through to the name servers; where all of them fail, look from another network first.',
});

export const SINGLE_SERVER = fault({
  id: 'DNS-16',
  layer: 'dns',
  severity: 'risk',
  needs: ['delegation'],
  find: ({ delegation: { zone, nameServers } }) => {
    const addresses = new Set(nameServers.flatMap((server) => server.addresses));
    if (zone === null || (nameServers.length > 1 && addresses.size !== 1)) return null;
    return { zone, names: listed(nameServers.map(({ name }) => name)), addresses: listed([...addresses]) };
  },
  owner: {
    ko: '네임서버가 하나뿐이라 그것이 멈추면 가게도 함께 사라져요.',
    en: 'There is only one name server, and the shop goes with it.',
  },
  expert: ({ zone, names, addresses }) =>
    `${zone} is delegated to ${names} at ${addresses} alone (RFC 2182: two at least).`,
  mend: 'At the registrar: name a second server, at another place. A hosted zone of Route 53 has four.',
  mendKo: '도메인을 산 곳에 다른 곳에 있는 이름 서버를 하나 더 적으세요. Route 53의 호스팅 영역에는 네 개가 있어요.',
});

/** Of whom it was asked, what each said in a word or two. */
function disagreement(zone: Zone): string | null {
  const [first] = speaking(zone);
  for (const { host, type } of first?.lookups ?? []) {
    const said = speaking(zone).flatMap((server) =>
      server.lookups
        .filter((one) => one.host === host && one.type === type && !SILENCES.has(one.outcome))
        .map(({ outcome, addresses, alias }) => ({
          server,
          answer: addresses.length > 0 ? listed(addresses) : (alias ?? (outcome === 'NOERROR' ? 'none' : outcome)),
        })),
    );
    if (new Set(said.map(({ answer }) => answer)).size > 1)
      return `${type} of ${host}: ${said.map(({ server, answer }) => `${serverName(server)} says ${answer}`).join(', ')}`;
  }
  return null;
}

export const SERVERS_DIFFER = fault({
  id: 'DNS-15',
  layer: 'dns',
  needs: ['zone'],
  find: ({ zone }) => {
    const serials = new Set(speaking(zone).map(({ serial }) => serial));
    const answers = disagreement(zone);
    if (serials.size < 2 && answers === null) return null;
    const each = speaking(zone).map((one) => `${serverName(one)} ${one.serial ?? 'none'}`);
    return { zone: zone.name, answers, serials: each.join(', ') };
  },
  severity: ({ answers }) => (answers === null ? 'risk' : 'harm'),
  explains: ['DNS-SEVERAL', 'DNS-21', 'DNS-02', 'DNS-20'],
  owner: {
    ko: '네임서버마다 답이 달라서 손님마다 다른 곳으로 갈 수 있어요.',
    en: 'The name servers give different answers, so visitors may be led to different places.',
  },
  expert: ({ zone, answers, serials }) =>
    `The servers of ${zone} differ${answers === null ? '' : ` in ${answers}`}; serials: ${serials}.`,
  mend: 'Have the secondary fetch the zone again (knotc zone-refresh, rndc retransfer); let the primary notify it and allow it transfers.',
});

export const KEY_MISMATCH = fault({
  id: 'DNS-09',
  layer: 'dns',
  needs: ['dnssec', 'zone'],
  find: ({ dnssec: { signers, servers }, zone }) => {
    const wrong = servers.filter(({ isVouchedFor }) => !isVouchedFor);
    if (signers.length === 0 || wrong.length === 0) return null;
    return {
      zone: zone.name,
      signers: signers.join(', '),
      shown: wrong.map(({ server, keys }) => `${server}: ${keys.join(', ') || 'no key'}`).join('; '),
      isEverywhere: wrong.length === servers.length,
    };
  },
  severity: ({ isEverywhere }) => (isEverywhere ? 'down' : 'harm'),
  explains: ['DNS-BOGUS', 'DNS-SERVFAIL', 'DNS-19'],
  owner: {
    ko: '도메인의 보안 서명(DNSSEC)이 등록된 것과 맞지 않아서 대부분의 손님이 가게를 열 수 없어요.',
    en: 'The domain’s security signature (DNSSEC) is not the one on record, so most visitors can not open the shop.',
  },
  expert: ({ zone, signers, shown }) => `The parent's DS of ${zone} names key ${signers}; shown are ${shown}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: 'At the registrar: delete the DS record (Route 53: Registered domains → the domain → DNSSEC keys), or enter the one of the key that signs now. Then wait for its TTL.',
  mendKo:
    '도메인을 산 곳에서 DS 레코드를 지우거나(Route 53: 등록된 도메인 → 그 도메인 → DNSSEC 키) 지금 서명하는 키의 것으로 바꾸고, TTL만큼 기다리세요.',
});

export const SIGNATURES_ENDED = fault({
  id: 'DNS-19',
  layer: 'dns',
  needs: ['dnssec', 'zone'],
  find: ({ now, dnssec: { signers, servers }, zone }) => {
    const ended = servers.filter(({ signedUntil, keys }) => keys.length > 0 && !(signedUntil && signedUntil > now));
    if (signers.length === 0 || ended.length === 0) return null;
    return {
      zone: zone.name,
      ended: ended
        .map(({ server, signedUntil }) => `${server}: ${signedUntil?.toISOString() ?? 'none at all'}`)
        .join(', '),
      isEverywhere: ended.length === servers.length,
    };
  },
  severity: ({ isEverywhere }) => (isEverywhere ? 'down' : 'harm'),
  explains: ['DNS-BOGUS', 'DNS-SERVFAIL'],
  owner: {
    ko: '도메인의 보안 서명(DNSSEC)이 만료되어 대부분의 손님이 가게를 열 수 없어요.',
    en: 'The domain’s security signature (DNSSEC) has run out, so most visitors can not open the shop.',
  },
  expert: ({ zone, ended }) => `Signatures (RRSIG) of ${zone} have ended: ${ended}.`,
  browser: 'DNS_PROBE_FINISHED_NXDOMAIN',
  mend: 'Have the zone signed again where it is signed (knotc zone-sign), and see that it goes on by itself; check that machine’s clock.',
});

export const SERVER_FAULTS: readonly AnyFault[] = [
  ...[SERVERS_SILENT, SERVERS_DIFFER, KEY_MISMATCH, SIGNATURES_ENDED, TCP_SILENT, SINGLE_SERVER],
];
