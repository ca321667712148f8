/**
 * What a session alone must not do: whatever concerns money, who sells, who mails come from, people's data and the ways in
 * takes a code that is not older than a quarter of an hour, nothing typed is lost on the way, and every owner hears of it.
 */
import { randomUUID } from 'node:crypto';
import { withCatalogue } from '../../../setup/catalogue';
import { formOf, formTokenIn, wordsOf, hiddenFields } from '../../../setup/html';
import { customerId } from '../customers/customers-at-desk';
import { withOrderBook } from '../orders/orders-at-desk';
import { deskBrowser, insider, signIn, withAccessShop, type DeskBrowser, type Insider } from './support';

const shop = withAccessShop();
const ids = withCatalogue(shop);
const book = withOrderBook(shop, ids);

const MINUTE_MS = 60_000;
const NEW_BANK = {
  bank: '새은행',
  account: '999-888-777666',
  holder: '김서연',
  deadlineHours: '48',
  protectionName: '새은행 에스크로',
  protectionUrl: 'https://escrow.example.com/',
};

let owner: Insider;
beforeEach(async () => {
  owner = await insider(shop);
  await shop.database.run`delete from outbox`;
});

const staleBy = (minutes: number): void => shop.clock.advance(minutes * MINUTE_MS);

async function saveSection(section: string, typed: Record<string, string>) {
  const [path, hidden] = formOf(await owner.browser.text('/admin/settings'), `/admin/settings/${section}`);
  return owner.browser.post(path, { ...hidden, ...typed });
}

const saveBank = (more: Record<string, string> = {}) => saveSection('bank', { ...NEW_BANK, ...more });

const mailsTo = (recipient: string) =>
  shop.database.rows<{ subject: string; text: string }>`
    select subject, body_text as text from outbox where recipient = ${recipient} and kind = 'owner-notice'
    order by id`;

test('the routes that ask for a code are these, and no other', () => {
  const asking = shop.shop.desk.routes.filter(({ code }) => code !== undefined);
  expect(asking.map(({ path, code }) => [path, code]).sort()).toEqual([
    ['/admin/account/password', 'password'],
    ['/admin/account/password', 'password'],
    ['/admin/account/recovery-codes', 'recovery-codes'],
    ['/admin/account/second-factor', 'second-factor'],
    ['/admin/customers/:id/erase', 'erasure'],
    ['/admin/customers/:id/export', 'export'],
    ['/admin/files/export/customers', 'export'],
    ['/admin/files/export/orders', 'export'],
    ['/admin/orders/:number/honour', 'payment'],
    ['/admin/orders/:number/mark-paid', 'payment'],
    ['/admin/orders/:number/refund', 'refund'],
    ['/admin/orders/:number/refund-held', 'refund'],
    ['/admin/orders/confirm', 'payment'],
    ['/admin/orders/deposits/:id/match', 'payment'],
    ['/admin/orders/deposits/confirm', 'payment'],
    ['/admin/people/:id/enable', 'people'],
    ['/admin/people/:id/link', 'people'],
    ['/admin/people/:id/role', 'people'],
    ['/admin/people/new', 'people'],
    ['/admin/settings/bank', 'account'],
    ['/admin/settings/mail', 'mail'],
    ['/admin/settings/mail-server', 'mail'],
    ['/admin/settings/mail-server', 'mail'],
    ['/admin/settings/mail-server/remove', 'mail'],
    ['/admin/settings/seller', 'seller'],
  ]);
});

test('who has just signed in is not asked; a quarter of an hour later she is, and nothing has happened', async () => {
  await saveBank().then(({ status }) => expect(status).toBe(303));
  staleBy(16);
  const asked = await saveBank({ bank: '다른은행' });
  expect(asked.status).toBe(403);
  expect(wordsOf(asked.text)).toContain('인증 코드가 필요해요');
  expect((await owner.browser.get('/admin/settings')).text).toContain('value="새은행"');
});

test('the code leads on with everything that was typed, and is good for the next quarter of an hour', async () => {
  staleBy(16);
  const typed = { ...NEW_BANK, holder: '“한” & <서진>' };
  const asked = await saveBank(typed);
  expect(hiddenFields(asked.text)).toMatchObject(typed);
  const answer = await owner.browser.post('/admin/settings/bank', {
    ...hiddenFields(asked.text),
    recent_code: owner.code(),
  });
  expect([answer.status, answer.headers['location']]).toEqual([303, '/admin/settings#bank']);
  expect((await owner.browser.get('/admin/settings')).text).toContain('“한” &amp; &lt;서진&gt;');
  staleBy(14);
  expect((await saveBank()).status).toBe(303);
  staleBy(2);
  expect((await saveBank()).status).toBe(403);
});

test('a code that is wrong, was used or is missing keeps what was typed; a recovery code does too, once', async () => {
  const used = owner.codeNow();
  staleBy(16);
  const kept = hiddenFields((await saveBank()).text);
  const post = (code: Record<string, string>) => owner.browser.post('/admin/settings/bank', { ...kept, ...code });
  for (const [code, words] of [
    [{ recent_code: '' }, '인증 코드를 적어 주세요'],
    [{ recent_code: '000000' }, '코드가 맞지 않아요'],
    [{ recent_code: used }, '코드가 맞지 않아요'],
    [{ recent_code: '', recent_recovery: 'abcd-abcd-abcd-abcd' }, '쓸 수 없는 복구 코드'],
  ] as const) {
    const answer = await post(code);
    expect([answer.status, wordsOf(answer.text)]).toEqual([422, expect.stringContaining(words)]);
    expect(hiddenFields(answer.text)).toEqual({
      ...kept,
      form_token: formTokenIn(answer.text),
      form_key: expect.any(String) as string,
    });
  }
  expect((await post({ recent_code: '', recent_recovery: owner.recoveryCodes[0]! })).status).toBe(303);
});

test('the form that is sent twice after the code does its work once and says no error', async () => {
  staleBy(16);
  const kept = { ...hiddenFields((await saveBank()).text), recent_code: owner.code() };
  const answers = [
    await owner.browser.post('/admin/settings/bank', kept),
    await owner.browser.post('/admin/settings/bank', kept),
  ];
  expect(answers[0]!.status).toBe(303);
  // Its version is of before: she is told that it was changed, and by whom.
  expect([303, 409]).toContain(answers[1]!.status);
});

test('every owner is told of another account, with both, who it was and when', async () => {
  const other = await insider(shop);
  await shop.database.run`delete from outbox`;
  await saveBank({ bank: '옛은행' });
  await saveBank();
  for (const { email } of [owner, other]) {
    const mails = await mailsTo(email);
    expect(mails).toHaveLength(2);
    expect(mails[1]!.subject).toBe('[Essence Aura] 입금 계좌가 바뀌었어요');
    expect(mails[1]!.text).toContain(`옛은행 ${NEW_BANK.account} ${NEW_BANK.holder}`);
    expect(mails[1]!.text).toContain(`새은행 ${NEW_BANK.account} ${NEW_BANK.holder}`);
    expect(mails[1]!.text).toContain(owner.email);
    expect(mails[1]!.text).toContain('https://app.essence-aura.localhost:8443/admin/audit');
  }
});

test('an order that is placed keeps the account that its buyer was shown, on every page and in every mail', async () => {
  await saveBank({ bank: '옛은행', account: '111-222-333444' });
  const number = await book.pending();
  await saveBank();
  const next = await book.pending();
  const desk = async (which: string) => await owner.browser.words(`/admin/orders/${which}`);
  expect(await desk(number)).toContain('옛은행 111-222-333444');
  expect(await desk(next)).toContain('새은행 999-888-777666');
  const text = await owner.browser.text(`/admin/orders/${number}`);
  const link = new URL(/value="(https:[^"]+key=[^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&'));
  const page = await shop
    .visitor()
    .get(link.pathname + link.search)
    .expect(200);
  expect(wordsOf(page.text)).toContain('111-222-333444');
  expect(wordsOf(page.text)).not.toContain('999-888-777666');
  expect((await book.mails(number)).find(({ kind }) => kind === 'order-placed')!.text).toContain('111-222-333444');
});

test('a refund: asked with amount and remark kept, noted once, and mailed once in an hour', async () => {
  const number = await book.paid();
  staleBy(16);
  const form = { attempt: randomUUID(), amount: '1000', refund_text: '국민은행으로 보냄' };
  const asked = await owner.browser.send(`/admin/orders/${number}`, `/admin/orders/${number}/refund`, form);
  expect(asked.status).toBe(403);
  expect(hiddenFields(asked.text)).toMatchObject(form);
  expect(await book.row(number)).toMatchObject({ refunded: 0 });
  const proven = { ...hiddenFields(asked.text), recent_code: owner.code() };
  await owner.browser.post(`/admin/orders/${number}/refund`, proven).expect(303);
  await owner.browser.post(`/admin/orders/${number}/refund`, proven).expect(303);
  expect(await book.row(number)).toMatchObject({ refunded: 1_000 });
  await owner.browser.send(`/admin/orders/${number}`, `/admin/orders/${number}/refund`, {
    ...form,
    attempt: randomUUID(),
  });
  expect(await book.row(number)).toMatchObject({ refunded: 2_000 });
  const mails = await mailsTo(owner.email);
  expect(mails.map(({ subject }) => subject)).toEqual(['[Essence Aura] 데스크에서 환불을 기록했어요']);
  expect(mails[0]!.text).toContain(number);
  expect(mails[0]!.text).toContain('₩1,000');
  expect(mails[0]!.text).not.toContain('국민은행');
});

test('what is done quietly after the owner, from another session or elsewhere with hers, is told all the same', async () => {
  const number = await book.paid();
  const refund = (browser: DeskBrowser) =>
    browser
      .send(`/admin/orders/${number}`, `/admin/orders/${number}/refund`, {
        attempt: randomUUID(),
        amount: '1000',
        refund_text: '보냄',
      })
      .then(({ status }) => expect(status).toBe(303));
  const told = async () => (await mailsTo(owner.email)).length;
  await refund(owner.browser);
  await refund(owner.browser);
  expect(await told()).toBe(1);
  await refund(deskBrowser(shop, { Cookie: `__Host-desk=${owner.browser.cookie()}` }));
  expect(await told()).toBe(2);
  await refund(await signIn(shop, owner));
  expect(await told()).toBe(3);
  await refund((await insider(shop)).browser);
  expect(await told()).toBe(4);
});

test('money that is declared received: asked, noted once, and every owner hears of it; dozens need one code', async () => {
  const numbers = [await book.pending(), await book.pending(), await book.pending()];
  staleBy(16);
  const markPaid = (number: string, more: Record<string, string> = {}) =>
    owner.browser.send(`/admin/orders/${number}`, `/admin/orders/${number}/mark-paid`, { seen: 'pending', ...more });
  const asked = await markPaid(numbers[0]!);
  expect([asked.status, hiddenFields(asked.text)]).toEqual([403, expect.objectContaining({ seen: 'pending' })]);
  expect(await book.row(numbers[0]!)).toMatchObject({ status: 'pending' });
  expect((await markPaid(numbers[0]!, { recent_code: owner.code() })).status).toBe(303);
  for (const number of numbers.slice(1)) expect((await markPaid(number)).status).toBe(303);
  for (const number of numbers) expect(await book.row(number)).toMatchObject({ status: 'paid' });
  const [mail, ...more] = await mailsTo(owner.email);
  expect([mail!.subject, more]).toEqual(['[Essence Aura] 데스크에서 입금을 확인했어요', []]);
  expect(mail!.text).toContain(numbers[0]!);
});

test.each([
  ['seller', { email: 'thief@example.com' }, '판매자 정보가 바뀌었어요', 'thief@example.com'],
  ['mail', { senderName: '다른 가게' }, '메일 설정이 바뀌었어요', 'Essence Aura → 다른 가게'],
])(
  '%s: asked with what was typed kept, and every owner hears what it was and is',
  async (section, typed, subject, said) => {
    const stored = await shop.shop.services.settings.current();
    const before: Record<string, string> = { ...(section === 'seller' ? stored.seller : stored.mail) };
    staleBy(16);
    const asked = await saveSection(section, { ...before, ...(typed as Record<string, string>) });
    expect([asked.status, hiddenFields(asked.text)]).toEqual([403, expect.objectContaining(typed)]);
    await owner.browser
      .post(`/admin/settings/${section}`, { ...hiddenFields(asked.text), recent_code: owner.code() })
      .expect(303);
    const mails = await mailsTo(owner.email);
    expect(mails.map((mail) => mail.subject)).toEqual([`[Essence Aura] ${subject}`]);
    expect(mails[0]!.text).toContain(said);
    expect(mails[0]!.text).not.toContain('한 시간 안에');
  },
);

test('an erasure: asked with what was typed kept; the mail names nobody', async () => {
  const number = await book.pending({ email: 'forget-me@example.com', recipient: '잊힐이' });
  await owner.browser.send(`/admin/orders/${number}`, `/admin/orders/${number}/cancel`, { seen: 'pending' });
  const page = `/admin/customers/${await customerId(shop, 'forget-me@example.com')}/erase`;
  staleBy(16);
  const asked = await owner.browser.send(page, page, { email: 'forget-me@example.com' });
  expect(asked.status).toBe(403);
  await owner.browser.post(page, { ...hiddenFields(asked.text), recent_code: owner.code() }).expect(303);
  const [mail] = await mailsTo(owner.email);
  expect(mail!.subject).toBe('[Essence Aura] 데스크에서 손님 정보를 지웠어요');
  expect(mail!.text).not.toMatch(/forget-me|잊힐이/);
});

test.each(['orders', 'customers'])('%s.csv: after the code she is back at the files, and takes it', async (name) => {
  staleBy(16);
  const path = `/admin/files/export/${name}`;
  const asked = await owner.browser.send('/admin/files', path);
  expect(asked.status).toBe(403);
  const back = await owner.browser.post(path, { ...hiddenFields(asked.text), recent_code: owner.code() });
  expect([back.status, back.headers['location']]).toEqual([303, '/admin/files']);
  expect(wordsOf((await owner.browser.get('/admin/files')).text)).toContain('이제 파일을 받을 수 있어요');
  const file = await owner.browser.send('/admin/files', path);
  expect([file.status, file.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  const [mail] = await mailsTo(owner.email);
  expect(mail!.text).toContain(`essence-aura-${name}-`);
  const rows = await shop.database.rows`select 1 from audit_log where action = 'file.export' and subject_id = ${name}`;
  expect(rows.length).toBeGreaterThan(0);
});

test('files without people in them ask for no code', async () => {
  staleBy(16);
  for (const name of ['products', 'stock', 'figures']) {
    expect((await owner.browser.send('/admin/files', `/admin/files/export/${name}`)).status).toBe(200);
  }
  expect(await mailsTo(owner.email)).toEqual([]);
});
