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
  explains: ['DB-03'],
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
  expert: ({ far, sources }) => `This machine's clock is ${far} that of ${sources}: set it, and keep it by NTP`,
  browser: 'NET::ERR_CERT_DATE_INVALID',
  mend: 'On the machine: chronyc tracking; sudo chronyc makestep; sudo systemctl enable --now chrony',
});

export const HOST_FAULTS: readonly AnyFault[] = [DISK_LOW, CLOCK_OFF];
