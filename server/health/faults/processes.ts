import { fault, type AnyFault } from '../fault';

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
  find({ jobRuns, now }) {
    const late = jobRuns.filter(({ startedAt }) => now.getTime() - startedAt.getTime() > LATE_JOB_MS);
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

export const PROCESSES_FAULTS: readonly AnyFault[] = [SHOP_NOT_READY, WRONG_RELEASE, JOB_LATE, JOB_FAILED];
