import type { Report } from '../../../../server/doctor/report';
import { deskVisitor, withDesk } from '../../../setup/desk';
import { expectAll } from '../../../setup/html';
import { DISK, SICK, SILENT, WELL } from '../../../setup/reports';
import { runJobs } from '../../storefront/accounts/support';

const { shop, owner } = withDesk({ each: true });

const AGAIN = '/admin/operations/doctor';
const press = () => owner.post(AGAIN).expect(303).expect('Location', '/admin/operations#doctor');
const look = async (report: Report): Promise<void> => {
  await press();
  await runJobs(shop, () => Promise.resolve(report));
};

test('before the doctor has been there, the page says so, and offers a look', async () => {
  const text = await owner.text('/admin/operations');
  expectAll(text, '가게 진단', '아직 진단한 적이 없어요.', '>다시 살펴보기</button>');
});

test('a look is asked for once, seen while it goes on, and told when it is over', async () => {
  await press();
  expectAll(await owner.text('/admin/operations'), '살펴보기로 했어요.', '지금 살펴보고 있어요.');
  await press();
  const waiting = await owner.text('/admin/operations');
  expect(waiting).toContain('벌써 살펴보고 있어요.');
  expect(waiting).not.toContain('다시 살펴보기</button>');
  let looks = 0;
  await runJobs(shop, () => {
    looks += 1;
    return Promise.resolve(WELL);
  });
  expect(looks).toBe(1);
  const text = await owner.text('/admin/operations');
  expectAll(text, '이상이 없어요.', '14개 층, 3.1초', '2026. 11. 30. 14:00에 봤어요.', '다시 살펴보기</button>');
  expectAll(text, '<dt>백업</dt><dd>백업: 문제를 찾지 못했어요.</dd>', '<dt>데이터베이스</dt>');
});

test('what it finds is told with the sentence of its owner and what mends it, and what came of what', async () => {
  await look(SICK);
  const text = await owner.text('/admin/operations');
  expectAll(text, '문제가 3가지 있어요. 지금 손님이 가게를 쓸 수 없어요.', '볼 수 없었던 층: DNS, AWS');
  expectAll(text, `<h3>${SILENT.owner.ko}</h3>`, SILENT.mend, 'ERR_CONNECTION_TIMED_OUT', '&lt;80&gt; answers');
  expectAll(text, '영업 중단, 네트워크, 다른 원인일 수도 있어요', SILENT.explains[0]!.owner.ko);
  expectAll(text, 'AWS 방화벽이 가게로 들어오는 길(443번 포트)을 막고 있어요.');
  expect(text).toMatch(/<dt>서버<\/dt><dd class="wrong">디스크가/);
  expect(text).toMatch(/<dt>보안 연결<\/dt><dd class="wrong">[^<]*\(NET-SILENT-443\)/);
  const reader = await deskVisitor(shop, 'reader', { locale: 'en' });
  const english = await reader.text('/admin/operations');
  expectAll(english, 'There are 3 faults.', SILENT.owner.en, 'To decide it');
  expect(english).not.toContain('Look again</button>');
});

test('what became other since the look before is said', async () => {
  await look({ ...SICK, findings: [SILENT] });
  await look({ ...SICK, startedAt: '2026-11-30T06:00:00.000Z', findings: [DISK] });
  const text = await owner.text('/admin/operations');
  expect(text).toContain('2026. 11. 30. 15:00에 달라진 것');
  expect(text).toMatch(/<dt>새로 생김<\/dt><dd class="wrong">디스크가/);
  expect(text).toMatch(/<dt>사라짐<\/dt><dd>서버가 https/);
});

test('a look that fails is told among the jobs, and the last report stays', async () => {
  await look(WELL);
  await press();
  await runJobs(shop, () => Promise.reject(new Error('no <luck>')));
  const text = await owner.text('/admin/operations');
  expectAll(text, '이상이 없어요.', 'no &lt;luck&gt;');
  expect(text).toMatch(/가게 진단하기[^]*?실패했어요/);
});

test('what is found twice, an hour apart, alarms the owner', async () => {
  await look({ ...SICK, findings: [SILENT] });
  const sent: string[] = [];
  for (let minutes = 0; minutes < 65; minutes += 5) {
    shop.clock.advance(5 * 60_000);
    await shop.database.run`select graphile_worker.add_job('watch', job_key => 'watch')`;
    sent.push(...(await runJobs(shop)).map(({ to, subject }) => `${subject} to ${to} after ${minutes}`));
  }
  expect(sent).toEqual(['[Essence Aura] 문제가 생겼어요 · 네트워크 문제 to owner@essence-aura.localhost after 60']);
  const reader = await deskVisitor(shop, 'reader', { locale: 'en' });
  const english = await reader.text('/admin/operations');
  expectAll(english, 'Network: something is wrong', 'It has been so for more than an hour.');
});
