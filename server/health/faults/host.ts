import { fault, type AnyFault } from '../fault';
import { inBytes } from '../size';

const FEW_BYTES = 1024 ** 3;
const FEW_SHARE = 0.1;

export const DISK_LOW = fault({
  id: 'HOST-01',
  layer: 'host',
  severity: 'harm',
  needs: ['disk'],
  find: ({ disk }) =>
    disk.freeBytes < FEW_BYTES || disk.freeBytes < disk.totalBytes * FEW_SHARE
      ? { free: inBytes(disk.freeBytes), total: inBytes(disk.totalBytes) }
      : null,
  explains: ['DB-03', 'DB-20', 'BKP-01'],
  owner: {
    ko: '디스크가 거의 다 차서, 그대로 두면 데이터베이스가 멈추고 주문을 받을 수 없게 돼요.',
    en: 'The disk is nearly full; once it is, the database stops and no orders can be taken.',
  },
  expert: ({ free, total }) => `${free} of ${total} free on the file system of DATA_DIR.`,
  mend: 'On the machine: sudo journalctl --vacuum-size=200M; then docs/runbook.md, “The disk is full”.',
});

/** Where AWS' requests and short-lived tokens still work. */
const TOLERATED_SECONDS = 60;
/** An hour or a time zone leaves a certificate of some days of use; by more every answer about dates is a wrong one. */
const FAR_SECONDS = 24 * 60 * 60;
const MINUTES_A_DAY = 24 * 60;

function inTime(seconds: number): string {
  const minutes = Math.max(Math.round(Math.abs(seconds) / 60), 1);
  const far = minutes < 2 * MINUTES_A_DAY ? `${minutes} min` : `${Math.round(minutes / MINUTES_A_DAY)} days`;
  return `${far} ${seconds > 0 ? 'ahead of' : 'behind'}`;
}

export const CLOCK_OFF = fault({
  id: 'CLK-01',
  layer: 'host',
  needs: ['clocks'],
  find({ clocks }) {
    const off = clocks.filter(({ aheadSeconds }) => Math.abs(aheadSeconds) > TOLERATED_SECONDS);
    const [first] = off;
    // One that most of the others contradict is wrong itself.
    if (!first || off.length * 2 <= clocks.length) return null;
    const isFar = Math.abs(first.aheadSeconds) > FAR_SECONDS;
    return { far: inTime(first.aheadSeconds), sources: off.map(({ comparedWith }) => comparedWith).join(', '), isFar };
  },
  severity: ({ isFar }) => (isFar ? 'down' : 'harm'),
  explains: ['CERT-01', 'CERT-20', 'CERT-21', 'CERT-22', 'CERT-24', 'ACME-14'],
  owner: {
    ko: '서버의 시계가 틀려서 멀쩡한 보안 인증서도 기간이 지난 것처럼 보여요.',
    en: 'The server’s clock is wrong, which makes good security certificates look expired.',
  },
  expert: ({ far, sources }) => `This machine's clock is ${far} that of ${sources}: set it, and keep it by NTP.`,
  browser: 'NET::ERR_CERT_DATE_INVALID',
  mend: 'On the machine: chronyc tracking; sudo chronyc makestep; sudo systemctl enable --now chrony',
});

const TIME_NOT_KEPT = fault({
  id: 'CLK-20',
  layer: 'host',
  severity: 'risk',
  needs: ['timeSync'],
  find: ({ timeSync: { isSynchronised } }) => (isSynchronised ? null : { isSynchronised }),
  owner: {
    ko: '서버의 시계를 맞춰 주는 프로그램이 제대로 돌지 않아요.',
    en: 'Nothing keeps the server’s clock right at the moment.',
  },
  expert: 'chronyc tracking: Not synchronised.',
  mend: 'On the machine: chronyc sources; sudo systemctl restart chrony',
});

const OTHER_DISK_LOW = fault({
  id: 'HOST-20',
  layer: 'host',
  severity: 'harm',
  needs: ['fileSystems'],
  find({ fileSystems }) {
    // The first is that of DATA_DIR, which HOST-01 is about. Of a small one a share says more than a size.
    const low = fileSystems
      .slice(1)
      .filter(({ freeBytes, totalBytes }) => freeBytes < FEW_BYTES && freeBytes < totalBytes * FEW_SHARE);
    return low.length > 0 ? { low: low.map((one) => `${one.at}: ${inBytes(one.freeBytes)} free`).join(', ') } : null;
  },
  explains: ['DB-03', 'DB-20'],
  owner: {
    ko: '서버에 있는 다른 디스크가 거의 다 찼어요.',
    en: 'Another disk of the server is nearly full.',
  },
  expert: ({ low }) => `Nearly full: ${low}.`,
  mend: 'On the machine: df -h; sudo journalctl --vacuum-size=200M; then docs/runbook.md, “The disk is full”.',
});

const FEW_INODES = 0.05;

const INODES_LOW = fault({
  id: 'HOST-21',
  layer: 'host',
  severity: 'harm',
  needs: ['fileSystems'],
  find({ fileSystems }) {
    const low = fileSystems.filter(
      ({ freeInodes, totalInodes }) =>
        freeInodes !== null && totalInodes !== null && freeInodes < totalInodes * FEW_INODES,
    );
    return low.length === 0
      ? null
      : { low: low.map((one) => `${one.at}: ${String(one.freeInodes)} of ${String(one.totalInodes)}`).join(', ') };
  },
  explains: ['DB-03'],
  owner: {
    ko: '디스크에 파일을 더 만들 자리가 거의 없어요.',
    en: 'The disk can hold hardly any more files, whatever their size.',
  },
  expert: ({ low }) => `Inodes left at ${low}.`,
  mend: 'On the machine: df -i; sudo du --inodes -x / | sort -n | tail',
});

const FEW_MEMORY = 0.04;

const MEMORY_LOW = fault({
  id: 'HOST-02',
  layer: 'host',
  needs: ['memory'],
  find({ memory: { totalBytes, availableBytes, swapTotalBytes, swapFreeBytes, oomKills } }) {
    const isLow = availableBytes < totalBytes * FEW_MEMORY && swapFreeBytes <= swapTotalBytes * FEW_SHARE;
    const kills = oomKills ?? 0;
    if (!isLow && kills === 0) return null;
    return { available: inBytes(availableBytes), total: inBytes(totalBytes), kills, isLow };
  },
  // What is over stays in the count until the unit is started anew.
  severity: ({ isLow }) => (isLow ? 'harm' : 'risk'),
  explains: ['PROC-02', 'PROC-06', 'PROC-20', 'PRX-04'],
  owner: {
    ko: ({ isLow }) =>
      isLow
        ? '서버의 메모리가 모자라서 프로그램이 느려지거나 꺼져요.'
        : '서버의 메모리가 모자라서 프로그램이 꺼진 적이 있어요.',
    en: ({ isLow }) =>
      isLow
        ? 'The server is short of memory, so programs slow down or are ended.'
        : 'The server was short of memory, and a program was ended for it.',
  },
  expert: ({ available, total, kills }) =>
    `${available} of ${total} memory available; processes of the shop ended by the kernel for want of it: ${kills}.`,
  mend: 'On the machine: free -h; ps aux --sort=-rss | head; a larger instanceType in the stack’s configuration, npx pulumi up',
});

const MUCH_STEAL = 0.5;

const PROCESSOR_STOLEN = fault({
  id: 'CAP-01',
  layer: 'host',
  severity: 'harm',
  needs: ['cpuSteal'],
  find: ({ cpuSteal }) => (cpuSteal > MUCH_STEAL ? { percent: Math.round(cpuSteal * 100) } : null),
  certainty: 'likely',
  explains: ['PRX-04'],
  owner: {
    ko: '서버가 쓸 수 있는 계산 시간을 다 써서 가게가 느려요.',
    en: 'The server has used up its computing time, so the shop is slow.',
  },
  expert: ({ percent }) => `CPU steal is ${percent} %: an instance of the t classes without credits.`,
  mend: 'CloudWatch: CPUCreditBalance; unlimited mode, or another instanceType in the stack’s configuration',
});

const MANY_FILES = 0.9;

const FILES_EXHAUSTED = fault({
  id: 'HOST-08',
  layer: 'host',
  severity: 'harm',
  needs: ['openFiles'],
  find({ openFiles }) {
    const full = openFiles.filter(({ open, limit }) => open > limit * MANY_FILES);
    return full.length > 0
      ? { full: full.map((one) => `${one.process} ${one.open} of ${one.limit}`).join(', ') }
      : null;
  },
  explains: ['PRX-04'],
  owner: {
    ko: '가게 프로그램이 한꺼번에 열 수 있는 연결을 거의 다 썼어요.',
    en: 'The shop’s program has nearly as many connections open as it may have.',
  },
  expert: ({ full }) => `Open files: ${full}.`,
  mend: 'LimitNOFILE= in /etc/systemd/system/essence-aura.service (65536); sudo systemctl daemon-reload; sudo systemctl restart essence-aura',
});

export const HOST_FAULTS: readonly AnyFault[] = [
  ...[DISK_LOW, CLOCK_OFF, TIME_NOT_KEPT, OTHER_DISK_LOW, INODES_LOW, MEMORY_LOW, PROCESSOR_STOLEN, FILES_EXHAUSTED],
];
