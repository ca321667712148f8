import { evidenceOf, type Evidence, type Sign } from '../evidence';
import type { PortAnswer, PortState } from '../facts/network';
import type { Target } from '../facts/target';
import { fault, type AnyFault } from '../fault';
import { DECIDE } from './decide';
import { WHO_ANSWERS_FAULTS } from './who-answers';

/** A computer without IPv6 knows nothing of it; one that asks itself knows little of what visitors meet. */
function looked(connections: readonly PortAnswer[]): readonly PortAnswer[] {
  const seen = connections.filter(({ state }) => state !== 'no-route');
  const onTheRoad = seen.filter(({ isOwn = false }) => !isOwn);
  return onTheRoad.length > 0 ? onTheRoad : seen;
}
const isDead = ({ state }: PortAnswer): boolean => state !== 'connected';
const isSilent = ({ state }: PortAnswer): boolean => state === 'silent' || state === 'unreachable';
const isIPv6 = ({ address }: { readonly address: string }): boolean => address.includes(':');
const place = ({ address, port }: PortAnswer): string => `[${address}]:${port}`.replace(/\[([^:]+)\]/, '$1');

const signOf = ({ hosts, address, port, state }: PortAnswer): Sign => ({
  at: hosts[0] ?? address,
  says: `${hosts.join(', ')} → ${place({ hosts, address, port, state })}: ${state}`,
});

/** Of names that have no address left at which the port lets in: those that fail like this. */
function closedFor(
  connections: readonly PortAnswer[],
  port: number,
  fails: (answer: PortAnswer) => boolean,
): PortAnswer[] {
  const here = looked(connections).filter((one) => one.port === port);
  const names = [...new Set(here.flatMap(({ hosts }) => hosts))];
  const lost = names.filter((name) => here.filter(({ hosts }) => hosts.includes(name)).every(isDead));
  return here.filter((one) => one.hosts.some((name) => lost.includes(name)) && fails(one));
}

/** At one port only: where all are closed in the same way, that is another row. */
function onlyAt(
  { connections, target }: { readonly connections: readonly PortAnswer[]; readonly target: Target },
  port: 'httpPort' | 'httpsPort',
  fails: (answer: PortAnswer) => boolean,
): Evidence | null {
  const other = closedFor(connections, target[port === 'httpPort' ? 'httpsPort' : 'httpPort'], fails);
  const alike = new Set(other.map(({ address }) => address));
  return evidenceOf(
    closedFor(connections, target[port], fails)
      .filter(({ address }) => !alike.has(address))
      .map(signOf),
  );
}

const atBoth = (
  { connections, target }: { readonly connections: readonly PortAnswer[]; readonly target: Target },
  fails: (answer: PortAnswer) => boolean,
): Evidence | null => {
  const http = closedFor(connections, target.httpPort, fails);
  const https = closedFor(connections, target.httpsPort, fails);
  const both = new Set(
    http.map(({ address }) => address).filter((one) => https.some(({ address }) => address === one)),
  );
  return evidenceOf([...http, ...https].filter(({ address }) => both.has(address)).map(signOf));
};

const is =
  (state: PortState) =>
  (one: PortAnswer): boolean =>
    one.state === state;

const CHROME_TIMED_OUT = 'ERR_CONNECTION_TIMED_OUT';

export const SILENT = fault({
  id: 'NET-SILENT',
  layer: 'network',
  severity: 'down',
  needs: ['connections'],
  find: (facts) => atBoth(facts, isSilent),
  canBe: ['NET-04', 'NET-05', 'NET-06', 'NET-07', 'DNS-03', 'HOST-02'],
  owner: {
    ko: ({ names }) => `${names}에 접속하면 아무 응답이 없어서, 손님이 가게를 열 수 없어요.`,
    en: ({ names }) => `Nothing at all answers under ${names}, so nobody can open the shop.`,
  },
  expert: ({ what }) => `Packets to 80 and 443 vanish, twice: ${what}. Firewall, route, or nobody has that address.`,
  browser: CHROME_TIMED_OUT,
  mend: `${DECIDE} Then: is the machine running, does it hold that address, do security group and network ACL let 80 and 443 in?`,
});

export const SILENT_443 = fault({
  id: 'NET-SILENT-443',
  layer: 'network',
  severity: 'down',
  needs: ['connections'],
  find: (facts) => onlyAt(facts, 'httpsPort', isSilent),
  canBe: ['NET-01', 'NET-04', 'NET-05'],
  owner: {
    ko: ({ names }) => `${names}의 보안 접속(443)이 방화벽에 막혀 있어서, 손님이 가게를 열 수 없어요.`,
    en: ({ names }) => `A firewall keeps visitors from the secure door (443) of ${names}, so nobody can open the shop.`,
  },
  expert: ({ what }) => `Packets to 443 vanish, twice, while 80 is another matter: ${what}.`,
  browser: CHROME_TIMED_OUT,
  mend: `Allow TCP 443 in from 0.0.0.0/0 and ::/0 in the security group. ${DECIDE}`,
  mendKo: `보안 그룹에서 TCP 443을 0.0.0.0/0과 ::/0에 여세요. ${DECIDE}`,
});

export const SILENT_80 = fault({
  id: 'NET-SILENT-80',
  layer: 'network',
  severity: 'harm',
  needs: ['connections'],
  find: (facts) => onlyAt(facts, 'httpPort', isSilent),
  canBe: ['NET-02', 'NET-04', 'NET-05'],
  owner: {
    ko: ({ names }) =>
      `${names}의 80번 포트가 막혀 있어서, 주소만 입력한 손님은 들어오지 못하고 인증서도 갱신되지 않을 수 있어요.`,
    en: ({ names }) =>
      `Port 80 of ${names} is blocked, so who types the bare address may not get in and the certificate may not be renewed.`,
  },
  expert: ({ what }) =>
    `Packets to 80 vanish, twice, while 443 is another matter: ${what}. Certificates proven by http-01 need port 80.`,
  browser: CHROME_TIMED_OUT,
  mend: `Allow TCP 80 in from 0.0.0.0/0 and ::/0 in the security group. ${DECIDE}`,
  mendKo: `보안 그룹에서 TCP 80을 0.0.0.0/0과 ::/0에 여세요. ${DECIDE}`,
});

export const REFUSED = fault({
  id: 'NET-REFUSED',
  layer: 'network',
  severity: 'down',
  needs: ['connections'],
  find: (facts) => atBoth(facts, is('refused')),
  canBe: ['NET-10', 'PROC-01', 'PROC-02', 'HOST-03', 'HOST-05', 'TLS-04', 'DNS-03'],
  owner: {
    ko: ({ names }) => `${names}의 서버는 켜져 있지만 가게 프로그램이 떠 있지 않아서, 손님이 들어올 수 없어요.`,
    en: ({ names }) => `The machine behind ${names} is there, but the shop isn’t running on it, so nobody can come in.`,
  },
  expert: ({ what }) => `Nothing listens at 80 and 443, or a firewall rejects: ${what}.`,
  browser: 'ERR_CONNECTION_REFUSED',
  mend: 'On the machine: sudo essence-aura-doctor, then sudo essence-aura-run pm2 list and sudo essence-aura-run pm2 logs edge.',
});

export const REFUSED_443 = fault({
  id: 'NET-REFUSED-443',
  layer: 'network',
  severity: 'down',
  needs: ['connections'],
  find: (facts) => onlyAt(facts, 'httpsPort', is('refused')),
  canBe: ['NET-10', 'HOST-03', 'HOST-05', 'TLS-04'],
  owner: {
    ko: ({ names }) => `${names}에 보안 접속(443)을 받아 주는 프로그램이 없어서, 손님이 가게를 열 수 없어요.`,
    en: ({ names }) => `Nobody serves the secure door (443) of ${names}, so nobody can open the shop.`,
  },
  expert: ({ what }) => `443 refuses while 80 doesn’t: ${what}.`,
  browser: 'ERR_CONNECTION_REFUSED',
  mend: 'On the machine: sudo essence-aura-doctor, then sudo ss -ltnp "sport = :443" and sudo essence-aura-run pm2 logs edge.',
});

export const REFUSED_80 = fault({
  id: 'NET-REFUSED-80',
  layer: 'network',
  severity: 'harm',
  needs: ['connections'],
  find: (facts) => onlyAt(facts, 'httpPort', is('refused')),
  canBe: ['NET-10', 'HOST-03', 'HOST-05'],
  owner: {
    ko: ({ names }) =>
      `${names}의 80번 포트를 받아 주는 프로그램이 없어서, 주소만 입력한 손님은 들어오지 못하고 인증서도 갱신되지 않을 수 있어요.`,
    en: ({ names }) =>
      `Nobody serves port 80 of ${names}, so who types the bare address may not get in and the certificate may not be renewed.`,
  },
  expert: ({ what }) => `80 refuses while 443 doesn’t: ${what}. Certificates proven by http-01 need port 80.`,
  browser: 'ERR_CONNECTION_REFUSED',
  mend: 'On the machine: sudo essence-aura-doctor, then sudo ss -ltnp "sport = :80" and sudo essence-aura-run pm2 logs edge.',
});

/** Addresses that are dead while another of the same name lives. */
function deadBeside(connections: readonly PortAnswer[], ofKind: (answer: PortAnswer) => boolean): Evidence | null {
  const here = looked(connections);
  const lives = (name: string, port: number): boolean =>
    here.some((one) => one.port === port && one.hosts.includes(name) && !isDead(one));
  return evidenceOf(
    here.filter((one) => ofKind(one) && isDead(one) && one.hosts.some((name) => lives(name, one.port))).map(signOf),
  );
}

export const IPV6_DEAD = fault({
  id: 'NET-IPV6',
  layer: 'network',
  severity: 'harm',
  certainty: 'likely',
  needs: ['connections', 'ipv6'],
  find: ({ connections }) => deadBeside(connections, isIPv6),
  canBe: ['DNS-04', 'NET-01', 'NET-02', 'NET-05', 'NET-10'],
  owner: {
    ko: ({ names }) =>
      `${names}의 IPv6 주소가 응답하지 않아서, 휴대폰에서는 늦게 열리거나 안 열리고 인증서 발급도 막힐 수 있어요.`,
    en: ({ names }) =>
      `The IPv6 address of ${names} is dead, so phones open the shop late or not at all and certificates may be refused.`,
  },
  expert: ({ what }) => `AAAA is dead while A answers: ${what}. A CA prefers IPv6.`,
  browser: 'ERR_CONNECTION_TIMED_OUT, or a pause before the page',
  mend: `Delete the AAAA record, or let ::/0 in at 80 and 443 and have the edge listen on [::]. ${DECIDE}`,
});

export const ONE_DEAD = fault({
  id: 'NET-ONE-DEAD',
  layer: 'network',
  severity: 'harm',
  needs: ['connections'],
  find: ({ connections }) => deadBeside(connections, (one) => !isIPv6(one)),
  canBe: ['DNS-05', 'DNS-03', 'NET-05', 'NET-10'],
  owner: {
    ko: ({ names }) => `${names}의 주소 중 하나가 죽어 있어서, 어떤 손님은 들어오고 어떤 손님은 못 들어와요.`,
    en: ({ names }) => `One of the addresses of ${names} is dead, so some visitors get in and others don’t.`,
  },
  expert: ({ what }) => `Dead while another address of the name answers: ${what}.`,
  browser: CHROME_TIMED_OUT,
  mend: `Remove the record with the address that isn’t this machine’s. ${DECIDE}`,
});

export const INNER_PORT_OPEN = fault({
  id: 'NET-08',
  layer: 'network',
  severity: 'harm',
  needs: ['innerPorts'],
  find: ({ innerPorts }) =>
    evidenceOf(
      innerPorts.flatMap(({ address, port, speaks }) =>
        speaks ? [{ at: address, says: `${speaks} answers at ${address} port ${port}` }] : [],
      ),
    ),
  owner: {
    ko: '안에서만 써야 하는 포트가 인터넷에 열려 있어서, 누구나 암호화 없이 가게 안쪽에 말을 걸 수 있어요.',
    en: 'A door that is for the machine alone is open to the internet, so anybody can talk to the inside of the shop.',
  },
  expert: ({ what }) => `${what}, past TLS and past the edge, so that X-Forwarded-* can be forged.`,
  mend: 'Remove the port from the security group; SHOP_PORT and Postgres listen on 127.0.0.1 only (listen_addresses).',
});

export const NETWORK_FAULTS: readonly AnyFault[] = [
  ...[SILENT, SILENT_443, SILENT_80, REFUSED, REFUSED_443, REFUSED_80, IPV6_DEAD, ONE_DEAD],
  ...[INNER_PORT_OPEN, ...WHO_ANSWERS_FAULTS],
];
