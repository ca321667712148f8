/** What would stop the first `pulumi up`, or the shop that it makes. `down`: it would fail. Once there is a machine, nothing here is. */
import { fault, type AnyFault } from '../fault';
import { nearestZones } from './cloud-names';

const DAY_MS = 24 * 60 * 60 * 1000;

export const STACK_INVALID = fault({
  id: 'PRE-01',
  layer: 'cloud',
  severity: 'down',
  needs: ['stackFile'],
  find: ({ stackFile: { file, problems } }) => (problems ? { file, problems: problems.join('; ') } : null),
  owner: {
    ko: '가게를 어떻게 만들지 적은 설정 파일을 쓸 수 없어요.',
    en: "The file that says what is to be made can't be used.",
  },
  expert: ({ file, problems }) => `${file}: ${problems}.`,
  mend: ({ file }) => `npx pulumi config set, or edit ${file}; deploy/stacks/Pulumi.example.yaml has every key.`,
});

export const WINDOWS = fault({
  id: 'PRE-02',
  layer: 'cloud',
  severity: 'down',
  needs: ['workplace'],
  find: ({ workplace: { platform } }) => (platform === 'win32' ? { platform } : null),
  owner: {
    ko: '윈도우에서는 가게를 올릴 수 없어요.',
    en: "The shop can't be put on the internet from Windows.",
  },
  expert: ({ platform }) => `This is ${platform}; the program runs on macOS, on Linux, and in WSL 2.`,
  mend: 'Install WSL 2, and run everything in it: https://learn.microsoft.com/windows/wsl.',
});

export const CLI_MISSING = fault({
  id: 'PRE-03',
  layer: 'cloud',
  severity: 'harm',
  needs: ['workplace'],
  find: ({ workplace: { cliProblem } }) => (cliProblem === null ? null : { cliProblem }),
  owner: {
    ko: '이 컴퓨터에 AWS 명령줄 도구가 없거나 너무 오래됐어요.',
    en: "AWS's command line tool is missing on this computer, or too old.",
  },
  expert: ({ cliProblem }) => cliProblem,
  mend: 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html; npm run deploy and the others need it.',
});

export const PULUMI_MISSING = fault({
  id: 'PRE-04',
  layer: 'cloud',
  severity: 'down',
  needs: ['workplace'],
  find: ({ workplace: { pulumi } }) =>
    pulumi.installed === null || pulumi.installed !== pulumi.pinned
      ? { installed: pulumi.installed ?? 'none', pinned: pulumi.pinned ?? 'none' }
      : null,
  owner: {
    ko: '서버를 만드는 도구(Pulumi)가 이 컴퓨터에 맞는 버전으로 없어요.',
    en: 'The tool that makes the machine (Pulumi) is not here in the right version.',
  },
  expert: ({ installed, pinned }) => `node_modules has pulumi ${installed}; package.json pins ${pinned}.`,
  mend: 'npm ci',
});

export const NOT_SIGNED_IN = fault({
  id: 'PRE-05',
  layer: 'cloud',
  severity: 'down',
  needs: ['signInProblem'],
  find: ({ signInProblem: problem }) => (problem === null ? null : { problem }),
  owner: {
    ko: '이 컴퓨터가 내 AWS 계정에 로그인되어 있지 않아요.',
    en: 'This computer is not signed in to your account at AWS.',
  },
  expert: ({ problem }) => `${problem}.`,
  mend: 'aws login, or set AWS_PROFILE to a profile that is signed in.',
});

export const ROOT_USED = fault({
  id: 'PRE-06',
  layer: 'cloud',
  severity: 'risk',
  needs: ['cloudCaller'],
  find: ({ cloudCaller: { isRoot, account } }) => (isRoot ? { account } : null),
  owner: {
    ko: '무엇이든 할 수 있는 루트 사용자로 AWS에 로그인되어 있어요.',
    en: 'You are signed in to AWS as the root user, who may do anything.',
  },
  expert: ({ account }) => `The credentials are those of the root user of ${account}.`,
  mend: 'IAM Identity Center console: make a user of your own with AdministratorAccess, and sign in as that; docs/launch.md.',
  mendKo:
    'IAM Identity Center 콘솔: AdministratorAccess 권한이 있는 사용자를 만들고 그 사용자로 로그인하세요. docs/launch.ko.md에 차례가 있어요.',
});

const PLAN_ENDS_MS = 14 * DAY_MS;

export const FREE_PLAN = fault({
  id: 'PRE-07',
  layer: 'cloud',
  severity: ({ isEnding }: { readonly isEnding: boolean; readonly ends: string; readonly status: string }) =>
    isEnding ? 'harm' : 'risk',
  needs: ['accountPlan'],
  find: ({ accountPlan: plan, now }) => {
    if (plan?.type !== 'FREE') return null;
    const { expiresAt, status } = plan;
    const isEnding = status === 'EXPIRED' || (expiresAt !== null && expiresAt.getTime() - now.getTime() < PLAN_ENDS_MS);
    return { isEnding, status, ends: expiresAt?.toISOString().slice(0, 10) ?? 'once its credits are spent' };
  },
  owner: {
    ko: 'AWS 계정이 무료 플랜이라서, 끝나는 날 가게도 함께 닫혀요.',
    en: 'The account at AWS is on the free plan, and the day that it ends the shop is closed with it.',
  },
  expert: ({ status, ends }) => `Account plan FREE, ${status}; it ends: ${ends}. A domain can't be bought with it.`,
  mend: 'Billing and Cost Management console, Upgrade plan; what is left of the credits stays.',
  mendKo: '결제 및 비용 관리 콘솔에서 플랜을 업그레이드하세요. 남은 크레딧은 그대로예요.',
});

const needed = ({ id, code, service }: { readonly id: string; readonly code: string; readonly service: string }) => ({
  id,
  layer: 'cloud' as const,
  severity: 'down' as const,
  mend: ({ region, want }: { readonly region: string; readonly want: number }) =>
    `aws service-quotas request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} --desired-value ${want}`,
});

export const FEW_PROCESSORS = fault({
  ...needed({ id: 'PRE-08', service: 'ec2', code: 'L-1216C47A' }),
  needs: ['quotas', 'cloudMachines'],
  find: ({ quotas: { vcpus, region }, cloudMachines: machines }) =>
    vcpus && machines.length === 0 && vcpus.used + vcpus.needed > vcpus.limit
      ? { ...vcpus, region, want: vcpus.used + vcpus.needed }
      : null,
  owner: {
    ko: 'AWS가 이 계정에 아직 서버를 더 만들게 해 주지 않아요.',
    en: 'AWS does not let this account have another machine yet.',
  },
  expert: ({ limit, used, needed: wanted, region }) =>
    `In ${region} ${limit} vCPUs of standard instances may run, ${used} do, and ${wanted} are needed.`,
});

export const FEW_ADDRESSES = fault({
  ...needed({ id: 'PRE-09', service: 'ec2', code: 'L-0263D0A3' }),
  needs: ['quotas', 'cloudMachines'],
  find: ({ quotas: { addresses, region }, cloudMachines: machines }) =>
    machines.length === 0 && addresses.used >= addresses.limit
      ? { ...addresses, region, want: addresses.used + 1 }
      : null,
  owner: {
    ko: '이 AWS 계정에서 쓸 수 있는 고정 IP 주소를 다 썼어요.',
    en: 'All of the addresses that this account may have at AWS are in use.',
  },
  expert: ({ limit, used, region }) => `In ${region} ${used} of ${limit} Elastic IPs are taken.`,
});

export const FEW_NETWORKS = fault({
  ...needed({ id: 'PRE-10', service: 'vpc', code: 'L-F678F1CE' }),
  needs: ['quotas', 'cloudMachines'],
  find: ({ quotas: { networks, region }, cloudMachines: machines }) =>
    machines.length === 0 && networks.used >= networks.limit ? { ...networks, region, want: networks.used + 1 } : null,
  owner: {
    ko: '이 AWS 계정에서 만들 수 있는 네트워크를 다 썼어요.',
    en: 'This account has as many networks at AWS as it may have.',
  },
  expert: ({ limit, used, region }) => `In ${region} there are ${used} of ${limit} VPCs.`,
});

export const TYPE_NOT_OFFERED = fault({
  id: 'PRE-11',
  layer: 'cloud',
  severity: 'down',
  needs: ['offers', 'stackFile'],
  find: ({ offers: { instanceType, region, zones }, stackFile: { plan } }) => {
    const wanted = plan?.availabilityZone ?? null;
    if (wanted === null ? zones.length > 0 : zones.includes(wanted)) return null;
    return { instanceType, where: wanted ?? region, zones: zones.join(', ') || 'none of this region' };
  },
  owner: {
    ko: ({ instanceType }) => `고른 서버 종류(${instanceType})를 그곳에서는 빌릴 수 없어요.`,
    en: ({ instanceType }) => `The kind of machine that was chosen (${instanceType}) is not to be had there.`,
  },
  expert: ({ instanceType, where, zones }) =>
    `${instanceType} isn't offered in ${where}; zones that have it: ${zones}.`,
  mend: 'npx pulumi config set instanceType t4g.small, or set availabilityZone to one of those zones.',
});

export const IMAGE_MISSING = fault({
  id: 'PRE-12',
  layer: 'cloud',
  severity: 'down',
  needs: ['image'],
  find: ({ image }) => (image.id === null ? image : null),
  owner: {
    ko: '서버에 설치할 데비안 이미지를 그곳에서 찾을 수 없어요.',
    en: 'The image of Debian that the machine is made from is not found there.',
  },
  expert: ({ parameter, region }) => `The public parameter ${parameter} can't be read in ${region}.`,
  mend: 'npx pulumi config set aws:region to one where Debian publishes: https://wiki.debian.org/Cloud/AmazonEC2Image.',
});

export const ZONE_NOT_FOUND = fault({
  id: 'PRE-13',
  layer: 'cloud',
  severity: 'down',
  needs: ['stackFile', 'cloudZones'],
  find: ({ stackFile: { plan }, cloudZones: zones }) =>
    plan?.zoneId && !zones.some(({ id }) => id === plan.zoneId) ? { zoneId: plan.zoneId, domain: plan.domain } : null,
  owner: {
    ko: '설정에 적힌 도메인 구역이 이 AWS 계정에 없거나 다른 도메인의 것이에요.',
    en: "The zone that the settings name is not in this account, or another domain's.",
  },
  expert: ({ zoneId, domain }) => `No public hosted zone ${zoneId} that ${domain} belongs in.`,
  mend: 'aws route53 list-hosted-zones; then npx pulumi config set zoneId …, or remove it to have a zone made.',
});

export const RECORDS_IN_THE_WAY = fault({
  id: 'PRE-14',
  layer: 'cloud',
  severity: 'down',
  needs: ['stackFile', 'cloudZones', 'cloudMachines'],
  find: ({ stackFile: { plan }, cloudZones: zones, cloudMachines: machines, target }) => {
    const zone = zones.find(({ id }) => id === plan?.zoneId);
    if (!zone || machines.length > 0) return null;
    const there = zone.records.filter(
      ({ name, type }) => ['A', 'AAAA', 'CNAME'].includes(type) && target.hosts.all.some((host) => host.name === name),
    );
    if (there.length === 0) return null;
    const said = there.map(({ name, type, values, alias }) => `${name} ${type} ${alias ?? values.join(' ')}`);
    return { said: said.join(', '), zone: zone.id };
  },
  owner: {
    ko: '가게가 쓸 주소가 이미 다른 곳을 가리키고 있어요.',
    en: 'The names that the shop is to have lead somewhere else already.',
  },
  expert: ({ said, zone }) => `Records in hosted zone ${zone} that pulumi up would have to make: ${said}.`,
  mend: 'If nobody needs them, delete them: Route 53 console, Hosted zones. What they lead to is off the air from then on.',
  mendKo: '쓰는 사람이 없다면 지우세요. Route 53 콘솔, 호스팅 영역. 지우면 그 레코드로 열리던 것은 바로 열리지 않아요.',
});

export const ZONE_IN_THE_WAY = fault({
  id: 'PRE-15',
  layer: 'cloud',
  severity: 'harm',
  needs: ['stackFile', 'cloudZones', 'cloudMachines'],
  find: ({ stackFile: { plan }, cloudZones: zones, cloudMachines: machines }) => {
    const [twin] = nearestZones(zones).filter(({ name }) => name === plan?.domain);
    return plan && plan.zoneId === null && machines.length === 0 && twin ? { ...twin, isBought: plan.register } : null;
  },
  owner: {
    ko: '이 도메인의 설정이 AWS에 이미 있어서, 그대로 만들면 두 벌이 돼요.',
    en: 'The domain is set up at AWS already, and would be set up twice.',
  },
  expert: ({ id, name }) => `Hosted zone ${id} of ${name} exists, and the stack would make another of the same name.`,
  mend: ({ id, isBought }) =>
    isBought
      ? `Delete ${id}, if nothing is in it: the domain that is bought brings its own.`
      : `npx pulumi config set zoneId ${id}`,
});

export const SANDBOX_AHEAD = fault({
  id: 'PRE-16',
  layer: 'cloud',
  severity: 'risk',
  needs: ['stackFile', 'cloudMail'],
  find: ({ stackFile: { plan }, cloudMail: { identity, isProduction, region, review } }) =>
    plan?.mail === 'ses' && !identity && !isProduction && review !== 'PENDING' ? { region } : null,
  owner: {
    ko: 'AWS가 아직 이 계정의 메일을 손님에게 보내 주지 않고, 허락받는 데 하루쯤 걸려요.',
    en: "AWS does not send this account's mail to shoppers yet, and takes a day or so to allow it.",
  },
  expert: ({ region }) => `SES in ${region} is in its sandbox, and nobody has asked for production access.`,
  mend: 'npx pulumi preview prints the command that asks for it; docs/launch.md, step 7.',
});

export const PREFLIGHT_FAULTS: readonly AnyFault[] = [
  ...[STACK_INVALID, WINDOWS, CLI_MISSING, PULUMI_MISSING, NOT_SIGNED_IN, ROOT_USED, FREE_PLAN],
  ...[FEW_PROCESSORS, FEW_ADDRESSES, FEW_NETWORKS, TYPE_NOT_OFFERED, IMAGE_MISSING],
  ...[ZONE_NOT_FOUND, RECORDS_IN_THE_WAY, ZONE_IN_THE_WAY, SANDBOX_AHEAD],
];
