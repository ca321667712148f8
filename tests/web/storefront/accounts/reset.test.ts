import { createAccountMails } from '../../../../server/store/accounts/mails';
import { ORIGIN } from '../../../setup/visitor';
import {
  accountsOfTwoAtOnce,
  countRows,
  HERE,
  member,
  NEW_PASSWORD,
  PASSWORD,
  resetTokenFor,
  runJobs,
  somebody,
  withAccountShop,
  withMember,
} from './support';

const MINUTE_MS = 60_000;

const shop = withAccountShop();
const her = withMember(shop);

test('the whole way: ask, mail, link, new password, sign in', async () => {
  const visitor = shop.visitor();
  const asked = await visitor.post('/en/account/forgot', { email: her.person.email }).expect(303);
  expect(asked.headers['location']).toBe('/en/account/forgot?notice=sent');
  expect(await visitor.text('/en/account/forgot?notice=sent')).toContain('Check your mail');

  const [mail, ...others] = await runJobs(shop);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ to: her.person.email, locale: 'en', kind: 'password-reset' });
  expect(mail!.subject).toBe('[Essence Aura] Choose a new password');
  const link = /https:\S+\/account\/reset\?token=([\w-]{43})/.exec(mail!.text)!;
  expect(link[0]).toMatch(/^https:\/\/essence-aura\.localhost:8443\/en\/account\/reset\?/);
  expect(mail!.html).toContain(`href="${link[0]}"`);

  const page = await visitor.get(`/en/account/reset?token=${link[1]!}`).expect(200);
  expect(page.text).toContain(her.person.email);
  const done = await visitor.post('/en/account/reset', { token: link[1]!, password: NEW_PASSWORD }).expect(303);
  expect(done.headers['location']).toBe('/en/account/login?notice=password-changed');
  expect((await visitor.get('/en/account/login?notice=password-changed')).text).toContain('Your password is changed');
  await visitor.signIn(her.person.email, PASSWORD).expect(422);
  await visitor.signIn(her.person.email, NEW_PASSWORD).expect(303);
});

test('a token works once', async () => {
  const token = await resetTokenFor(shop, her.person.email);
  await shop.visitor().post('/account/reset', { token, password: NEW_PASSWORD }).expect(303);
  await shop.visitor().post('/account/reset', { token, password: '또 다른 비밀번호' }).expect(410);
  await shop.visitor().get(`/account/reset?token=${token}`).expect(410);
  await shop.visitor().signIn(her.person.email, NEW_PASSWORD).expect(303);
});

test('a token that is used five times at the same moment works once', async () => {
  const token = await resetTokenFor(shop, her.person.email);
  const passwords = Array.from({ length: 5 }, (_, i) => `다섯 번 가운데 ${i}번째`);
  const answers = await Promise.all(
    passwords.map((password, i) =>
      // From addresses of their own: one has three places in the password line.
      shop.visitor().post('/account/reset', { token, password }, { 'X-Forwarded-For': `10.3.0.${i}` }),
    ),
  );
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 410)).toHaveLength(4);
});

test('a token that two requests have found open is still used once', async () => {
  const token = await resetTokenFor(shop, her.person.email);
  const accounts = accountsOfTwoAtOnce(shop);
  const outcomes = await Promise.all(
    ['첫 번째 비밀번호', '두 번째 비밀번호'].map((password) => accounts.resetPassword({ token, password, from: HERE })),
  );
  expect(outcomes.sort()).toEqual([false, true]);
});

test('opening the link, as mail scanners do, uses nothing up', async () => {
  const token = await resetTokenFor(shop, her.person.email);
  for (let i = 0; i < 5; i++) await shop.visitor().get(`/account/reset?token=${token}`).expect(200);
  await shop.visitor().post('/account/reset', { token, password: NEW_PASSWORD }).expect(303);
});

test('a refused password does not use the token up', async () => {
  const token = await resetTokenFor(shop, her.person.email);
  const refused = await shop.visitor().post('/account/reset', { token, password: '짧아' }).expect(422);
  expect(refused.text).toContain(`action="/account/reset?token=${token}"`);
  await shop.visitor().post('/account/reset', { token, password: her.person.email }).expect(422);
  await shop.visitor().post('/account/reset', { token, password: NEW_PASSWORD }).expect(303);
});

test('a token dies after 30 minutes', async () => {
  const token = await resetTokenFor(shop, her.person.email);
  shop.clock.advance(30 * MINUTE_MS - 1);
  await shop.visitor().get(`/account/reset?token=${token}`).expect(200);
  shop.clock.advance(1);
  await shop.visitor().get(`/account/reset?token=${token}`).expect(410);
  await shop.visitor().post('/account/reset', { token, password: NEW_PASSWORD }).expect(410);
  await shop.visitor().signIn(her.person.email, PASSWORD).expect(303);
});

test('using one token closes all others of the account, and of nobody else', async () => {
  const { person: stranger } = await member(shop);
  const first = await resetTokenFor(shop, her.person.email);
  shop.clock.advance(5 * MINUTE_MS);
  const second = await resetTokenFor(shop, her.person.email);
  const strangers = await resetTokenFor(shop, stranger.email);
  await shop.visitor().post('/account/reset', { token: second, password: NEW_PASSWORD }).expect(303);
  await shop.visitor().get(`/account/reset?token=${first}`).expect(410);
  await shop.visitor().get(`/account/reset?token=${strangers}`).expect(200);
});

test.each([
  ['nothing', ''],
  ['a short one', 'abc'],
  ['a made-up one', 'A'.repeat(43)],
  ['SQL', "' or '1'='1"],
  ['a digest in hex', 'ab'.repeat(32)],
])('%s is no token', async (_name, token) => {
  await shop
    .visitor()
    .get(`/account/reset?token=${encodeURIComponent(token)}`)
    .expect(410);
  await shop.visitor().post('/account/reset', { token, password: NEW_PASSWORD }).expect(410);
});

test('two tokens in one link are no token', async () => {
  await shop.visitor().get('/account/reset?token=a&token=b').expect(410);
});

test('a copy of the database holds no token, before the mail is sent and after', async () => {
  const everything = async () => {
    const tables = ['password_resets', 'outbox', 'graphile_worker._private_jobs'];
    const dumps = await Promise.all(
      tables.map((t) => shop.database.pool.query<{ t: string }>(`select t::text from ${t} t`)),
    );
    return JSON.stringify(dumps.map(({ rows }) => rows));
  };
  await shop.visitor().post('/account/forgot', { email: her.person.email }).expect(303);
  const mails = createAccountMails(shop.shop.services.outbox, ORIGIN);
  const token = 'T'.repeat(43);
  await mails.passwordReset(shop.database.pool, { to: her.person.email, locale: 'ko', token, validMs: 30 * MINUTE_MS });
  expect(await everything()).not.toContain(token);
  const sent = await runJobs(shop);
  expect(sent.some(({ text, html }) => text.includes(token) && html.includes(token))).toBe(true);
  const dump = await everything();
  for (const { text } of sent.filter(({ kind }) => kind === 'password-reset')) {
    expect(dump).not.toContain(/token=([\w-]+)/.exec(text)![1]!);
  }
});

test('a forged Host or X-Forwarded-Host does not reach the link', async () => {
  const forged = [
    { Host: 'evil.example' },
    { 'X-Forwarded-Host': 'evil.example' },
    { 'X-Forwarded-Host': 'essence-aura.localhost:8443@evil.example' },
    { Forwarded: 'host=evil.example' },
  ];
  const mails = [];
  for (const headers of forged) {
    const { person } = await member(shop);
    await shop.visitor().post('/account/forgot', { email: person.email }, headers);
    mails.push(...(await runJobs(shop)));
  }
  expect(mails).toHaveLength(forged.length);
  for (const mail of mails) {
    expect(`${mail.text}${mail.html}`).not.toContain('evil');
    expect(mail.text).toContain('https://essence-aura.localhost:8443/account/reset?token=');
  }
});

test('an unknown e-mail gets the same answer and no mail', async () => {
  const before = await countRows(shop, 'outbox');
  const known = await shop.visitor().post('/account/forgot', { email: her.person.email });
  const unknown = await shop.visitor().post('/account/forgot', { email: somebody().email });
  expect([unknown.status, unknown.text, unknown.headers['location']]).toEqual([
    known.status,
    known.text,
    known.headers['location'],
  ]);
  // Nothing is looked up before the answer: both have queued the same job and nothing else.
  expect(await countRows(shop, 'outbox')).toBe(before);
  expect((await runJobs(shop)).map(({ to }) => to)).toEqual([her.person.email]);
});

test.each([
  ['nothing', '', 422],
  ['no e-mail', 'nobody', 422],
  ['two', 'a@example.com,b@example.com', 422],
])('%s is no address to send to', async (_name, email, status) => {
  await shop.visitor().post('/account/forgot', { email }).expect(status);
});

test('fields that the forms do not have are refused', async () => {
  await shop.visitor().post('/account/forgot', { email: 'a@example.com', to: 'b@example.com' }).expect(400);
  await shop.visitor().post('/account/forgot', 'email=a%40example.com&email=b%40example.com').expect(400);
  await shop.visitor().post('/account/reset', { token: 'x', password: NEW_PASSWORD, account_id: '1' }).expect(400);
});
