/** The shop's machine at AWS, its address and its disks. */
import type { CloudMachine } from '../facts/cloud';
import { fault, type AnyFault } from '../fault';

const HOUR_MS = 60 * 60 * 1000;

/** The one that the shop runs on; null where there is none, or it can't be told which. */
export const theMachine = (machines: readonly CloudMachine[]): CloudMachine | null =>
  machines.length === 1 ? (machines[0] ?? null) : null;

export const MACHINE_GONE = fault({
  id: 'AWS-11',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudMachines', 'cloudAddresses'],
  find: ({ cloudMachines: machines, cloudAddresses: addresses }) =>
    machines.length === 0 && addresses.length > 0
      ? { addresses: addresses.map(({ publicIp }) => publicIp).join(', ') }
      : null,
  owner: {
    ko: 'AWS에 가게의 서버가 없어요.',
    en: "The shop's machine is gone from AWS.",
  },
  expert: ({ addresses }) =>
    `No instance has the tag Project=essence-aura, while its Elastic IP ${addresses} is still there.`,
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: 'npm run recover; docs/runbook.md, “The machine is lost”.',
});

export const MACHINE_STOPPED = fault({
  id: 'AWS-12',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudMachines'],
  find: ({ cloudMachines: machines }) => {
    const machine = theMachine(machines);
    return machine && ['stopping', 'stopped'].includes(machine.state) ? machine : null;
  },
  owner: {
    ko: '가게가 돌아가는 서버가 꺼져 있어요.',
    en: 'The machine that the shop runs on is switched off.',
  },
  expert: ({ instanceId, region, state, stateReason }) =>
    `${instanceId} in ${region} is ${state}${stateReason === null ? '' : `: ${stateReason}`}.`,
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: ({ instanceId, region }) => `aws ec2 start-instances --region ${region} --instance-ids ${instanceId}`,
});

export const CHECKS_IMPAIRED = fault({
  id: 'AWS-13',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudMachines', 'cloudChecks'],
  find: ({ cloudMachines: machines, cloudChecks: { states } }) => {
    const machine = theMachine(machines);
    const failed = Object.entries(states).flatMap(([what, state]) => (state === 'impaired' ? [what] : []));
    return machine?.state === 'running' && failed.length > 0 ? { ...machine, failed: failed.join(' and ') } : null;
  },
  owner: {
    ko: '서버가 AWS의 상태 검사를 통과하지 못하고 있어요.',
    en: 'The machine does not pass the checks that AWS makes of it.',
  },
  expert: ({ instanceId, failed }) => `${instanceId} fails AWS's status check of: ${failed}.`,
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: ({ instanceId, region, failed }) => {
    const to = `--region ${region} --instance-ids ${instanceId}`;
    // Only a stop and a start move it to other hardware.
    return failed.includes('system')
      ? `aws ec2 stop-instances ${to}, and once it is stopped: aws ec2 start-instances ${to}`
      : `aws ec2 reboot-instances ${to}`;
  },
});

export const MACHINES_MANY = fault({
  id: 'AWS-14',
  layer: 'cloud',
  severity: 'risk',
  needs: ['cloudMachines'],
  find: ({ cloudMachines: machines }) =>
    machines.length > 1
      ? {
          all: machines.map(({ instanceId, region }) => `${instanceId} (${region})`).join(', '),
          regions: [...new Set(machines.map(({ region }) => region))],
          ids: machines.map(({ instanceId }) => instanceId).join(','),
        }
      : null,
  owner: {
    ko: '가게의 서버가 두 대 이상이라, 어느 것이 진짜인지 알 수 없어요.',
    en: 'There is more than one machine of the shop, and nothing says which of them is the shop.',
  },
  expert: ({ all }) => `Instances with the same tags Project and Stack: ${all}.`,
  mend: ({ regions, ids }) =>
    `${regions.map((region) => `aws ec2 describe-volumes --region ${region} --filters Name=attachment.instance-id,Values=${ids}`).join('; ')} says which holds the data disk (EBS-01), the EC2 console which has the Elastic IP. Then stop the other, and terminate nothing until the shop has run without it. No command works on two.`,
  mendKo: ({ regions, ids }) =>
    `EC2 콘솔(${regions.join(', ')})에서 ${ids} 가운데 데이터 디스크와 탄력적 IP가 붙은 서버를 찾고, 다른 서버는 중지만 하세요. 가게가 그 서버 없이 한동안 돌기 전에는 아무것도 종료하지 마세요.`,
});

export const MAINTENANCE_PLANNED = fault({
  id: 'AWS-15',
  layer: 'cloud',
  severity: 'risk',
  needs: ['cloudMachines', 'cloudChecks'],
  find: ({ cloudMachines: machines, cloudChecks: { events } }) => {
    const machine = theMachine(machines);
    return machine && events.length > 0 ? { ...machine, events: events.join(', ') } : null;
  },
  owner: {
    ko: 'AWS가 곧 서버를 점검하거나 멈출 예정이에요.',
    en: 'AWS is going to work on the machine soon, or to stop it.',
  },
  expert: ({ instanceId, events }) => `AWS has planned for ${instanceId}: ${events}.`,
  mend: ({ instanceId, region }) =>
    `At an hour that suits the shop: aws ec2 stop-instances --region ${region} --instance-ids ${instanceId}, then start-instances.`,
});

export const METADATA_OFF = fault({
  id: 'HOST-06',
  layer: 'cloud',
  severity: 'harm',
  needs: ['cloudMachines'],
  find: ({ cloudMachines: machines }) => {
    const machine = theMachine(machines);
    return machine?.metadata.endpoint === 'disabled' ? machine : null;
  },
  owner: {
    ko: '서버가 AWS에서 권한을 받지 못해 백업과 설정 읽기가 멈춰 있어요.',
    en: 'The machine gets no rights from AWS, so backups and the reading of its settings stand still.',
  },
  expert: ({ instanceId }) =>
    `The metadata service of ${instanceId} is disabled (HttpEndpoint): its role gives no credentials.`,
  mend: ({ instanceId, region }) =>
    `aws ec2 modify-instance-metadata-options --region ${region} --instance-id ${instanceId} --http-endpoint enabled --http-tokens required`,
});

export const METADATA_OPEN = fault({
  id: 'AWS-16',
  layer: 'cloud',
  severity: 'risk',
  needs: ['cloudMachines'],
  find: ({ cloudMachines: machines }) => {
    const machine = theMachine(machines);
    return machine?.metadata.endpoint === 'enabled' && machine.metadata.tokens === 'optional' ? machine : null;
  },
  owner: {
    ko: '서버의 AWS 권한을 훔치기 쉬운 옛 방식이 열려 있어요.',
    en: "An old way is open by which the machine's rights at AWS are easy to steal.",
  },
  expert: ({ instanceId }) => `${instanceId} answers version 1 of the metadata service (HttpTokens=optional).`,
  mend: ({ instanceId, region }) =>
    `aws ec2 modify-instance-metadata-options --region ${region} --instance-id ${instanceId} --http-tokens required`,
});

export const ADDRESS_LOOSE = fault({
  id: 'NET-06',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudMachines', 'cloudAddresses'],
  find: ({ cloudMachines: machines, cloudAddresses: addresses }) => {
    const machine = theMachine(machines);
    const [address] = addresses;
    if (machine?.state !== 'running' || !address) return null;
    return addresses.some(({ instanceId }) => instanceId === machine.instanceId) ? null : { machine, address };
  },
  explains: ['AWS-17'],
  owner: {
    ko: '가게의 고정 IP 주소가 서버에 연결되어 있지 않아요.',
    en: "The shop's own address is not lent to its machine.",
  },
  expert: ({ machine, address }) =>
    `Elastic IP ${address.publicIp} (${address.allocationId}) is associated with ${address.instanceId ?? 'nothing'}, not with ${machine.instanceId}.`,
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: ({ machine, address }) =>
    `aws ec2 associate-address --region ${machine.region} --allocation-id ${address.allocationId} --instance-id ${machine.instanceId}`,
});

export const NAMES_ELSEWHERE = fault({
  id: 'AWS-17',
  layer: 'cloud',
  severity: ({ isAll }: { readonly isAll: boolean; readonly wrong: string; readonly own: string }) =>
    isAll ? 'down' : 'harm',
  needs: ['cloudMachines', 'cloudBalancers', 'cloudDistributions', 'addresses'],
  find: ({ cloudMachines: machines, cloudBalancers, cloudDistributions, addresses }) => {
    const machine = theMachine(machines);
    if (!machine?.publicIp || cloudBalancers.length + cloudDistributions.length > 0) return null;
    const own = [machine.publicIp, ...machine.ipv6];
    const wrong = addresses.filter(({ address }) => !own.includes(address));
    if (wrong.length === 0) return null;
    const said = wrong.map(({ host, address }) => `${host} → ${address}`).join(', ');
    return { isAll: wrong.length === addresses.length, wrong: said, own: own.join(', ') };
  },
  explains: ['DNS-03', 'DNS-SEVERAL', 'NET-13', 'NET-ONE-DEAD', 'NET-STRANGER'],
  owner: {
    ko: '도메인이 가게 서버가 아닌 다른 주소를 가리켜요.',
    en: "A name of the shop leads to an address that is not its machine's.",
  },
  expert: ({ wrong, own }) => `${wrong}; the machine has ${own}.`,
  browser: 'ERR_CONNECTION_TIMED_OUT, or a page that is not the shop',
  mend: 'npx pulumi up --refresh, where the records are in Route 53; otherwise set A and AAAA where your DNS is.',
  mendKo: '레코드가 Route 53에 있다면 npx pulumi up --refresh, 아니라면 DNS를 둔 곳에서 A와 AAAA를 고치세요.',
});

export const CREDITS_SPENT = fault({
  id: 'AWS-18',
  layer: 'cloud',
  severity: 'harm',
  needs: ['cloudMachines', 'cloudCredits'],
  find: ({ cloudMachines: machines, cloudCredits: credits, now }) => {
    const machine = theMachine(machines);
    if (!machine?.launchedAt || credits?.mode !== 'standard' || credits.balance >= 1) return null;
    // It begins with none.
    return now.getTime() - machine.launchedAt.getTime() < 2 * HOUR_MS ? null : { ...machine, balance: credits.balance };
  },
  explains: ['CAP-01'],
  owner: {
    ko: '서버가 쓸 수 있는 연산량을 다 써서 가게가 느려요.',
    en: 'The machine has used up what it may compute, so the shop is slow.',
  },
  expert: ({ instanceId, instanceType, balance }) =>
    `${instanceId} (${instanceType}, standard) has ${balance} CPU credits left and is held to its baseline.`,
  mend: 'npx pulumi config set cpuCredits unlimited, or a larger instanceType; then npx pulumi up.',
});

export const CREDITS_CHARGED = fault({
  id: 'AWS-19',
  layer: 'cloud',
  severity: 'risk',
  needs: ['cloudMachines', 'cloudCredits'],
  find: ({ cloudMachines: machines, cloudCredits: credits }) => {
    const machine = theMachine(machines);
    return machine && credits && credits.surplusCharged > 0 ? { ...machine, charged: credits.surplusCharged } : null;
  },
  owner: {
    ko: '서버가 오래 바빠서 추가 요금이 나오고 있어요.',
    en: 'The machine has been busy for so long that it costs extra.',
  },
  expert: ({ instanceId, instanceType, charged }) =>
    `${instanceId} (${instanceType}, unlimited) is charged for ${charged} surplus CPU credits.`,
  mend: 'npm run cost says what it can come to; a larger instanceType may be cheaper: npx pulumi config set instanceType t4g.medium.',
});

export const DATA_DISK_LOOSE = fault({
  id: 'EBS-01',
  layer: 'cloud',
  severity: 'down',
  needs: ['cloudMachines', 'cloudDisks'],
  find: ({ cloudMachines: machines, cloudDisks: disks }) => {
    const machine = theMachine(machines);
    const data = disks.filter(({ isData }) => isData);
    const [disk] = data;
    if (machine?.state !== 'running' || !disk) return null;
    return data.some(({ attachedTo }) => attachedTo === machine.instanceId) ? null : { machine, disk };
  },
  owner: {
    ko: '주문과 상품이 들어 있는 디스크가 서버에 붙어 있지 않아요.',
    en: 'The disk with orders and products is not attached to the machine.',
  },
  expert: ({ machine, disk }) =>
    `${disk.volumeId} (${disk.sizeGib} GiB) is attached to ${disk.attachedTo ?? 'nothing'}, not to ${machine.instanceId}.`,
  mend: ({ machine, disk }) =>
    `aws ec2 attach-volume --region ${machine.region} --volume-id ${disk.volumeId} --instance-id ${machine.instanceId} --device /dev/sdf`,
});

/** One is made a day. */
const SNAPSHOT_LATE_MS = 50 * HOUR_MS;

export const SNAPSHOTS_LATE = fault({
  id: 'EBS-02',
  layer: 'cloud',
  severity: 'risk',
  needs: ['cloudSnapshots'],
  find: ({ cloudSnapshots: { volumeId, diskMadeAt, newestAt }, now }) => {
    const since = newestAt ?? diskMadeAt;
    if (!since || now.getTime() - since.getTime() < SNAPSHOT_LATE_MS) return null;
    return { volumeId, newest: newestAt?.toISOString() ?? 'never' };
  },
  owner: {
    ko: '디스크를 통째로 복사해 두는 일이 이틀 넘게 멈춰 있어요.',
    en: 'For more than two days no copy of the whole disk was made.',
  },
  expert: ({ volumeId, newest }) =>
    `Newest snapshot of ${volumeId}: ${newest}; Data Lifecycle Manager makes one a day.`,
  mend: 'EC2 console, Lifecycle Manager: the policy of the stack says why; npx pulumi up --refresh makes it anew.',
  mendKo: 'EC2 콘솔, 수명 주기 관리자: 스택의 정책에 이유가 적혀 있어요. npx pulumi up --refresh가 새로 만들어요.',
});

export const CLOUD_MACHINE_FAULTS: readonly AnyFault[] = [
  ...[MACHINE_GONE, MACHINE_STOPPED, CHECKS_IMPAIRED, MACHINES_MANY, MAINTENANCE_PLANNED, METADATA_OFF, METADATA_OPEN],
  ...[ADDRESS_LOOSE, NAMES_ELSEWHERE, CREDITS_SPENT, CREDITS_CHARGED, DATA_DISK_LOOSE, SNAPSHOTS_LATE],
];
