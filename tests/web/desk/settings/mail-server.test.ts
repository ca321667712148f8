/** The mail server is set up at the desk: by a code, and by a real mail to whoever sets it up. */
import { expectAll, expectNone, fieldsOfForm, wordsOf } from '../../../setup/html';
import { insider, withAccessShop, type Insider } from '../access/support';

const PATH = '/admin/settings/mail-server';
const PASSWORD = 'pass with <signs> & 띄어쓰기';
const NAVER = {
  ...{ host: 'smtp.naver.com', port: '465', security: 'tls', user: 'shop@naver.com', password: PASSWORD },
  sender: 'Shop@Naver.com',
};
const SES = { ...NAVER, host: 'email-smtp.ap-northeast-2.amazonaws.com', user: 'AKIA' };

const shop = withAccessShop();
let owner: Insider;
beforeEach(async () => {
  owner = await insider(shop);
  await shop.database.run`delete from mail_server`;
  await shop.database.run`delete from outbox`;
  shop.mailbox.sent.length = 0;
});

const send = (typed: Record<string, string> = {}) => owner.browser.send(PATH, PATH, { ...NAVER, ...typed });
const stored = () => shop.database.rows<Record<string, unknown>>`
  select host, port, security, user_name, sender from mail_server`;
const settings = () => owner.browser.words('/admin/settings');
const everythingWritten = () => shop.database.value<string>`
  select coalesce(string_agg(t, ' '), '') from (
    select changes::text from audit_log union all select body_text || body_html from outbox
    union all select sess::text from desk_sessions union all select to_jsonb(m)::text from mail_tests m) as all_of (t)`;

test('one that takes a mail is saved, is in use at once, and every owner hears of it', async () => {
  const other = await insider(shop);
  await shop.database.run`delete from outbox`;
  await send().then(({ status, headers }) =>
    expect([status, headers['location']]).toEqual([303, '/admin/settings#mail']),
  );
  expect(await stored()).toEqual([
    { host: 'smtp.naver.com', port: 465, security: 'tls', user_name: 'shop@naver.com', sender: 'shop@naver.com' },
  ]);
  const [tried] = shop.mailbox.sent;
  expect(tried).toMatchObject({ to: owner.email, kind: 'mail-test', route: { sender: { address: 'shop@naver.com' } } });
  expect(new URL(tried!.route.url).host).toBe('smtp.naver.com:465');
  expectAll(
    await settings(),
    `${owner.email} 주소로 시험 메일을 보내고 저장했어요.`,
    '데스크에서 정한 메일 서버예요.',
    `${owner.email} 주소로 보냈어요.`,
  );
  await owner.browser.send('/admin/settings', '/admin/settings/mail/test');
  expect(shop.mailbox.sent[1]!.route).toEqual(tried!.route);
  const told = await shop.database.rows<{ recipient: string; text: string }>`
    select recipient, body_text as text from outbox where kind = 'owner-notice'`;
  expect(told.map(({ recipient }) => recipient)).toEqual(expect.arrayContaining([owner.email, other.email]));
  expectAll(told[0]!.text, 'smtp.naver.com', 'SSL/TLS', 'shop@naver.com');
});

test('one that refuses is not saved: the server’s words stand there with what was typed, but the password', async () => {
  shop.mailbox.troubles.push('Invalid login: 535 5.7.8 <no>');
  const answer = await send();
  expect(answer.status).toBe(422);
  expectAll(answer.text, 'Invalid login: 535 5.7.8 &lt;no&gt;', 'value="smtp.naver.com"', 'value="Shop@Naver.com"');
  expect(wordsOf(answer.text)).toContain('시험 메일이 나가지 않아 저장하지 않았어요.');
  expect(answer.text).not.toContain('띄어쓰기');
  expect(await stored()).toEqual([]);
  expect(await settings()).toContain('서버를 만들 때 정해진 메일 서버예요.');
});

test('a password is written and never read: not on a page, not in the log, not in a mail', async () => {
  await send();
  await send({ port: '587', security: 'starttls', password: '' });
  expect(await stored()).toMatchObject([{ port: 587, security: 'starttls' }]);
  // Blank means the one that is stored, for the same user of the same server.
  expect(decodeURIComponent(new URL(shop.mailbox.sent.at(-1)!.route.url).password)).toBe(PASSWORD);
  for (const typed of [{ host: 'smtp.evil.example' }, { user: 'another' }]) {
    const answer = await send({ ...typed, password: '' });
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('id="password-error"')]);
  }
  const page = await owner.browser.text(PATH);
  expect(fieldsOfForm(page, `action="${PATH}"`)['password']).toEqual(['']);
  expectNone((await everythingWritten()) + page + (await owner.browser.text('/admin/settings')), '띄어쓰기');
  const last = await shop.database.row<{ action: string; changes: object }>`
    select action, changes from audit_log order by id desc limit 1`;
  expect(last).toEqual({ action: 'setting.change', changes: { port: [465, 587], security: ['tls', 'starttls'] } });
  expect(await owner.browser.words('/admin/audit')).toContain('STARTTLS');
});

test.each([
  [{ host: 'https://smtp.naver.com' }, 'host', '서버 이름만 적어 주세요.'],
  [{ host: 'smtp.naver.com:465' }, 'host', '서버 이름만 적어 주세요.'],
  [{ host: '' }, 'host', '비어 있어요.'],
  [{ port: '70000' }, 'port', '1부터 65535까지'],
  [{ port: 'x' }, 'port', '숫자로만'],
  [{ security: 'none' }, 'security', '목록에서 골라 주세요.'],
  [{ user: '' }, 'user', '비어 있어요.'],
  [{ password: '' }, 'password', '비어 있어요.'],
  [{ password: 'x'.repeat(501) }, 'password', '500자까지'],
  [{ sender: 'a@b.kr, c@d.kr' }, 'sender', '이메일 주소를 확인해 주세요.'],
])('%j is refused at %s, and no mail is tried', async (typed, field, words) => {
  const { status, text } = await send(typed);
  expect(status).toBe(422);
  const near = text.slice(text.indexOf(`id="${field}-error"`));
  expect(near.slice(0, 200)).toContain(words);
  expect([await stored(), shop.mailbox.sent]).toEqual([[], []]);
});

const NOT_VERIFIED = (who: string): string =>
  `Message failed: 554 Message rejected: Email address is not verified. The following identities failed the check in region AP-NORTHEAST-2: ${who}`;

test.each([
  ['ko', '샌드박스', '프로덕션 액세스 요청'],
  ['en', 'sandbox', 'request production access'],
])('%s: SES in its sandbox is said with its next step, as is a sender it doesn’t know', async (locale, ...words) => {
  await shop.database.run`update staff set locale = ${locale} where email = ${owner.email}`;
  shop.mailbox.troubles.push(NOT_VERIFIED(owner.email), NOT_VERIFIED('shop@naver.com'));
  const sandbox = await send(SES);
  expectAll(wordsOf(sandbox.text), ...words);
  expect(sandbox.text).toContain(
    'https://ap-northeast-2.console.aws.amazon.com/ses/home?region=ap-northeast-2#/account',
  );
  const unknown = wordsOf((await send(SES)).text);
  expectNone(unknown, words[1]);
  expect(unknown).toContain(locale === 'ko' ? '보내는 주소를 아직 몰라요' : 'doesn’t know the sender');
});

test('a machine that was launched with SES: the last test that it refused says the same', async () => {
  await shop.database.run`
    insert into mail_tests (at, recipient, place, error)
    values (now(), 'me@example.com', 'smtps://email-smtp.us-east-1.amazonaws.com:465', ${NOT_VERIFIED('me@example.com')})`;
  expectAll(await settings(), '샌드박스', 'SES 콘솔 열기');
});

test('the way back: what was set up is deleted, the machine’s server counts again, and owners hear of it', async () => {
  await send();
  await shop.database.run`delete from outbox`;
  await owner.browser.send(PATH, `${PATH}/remove`);
  expect(await stored()).toEqual([]);
  expectAll(await settings(), '데스크에서 정한 메일 서버를 지웠어요.', 'smtp://shop@mail.example.com:587');
  expect(await shop.database.value<string>`select body_text from outbox where recipient = ${owner.email}`).toContain(
    'smtp.naver.com → ',
  );
});

test('a stale session is asked for a code before anything is typed, and is led back to the form', async () => {
  shop.clock.advance(16 * 60_000);
  const asked = await owner.browser.get(PATH);
  expectAll(wordsOf(asked.text), '인증 코드가 필요해요', '메일 설정을 바꾸려면');
  expectNone(asked.text, 'name="password"');
});

test('addresses for orders and alarms are fields, and what they come to is said', async () => {
  expect(await settings()).toContain('owner@essence-aura.localhost');
  const page = await owner.browser.text('/admin/settings');
  const form = fieldsOfForm(page, 'action="/admin/settings/mail"');
  const typed = { senderName: '가게', newOrders: 'Orders@Example.com', alarms: 'it@example.com' };
  const sent = Object.fromEntries(Object.entries(form).map(([name, [value = '']]) => [name, value]));
  await owner.browser.post('/admin/settings/mail', { ...sent, ...typed }).expect(303);
  expectAll(await settings(), 'orders@example.com', 'it@example.com');
  expectNone(await settings(), 'owner@essence-aura.localhost');
});
