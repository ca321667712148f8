import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { certificatePaths } from '../../../../server/certificates/paths';
import { cleanStatus, writeStatus } from '../../../../server/certificates/status';
import { deskVisitor, withDesk } from '../../../setup/desk';
import { expectAll } from '../../../setup/html';
import { runJobs } from '../../storefront/accounts/support';

const { shop, owner } = withDesk({ each: true });

const failedMail = (body = '안녕하세요', subject = '주문을 받았어요'): Promise<number> =>
  shop.database.value<number>`
    insert into outbox (kind, locale, recipient, subject, body_text, body_html, status, attempts,
    last_error, created_at)
     values ('order-placed', 'ko', 'buyer@example.com', ${subject}, ${body}, '<p>', 'failed', 15,
    '550 <no> such user', ${shop.clock.now()})
     returning id`;

const actions = () => shop.database.column<string>`select action from audit_log order by id`;

test('a machine of which nothing is known yet says so', async () => {
  const text = await owner.text('/admin/operations');
  expect(text).toContain('아직 알려진 것이 없어요.');
  expect(text).toContain('마지막 백업');
  expect(text).toContain('아직 한 번도 돌지 않았어요.');
  expect(text).toContain(process.version.slice(1));
  expect(text).toMatch(/PostgreSQL<\/dt>\s*<dd>17\./);
  expect(text).toMatch(/00\d\d [a-z ]+, 20\d\d/);
  expect(text).toMatch(/\d (GB|TB) 가운데 [\d.]+ (MB|GB|TB) 남음/);
});

test('the certificate is told with its names, its days and the authority’s own words', async () => {
  const file = certificatePaths(shop.context.dataDir).status;
  await mkdir(path.dirname(file), { recursive: true });
  const now = shop.clock.now();
  const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
  await writeStatus(file, {
    ...cleanStatus('acme', null, now),
    problems: ['The certificate could not be renewed.'],
    certificate: {
      fingerprint: 'ab',
      origin: 'acme',
      names: ['essence-aura.com', 'app.essence-aura.com'],
      issuer: 'Let’s Encrypt',
      notBefore: later(-60),
      notAfter: later(5.5),
    },
    renewal: { by: 'lifetime', dueAt: later(-1), emergencyAt: later(3) },
    reason: 'urn:ietf:params:acme:error:dns: <NXDOMAIN>',
    nextAttemptAt: later(0.1),
  });
  const text = await owner.text('/admin/operations');
  expectAll(text, 'essence-aura.com, app.essence-aura.com', '5일 남았어요');
  expectAll(text, 'urn:ietf:params:acme:error:dns: &lt;NXDOMAIN&gt;', 'The certificate could not be renewed.');
});

test('the last backup is told as it was left there', async () => {
  const directory = path.join(shop.context.dataDir, 'backups');
  await mkdir(directory);
  const write = (content: string) => writeFile(path.join(directory, 'status.json'), content);
  await write(JSON.stringify({ at: '2026-11-23T01:00:00Z', file: 'a.dump', bytes: 5_300_000, reason: null }));
  expect((await owner.get('/admin/operations')).text).toMatch(/2026\. 11\. 23\. 10:00, a\.dump, 5\.1 MB/);
  await write(JSON.stringify({ at: null, reason: 'disk full' }));
  expect((await owner.get('/admin/operations')).text).toContain('disk full');
  await write('{');
  expect(await owner.text('/admin/operations')).toContain('status.json can&#39;t be read');
});

const BACKUP_FAILS = JSON.stringify({ at: null, reason: 'x', problems: { backup: 'repository 2: <AccessDenied>' } });

/** What the host has noted, and looks of the job at it, five minutes apart. */
async function watch(looks: number, status = BACKUP_FAILS): Promise<string[]> {
  const sent: string[] = [];
  const directory = path.join(shop.context.dataDir, 'backups');
  await mkdir(directory, { recursive: true });
  await writeFile(path.join(directory, 'status.json'), status);
  for (let i = 0; i < looks; i++) {
    shop.clock.advance(5 * 60_000);
    await shop.database.run`select graphile_worker.add_job('watch', job_key => 'watch')`;
    sent.push(...(await runJobs(shop)).map(({ to, kind }) => `${kind} to ${to}`));
  }
  return sent;
}

test('what is wrong now stands at the top in words, since when, and whether the owner knows', async () => {
  expect((await owner.get('/admin/operations')).text).toContain('아직 서버를 살펴본 적이 없어요.');
  await watch(2);
  const calm = (await owner.get('/admin/operations')).text;
  expect(calm).toContain('지금 알려진 문제는 없어요.');
  expect(calm).toMatch(/12:10에 살펴봤어요/);
  expect(await watch(1)).toEqual(['alarm to owner@essence-aura.localhost']);
  const text = await owner.text('/admin/operations');
  expect(text).not.toContain('지금 알려진 문제는 없어요.');
  expect(text).toMatch(/<h3[^>]*>백업 실패<\/h3>\s*<p[^>]*>주문은 평소처럼 받고 있어요\./);
  expect(text).toMatch(/처음 보인 때<\/dt><dd>2026\. 11\. 23\. 12:05/);
  expectAll(text, 'repository 2: &lt;AccessDenied&gt;', '12:15에 메일로 알렸어요');
  expect(text.indexOf('백업 실패')).toBeLessThan(text.indexOf('id="certificate"'));
  const reader = await deskVisitor(shop, 'reader', { locale: 'en' });
  const english = await reader.text('/admin/operations');
  expectAll(english, 'The backup failed', 'docs/runbook.md, “Backups fail”');
});

test('what is not seen any more is told as that, and gone when half an hour has passed', async () => {
  await watch(3);
  await watch(1, JSON.stringify({ at: shop.clock.now().toISOString(), reason: null }));
  expect((await owner.get('/admin/operations')).text).toContain('12:20부터는 보이지 않아요.');
  await watch(6, JSON.stringify({ at: shop.clock.now().toISOString(), reason: null }));
  expect((await owner.get('/admin/operations')).text).toContain('지금 알려진 문제는 없어요.');
});

test.each([
  ['queued', /12:15에 메일을 썼고, 나가기를 기다리고 있어요/],
  ['failed', /class="wrong">[^<]*12:15에 쓴 메일을 보내지 못했어요/],
])('a mail about it that is %s', async (status, expected) => {
  await watch(3);
  await shop.database.run`update outbox set status = ${status}, sent_at = null,
    next_attempt_at = case when ${status} = 'queued' then now() end`;
  expect((await owner.get('/admin/operations')).text).toMatch(expected);
});

test('looks that stay away are told', async () => {
  await watch(3);
  shop.clock.advance(16 * 60_000);
  expect((await owner.get('/admin/operations')).text).toMatch(
    /class="small wrong">[^<]*12:15 뒤로 서버를 살피지 못했어요/,
  );
});

test('jobs of the timetable are told with their last run, and why it failed', async () => {
  await shop.database.run`select graphile_worker.add_job('prune')`;
  await runJobs(shop);
  await shop.database.run`insert into job_runs (task, started_at, finished_at, error)
    values ('expire-orders', ${shop.clock.now()}, ${shop.clock.now()}, 'no luck')`;
  const { text } = await owner.get('/admin/operations');
  expect(text).toMatch(/오래된 것 치우기[^]*?잘 끝났어요/);
  expect(text).toMatch(/기한이 지난 주문 닫기[^]*?실패했어요[^]*?no luck/);
  shop.clock.advance(3 * 60 * 60 * 1000);
  const later = await deskVisitor(shop);
  expect((await later.get('/admin/operations')).text).toMatch(/오래된 것 치우기[^]*?때가 지났는데 돌지 않았어요/);
});

test('a mail that was given up can be read and sent again', async () => {
  const id = await failedMail('안녕 <script>');
  const list = await owner.get('/admin/operations').expect(200);
  expect(list.text).toContain('550 &lt;no&gt; such user');
  const mail = await owner.get(`/admin/operations/mails/${id}`).expect(200);
  expect(mail.text).toContain('안녕 &lt;script&gt;');
  await owner.post(`/admin/operations/mails/${id}/retry`).expect(303).expect('Location', '/admin/operations#mails');
  expect((await runJobs(shop)).map(({ to }) => to)).toEqual(['buyer@example.com']);
  expect(await actions()).toEqual(['mail.retry']);
  const rows = await shop.database.rows`select changes, subject_name from audit_log`;
  // Nothing of the customer's may stand where it can't be erased.
  expect(JSON.stringify(rows)).not.toContain('buyer');
  await owner.post(`/admin/operations/mails/${id}/retry`).expect(303);
  expect((await owner.get('/admin/operations')).text).toContain('이 메일은 다시 보낼 수 없어요.');
  expect(await runJobs(shop)).toEqual([]);
});

test('all at once, but for those whose secret is gone', async () => {
  await failedMail();
  await failedMail();
  const sealed = await failedMail('https://essence-aura.com/account/reset?token=[[sealed]]');
  expect((await owner.get(`/admin/operations/mails/${sealed}`)).text).toContain('새로 요청해야 해요.');
  await owner.post('/admin/operations/mails/retry').expect(303);
  expect((await owner.get('/admin/operations')).text).toContain('메일 2통을 다시 보내기로 했어요.');
  expect(await runJobs(shop)).toHaveLength(2);
  await owner.post(`/admin/operations/mails/${sealed}/retry`).expect(303);
  expect(await runJobs(shop)).toEqual([]);
  expect(await actions()).toEqual(['mail.retry']);
});

test('long lists go on from where they ended', async () => {
  for (let i = 1; i <= 25; i++) await failedMail('b', `no. ${i}`);
  const subjects = (text: string): number => text.match(/>다시 보내기<\/button>/g)?.length ?? 0;
  const first = await owner.get('/admin/operations');
  expect(subjects(first.text)).toBe(20);
  const next = /href="([^"]+)" rel="next"/.exec(first.text)![1]!.replaceAll('&amp;', '&').replace('#mails', '');
  expect(subjects((await owner.get(next)).text)).toBe(5);
  await owner.get("/admin/operations?mails=x&before='").expect(200);
});

test('who may only read is offered nothing to send; ids and fields that are not there are refused', async () => {
  const id = await failedMail();
  const reader = await deskVisitor(shop, 'reader');
  expect(await reader.text('/admin/operations')).not.toContain('다시 보내기</button>');
  for (const unknown of ['999999', '0', '-1', '1e3', 'x', '99999999999999999999']) {
    await owner.get(`/admin/operations/mails/${unknown}`).expect(404);
    await owner.post(`/admin/operations/mails/${unknown}/retry`).expect(404);
  }
  await owner.post(`/admin/operations/mails/${id}/retry`, { recipient: 'me@evil.example' }).expect(400);
  await owner.post('/admin/operations/mails/retry', { status: 'sent' }).expect(400);
  expect(await runJobs(shop)).toEqual([]);
});
