import { createPasswords } from '../../../../server/store/accounts/passwords';
import { withCatalogue } from '../../../setup/catalogue';
import { deskVisitor, type DeskVisitor } from '../../../setup/desk';
import { expectAll, wordsOf } from '../../../setup/html';
import { CHEAP, member, runJobs } from '../../storefront/accounts/support';
import { customerId } from '../customers/customers-at-desk';
import {
  ACCESS,
  comeIn,
  deskBrowser,
  insider,
  isIn,
  ownerLink,
  PASSWORD,
  secretIn,
  signIn,
  totpCode,
  withAccessShop,
} from './support';

const shop = withAccessShop({
  limits: { ...ACCESS.limits, deskCode: { attempts: 12, windowSeconds: 900 } },
});
withCatalogue(shop);
let owner: DeskVisitor;
/** Each test is a day of its own. */
beforeEach(async () => {
  shop.clock.advance(25 * 60 * 60 * 1000);
  owner = await deskVisitor(shop);
});

const SAFARI = { 'User-Agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1' };
const subjectsTo = async (email: string): Promise<string[]> =>
  (await runJobs(shop)).filter(({ to }) => to === email).map(({ subject }) => subject.replace('[Essence Aura] ', ''));

async function wrongCodes(email: string, count: number) {
  const browser = deskBrowser(shop);
  await browser.post('/admin/sign-in', { email, password: PASSWORD }).expect(303);
  for (let i = 0; i < count; i++) await browser.post('/admin/sign-in/code', { code: `00000${i}` });
  return browser;
}

test('right and wrong attempts stand in her list, with browser and address, and in everybody’s for owners', async () => {
  const person = await insider(shop, 'shipping');
  const elsewhere = deskBrowser(shop, { ...SAFARI, 'X-Forwarded-For': '2001:db8:1:2::7' });
  for (let i = 0; i < 3; i++)
    await elsewhere.post('/admin/sign-in', { email: person.email, password: 'no' }).expect(422);
  await wrongCodes(person.email, 1);
  const browser = await signIn(shop, person, deskBrowser(shop, SAFARI));
  const own = await browser.words('/admin/account/sign-ins');
  for (const said of ['비밀번호 틀림', '부터 3번', '2001:db8:1:2::/64', '코드 틀림', '비밀번호만 맞음', '로그인함']) {
    expect(own).toContain(said);
  }
  expectAll(own, '링크로 새로 정함', 'Safari, iPhone');
  await browser.get('/admin/people/sign-ins').expect(403);

  await deskBrowser(shop).post('/admin/sign-in', { email: 'nobody-here@example.com', password: 'no' }).expect(422);
  const all = await owner.words('/admin/people/sign-ins');
  expect(all).toContain('등록되지 않은 이메일');
  expect(all).not.toContain('nobody-here');
  const hers = await owner.words(`/admin/people/sign-ins?who=${person.id}`);
  expect(hers).toContain('2001:db8:1:2::/64');
  expect(hers).not.toContain('등록되지 않은 이메일 ');
  expect(await owner.words(`/admin/people/${person.id}`)).toContain('최근 로그인 기록');
  for (const odd of ['?who=x', '?after=%00', '?after=9999999999999.999999999999999', '?who=a&who=b']) {
    await owner.get(`/admin/people/sign-ins${odd}`).expect(200);
  }
});

test('somebody who may not come in any more is on record too, and learns nothing', async () => {
  const person = await insider(shop, 'reader');
  await shop.database.run`update staff set disabled_at = now() where id = ${person.id}`;
  const answer = await deskBrowser(shop)
    .post('/admin/sign-in', { email: person.email, password: PASSWORD })
    .expect(422);
  expect(answer.text).toContain('이메일이나 비밀번호가 맞지 않아요');
  expect(wordsOf((await owner.get(`/admin/people/${person.id}`)).text)).toContain('비밀번호 틀림');
});

test('a list of more than fifty goes on on the next page', async () => {
  const person = await insider(shop);
  await shop.database.run`insert into sign_ins (side, staff_id, outcome, address, browser, since, at)
     select 'desk', ${person.id}, 'in', '10.0.0.' || n, '', ${shop.clock.now()}, ${shop.clock.now()}
    from generate_series(1, 60) n`;
  const first = await person.browser.get('/admin/account/sign-ins').expect(200);
  const next = /href="(\/admin\/account\/sign-ins\?after=[\d.]+)"/.exec(first.text)![1]!;
  const second = await person.browser.get(next).expect(200);
  expect(first.text.match(/10\.0\.0\.\d+/g)).toHaveLength(50);
  expect(second.text.match(/10\.0\.0\.\d+/g)).toHaveLength(10);
});

test('a sign-in from a new place is mailed; one from where she was before is not', async () => {
  const person = await insider(shop);
  await runJobs(shop);
  await signIn(shop, person, person.browser);
  expect(await subjectsTo(person.email)).toEqual([]);
  await signIn(shop, person, deskBrowser(shop, { ...SAFARI, 'X-Forwarded-For': '198.51.100.77' }));
  await runJobs(shop).then((mails) => {
    const [mail, ...others] = mails.filter(({ to }) => to === person.email);
    expect(others).toEqual([]);
    expect(mail!.subject).toContain('처음 보는 곳에서');
    expect(mail!.text).toContain('198.51.100.77');
    expect(mail!.text).toContain('Safari, iPhone');
  });
});

test('a right password followed by wrong codes is mailed once a day, not for one typing error', async () => {
  const person = await insider(shop);
  await runJobs(shop);
  await wrongCodes(person.email, 2);
  expect(await subjectsTo(person.email)).toEqual([]);
  for (let i = 0; i < 3; i++) await wrongCodes(person.email, 3);
  expect(await subjectsTo(person.email)).toEqual(['비밀번호는 맞았는데 코드가 여러 번 틀렸어요']);
});

test('while strangers guess codes, her recovery codes work, and so does her app in a browser that is known', async () => {
  const person = await insider(shop);
  const guesser = await wrongCodes(person.email, 13);
  await guesser.post('/admin/sign-in/code', { code: person.code() }).expect(429);
  await signIn(shop, person, person.browser);
  const onPaper = deskBrowser(shop);
  await onPaper.post('/admin/sign-in', { email: person.email, password: PASSWORD }).expect(303);
  await onPaper.post('/admin/sign-in/code', { code: '', recovery: person.recoveryCodes[0]! }).expect(303);
  expect(await isIn(onPaper)).toBe(true);
});

test('whatever she signs in with is changed with a mail to her', async () => {
  const person = await insider(shop);
  await runJobs(shop);
  const { browser } = person;
  const page = '/admin/account/recovery-codes';
  expect((await browser.send(page, page, { recent_code: person.code() })).status).toBe(303);
  expect(await subjectsTo(person.email)).toEqual(['복구 코드를 새로 만들었어요']);
  const factor = '/admin/account/second-factor';
  expect((await browser.send(factor, factor, { recent_code: person.code() })).status).toBe(303);
  const secret = secretIn(await browser.text(factor));
  const ofNewApp = () => totpCode(secret, shop.clock.now());
  expect((await browser.send(factor, `${factor}/confirm`, { code: ofNewApp() })).status).toBe(303);
  expect(await subjectsTo(person.email)).toEqual(['인증 앱이 바뀌었어요']);
  shop.clock.advance(30_000);
  const password = '/admin/account/password';
  await browser.send(password, password, { recent_code: ofNewApp() });
  const change = { current: PASSWORD, password: '아주 조용한 새 비밀번호' };
  expect((await browser.send(password, password, change)).status).toBe(303);
  expect(await subjectsTo(person.email)).toEqual(['데스크 비밀번호가 바뀌었어요']);
});

test('a link that sets everything anew tells so; a first one has nobody to tell', async () => {
  const person = await insider(shop);
  expect(await subjectsTo(person.email)).toEqual([]);
  await comeIn(shop, (await ownerLink(shop, person.email)).token);
  expect(await subjectsTo(person.email)).toEqual([
    '데스크에 들어올 새 링크가 만들어졌어요',
    '데스크에 들어오는 방법을 새로 정했어요',
  ]);
});

test('nobody’s mailbox is flooded: ten warnings a day, the first ones', async () => {
  const person = await insider(shop);
  await runJobs(shop);
  for (let i = 0; i < 13; i++) await signIn(shop, person, deskBrowser(shop));
  expect(await subjectsTo(person.email)).toHaveLength(10);
});

test('a password from before, shorter than ten characters, still lets her in and asks to be changed', async () => {
  const person = await insider(shop);
  const hash = await createPasswords(CHEAP).hash('ninechars', 'a test');
  await shop.database.run`update staff set password_hash = ${hash} where id = ${person.id}`;
  const browser = await signIn(shop, { ...person, password: 'ninechars' });
  expect(await browser.words('/admin')).toContain('10자보다 짧아요');
});

test('a customer’s page shows her latest attempts without addresses, and her data go with her', async () => {
  const { person } = await member(shop);
  const headers = { ...SAFARI, 'X-Forwarded-For': '203.0.113.200' };
  await shop.visitor().signIn(person.email, 'a wrong guess', headers).expect(422);
  const id = await customerId(shop, person.email);
  const page = await owner.words(`/admin/customers/${id}`);
  expectAll(page, '최근 로그인 기록', '비밀번호 틀림');
  expect(page).not.toContain('203.0.113.200');
  const everything = (await owner.post(`/admin/customers/${id}/export`).expect(200)).text;
  expect(everything).toContain('"outcome": "registered"');
  // Whose it is, nobody knows: it is not hers to be handed.
  expect(everything).not.toContain('203.0.113.200');
});
