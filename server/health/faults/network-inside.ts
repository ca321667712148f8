import type { Listener, Ports } from '../facts/network-inside';
import { fault, type AnyFault } from '../fault';

const layer = 'network';
const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);
const isIpv6 = (address: string): boolean => address.includes(':');

const at = ({ listeners }: Ports, port: number): readonly Listener[] => listeners.filter((one) => one.port === port);

/** A socket on `::` takes IPv4 too, as Node opens it. */
const answersIpv4 = (listener: Listener): boolean => !isIpv6(listener.address) || listener.address === '::';

const NOBODY_LISTENS = fault({
  id: 'NET-10',
  layer,
  severity: 'down',
  needs: ['ownPorts'],
  find({ ownPorts: ports }) {
    const closed = [ports.httpPort, ports.httpsPort].filter((port) => at(ports, port).length === 0);
    return closed.length > 0 ? { closed: closed.join(', ') } : null;
  },
  explains: ['NET-REFUSED-80', 'NET-REFUSED-443', 'ACME-21'],
  owner: {
    ko: '접속을 받는 프로그램(엣지)이 이 서버에서 돌고 있지 않아요.',
    en: 'The program that opens the shop’s door does not run on the server.',
  },
  expert: ({ closed }) => `Nobody listens on port ${closed}.`,
  browser: 'ERR_CONNECTION_REFUSED',
  mend: 'On the machine: sudo systemctl status essence-aura; sudo essence-aura-run pm2 restart edge; sudo essence-aura-run pm2 logs edge --lines 50 --nostream',
});

const OURS = /\/dist\/server\/bin\/|pm2|God Daemon|^node\b/i;

const OTHER_PROGRAM = fault({
  id: 'HOST-05',
  layer: 'host',
  severity: 'down',
  needs: ['ownPorts'],
  find({ ownPorts: ports }) {
    const foreign = [ports.httpPort, ports.httpsPort]
      .flatMap((port) => at(ports, port))
      .filter(({ program }) => program !== null && !OURS.test(program));
    return foreign.length === 0
      ? null
      : { who: foreign.map(({ port, program }) => `${port}: ${program ?? ''}`).join(', ') };
  },
  explains: ['NET-10', 'NET-11', 'ACME-21', 'TLS-01', 'PROC-20'],
  owner: {
    ko: '다른 프로그램이 가게의 포트를 차지하고 있어요.',
    en: 'Another program on the server holds the shop’s door.',
  },
  expert: ({ who }) => `Held by another program: port ${who}.`,
  mend: "On the machine: sudo ss -ltnp '( sport = :80 or sport = :443 )'; stop and disable that program; sudo essence-aura-run pm2 restart edge",
});

const PRIVILEGE_MISSING = fault({
  id: 'HOST-03',
  layer: 'host',
  severity: 'down',
  needs: ['ownPorts'],
  find({ ownPorts: ports }) {
    const { httpPort, httpsPort, unprivilegedFrom } = ports;
    if (unprivilegedFrom === null) return null;
    const closed = [httpPort, httpsPort].filter((port) => port < unprivilegedFrom && at(ports, port).length === 0);
    return closed.length > 0 ? { closed: closed.join(', '), unprivilegedFrom } : null;
  },
  explains: ['NET-10', 'PROC-20', 'PROC-02', 'TLS-20', 'ACME-21', 'NET-REFUSED-80', 'NET-REFUSED-443'],
  certainty: 'likely',
  owner: {
    ko: '가게 프로그램에게 80번과 443번 포트를 열 권한이 없어요.',
    en: 'The shop’s program lacks the right to open its doors, ports 80 and 443.',
  },
  expert: ({ closed, unprivilegedFrom }) =>
    `Nobody listens on port ${closed}, and net.ipv4.ip_unprivileged_port_start is ${unprivilegedFrom}: EACCES for who isn't root.`,
  mend: 'On the machine: sudo sysctl --load=/etc/sysctl.d/60-essence-aura.conf; sudo essence-aura-run pm2 restart edge',
});

const ONE_FAMILY = fault({
  id: 'NET-20',
  layer,
  severity: 'harm',
  needs: ['ownPorts'],
  find({ ownPorts: ports }) {
    if (ports.edgeAddress !== null && ports.edgeAddress !== '::') return null;
    const lacks = [ports.httpPort, ports.httpsPort].flatMap((port) => {
      const found = at(ports, port);
      if (found.length === 0) return [];
      const families = [
        ...(found.some(answersIpv4) ? [] : ['IPv4']),
        ...(!ports.hasIpv6 || found.some(({ address }) => isIpv6(address)) ? [] : ['IPv6']),
      ];
      return families.map((family) => `${port} over ${family}`);
    });
    return lacks.length > 0 ? { lacks: lacks.join(', ') } : null;
  },
  explains: ['DNS-04'],
  owner: {
    ko: '인터넷 주소 방식 두 가지 가운데 하나로는 가게가 열리지 않아요.',
    en: 'Over one of the internet’s two kinds of addresses the shop does not open.',
  },
  expert: ({ lacks }) => `Nobody listens on port ${lacks}.`,
  mend: 'Leave EDGE_ADDRESS empty; on the machine: sudo essence-aura-run pm2 restart edge',
});

const OPEN_TO_ALL = fault({
  id: 'NET-21',
  layer,
  severity: 'risk',
  needs: ['ownPorts'],
  find({ ownPorts: ports }) {
    const inner = [ports.shopPort, ...(ports.postgresPort === null ? [] : [ports.postgresPort])];
    const open = inner.flatMap((port) => at(ports, port)).filter(({ address }) => !isLoopback(address));
    return open.length > 0 ? { open: open.map(({ address, port }) => `${address} port ${port}`).join(', ') } : null;
  },
  explains: ['NET-08'],
  owner: {
    ko: '안에서만 써야 하는 포트가 밖으로도 열려 있어요.',
    en: 'A door that only the server itself may use is open to others.',
  },
  expert: ({ open }) => `Shop or Postgres listens beyond loopback: ${open}.`,
  mend: "Shop: it binds 127.0.0.1 by itself, so another program is started there. Postgres: listen_addresses = '' or localhost, sudo systemctl restart postgresql",
});

const FIREWALL_CLOSED = fault({
  id: 'NET-05',
  layer,
  severity: 'down',
  needs: ['firewall'],
  find: ({ firewall: { closed } }) => (closed.length > 0 ? { closed: closed.join(', ') } : null),
  explains: ['NET-SILENT-80', 'NET-SILENT-443', 'NET-12', 'ACME-CONNECT', 'ACME-05'],
  owner: {
    ko: '서버의 방화벽이 손님을 막고 있어요.',
    en: 'The server’s own firewall keeps visitors out.',
  },
  expert: ({ closed }) => `nftables drops new connections to port ${closed}.`,
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: 'On the machine: sudo nft list ruleset; sudo nft -f /etc/nftables.conf',
});

/** What a certificate that can't be judged says, and not a way that is closed. */
const ROOTS_MISSING: ReadonlySet<string> = new Set([
  ...['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
]);
const DATES: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const NO_NAME: ReadonlySet<string> = new Set(['EAI_AGAIN', 'ENOTFOUND', 'EAI_FAIL', 'ESERVFAIL']);
const NO_WAY: ReadonlySet<string> = new Set(['ENETUNREACH', 'EHOSTUNREACH']);

const OUTBOUND_CLOSED = fault({
  id: 'NET-09',
  layer,
  severity: 'harm',
  needs: ['outbound'],
  find({ outbound: { code, host, said } }) {
    const isOther = code === null || ROOTS_MISSING.has(code) || DATES.has(code) || NO_NAME.has(code);
    return isOther ? null : { host, said };
  },
  certainty: 'likely',
  explains: ['ACME-14', 'MAIL-01', 'CERT-22', 'CERT-27'],
  owner: {
    ko: '서버에서 밖으로 나가는 길이 막혀서 인증서를 새로 받을 수 없어요.',
    en: 'The server’s way out is closed, so certificates can’t be renewed.',
  },
  expert: ({ host, said }) => `No HTTPS to ${host}: ${said}`,
  mend: ({ host }) => `On the machine: curl -sSI https://${host}/; security group and network ACL: egress 443`,
});

const ROOTS_OLD = fault({
  id: 'HOST-07',
  layer: 'host',
  severity: 'harm',
  needs: ['outbound'],
  find: ({ outbound: { code, host, said } }) => (code !== null && ROOTS_MISSING.has(code) ? { host, said } : null),
  certainty: 'likely',
  explains: ['ACME-14'],
  owner: {
    ko: '서버가 인증 기관을 믿지 못해서 새 인증서를 받을 수 없어요.',
    en: 'The server does not trust the authority’s own certificate, so it can’t renew the shop’s.',
  },
  expert: ({ host, said }) => `The certificate of ${host} leads to no root that this machine knows: ${said}`,
  mend: 'A newer Node (docs/runbook.md, “Change the host itself”); of a private CA: ACME_CA_FILE',
});

const NO_ROUTE = fault({
  id: 'NET-22',
  layer,
  severity: 'down',
  needs: ['defaultRoute', 'outbound'],
  find: ({ defaultRoute, outbound: { code } }) =>
    !defaultRoute && code !== null && (NO_WAY.has(code) || NO_NAME.has(code)) ? { code } : null,
  explains: ['NET-09', 'DNS-12', 'NET-SILENT-80', 'NET-SILENT-443', 'NET-07', 'ACME-14', 'MAIL-01'],
  owner: {
    ko: '서버가 인터넷에 이어져 있지 않아요.',
    en: 'The server has no way to the internet.',
  },
  expert: ({ code }) => `There is no default route (${code}).`,
  mend: 'On the machine: ip route; sudo systemctl restart systemd-networkd; then the subnet’s route table: 0.0.0.0/0 to the internet gateway',
});

const RESOLVER_BROKEN = fault({
  id: 'DNS-12',
  layer: 'dns',
  severity: 'harm',
  needs: ['machineResolver'],
  find({ machineResolver: { names, nameServers } }) {
    const isBroken = names.length > 0 && names.every(({ code }) => code !== null) && names.some(isUnanswered);
    return isBroken
      ? {
          names: names.map(({ name, code }) => `${name} ${code ?? ''}`).join(', '),
          servers: nameServers.join(', ') || 'no name server',
        }
      : null;
  },
  explains: ['NET-09', 'ACME-14', 'MAIL-01'],
  owner: {
    ko: '서버가 인터넷의 이름들을 찾지 못해서 메일도 인증서도 멈춰 있어요.',
    en: 'The server can’t look names up, so mails and certificates stand still.',
  },
  expert: ({ names, servers }) => `This machine's resolver (${servers}) answers nothing: ${names}`,
  mend: 'On the machine: cat /etc/resolv.conf; resolvectl status; in the VPC: DNS resolution on',
});

const isUnanswered = ({ code }: { readonly code: string | null }): boolean =>
  code !== null && !['ENOTFOUND', 'ENODATA'].includes(code);

const NO_PUBLIC_ADDRESS = fault({
  id: 'NET-23',
  layer,
  severity: 'down',
  needs: ['publicAddress'],
  find: ({ publicAddress: { ipv4 } }) => (ipv4 === null ? { ipv4 } : null),
  explains: ['NET-06', 'NET-SILENT-80', 'NET-SILENT-443', 'NET-12', 'DNS-03'],
  owner: {
    ko: '서버에 인터넷 주소가 붙어 있지 않아요.',
    en: 'The server has no address on the internet.',
  },
  expert: 'The metadata service knows no public IPv4 address of this machine: its Elastic IP is not associated.',
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: 'EC2, Elastic IP addresses: associate it with this instance; or npx pulumi up',
});

export const NETWORK_INSIDE_FAULTS: readonly AnyFault[] = [
  ...[NOBODY_LISTENS, OTHER_PROGRAM, PRIVILEGE_MISSING, ONE_FAMILY, OPEN_TO_ALL, FIREWALL_CLOSED, OUTBOUND_CLOSED],
  ...[ROOTS_OLD, NO_ROUTE, RESOLVER_BROKEN, NO_PUBLIC_ADDRESS],
];
