/** A load balancer that the shop's names lead to. The shop's own stack makes none: somebody has put it there. */
import type { Facts } from '../facts';
import type { BalancerTarget, CloudBalancer, TargetGroup } from '../facts/cloud-front';
import { fault, type AnyFault, type Severity } from '../fault';
import { letsIn } from './cloud-network';

/** What it makes of a shop that doesn't answer it, seen from outside and from inside. */
const BELOW = ['PRX-03', 'PRX-GATEWAY', 'NET-FRONT', 'PRX-NOBODY', 'NET-STRANGER'];
const GATEWAY = '502 Bad Gateway';

interface Pair {
  readonly balancer: CloudBalancer;
  readonly group: TargetGroup;
}

const pairsOf = (balancers: readonly CloudBalancer[]): readonly Pair[] =>
  balancers.flatMap((balancer) => balancer.groups.map((group) => ({ balancer, group })));

const consoleOf = ({ region }: CloudBalancer, page: string): string => `EC2 console (${region}), ${page}`;
const toTarget = ({ id, port }: Pick<BalancerTarget, 'id' | 'port'>): string => `${id}:${port}`;

/** A target may listen elsewhere than its group says. */
const portsOf = ({ port, targets }: TargetGroup): readonly number[] => [
  ...new Set(targets.length === 0 ? [port] : targets.map((target) => target.port)),
];

interface Spoken extends Pair {
  readonly port: number;
  readonly targets: string;
}

/** By how it speaks to the machine, and at which port. */
function spokenTo(
  balancers: readonly CloudBalancer[],
  protocols: readonly string[],
  ports: readonly number[],
): Spoken | null {
  for (const { balancer, group } of pairsOf(balancers)) {
    const port = portsOf(group).find((one) => ports.includes(one));
    if (port === undefined || !protocols.includes(group.protocol)) continue;
    const said = group.targets.map(
      (one) => `${toTarget(one)} ${one.state}${one.reason === null ? '' : ` (${one.reason})`}`,
    );
    return { balancer, group, port, targets: said.join(', ') || 'none' };
  }
  return null;
}

const ANOTHER_GROUP = "A group's protocol can't be changed, so make another and have the listener forward to it:";

const makeGroup = ({ balancer, group }: Spoken, protocol: string, port: number, path: string): string =>
  `${ANOTHER_GROUP} aws elbv2 create-target-group --region ${balancer.region} --name ${group.name.slice(0, 24)}-${protocol.toLowerCase()} ` +
  `--protocol ${protocol} --port ${port} --vpc-id ${group.vpcId} --health-check-path ${path}, register-targets, modify-listener (EC2 console, Target groups, does all three).`;

export const TLS_TO_PLAIN = fault({
  id: 'ELB-01',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudBalancers'],
  find: ({ cloudBalancers, target }) => spokenTo(cloudBalancers, ['HTTPS', 'TLS'], [target.shopPort, target.httpPort]),
  explains: [...BELOW, 'ELB-04', 'ELB-05', 'ELB-06'],
  owner: {
    ko: '로드 밸런서가 가게에 잘못된 방식(HTTPS)으로 말을 걸어서 손님에게 502 오류가 보여요.',
    en: 'The load balancer speaks to the shop in the wrong way (HTTPS), so visitors see error 502.',
  },
  expert: ({ balancer, group, port, targets }) =>
    `Target group ${group.name} of ${balancer.name} speaks ${group.protocol} to port ${port}, where the shop speaks plain HTTP: the ` +
    `handshake fails before an answer (elb_status_code 502, target_status_code "-"). Targets: ${targets}.`,
  browser: GATEWAY,
  mend: (spoken) => makeGroup(spoken, 'HTTP', spoken.port, spoken.port === 80 ? '/health' : '/healthz'),
});

export const PLAIN_TO_TLS = fault({
  id: 'ELB-02',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudBalancers'],
  find: ({ cloudBalancers, target }) => spokenTo(cloudBalancers, ['HTTP'], [target.httpsPort]),
  explains: [...BELOW, 'ELB-04', 'ELB-05', 'ELB-06'],
  owner: {
    ko: '로드 밸런서가 암호화된 포트에 암호화 없이 말을 걸어서 가게가 열리지 않아요.',
    en: 'The load balancer speaks without encryption where the shop expects it, so the shop does not open.',
  },
  expert: ({ balancer, group, port, targets }) =>
    `Target group ${group.name} of ${balancer.name} speaks HTTP to port ${port}, where the edge speaks TLS. Targets: ${targets}.`,
  browser: GATEWAY,
  mend: (spoken) => makeGroup(spoken, 'HTTPS', spoken.port, '/health'),
});

export const REDIRECT_LOOP = fault({
  id: 'ELB-03',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudBalancers'],
  find: ({ cloudBalancers, target }) => {
    const ending = cloudBalancers.filter(({ listeners }) => listeners.some(({ protocol }) => protocol === 'HTTPS'));
    return spokenTo(ending, ['HTTP'], [target.httpPort]);
  },
  explains: ['HDR-01'],
  owner: {
    ko: '로드 밸런서와 가게가 손님을 서로에게 되돌려 보내서 페이지가 열리지 않아요.',
    en: 'Load balancer and shop send visitors back to each other, so no page opens.',
  },
  expert: ({ balancer, group, port }) =>
    `${balancer.name} ends HTTPS and asks ${group.name} over HTTP at port ${port}, where the edge redirects everything to HTTPS.`,
  browser: 'ERR_TOO_MANY_REDIRECTS',
  mend: (spoken) => makeGroup(spoken, 'HTTPS', 443, '/health'),
});

interface Sick extends Pair {
  readonly targets: readonly BalancerTarget[];
  readonly isAll: boolean;
}

const said = ({ targets }: Sick): string =>
  targets.map((one) => `${toTarget(one)}: ${one.reason ?? ''} ${one.description ?? ''}`.trim()).join(', ');

const sickBy = (balancers: readonly CloudBalancer[], reasons: readonly string[]): Sick | null => {
  for (const pair of pairsOf(balancers)) {
    const targets = pair.group.targets.filter(({ reason }) => reason !== null && reasons.includes(reason));
    const isAll = targets.length === pair.group.targets.length;
    if (targets.length > 0) return { ...pair, targets, isAll };
  }
  return null;
};
const downIfAll = ({ isAll }: Sick): Severity => (isAll ? 'down' : 'harm');
const checked = ({ check, port }: TargetGroup): string =>
  `${check.protocol}:${check.port === 'traffic-port' ? port : check.port}${check.path ?? ''}`;

export const PATH_MISMATCH = fault({
  id: 'ELB-04',
  layer: 'cloud',
  severity: downIfAll,
  needs: ['cloudBalancers'],
  find: ({ cloudBalancers }) => sickBy(cloudBalancers, ['Target.ResponseCodeMismatch']),
  explains: BELOW,
  owner: {
    ko: '로드 밸런서가 가게에 없는 주소로 상태를 물어봐서, 멀쩡한 가게를 고장으로 알아요.',
    en: 'The load balancer asks for a page that the shop does not have, and takes a healthy shop for a broken one.',
  },
  expert: (sick) =>
    `Health check ${checked(sick.group)} of ${sick.group.name} takes ${sick.group.check.codes ?? '200'}; ${said(sick)}.`,
  browser: '503 Service Unavailable',
  mend: ({ balancer, group }) =>
    `aws elbv2 modify-target-group --region ${balancer.region} --target-group-arn ${group.arn} --health-check-path ` +
    `${group.port === 80 || group.port === 443 ? '/health' : '/healthz'} --matcher HttpCode=200`,
});

export const TARGET_SILENT = fault({
  id: 'ELB-05',
  layer: 'cloud',
  severity: downIfAll,
  needs: ['cloudBalancers'],
  find: ({ cloudBalancers }) => sickBy(cloudBalancers, ['Target.Timeout']),
  explains: BELOW,
  owner: {
    ko: '로드 밸런서가 가게에 닿지 못해요.',
    en: 'The load balancer does not get through to the shop.',
  },
  expert: (sick) =>
    `Health check ${checked(sick.group)} of ${sick.group.name} is not answered in time, as behind a closed security group; ${said(sick)}.`,
  browser: '504 Gateway Timeout',
  mend: ({ balancer, group }) =>
    `Let the group of the load balancer (${balancer.firewall.map(({ groupId }) => groupId).join(', ') || 'its addresses'}) in at TCP ` +
    `${portsOf(group).join(', ')}: ${consoleOf(balancer, "Security groups, the machine's, Inbound rules")}.`,
  mendKo: ({ balancer, group }) =>
    `${consoleOf(balancer, '보안 그룹, 서버의 것, 인바운드 규칙')}: 로드 밸런서의 그룹(${balancer.firewall.map(({ groupId }) => groupId).join(', ') || '그 주소들'})에 TCP ${portsOf(group).join(', ')}을 여세요.`,
});

export const TARGET_FAILS = fault({
  id: 'ELB-06',
  layer: 'cloud',
  severity: downIfAll,
  certainty: 'likely',
  needs: ['cloudBalancers'],
  find: ({ cloudBalancers }) => sickBy(cloudBalancers, ['Target.FailedHealthChecks']),
  explains: BELOW,
  owner: {
    ko: '로드 밸런서가 가게의 틀린 포트에 말을 걸고 있는 것 같아요.',
    en: 'The load balancer seems to knock at a door where the shop is not.',
  },
  expert: (sick) =>
    `Health check ${checked(sick.group)} of ${sick.group.name} finds no connection, or no answer that it understands; ${said(sick)}. ` +
    'From other machines the shop answers at 80 and 443 only.',
  browser: GATEWAY,
  mend: ({ balancer, group }) =>
    `On the machine: ss -ltn. Then targets of ${group.name} at 80 or 443, health check /health: ${consoleOf(balancer, 'Target groups')}.`,
  mendKo: ({ balancer, group }) =>
    `${consoleOf(balancer, '대상 그룹')}: ${group.name}의 대상을 80이나 443으로, 상태 검사를 /health로 바꾸세요. 가게가 어느 포트에 있는지는 서버에서 ss -ltn으로 볼 수 있어요.`,
});

const UNUSED = ['Target.NotRegistered', 'Target.NotInUse', 'Target.InvalidState', 'Target.IpUnusable'];

export const TARGETS_NONE = fault({
  id: 'ELB-07',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudBalancers'],
  find: ({ cloudBalancers }) => {
    const empty = cloudBalancers.find(
      ({ groups }) =>
        groups.length > 0 &&
        groups.every(({ targets }) => targets.every(({ reason }) => reason !== null && UNUSED.includes(reason))),
    );
    if (!empty) return null;
    const targets = empty.groups.flatMap((group) => group.targets);
    return { balancer: empty, targets: targets.map((one) => `${toTarget(one)}: ${one.reason}`).join(', ') || 'none' };
  },
  explains: BELOW,
  owner: {
    ko: '로드 밸런서 뒤에 가게 서버가 연결되어 있지 않아요.',
    en: 'Behind the load balancer there is no machine.',
  },
  expert: ({ balancer, targets }) => `No group of ${balancer.name} has a target that can be used: ${targets}.`,
  browser: '503 Service Unavailable',
  mend: ({ balancer }) =>
    `Register the running machine, in a zone that the load balancer has: ${consoleOf(balancer, 'Target groups')}.`,
  mendKo: ({ balancer }) =>
    `${consoleOf(balancer, '대상 그룹')}: 로드 밸런서가 쓰는 가용 영역에 있는, 켜져 있는 서버를 등록하세요.`,
});

const SECURE = ['HTTPS', 'TLS', 'TCP', 'TCP_UDP'];

export const LISTENER_MISSING = fault({
  id: 'ELB-08',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudBalancers'],
  find: ({ cloudBalancers, target }) => {
    const found = cloudBalancers.find(
      ({ state, listeners }) =>
        state === 'active' && !listeners.some((one) => one.port === target.httpsPort && SECURE.includes(one.protocol)),
    );
    return found ? { balancer: found, port: target.httpsPort } : null;
  },
  owner: {
    ko: '로드 밸런서가 https 주소로 오는 손님을 받지 않아요.',
    en: 'The load balancer takes no visitors who come by https.',
  },
  expert: ({ balancer, port }) =>
    `${balancer.name} has no listener at ${port}; it has ${balancer.listeners.map((one) => `${one.protocol}:${one.port}`).join(', ') || 'none'}.`,
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: ({ balancer, port }) =>
    `Add a listener at ${port} with a certificate of all names: ${consoleOf(balancer, 'Load balancers')}.`,
  mendKo: ({ balancer, port }) =>
    `${consoleOf(balancer, '로드 밸런서')}: 가게의 모든 이름이 들어 있는 인증서로 ${port} 리스너를 추가하세요.`,
});

/** A star stands for one label. */
export const covers = (names: readonly string[], host: string): boolean =>
  names.some((name) => name === host || (name.startsWith('*.') && name.slice(2) === host.replace(/^[^.]+\./, '')));

export const CERTIFICATE_NAMES = fault({
  id: 'ELB-09',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudBalancers'],
  find: ({ cloudBalancers }) => {
    for (const balancer of cloudBalancers) {
      const used = balancer.listeners.flatMap(({ certificates }) => certificates);
      if (used.length === 0 || used.some(({ names }) => names === null)) continue;
      const names = used.flatMap((one) => one.names ?? []);
      const missing = balancer.hosts.filter((host) => !covers(names, host));
      if (missing.length > 0) return { balancer, names: names.join(', '), missing: missing.join(', ') };
    }
    return null;
  },
  explains: ['CERT-02'],
  owner: {
    ko: ({ missing }) => `로드 밸런서의 인증서에 ${missing} 이름이 없어서 브라우저가 막아요.`,
    en: ({ missing }) => `The load balancer's certificate does not name ${missing}, so browsers refuse it.`,
  },
  expert: ({ balancer, names, missing }) =>
    `Certificates on ${balancer.name} (${balancer.region}) name ${names}, and not ${missing}.`,
  browser: 'NET::ERR_CERT_COMMON_NAME_INVALID',
  mend: ({ balancer, missing }) =>
    `aws acm request-certificate --region ${balancer.region} --validation-method DNS with all names, ${missing} among them; then the listener's certificates.`,
});

export const CERTIFICATE_UNUSABLE = fault({
  id: 'ACM-01',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudBalancers', 'cloudDistributions'],
  find: ({ cloudBalancers, cloudDistributions }) => {
    const used = [
      ...cloudBalancers.flatMap(({ listeners }) => listeners.flatMap(({ certificates }) => certificates)),
      ...cloudDistributions.flatMap(({ certificate }) => certificate ?? []),
    ];
    const bad = used.filter(({ status }) => !['ISSUED', 'unknown'].includes(status));
    return bad.length === 0 ? null : { bad: bad.map(({ arn, status }) => `${arn} ${status}`).join(', ') };
  },
  explains: ['CERT-01'],
  owner: {
    ko: 'AWS에 있는 인증서가 더 이상 유효하지 않아요.',
    en: 'The certificate that AWS holds is not valid any more.',
  },
  expert: ({ bad }) => `Certificate Manager says: ${bad}.`,
  browser: 'NET::ERR_CERT_DATE_INVALID',
  mend: 'Certificate Manager console: make the CNAME records that it names, or request another and give it to the listener.',
  mendKo: 'Certificate Manager 콘솔: 거기 나오는 CNAME 레코드를 만들거나, 새 인증서를 요청해서 리스너에 지정하세요.',
});

export const BALANCER_SHUT = fault({
  id: 'ELB-10',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudBalancers'],
  find: ({ cloudBalancers, target }: Pick<Facts, 'cloudBalancers' | 'target'>) => {
    for (const balancer of cloudBalancers) {
      const { firewall, scheme, state } = balancer;
      if (state === 'missing') return { balancer, why: 'this account has no such load balancer' };
      if (scheme === 'internal') return { balancer, why: 'it is internal, with private addresses' };
      if (['failed', 'provisioning'].includes(state)) return { balancer, why: `its state is ${state}` };
      if (firewall.length > 0 && !letsIn(firewall, target.httpsPort, 'IPv4')) {
        const groups = firewall.map(({ groupId }) => groupId).join(', ');
        return { balancer, why: `${groups} lets nobody in at TCP ${target.httpsPort}` };
      }
    }
    return null;
  },
  owner: {
    ko: '도메인이 가리키는 로드 밸런서에 손님이 들어갈 수 없어요.',
    en: 'Visitors are sent to a load balancer that lets nobody in.',
  },
  expert: ({ balancer, why }) => `${balancer.hosts.join(', ')} → ${balancer.name}: ${why}.`,
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: ({ balancer }) =>
    `${consoleOf(balancer, 'Load balancers')}, Security; or, without one: npx pulumi up --refresh points the names at the machine.`,
  mendKo: ({ balancer }) =>
    `${consoleOf(balancer, '로드 밸런서')}, 보안. 로드 밸런서를 쓰지 않는다면 npx pulumi up --refresh가 이름을 서버로 돌려놓아요.`,
});

export const CLOUD_BALANCER_FAULTS: readonly AnyFault[] = [
  ...[TLS_TO_PLAIN, PLAIN_TO_TLS, REDIRECT_LOOP, PATH_MISMATCH, TARGET_SILENT, TARGET_FAILS, TARGETS_NONE],
  ...[LISTENER_MISSING, CERTIFICATE_NAMES, CERTIFICATE_UNUSABLE, BALANCER_SHUT],
];
