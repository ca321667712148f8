/** Security groups, network ACL and route table: what of the way to the machine is closed, or open to too many. */
import type { Facts } from '../facts';
import type { AclEntry, FirewallGroup, FirewallRule } from '../facts/cloud-network';
import { fault, type AnyFault, type Fault, type Words } from '../fault';
import { theMachine } from './cloud-machine';

const WORLD = { IPv4: '0.0.0.0/0', IPv6: '::/0' } as const;
type Family = keyof typeof WORLD;
const FAMILIES: readonly Family[] = ['IPv4', 'IPv6'];

const isFor = ({ protocol, from, to }: FirewallRule, port: number): boolean =>
  protocol === '-1' || (protocol === 'tcp' && from <= port && port <= to);

/** For all of the world, by any of the groups. */
export function letsIn(groups: readonly FirewallGroup[], port: number, family: Family): boolean {
  return groups.some(({ inbound }) => inbound.some((rule) => isFor(rule, port) && rule.peers.includes(WORLD[family])));
}

/** Whether visitors come to the machine itself, and not to something in front of it. */
function isMetDirectly(facts: Pick<Facts, 'cloudMachines'> & Partial<Facts>): boolean {
  const { addresses, cloudBalancers = [], cloudDistributions = [] } = facts;
  const machine = theMachine(facts.cloudMachines);
  if (!machine) return false;
  if (addresses) return addresses.some(({ address }) => address === machine.publicIp || machine.ipv6.includes(address));
  return cloudBalancers.length + cloudDistributions.length === 0;
}

interface Closed {
  readonly port: number;
  readonly families: readonly Family[];
  readonly groups: readonly string[];
  readonly region: string;
}

const closedPort = (
  row: Pick<Fault, 'id'> & { readonly port: (facts: Pick<Facts, 'target'>) => number; readonly owner: Words },
): AnyFault =>
  fault({
    id: row.id,
    layer: 'cloud',
    severity: ({ families }: Closed) => (families.includes('IPv4') ? 'down' : 'harm'),
    needs: ['cloudMachines', 'cloudFirewall'],
    find: (facts): Closed | null => {
      const { groups, region } = facts.cloudFirewall;
      const machine = theMachine(facts.cloudMachines);
      if (!machine || !isMetDirectly(facts)) return null;
      const port = row.port(facts);
      const used = FAMILIES.filter((family) => family === 'IPv4' || machine.ipv6.length > 0);
      const families = used.filter((family) => !letsIn(groups, port, family));
      return families.length === 0 ? null : { port, families, groups: groups.map(({ groupId }) => groupId), region };
    },
    owner: row.owner,
    expert: ({ port, families, groups }) =>
      `No inbound rule of ${groups.join(', ')} lets TCP ${port} in from ${families.map((one) => WORLD[one]).join(' and ')}.`,
    browser: 'ERR_CONNECTION_TIMED_OUT',
    mend: ({ port, families, groups, region }) => {
      const from = families.map((one) =>
        one === 'IPv4' ? 'IpRanges=[{CidrIp=0.0.0.0/0}]' : 'Ipv6Ranges=[{CidrIpv6=::/0}]',
      );
      return (
        `npx pulumi up --refresh, or: aws ec2 authorize-security-group-ingress --region ${region} --group-id ${groups[0] ?? ''} ` +
        `--ip-permissions 'IpProtocol=tcp,FromPort=${port},ToPort=${port},${from.join(',')}'`
      );
    },
  });

export const HTTPS_CLOSED = closedPort({
  id: 'NET-01',
  port: ({ target }) => target.httpsPort,
  owner: {
    ko: 'AWS 방화벽이 가게로 들어오는 길(443번 포트)을 막고 있어요.',
    en: "AWS's firewall keeps visitors out of the shop (port 443).",
  },
});

export const HTTP_CLOSED = closedPort({
  id: 'NET-02',
  port: ({ target }) => target.httpPort,
  owner: {
    ko: 'AWS 방화벽이 80번 포트를 막고 있어서 인증서를 갱신할 수 없어요.',
    en: "AWS's firewall closes port 80, so certificates can't be renewed.",
  },
});

/** Open for whoever has to, and no business of the world's. */
const SSH = 22;
const POSTGRES = 5432;

export const PRIVATE_OPEN = fault({
  id: 'AWS-20',
  layer: 'cloud',
  severity: 'risk',
  needs: ['cloudFirewall'],
  find: ({ cloudFirewall: { groups, region }, target }) => {
    const open = [SSH, target.shopPort, POSTGRES].filter((port) =>
      FAMILIES.some((family) => letsIn(groups, port, family)),
    );
    return open.length === 0
      ? null
      : { ports: open.join(', '), groups: groups.map(({ groupId }) => groupId).join(', '), region };
  },
  explains: ['NET-08'],
  owner: {
    ko: ({ ports }) => `AWS 방화벽이 손님이 쓰지 않는 포트(${ports}번)를 누구에게나 열어 두었어요.`,
    en: ({ ports }) => `AWS's firewall lets everybody in at doors that no visitor needs (port ${ports}).`,
  },
  expert: ({ ports, groups }) => `${groups} lets TCP ${ports} in from anywhere.`,
  mend: ({ region, groups }) =>
    `npx pulumi up --refresh closes what the stack does not open; or EC2 console (${region}), Security groups, ${groups}, Inbound rules.`,
  mendKo: ({ region, groups }) =>
    `npx pulumi up --refresh가 스택이 열지 않은 것을 닫아요. 또는 EC2 콘솔(${region}), 보안 그룹, ${groups}, 인바운드 규칙.`,
});

export const OUTBOUND_CLOSED = fault({
  id: 'AWS-21',
  layer: 'cloud',
  severity: 'harm',
  needs: ['cloudFirewall'],
  find: ({ cloudFirewall: { groups } }) => {
    const isOpen = groups.some(({ outbound }) =>
      outbound.some((rule) => isFor(rule, 443) && rule.peers.includes(WORLD.IPv4)),
    );
    return isOpen || groups.length === 0 ? null : { groups: groups.map(({ groupId }) => groupId).join(', ') };
  },
  explains: ['NET-09'],
  owner: {
    ko: '서버가 밖으로 나가는 길이 막혀서 결제와 메일, 인증서 갱신이 안 돼요.',
    en: "The machine can't reach out, so payments, mail and new certificates fail.",
  },
  expert: ({ groups }) => `No outbound rule of ${groups} lets TCP 443 out to ${WORLD.IPv4}.`,
  mend: 'npx pulumi up --refresh puts the rules of the stack back.',
});

const FIRST_EPHEMERAL = 1_024;
const LAST_PORT = 65_535;
/** What Linux takes for connections of its own. */
const LINUX_EPHEMERAL = [32_768, 60_999] as const;

interface Passage {
  readonly isOutbound: boolean;
  readonly ports: readonly [from: number, to: number];
  readonly cidr: string;
}

/** As AWS judges: in the order of their numbers, the first that fits counts. Rules for a part of the world are passed over. */
function isPassable(entries: readonly AclEntry[], { isOutbound, ports: [from, to], cidr }: Passage): boolean {
  const rules = entries
    .filter((one) => one.isOutbound === isOutbound && ['-1', '6'].includes(one.protocol) && one.cidr === cidr)
    .sort((one, other) => one.number - other.number);
  // Between these nothing changes.
  const edges = rules.flatMap((rule) => [rule.from, rule.from - 1, rule.to, rule.to + 1]);
  return [from, to, ...edges.filter((port) => port > from && port < to)].every((port) => {
    const rule = rules.find((one) => one.protocol === '-1' || (one.from <= port && port <= one.to));
    return rule?.isAllow ?? false;
  });
}

export const ACL_CLOSED = fault({
  id: 'NET-04',
  layer: 'cloud',
  severity: ({
    isDown,
  }: {
    readonly isDown: boolean;
    readonly closed: string;
    readonly aclId: string;
    readonly region: string;
  }) => (isDown ? 'down' : 'harm'),
  needs: ['cloudMachines', 'cloudAcl'],
  find: ({ cloudMachines: machines, cloudAcl: { aclId, region, entries }, target }) => {
    const hasIpv6 = (theMachine(machines)?.ipv6.length ?? 0) > 0;
    const closed = FAMILIES.filter((family) => family === 'IPv4' || hasIpv6).flatMap((family) => {
      const one = (isOutbound: boolean, from: number, to: number) => ({
        said: `${family} ${isOutbound ? 'outbound' : 'inbound'} ${from === to ? from : `${from}-${to}`}`,
        family,
        passage: { isOutbound, ports: [from, to] as const, cidr: WORLD[family] },
      });
      const visits = [
        one(false, target.httpPort, target.httpPort),
        one(false, target.httpsPort, target.httpsPort),
        one(true, FIRST_EPHEMERAL, LAST_PORT),
      ];
      const own = [one(true, 443, 443), one(false, ...LINUX_EPHEMERAL)];
      return [...visits.map((way) => ({ ...way, isVisit: true })), ...own.map((way) => ({ ...way, isVisit: false }))];
    });
    const shut = closed.filter(({ passage }) => !isPassable(entries, passage));
    if (shut.length === 0) return null;
    const isDown = shut.some(({ isVisit, family }) => isVisit && family === 'IPv4');
    return { isDown, closed: shut.map(({ said }) => said).join(', '), aclId, region };
  },
  explains: ['NET-09'],
  owner: {
    ko: 'AWS 네트워크 규칙이 가게로 오가는 길을 막고 있어요.',
    en: "A rule of AWS's network closes the way to the shop, or back from it.",
  },
  expert: ({ aclId, closed }) => `Network ACL ${aclId} keeps no state, and does not allow: ${closed} (TCP).`,
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: ({ aclId, region }) =>
    `VPC console (${region}), Network ACLs, ${aclId}: allow all, as AWS's default does, inbound and outbound; the security group is the firewall.`,
  mendKo: ({ aclId, region }) =>
    `VPC 콘솔(${region}), 네트워크 ACL, ${aclId}: AWS가 처음 만든 대로 들어오고 나가는 것을 모두 허용하세요. 막는 일은 보안 그룹이 해요.`,
});

export const NO_ROUTE = fault({
  id: 'NET-07',
  layer: 'cloud',
  severity: ({ lost }: { readonly lost: readonly Family[]; readonly tableId: string; readonly region: string }) =>
    lost.includes('IPv4') ? 'down' : 'harm',
  needs: ['cloudMachines', 'cloudRoutes'],
  find: ({ cloudMachines: machines, cloudRoutes: { routes, tableId, region } }) => {
    const hasIpv6 = (theMachine(machines)?.ipv6.length ?? 0) > 0;
    const lost = FAMILIES.filter((family) => family === 'IPv4' || hasIpv6).filter(
      (family) =>
        !routes.some(
          ({ destination, target, isActive }) =>
            destination === WORLD[family] && isActive && target?.startsWith('igw-'),
        ),
    );
    return lost.length === 0 ? null : { lost, tableId, region };
  },
  explains: ['NET-09'],
  owner: {
    ko: '서버가 인터넷에 연결되어 있지 않아요.',
    en: 'The machine is not connected to the internet.',
  },
  expert: ({ lost, tableId }) =>
    `Route table ${tableId} has no active route to an internet gateway for ${lost.map((one) => WORLD[one]).join(' and ')}.`,
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: ({ tableId, region }) =>
    `npx pulumi up --refresh, or VPC console (${region}), Route tables, ${tableId}, Edit routes.`,
  mendKo: ({ tableId, region }) =>
    `npx pulumi up --refresh, 또는 VPC 콘솔(${region}), 라우팅 테이블, ${tableId}, 라우팅 편집.`,
});

export const CLOUD_NETWORK_FAULTS: readonly AnyFault[] = [
  ...[HTTPS_CLOSED, HTTP_CLOSED, PRIVATE_OPEN, OUTBOUND_CLOSED, ACL_CLOSED, NO_ROUTE],
];
