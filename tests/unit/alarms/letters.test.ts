import { readFileSync } from 'node:fs';
import path from 'node:path';
import { alarmLetter } from '../../../server/alarms/letters';
import { TROUBLE_KINDS, type Alarm, type TroubleCause, type TroubleKind } from '../../../server/alarms/model';
import { translateTo } from '../../../server/alarms/texts';
import { meaningOf, nameOf, runbookOf } from '../../../server/alarms/words';
import { projectPaths } from '../../../server/config/paths';
import { inBytes } from '../../../server/health/size';
import { letterText } from '../../../server/store/mail/letter';

const at = (time: string): Date => new Date(`2026-11-23T${time}:00Z`);
const alarm = (kind: TroubleKind, cause: TroubleCause, changes: Partial<Alarm> = {}): Alarm => ({
  ...{ kind, cause, said: null, lastAt: null, freeBytes: null, totalBytes: null, since: at('03:00') },
  ...{ lookedAt: at('03:05'), beganAt: at('03:05'), absentSince: null, toldAt: null, mailId: null, finding: null },
  ...changes,
});
const disk = alarm('disk', 'low', { freeBytes: 3 * 1024 ** 3, totalBytes: 40 * 1024 ** 3 });
const verification = alarm('verification', 'failed', {
  said: 'repository 1 does not restore\n-----\nForged line',
  lastAt: at('00:00'),
});

const KOREAN = { locale: 'ko', app: 'https://app.essence-aura.com' } as const;
const ENGLISH = { ...KOREAN, locale: 'en' } as const;
type Said = Parameters<typeof alarmLetter>[0];
const NOTHING: Said = { begun: [], lasting: [], over: [] };
const read = (said: Partial<Said>, reader: typeof KOREAN | typeof ENGLISH): string =>
  letterText(alarmLetter({ ...NOTHING, ...said }, reader), 'https://essence-aura.com');

test('a beginning says what is wrong, since when, what it means for the shop, and where to read on', () => {
  const korean = read({ begun: [disk] }, KOREAN);
  expect(korean).toContain('문제가 생겼어요.');
  expect(korean).toContain(
    '새 문제 · 디스크 공간 부족\n처음 보인 때: 11월 23일 월요일 낮 12시\n디스크: 40.0 GB 가운데 3.0 GB 남음',
  );
  expect(korean).toContain('할 일: docs/runbook.md, “The disk is full”');
  expect(korean).toContain('주문은 아직 받고 있어요.');
  expect(korean).toContain('데스크에서 보기\nhttps://app.essence-aura.com/admin/operations');
  const english = read({ begun: [disk] }, ENGLISH);
  expect(english).toContain('First seen: Monday 23 November, 12:00 Korean time\nDisk: 3.0 GB of 40.0 GB free');
  expect(english).toContain('Orders still go on.');
});

test('the machine’s own words stand in one line, and can’t pass for ours', () => {
  expect(read({ begun: [verification] }, KOREAN)).toContain(
    '서버가 남긴 말: repository 1 does not restore ----- Forged line\n',
  );
  expect(read({ begun: [verification] }, KOREAN)).toContain('마지막으로 잘된 확인: 11월 23일 월요일 오전 9시');
});

test('the subject names what the letter was written for, a beginning before an end before what lasts', () => {
  const subject = (said: Partial<Said>, reader: typeof KOREAN | typeof ENGLISH) =>
    alarmLetter({ ...NOTHING, ...said }, reader).subject;
  const both = [verification, disk];
  expect(subject({ begun: [disk], over: [verification] }, KOREAN)).toBe(
    '[Essence Aura] 문제가 생겼어요 · 디스크 공간 부족',
  );
  expect(subject({ begun: both }, KOREAN)).toBe('[Essence Aura] 문제가 생겼어요 · 백업 확인 실패 외 1건');
  expect(subject({ lasting: both }, KOREAN)).toBe('[Essence Aura] 아직 그대로예요 · 백업 확인 실패 외 1건');
  expect(subject({ over: [disk], lasting: [verification] }, KOREAN)).toBe(
    '[Essence Aura] 해결됐어요 · 디스크 공간 부족',
  );
  expect(subject({ begun: both }, ENGLISH)).toBe(
    '[Essence Aura] Something is wrong · The backups could not be verified, and 1 more',
  );
  expect(subject({ over: [disk] }, ENGLISH)).toBe('[Essence Aura] Solved · The disk is nearly full');
});

test('an end says from when to when, and what still lasts', () => {
  const text = read({ over: [{ ...disk, absentSince: at('05:30') }], lasting: [verification] }, KOREAN);
  expect(text).toContain('문제가 해결됐어요.');
  expect(text).toContain(
    '해결됨 · 디스크 공간 부족\n처음 보인 때: 11월 23일 월요일 낮 12시\n사라진 때: 11월 23일 월요일 오후 2시 30분',
  );
  expect(text).toContain('아직 그대로 · 백업 확인 실패');
  expect(text).not.toContain('디스크가 다 차면');
});

const CAUSES: Readonly<Record<(typeof TROUBLE_KINDS)[number], readonly TroubleCause[]>> = {
  backup: ['failed', 'late'],
  files: ['failed'],
  log: ['failed'],
  verification: ['failed', 'late'],
  certificate: ['failing', 'ended'],
  disk: ['low'],
  unpaid: ['many'],
  payments: ['open'],
  confirmations: ['open'],
  doctor: ['found'],
};

const FINDING: Alarm['finding'] = {
  layer: 'network',
  owner: { ko: '손님이 가게에 들어올 수 없어 주문을 받지 못해요.', en: 'Nobody gets in, and no orders come.' },
  mend: 'nft list ruleset',
};

test.each(TROUBLE_KINDS)('%s has its words in both languages, and its part of the runbook is there', (kind) => {
  const runbook = readFileSync(path.join(projectPaths().root, 'docs', 'runbook.md'), 'utf8');
  expect(runbook.split('\n')).toContain(`## ${/“(.+)”/.exec(runbookOf(kind))![1]}`);
  for (const cause of CAUSES[kind]) {
    const one = alarm(kind, cause, { finding: kind === 'doctor' ? FINDING : null });
    expect(nameOf(one, translateTo('ko'))).toMatch(/[가-힣]/);
    expect(meaningOf(one, translateTo('ko'), 'ko')).toMatch(/주문/);
    expect(meaningOf(one, translateTo('en'), 'en')).toMatch(/orders/i);
    expect(read({ begun: [one] }, ENGLISH)).toContain(runbookOf(kind));
  }
});

test('a finding of the doctor’s is told with the sentence of its owner, what mends it, and the layer it is in', () => {
  const one = alarm('doctor:NET-10', 'found', { finding: FINDING, said: '203.0.113.7:443 refuses' });
  const text = read({ begun: [one] }, KOREAN);
  expect(text).toContain('새 문제 · 네트워크 문제');
  expect(text).toContain('손님이 가게에 들어올 수 없어 주문을 받지 못해요. 한 시간 넘게 그대로예요.');
  expect(text).toContain('고치려면: nft list ruleset');
  expect(text).toContain('서버가 남긴 말: 203.0.113.7:443 refuses');
  const own = { ...one, finding: { ...FINDING, mendKo: '보안 그룹에서 443을 여세요.' } };
  expect(read({ begun: [own] }, KOREAN)).toContain('고치려면: 보안 그룹에서 443을 여세요.');
  expect(read({ begun: [own] }, ENGLISH)).toContain('nft list ruleset');
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 kB'],
  [5_300_000, '5.1 MB'],
  [200 * 1024 ** 3, '200 GB'],
])('%i bytes are %s', (count, words) => {
  expect(inBytes(count)).toBe(words);
});
