import { createProgress, printPage, printTree } from '../../../server/doctor/print';
import { wrapped } from '../../../server/doctor/print/lines';
import { probe } from '../../../server/doctor/probe';
import { BLIND, SICK, WELL } from '../../setup/reports';

const PIPED = { coloured: false, columns: null } as const;

test('a shop that is well, piped', () => {
  expect(printTree(WELL, { ...PIPED, locale: 'ko' })).toMatchInlineSnapshot(`
    "
      가게 진단 · essence-aura.com · 바깥에서, 서버 안에서 봤어요

      ✓ 도메인 등록   4가지 가운데 3가지를 봤어요
      ✓ DNS           4가지 가운데 3가지를 봤어요
      ✓ AWS           4가지 가운데 3가지를 봤어요
      ✓ 네트워크      4가지 가운데 3가지를 봤어요
      ✓ 보안 연결     4가지 가운데 3가지를 봤어요
      ✓ 인증서 발급   4가지 가운데 3가지를 봤어요
      ✓ HTTP 응답     4가지 가운데 3가지를 봤어요
      ✓ 프록시        4가지 가운데 3가지를 봤어요
      ✓ 화면 파일     4가지 가운데 3가지를 봤어요
      ✓ 데이터베이스  4가지 가운데 3가지를 봤어요
      ✓ 서버          4가지 가운데 3가지를 봤어요
      ✓ 프로세스      4가지 가운데 3가지를 봤어요
      ✓ 메일          4가지 가운데 3가지를 봤어요
      ✓ 백업          4가지 가운데 3가지를 봤어요

      이상이 없어요.
      14개 층, 3.1초
    "
  `);
});

test('a shop that is ill, piped: causes with what follows from them, and what could not be seen', () => {
  expect(printTree(SICK, { ...PIPED, locale: 'ko' })).toMatchInlineSnapshot(`
    "
      가게 진단 · essence-aura.com · 바깥에서, 서버 안에서 봤어요

      ✗ 도메인 등록   4가지 가운데 3가지를 봤어요
          도메인 기한이 20일 남았어요.
          REG-02 · 미리 손볼 것 · 확실해요
          전문가에게  What an expert is told.
          고치려면    What mends it.
      ? DNS           여기서는 볼 수 없었어요.
          못 본 것: addresses: no answer in 5 s
      ? AWS           여기서는 볼 수 없었어요.
          못 본 것: addresses: no answer in 5 s
      ✗ 네트워크      4가지 가운데 3가지를 봤어요
          서버가 https 요청에 아무 답도 하지 않아서 손님이 가게에 들어올 수 없어요.
          NET-SILENT-443 · 영업 중단 · 다른 원인일 수도 있어요
          전문가에게    203.0.113.7:443 and [2001:db8::7]:443 are silent; <80> answers.
          브라우저에는  ERR_CONNECTION_TIMED_OUT
          가능한 것     NET-01 AWS 방화벽이 가게로 들어오는 길(443번 포트)을 막고 있어요.
                        NET-04 AWS 네트워크 규칙이 가게로 오가는 길을 막고 있어요.
                        NET-05 서버의 방화벽이 손님을 막고 있어요.
          확인하려면    sudo essence-aura-doctor, on the machine
          따라온 문제   TLS-SILENT 보안 연결을 맺을 수 없어요.
      ✗ 보안 연결     인증서와 보안 연결: 다른 문제(NET-SILENT-443) 때문에 함께 막혀 있어요.
      ✓ 인증서 발급   4가지 가운데 3가지를 봤어요
      ✓ HTTP 응답     4가지 가운데 3가지를 봤어요
      ✓ 프록시        4가지 가운데 3가지를 봤어요
      ✓ 화면 파일     4가지 가운데 3가지를 봤어요
      ✓ 데이터베이스  4가지 가운데 3가지를 봤어요
      ✗ 서버          4가지 가운데 3가지를 봤어요
          디스크가 거의 다 차서 곧 주문을 받을 수 없어요.
          HOST-01 · 일부 장애 · 확실해요
          전문가에게  512 MB of 40.0 GB free on the file system of DATA_DIR.
          고치려면    On the machine: sudo journalctl --vacuum-size=200M; then docs/runbook.md, “The disk is full”.
      ✓ 프로세스      4가지 가운데 3가지를 봤어요
      ✓ 메일          4가지 가운데 3가지를 봤어요
      ✓ 백업          4가지 가운데 3가지를 봤어요

      문제가 3가지 있어요. 지금 손님이 가게를 쓸 수 없어요.
      12개 층, 3.1초
    "
  `);
  expect(printTree(SICK, { ...PIPED, locale: 'en' })).toMatchInlineSnapshot(`
    "
      The doctor · essence-aura.com · seen from outside, on the machine

      ✗ Registration           3 of 4 checks made
          The domain ends in 20 days.
          REG-02 · Worth mending · certain
          For the expert  What an expert is told.
          To mend it      What mends it.
      ? DNS                    Could not be looked at from here.
          Not looked at: addresses: no answer in 5 s
      ? AWS                    Could not be looked at from here.
          Not looked at: addresses: no answer in 5 s
      ✗ Network                3 of 4 checks made
          The machine doesn’t answer on https, so customers can’t get into the shop.
          NET-SILENT-443 · Closed · likely
          For the expert   203.0.113.7:443 and [2001:db8::7]:443 are silent; <80> answers.
          A browser says   ERR_CONNECTION_TIMED_OUT
          One of these     NET-01 AWS's firewall keeps visitors out of the shop (port 443).
                           NET-04 A rule of AWS's network closes the way to the shop, or back from it.
                           NET-05 The server’s own firewall keeps visitors out.
          To decide it     sudo essence-aura-doctor, on the machine
          Follows from it  TLS-SILENT No secure connection can be made.
      ✗ TLS                    Certificate and TLS: held up by another fault (NET-SILENT-443).
      ✓ Certificate authority  3 of 4 checks made
      ✓ HTTP                   3 of 4 checks made
      ✓ Proxy                  3 of 4 checks made
      ✓ Assets                 3 of 4 checks made
      ✓ Database               3 of 4 checks made
      ✗ Machine                3 of 4 checks made
          The disk is nearly full, and soon no orders can be taken.
          HOST-01 · Partly broken · certain
          For the expert  512 MB of 40.0 GB free on the file system of DATA_DIR.
          To mend it      On the machine: sudo journalctl --vacuum-size=200M; then docs/runbook.md, “The disk is full”.
      ✓ Processes              3 of 4 checks made
      ✓ Mail                   3 of 4 checks made
      ✓ Backups                3 of 4 checks made

      There are 3 faults. Customers can’t use the shop now.
      12 layers, 3.1 s
    "
  `);
});

test('what it can be is told in sentences, without what has no row, and by its id where a sentence needs evidence', () => {
  const finding = { ...SICK.findings[0]!, canBe: ['NET-01', 'NET-NOWHERE', 'ZONE-03'] };
  const report = { ...SICK, findings: [finding] };
  const tree = printTree(report, { ...PIPED, locale: 'en' });
  const page = printPage(report, 'en');
  expect(tree).toMatch(/ One of these +NET-01 [A-Z].*\.\n +ZONE-03\n/);
  expect(page).toMatch(/<li>[A-Z][^<]*\. <span class="soft">NET-01<\/span><\/li><li><span class="soft">ZONE-03</);
  expect(tree + page).not.toContain('NOWHERE');
});

test('where nothing could be looked at, nobody says that it is well', () => {
  const tree = printTree(BLIND, { ...PIPED, locale: 'en' });
  expect(tree).toContain('Nothing could be looked at.');
  expect(tree).not.toContain('Healthy');
});

test('in a terminal: the same words, coloured and broken between words at its edge', () => {
  const plain = (tree: string): string => tree.replaceAll(/\u001b\[\d+m/g, '');
  const tree = printTree(SICK, { locale: 'en', coloured: true, columns: 60 });
  expect(tree).toContain('\u001b[31m✗ Network');
  expect(tree).toContain('\u001b[32m✓ ');
  expect(tree).toContain('\u001b[33m? ');
  expect(
    Math.max(
      ...plain(tree)
        .split('\n')
        .slice(3)
        .map(({ length }) => length),
    ),
  ).toBeLessThanOrEqual(60);
  const words = (text: string): string => text.replaceAll(/\s+/g, ' ');
  expect(words(plain(tree))).toBe(words(printTree(SICK, { ...PIPED, locale: 'en' })));
});

test('a Korean letter takes two columns', () => {
  expect(wrapped('가나 다라 마바', 9)).toEqual(['가나 다라', '마바']);
  expect(wrapped('가나 다라 마바', 8)).toEqual(['가나', '다라', '마바']);
  expect(wrapped('one\n two', null)).toEqual(['one two']);
});

test.each(['ko', 'en'] as const)(
  'a page of its own in %s: all of the words, no other file, and nothing that runs',
  (locale) => {
    const page = printPage(SICK, locale);
    expect(page).toContain(`<html lang="${locale}">`);
    for (const { owner, mend } of SICK.findings) {
      expect(page).toContain(owner[locale]);
      expect(page).toContain(mend);
    }
    expect(page).toContain(SICK.findings[0]!.explains[0]!.owner[locale]);
    expect(page).toContain('&lt;80&gt; answers');
    expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/=]+'"/);
    expect(page).not.toMatch(/<script|<link|<img|src=|href=|@import|url\((?!#)/);
    expect(page).not.toContain('undefined');
  },
);

const looking = probe({
  ...{ fact: 'disk', layer: 'host', view: 'inside', deadlineMs: 1, after: [] },
  gather: () => Promise.reject(new Error('never')),
});

test('progress is drawn in place, and takes itself away; into a file nothing of it goes', () => {
  const written: string[] = [];
  const run = (isTTY: boolean): string => {
    written.length = 0;
    const progress = createProgress({ write: (text) => written.push(text), isTTY }, 'en');
    progress.plan([looking]);
    progress.tell({ probe: looking, tookMs: 1, reason: null });
    progress.end();
    return written.join('');
  };
  expect(run(false)).toBe('');
  expect(run(true)).toMatch(/Looking\n\n.*Machine.*0\/1[^]*\u001b\[4A\r\u001b\[J[^]*1\/1[^]*\u001b\[4A\r\u001b\[J$/);
});

test('what the owner does herself is said in the language of the reader; what is done by command as it is typed', () => {
  const [first] = SICK.findings;
  const report = { ...SICK, findings: [{ ...first!, mend: 'Renew it.', mendKo: '기한을 연장하세요.' }] };
  const said = (locale: 'ko' | 'en') => [printTree(report, { ...PIPED, locale }), printPage(report, locale)];
  for (const korean of said('ko')) expect(korean).toMatch(/^(?=[^]*기한을 연장하세요\.)(?![^]*Renew it\.)/);
  for (const english of said('en')) expect(english).toMatch(/^(?=[^]*Renew it\.)(?![^]*연장하세요)/);
  expect(printTree(SICK, { ...PIPED, locale: 'ko' })).toContain('What mends it.');
});
