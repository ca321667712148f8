import type { ProcessName } from '../facts/processes';
import { fault, type AnyFault, type Fault, type Words } from '../fault';

/** Jobs of the timetable run at least every hour. */
const LATE_JOB_MS = 2 * 60 * 60 * 1000;

export const SHOP_NOT_READY = fault({
  id: 'PROC-NOT-READY',
  layer: 'processes',
  severity: 'down',
  needs: ['shopStatus'],
  find: ({ shopStatus }) => (shopStatus === 200 ? null : { shopStatus }),
  canBe: ['PROC-06', 'PROC-08', 'PRX-01', 'PRX-04', 'DB-01', 'DB-02', 'DB-03', 'HOST-02'],
  owner: {
    ko: '가게 프로그램이 손님을 받을 준비가 되어 있지 않아요.',
    en: 'The shop’s program is not ready to serve anybody.',
  },
  expert: ({ shopStatus }) =>
    shopStatus === null ? "The shop's /readyz was not answered." : `The shop's /readyz answered ${shopStatus}.`,
  browser: '503 Service Unavailable',
  mend: 'On the machine: sudo essence-aura-run pm2 list; sudo essence-aura-run pm2 logs shop --lines 50 --nostream',
});

export const WRONG_RELEASE = fault({
  id: 'PROC-07',
  layer: 'processes',
  severity: 'harm',
  needs: ['releases'],
  find({ releases: { current, running } }) {
    const wrong = running.filter(({ release }) => release !== current);
    return wrong.length > 0 ? { current, wrong } : null;
  },
  owner: {
    ko: '새 버전을 올렸는데 아직 이전 버전이 돌고 있어요.',
    en: 'A new version was put there, and the old one still runs.',
  },
  expert: ({ current, wrong }) =>
    wrong.map(({ process, release }) => `${process} names the release ${release} and not ${current}`).join('; '),
  mend: 'On the machine: sudo systemctl reload essence-aura',
});

export const JOB_LATE = fault({
  id: 'JOB-01',
  layer: 'processes',
  severity: 'harm',
  needs: ['jobRuns'],
  find({ jobRuns, ownProcesses = [], now }) {
    // Whoever was started just now has its hour still before it.
    const upSince = Math.max(
      0,
      ...ownProcesses.filter(({ name }) => name === 'jobs').map((one) => one.startedAt.getTime()),
    );
    const late = jobRuns.filter(
      ({ startedAt }) => now.getTime() - Math.max(startedAt.getTime(), upSince) > LATE_JOB_MS,
    );
    return late.length > 0 ? { late } : null;
  },
  owner: {
    ko: '메일 발송이나 주문 마감처럼 정해진 시각에 할 일이 멈춰 있어요.',
    en: 'What is to be done by the clock, such as mails and deadlines of orders, has stopped.',
  },
  expert: ({ late }) =>
    `Last run: ${late.map(({ task, startedAt }) => `${task} ${startedAt.toISOString()}`).join(', ')}; each runs at least every hour.`,
  mend: 'On the machine: sudo essence-aura-run pm2 restart jobs; sudo essence-aura-run pm2 logs jobs --lines 50 --nostream',
});

export const JOB_FAILED = fault({
  id: 'JOB-02',
  layer: 'processes',
  severity: 'harm',
  needs: ['jobRuns'],
  find({ jobRuns }) {
    const failed = jobRuns.filter(({ error }) => error !== null);
    return failed.length > 0 ? { failed } : null;
  },
  owner: {
    ko: '정해진 시각에 하는 일 가운데 마지막에 실패한 것이 있어요.',
    en: 'Something that is done by the clock failed the last time.',
  },
  expert: ({ failed }) => `Failed: ${failed.map(({ task, error }) => `${task} (${error ?? ''})`).join('; ')}`,
  mend: 'On the machine: sudo essence-aura-run pm2 logs jobs --lines 50 --nostream; at the desk: /admin/operations',
});

const notRunning = (
  id: string,
  name: ProcessName,
  { severity, owner, explains }: { severity: 'down' | 'harm'; owner: Words; explains: readonly string[] },
): Fault<'ownProcesses', { readonly running: string }> =>
  fault<'ownProcesses', { readonly running: string }>({
    id,
    layer: 'processes',
    severity,
    needs: ['ownProcesses'],
    find({ ownProcesses }) {
      if (ownProcesses.some((one) => one.name === name)) return null;
      return { running: [...new Set(ownProcesses.map((one) => one.name))].join(', ') || 'none' };
    },
    explains,
    owner,
    expert: ({ running }) => `No process "${name}" of this DATA_DIR runs; of the four there: ${running}.`,
    mend: `On the machine: sudo systemctl status essence-aura; sudo essence-aura-run pm2 logs ${name} --lines 50 --nostream; sudo essence-aura-run pm2 restart ${name}`,
  });

const SHOP_GONE = notRunning('PROC-06', 'shop', {
  severity: 'down',
  owner: {
    ko: '가게 프로그램이 꺼져 있어요.',
    en: 'The shop’s program does not run.',
  },
  explains: ['PROC-NOT-READY', 'PRX-01', 'CACHE-20'],
});

const EDGE_GONE = notRunning('PROC-20', 'edge', {
  severity: 'down',
  owner: {
    ko: '접속을 받는 프로그램(엣지)이 꺼져 있어요.',
    en: 'The program that opens the shop’s door does not run.',
  },
  explains: ['NET-10', 'ACME-21', 'TLS-20', 'NET-REFUSED-80', 'NET-REFUSED-443'],
});

const JOBS_GONE = notRunning('PROC-21', 'jobs', {
  severity: 'harm',
  owner: {
    ko: '메일을 보내고 주문을 마감하는 프로그램이 꺼져 있어요.',
    en: 'The program that sends mails and keeps deadlines does not run.',
  },
  explains: ['JOB-01', 'MAIL-21'],
});

const CERTIFICATES_GONE = notRunning('PROC-22', 'certificates', {
  severity: 'harm',
  owner: {
    ko: '보안 인증서를 갱신하는 프로그램이 꺼져 있어요.',
    en: 'The program that renews the security certificate does not run.',
  },
  explains: ['CERT-21', 'CERT-22', 'CERT-27', 'CERT-01'],
});

const NOTHING_RUNS = fault({
  id: 'PROC-24',
  layer: 'processes',
  severity: 'down',
  needs: ['ownProcesses'],
  find: ({ ownProcesses, unitState, target }) =>
    ownProcesses.length > 0 ? null : { isMachine: unitState !== undefined || target.isPublic },
  explains: ['PROC-06', 'PROC-20', 'PROC-21', 'PROC-22'],
  owner: {
    ko: '여기서는 가게 프로그램이 하나도 켜져 있지 않아요.',
    en: 'Nothing of the shop runs here.',
  },
  expert: 'Of this DATA_DIR no process runs: no edge, no certificates, no shop, no jobs.',
  mend: ({ isMachine }) =>
    isMachine
      ? 'On the machine: sudo systemctl start essence-aura; where it stays down: sudo journalctl -u essence-aura --lines 50'
      : 'In development: npm start, and npm run doctor beside it',
});

/** A page takes some milliseconds: who waits for several of them notices. */
const LATE_MS = 200;

const LOOP_BLOCKED = fault({
  id: 'CAP-03',
  layer: 'processes',
  severity: 'harm',
  needs: ['eventLoops'],
  find({ eventLoops }) {
    const late = eventLoops.filter(({ lateMs }) => lateMs > LATE_MS);
    return late.length > 0
      ? { late: late.map((one) => `${one.process} ${Math.round(one.lateMs)} ms`).join(', ') }
      : null;
  },
  explains: ['PRX-04'],
  owner: {
    ko: '가게 프로그램이 한 가지 일에 오래 매달려서, 그동안 다른 손님이 기다려요.',
    en: 'The shop’s program is held up by single pieces of work, and all other visitors wait meanwhile.',
  },
  expert: ({ late }) => `Event-loop delay, 99th percentile of the last minutes: ${late}.`,
  mend: 'On the machine: top; the slowest lines of sudo essence-aura-run pm2 logs shop. More workers need a larger instanceType in the stack’s configuration, npx pulumi up',
});

/** Of pm2, which waits up to 15 s between two starts and begins anew after some minutes. */
const YOUNG_MS = 60_000;
const MANY_RESTARTS = 5;

const RESTARTS_LOOPING = fault({
  id: 'PROC-02',
  layer: 'processes',
  severity: 'harm',
  needs: ['pm2Apps'],
  find({ pm2Apps }) {
    const ill = pm2Apps.filter(
      ({ status, restarts, upMs }) =>
        ['errored', 'stopped', 'waiting restart'].includes(status) || (restarts > MANY_RESTARTS && upMs < YOUNG_MS),
    );
    return ill.length > 0
      ? { ill: ill.map((one) => `${one.name} ${one.status}, ${one.restarts} restarts`).join('; ') }
      : null;
  },
  explains: ['PROC-24', 'PROC-06', 'PROC-20', 'PROC-21', 'PROC-22', 'PROC-NOT-READY', 'NET-10'],
  owner: {
    ko: '가게의 프로그램 하나가 켜지자마자 꺼지기를 되풀이하고 있어요.',
    en: 'One of the shop’s programs ends again and again as soon as it is started.',
  },
  expert: ({ ill }) => `pm2: ${ill}.`,
  mend: 'On the machine: sudo essence-aura-run pm2 logs --err --lines 50 --nostream',
});

const NOT_AFTER_REBOOT = fault({
  id: 'PROC-01',
  layer: 'processes',
  severity: 'risk',
  needs: ['unitState'],
  find: ({ unitState }) => (unitState.startsWith('enabled') ? null : { unitState }),
  owner: {
    ko: '서버를 다시 켜면 가게가 저절로 열리지 않아요.',
    en: 'After a restart of the server the shop would not open by itself.',
  },
  expert: ({ unitState }) => `systemctl is-enabled essence-aura.service: ${unitState}`,
  mend: 'On the machine: sudo systemctl enable essence-aura.service',
});

const SETTINGS_STALE = fault({
  id: 'PROC-08',
  layer: 'processes',
  severity: 'risk',
  needs: ['ownProcesses'],
  find({ ownProcesses }) {
    const stale = ownProcesses.filter(({ otherSettings }) => otherSettings.length > 0);
    if (stale.length === 0) return null;
    const names = ({ name, pid, otherSettings }: (typeof stale)[number]): string =>
      `${name} (${pid}): ${otherSettings.join(', ')}`;
    return { stale: stale.map(names).join('; ') };
  },
  explains: ['PRX-01'],
  owner: {
    ko: '설정을 바꿨는데 가게 프로그램이 아직 이전 설정으로 돌고 있어요.',
    en: 'Settings were changed, and one of the shop’s programs still runs with the old ones.',
  },
  expert: ({ stale }) => `Started with other settings than the environment has now: ${stale}.`,
  mend: 'On the machine: sudo essence-aura-environment; sudo systemctl reload essence-aura',
});

const SETTINGS_MISSING = fault({
  id: 'PROC-23',
  layer: 'processes',
  severity: 'risk',
  needs: ['missingVariables'],
  find: ({ missingVariables }) => (missingVariables.length > 0 ? { names: missingVariables.join(', ') } : null),
  explains: ['CERT-07'],
  owner: {
    ko: '아직 정하지 않은 설정이 있어서 메일이나 알림이 나가지 않을 수 있어요.',
    en: 'Some settings are not made yet, so mails or warnings may reach nobody.',
  },
  expert: ({ names }) => `Not set, or not as a shop needs it: ${names}.`,
  mend: 'deploy/README.md names each; after npx pulumi up, on the machine: sudo essence-aura-environment; sudo systemctl restart essence-aura',
});

export const PROCESSES_FAULTS: readonly AnyFault[] = [
  ...[SHOP_NOT_READY, WRONG_RELEASE, JOB_LATE, JOB_FAILED, SHOP_GONE, EDGE_GONE, JOBS_GONE, CERTIFICATES_GONE],
  ...[NOTHING_RUNS, RESTARTS_LOOPING, NOT_AFTER_REBOOT, SETTINGS_STALE, SETTINGS_MISSING, LOOP_BLOCKED],
];
