/** Reports of the doctor's, of a shop that is well and of one that isn't. */
import type { LayerReport, LayerState, Report } from '../../server/doctor/report';
import type { Finding } from '../../server/health/judge';
import { LAYERS, type Layer } from '../../server/health/layers';

const layer = (name: Layer, state: LayerState, unlooked: readonly string[] = []): LayerReport => ({
  layer: name,
  state,
  judged: state === 'unknown' ? 0 : 3,
  known: 4,
  unlooked,
  tookMs: 120,
});

const finding = (changes: Pick<Finding, 'id' | 'layer' | 'owner'> & Partial<Finding>): Finding => ({
  severity: 'harm',
  certainty: 'certain',
  expert: 'What an expert is told.',
  browser: null,
  mend: 'What mends it.',
  canBe: [],
  explains: [],
  ...changes,
});

export const DISK = finding({
  id: 'HOST-01',
  layer: 'host',
  owner: {
    ko: '디스크가 거의 다 차서 곧 주문을 받을 수 없어요.',
    en: 'The disk is nearly full, and soon no orders can be taken.',
  },
  expert: '512 MB of 40.0 GB free on the file system of DATA_DIR.',
  mend: 'On the machine: sudo journalctl --vacuum-size=200M; then docs/runbook.md, “The disk is full”.',
});

export const SILENT = finding({
  id: 'NET-SILENT-443',
  layer: 'network',
  severity: 'down',
  certainty: 'likely',
  owner: {
    ko: '서버가 https 요청에 아무 답도 하지 않아서 손님이 가게에 들어올 수 없어요.',
    en: 'The machine doesn’t answer on https, so customers can’t get into the shop.',
  },
  expert: '203.0.113.7:443 and [2001:db8::7]:443 are silent; <80> answers.',
  browser: 'ERR_CONNECTION_TIMED_OUT',
  mend: 'sudo essence-aura-doctor, on the machine',
  canBe: ['NET-01', 'NET-04', 'NET-05'],
  explains: [
    finding({
      id: 'TLS-SILENT',
      layer: 'tls',
      owner: { ko: '보안 연결을 맺을 수 없어요.', en: 'No secure connection can be made.' },
    }),
  ],
});

export const RDAP = finding({
  id: 'REG-02',
  layer: 'registrar',
  severity: 'risk',
  owner: { ko: '도메인 기한이 20일 남았어요.', en: 'The domain ends in 20 days.' },
});

const reportOf = (findings: readonly Finding[], unknown: readonly Layer[]): Report => {
  const ill = new Set(findings.flatMap((one) => [one, ...one.explains]).map((one) => one.layer));
  return {
    version: 1,
    domain: 'essence-aura.com',
    startedAt: '2026-11-30T05:00:00.000Z',
    tookMs: 3_140,
    views: ['outside', 'inside'],
    layers: LAYERS.map((name) =>
      unknown.includes(name)
        ? layer(name, 'unknown', ['addresses: no answer in 5 s'])
        : layer(name, ill.has(name) ? 'fault' : 'well'),
    ),
    findings,
  };
};

export const WELL = reportOf([], []);
export const SICK = reportOf([SILENT, DISK, RDAP], ['dns', 'cloud']);
export const BLIND = reportOf([], LAYERS);
