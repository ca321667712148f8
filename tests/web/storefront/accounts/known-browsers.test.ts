import { member, PASSWORD, runJobs, somebody, statusesOf, withAccountShop } from './support';

const DAY = { windowSeconds: 86_400 };
const DAY_MS = DAY.windowSeconds * 1000;
const shop = withAccountShop({
  limits: {
    signInAddress: { attempts: 8, windowSeconds: 900 },
    signInAccount: { attempts: 3, windowSeconds: 900 },
    signInUnknown: { attempts: 12, ...DAY },
  },
});

let networks = 0;
const elsewhere = (): Record<string, string> => {
  networks += 1;
  return { 'X-Forwarded-For': `10.7.${networks >> 8}.${networks & 255}` };
};

/** Wrong passwords from four addresses, until no place that is unknown may try any more. */
async function guessAt(email: string): Promise<void> {
  for (let place = 0; place < 4; place++) {
    const headers = elsewhere();
    for (let i = 0; i < 3; i++) await shop.visitor().signIn(email, 'a wrong guess', headers).expect(422);
  }
  await shop.visitor().signIn(email, 'a wrong guess', elsewhere()).expect(429);
}

test('guesses from everywhere at one account end after so many a day, known e-mail or not, with the same answer', async () => {
  const { person } = await member(shop, somebody(), elsewhere());
  const nobody = somebody().email;
  await guessAt(person.email);
  await guessAt(nobody);
  const known = await shop.visitor().signIn(person.email, PASSWORD, elsewhere()).expect(429);
  const unknown = await shop.visitor().signIn(nobody, PASSWORD, elsewhere()).expect(429);
  expect(known.text).toContain('전에 로그인했던 브라우저');
  expect(known.text.replaceAll(person.email, '…')).toBe(unknown.text.replaceAll(nobody, '…'));
});

test('a browser that she has signed in with lets her in meanwhile, from a new address too', async () => {
  const visitor = await member(shop, somebody(), elsewhere());
  await guessAt(visitor.person.email);
  const other = shop.visitor();
  await visitor.signIn(visitor.person.email, PASSWORD, elsewhere()).expect(303);
  await other.signIn(visitor.person.email, PASSWORD, elsewhere()).expect(429);
});

test('so does an address that she has signed in from, with any browser', async () => {
  const home = elsewhere();
  const { person } = await member(shop, somebody(), home);
  await guessAt(person.email);
  await shop.visitor().signIn(person.email, PASSWORD, home).expect(303);
});

test('she is mailed once, with a link that lets a new browser try, and does nothing else', async () => {
  const { person } = await member(shop, somebody(), elsewhere());
  await guessAt(person.email);
  await shop.visitor().signIn(person.email, PASSWORD, elsewhere()).expect(429);
  const mails = (await runJobs(shop)).filter(({ to }) => to === person.email);
  expect(mails.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['account-warning', '[Essence Aura] 누군가 비밀번호를 여러 번 틀렸어요'],
  ]);
  const link = /https:\/\/essence-aura\.localhost:8443(\/account\/login\?browser=[\w-]{43})/.exec(mails[0]!.text)![1]!;
  const browser = shop.visitor();
  await browser.get(link, elsewhere()).expect(303).expect('location', '/account/login');
  expect(browser.sessionId()).toBeNull();
  await browser.get('/account', elsewhere()).expect(303);
  await browser.signIn(person.email, 'a wrong guess', elsewhere()).expect(422);
  await browser.signIn(person.email, PASSWORD, elsewhere()).expect(303);
});

test('a made-up link makes no browser known', async () => {
  const answer = await shop
    .visitor()
    .get(`/account/login?browser=${'A'.repeat(43)}`, elsewhere())
    .expect(303);
  expect(answer.headers['set-cookie']).toBeUndefined();
});

test('nobody gets a mail where nobody has the e-mail', async () => {
  await runJobs(shop);
  await guessAt(somebody().email);
  expect(await runJobs(shop)).toEqual([]);
});

test('a known browser guesses no more often than a stranger’s', async () => {
  const visitor = await member(shop, somebody(), elsewhere());
  const guess = () => visitor.signIn(visitor.person.email, 'a wrong guess', elsewhere());
  const statuses = await statusesOf(5, guess);
  expect(statuses).toEqual([422, 422, 422, 429, 429]);
});

test('a crowd of wrong passwords behind her address is nothing to a browser that is known', async () => {
  const office = elsewhere();
  const visitor = await member(shop, somebody(), elsewhere());
  for (let i = 0; i < 8; i++) await shop.visitor().signIn(somebody().email, 'a wrong guess', office).expect(422);
  await shop.visitor().signIn(somebody().email, 'a wrong guess', office).expect(429);
  await visitor.signIn(visitor.person.email, PASSWORD, office).expect(303);
});

test('a known browser is known for its own account only', async () => {
  const thief = await member(shop, somebody(), elsewhere());
  const { person } = await member(shop, somebody(), elsewhere());
  await guessAt(person.email);
  await thief.signIn(person.email, PASSWORD, elsewhere()).expect(429);
});

const browserTokenIn = (answer: { headers: Record<string, unknown> }): string | null =>
  /__Host-browser=([\w-]{43})/.exec(String(answer.headers['set-cookie']))?.[1] ?? null;

test('a token that somebody else has put into her browser is hers from no sign-in on', async () => {
  const registered = await shop.visitor().register(somebody(), elsewhere()).expect(303);
  const planted = browserTokenIn(registered)!;
  const { person } = await member(shop, somebody(), elsewhere());
  const her = shop.visitor();
  await her.get(`/account/login?browser=${planted}`, elsewhere()).expect(303);
  await her.signIn(person.email, PASSWORD, elsewhere()).expect(303);
  await guessAt(person.email);
  const thief = { ...elsewhere(), Cookie: `__Host-browser=${planted}` };
  await shop.visitor().signIn(person.email, 'a wrong guess', thief).expect(429);
  await her.signIn(person.email, PASSWORD, elsewhere()).expect(303);
});

async function mailedLink(email: string): Promise<string> {
  await guessAt(email);
  await shop.visitor().signIn(email, PASSWORD, elsewhere()).expect(429);
  const mail = (await runJobs(shop)).find(({ to, kind }) => to === email && kind === 'account-warning');
  return /(\/account\/login\?browser=[\w-]{43})/.exec(mail!.text)![1]!;
}

/** Who has come in once and is out again: only her browser's cookie is left. */
async function cameInOnce(): Promise<Awaited<ReturnType<typeof member>>> {
  const visitor = await member(shop, somebody(), elsewhere());
  await shop.database.run`delete from sessions`;
  return visitor;
}

test('a link that somebody else sends her takes nothing from what her browser is known as, and plants nothing', async () => {
  const thief = await member(shop, somebody(), elsewhere());
  const link = await mailedLink(thief.person.email);
  const her = await cameInOnce();
  await her.get(link, elsewhere()).expect(303).expect('location', '/account/login');
  await her.get(link, elsewhere()).expect(303);
  await guessAt(her.person.email);
  const planted = { ...elsewhere(), Cookie: `__Host-browser=${link.split('=')[1]}` };
  await shop.visitor().signIn(her.person.email, 'a wrong guess', planted).expect(429);
  await her.signIn(her.person.email, PASSWORD, elsewhere()).expect(303);
});

test('a link in a browser that is known as somebody else’s makes it known for both, and her own changes nothing', async () => {
  const he = await cameInOnce();
  const { person } = await member(shop, somebody(), elsewhere());
  const link = await mailedLink(person.email);
  await he.get(link, elsewhere()).expect(303).expect('location', '/account/login');
  const again = await he.get(link, elsewhere()).expect(303);
  expect(again.headers['set-cookie']).toBeUndefined();
  await guessAt(he.person.email);
  await he.signIn(he.person.email, PASSWORD, elsewhere()).expect(303);
  await shop.database.run`delete from sessions`;
  await he.signIn(person.email, PASSWORD, elsewhere()).expect(303);
});

test('two people who share a browser stay known in it, whoever of them comes in', async () => {
  const he = await member(shop, somebody(), elsewhere());
  const { person } = await member(shop, somebody(), elsewhere());
  await he.signIn(person.email, PASSWORD, elsewhere()).expect(303);
  await guessAt(he.person.email);
  await guessAt(person.email);
  await he.signIn(he.person.email, PASSWORD, elsewhere()).expect(303);
  await he.signIn(person.email, PASSWORD, elsewhere()).expect(303);
});

test('whoever knew the old password is known no more after a reset; she who set the new one is', async () => {
  const thief = await member(shop, somebody(), elsewhere());
  const { email } = thief.person;
  await shop.visitor().post('/account/forgot', { email }, elsewhere()).expect(303);
  const token = /token=([\w-]{43})/.exec((await runJobs(shop)).find(({ to }) => to === email)!.text)![1]!;
  const she = shop.visitor();
  await she.post('/account/reset', { token, password: '새로 정한 비밀번호' }, elsewhere()).expect(303);
  await guessAt(email);
  await thief.signIn(email, '새로 정한 비밀번호', elsewhere()).expect(429);
  await she.signIn(email, '새로 정한 비밀번호', elsewhere()).expect(303);
});

test('a new password is told to whose it is, in her language, with where it was changed; not a thousand times', async () => {
  const visitor = shop.visitor();
  const person = somebody();
  await visitor.post('/en/account/register', { ...person }, elsewhere()).expect(303);
  let current = person.password;
  for (let i = 0; i < 12; i++) {
    const form_token = await visitor.formToken('/account/password');
    const change = { form_token, current, password: `a quiet new password, no ${i}` };
    await visitor.post('/account/password', change, { 'X-Forwarded-For': '203.0.113.5' }).expect(303);
    current = change.password;
  }
  const mails = (await runJobs(shop)).filter(({ to }) => to === person.email);
  expect(mails).toHaveLength(10);
  expect(mails[0]!.subject).toBe('[Essence Aura] Your password has been changed');
  expect(mails[0]!.text).toContain('203.0.113.5');
  expect(mails[0]!.text).toContain('https://essence-aura.localhost:8443/en/account/forgot');
});

test('the cookie is for this host only, and for 90 days', async () => {
  const visitor = shop.visitor();
  const answer = await visitor.register(somebody(), elsewhere()).expect(303);
  const lines = (answer.headers['set-cookie'] as unknown as string[]).filter((line) => line.includes('browser'));
  expect(lines).toHaveLength(1);
  const [value, ...attributes] = lines[0]!.split('; ');
  expect(value).toMatch(/^__Host-browser=[\w-]{43}$/);
  expect(attributes.filter((one) => !one.startsWith('Expires')).sort()).toEqual(
    ['HttpOnly', `Max-Age=${(90 * DAY_MS) / 1000}`, 'Path=/', 'SameSite=Lax', 'Secure'].sort(),
  );
  const rows = await shop.database.rows`select known_browsers::text as t from known_browsers`;
  expect(JSON.stringify(rows)).not.toContain(value!.split('=')[1]!);
});

test('a thousand requests by strangers bring four mails in an hour, are all answered alike, and leave her one that works', async () => {
  const visitor = await member(shop, somebody(), elsewhere());
  const { email } = visitor.person;
  const asked = new Set<string>();
  const mails = [];
  for (let minute = 0; minute < 60; minute += 3) {
    for (let i = 0; i < 3; i++) {
      const answer = await shop.visitor().post('/account/forgot', { email }, elsewhere());
      asked.add(`${answer.status} ${String(answer.headers['location'])}`);
    }
    mails.push(...(await runJobs(shop)).filter(({ to }) => to === email));
    shop.clock.advance(3 * 60_000);
  }
  expect([...asked]).toEqual(['303 /account/forgot?notice=sent']);
  expect(mails).toHaveLength(4);
  expect(mails[3]!.text).toContain('6시간');
  const tokens = mails.map(({ text }) => /token=([\w-]{43})/.exec(text)![1]!);
  await shop.visitor().get(`/account/reset?token=${tokens[3]!}`).expect(200);
  await visitor.post('/account/forgot', { email }, elsewhere()).expect(303);
  expect((await runJobs(shop)).filter(({ to }) => to === email)).toHaveLength(1);
});
