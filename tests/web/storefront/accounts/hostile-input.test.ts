import { unescaped } from '../../../setup/html';
import { countRows, member, PASSWORD, runJobs, somebody, withAccountShop } from './support';

const shop = withAccountShop();

const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><svg/onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '{{name}} $t(accounts:login.title) {{{x}}}',
  '<%= 1 + 1 %><%- include("/etc/passwd") %>',
  '${7*7}#{7*7}',
  '&lt;b&gt; &amp;',
  '\u2028</script><script>alert(1)</script>'.replace('\u2028', ''),
];

test.each(PAYLOADS)('a name of %s is shown as it was typed and does nothing', async (name) => {
  const visitor = await member(shop, { ...somebody(), name });
  const page = await visitor.text('/account');
  const shown = /<dt>이름<\/dt><dd>(.*?)<\/dd>/s.exec(page)?.[1] ?? '';
  expect(shown).not.toMatch(/[<>"']/);
  expect(unescaped(shown)).toBe(name.normalize('NFC').trim());
  const greeting = /<p class="heading__lead">(.*?)<\/p>/s.exec(page)?.[1] ?? '';
  expect(unescaped(greeting)).toContain(name.trim());
  expect(page).not.toMatch(/<(script|img|svg|a)[^>]*alert/);
});

test.each(PAYLOADS)('%s in a form that is shown again stays in its field', async (payload) => {
  const form = { name: payload, email: payload, password: payload, next: `/${payload}` };
  for (const path of ['/account/register', '/account/login', '/account/forgot']) {
    const body = { ...form } as Record<string, string>;
    if (path !== '/account/register') delete body['name'];
    if (path === '/account/forgot') {
      delete body['password'];
      delete body['next'];
    }
    const response = await shop.visitor().post(path, body).expect(422);
    expect(response.text).not.toContain('<script>alert');
    expect(response.text).not.toMatch(/<(img|svg)[^>]*alert/);
    const value = /name="email"[^>]*? value="([^"]*)"/.exec(response.text)?.[1] ?? '';
    expect(unescaped(value)).toBe(payload);
  }
});

test.each(PAYLOADS)('%s in the address of a page is not part of the page', async (payload) => {
  for (const path of ['login?next=', 'login?notice=', 'register?next=', 'reset?token=', 'forgot?notice=']) {
    const response = await shop.visitor().get(`/account/${path}${encodeURIComponent(payload)}`);
    expect([200, 410]).toContain(response.status);
    expect(response.text).not.toMatch(/<script>alert|<(img|svg)[^>]*alert/);
  }
});

const SQL = [
  "' or '1'='1",
  "'; drop table accounts; --",
  '%',
  '_',
  'a%@example.com',
  '_erson1@example.com',
  '\\',
  "\\'; select pg_sleep(10); --",
  ':*',
  '& | !',
  '$1',
  "person1@example.com' --",
];

describe('signs that mean something to SQL', () => {
  beforeAll(async () => {
    await member(shop);
  });

  test.each(SQL)('%s as e-mail matches nobody', async (email) => {
    const accounts = await countRows(shop, 'accounts');
    await shop.visitor().signIn(email, PASSWORD).expect(422);
    expect((await shop.visitor().post('/account/forgot', { email })).status).toBeLessThan(500);
    expect(await runJobs(shop)).toEqual([]);
    expect(await countRows(shop, 'accounts')).toBe(accounts);
  });

  test('an e-mail that may hold them matches nobody but itself', async () => {
    await member(shop, { ...somebody(), email: "o'brien_ab@example.com" });
    await shop.visitor().signIn("o'brienXab@example.com", PASSWORD).expect(422);
    await shop.visitor().signIn("O'Brien_ab@example.com", PASSWORD).expect(303);
  });

  test('they are a password like any other', async () => {
    const person = { ...somebody(), password: SQL.join(' ') };
    await member(shop, person);
    await shop.visitor().signIn(person.email, person.password).expect(303);
  });
});

describe('whether somebody has an account', () => {
  test('sign-in does not say: an unknown e-mail is answered as a wrong password is, to the byte', async () => {
    const { person } = await member(shop);
    const stranger = somebody();
    const known = await shop.visitor().signIn(person.email, 'a wrong guess');
    const unknown = await shop.visitor().signIn(stranger.email, 'a wrong guess');
    expect(unknown.status).toBe(known.status);
    expect(unknown.text.replaceAll(stranger.email, '')).toBe(known.text.replaceAll(person.email, ''));
    const comparable = (headers: Record<string, unknown>) =>
      Object.keys(headers).filter((name) => !['date', 'etag', 'content-length'].includes(name));
    expect(comparable(unknown.headers)).toEqual(comparable(known.headers));
  });

  test('registering a known e-mail says no more than that it did not work, and changes nothing', async () => {
    const { person } = await member(shop);
    const visitor = shop.visitor();
    const form = { name: '다른 사람', email: person.email.toUpperCase(), password: '다른 사람의 비밀번호' };
    const response = await visitor.post('/account/register', form).expect(422);
    expect(response.text).toContain('이 정보로는 가입할 수 없어요');
    expect(visitor.sessionId()).toBeNull();
    await shop.visitor().signIn(person.email, PASSWORD).expect(303);
    await shop.visitor().signIn(person.email, form.password).expect(422);
  });

  test('eight people who register the same e-mail at the same moment make one account', async () => {
    const person = somebody();
    const answers = await Promise.all(Array.from({ length: 8 }, () => shop.visitor().register(person)));
    // As the same form sent twice, it is a sign-in for the others; or they are too many in the password line.
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].filter((status) => status !== 429)).toEqual([303]);
    expect(await shop.database.rows`select 1 from accounts where email = ${person.email}`).toHaveLength(1);
  });
});

describe('where sign-in leads', () => {
  const NOWHERE = [
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\\/evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/x/..//evil.example',
    '/%2e%2e//evil.example',
    'https:evil.example',
    'https://evil.example',
    'http:/evil.example',
    'https://essence-aura.localhost:8443@evil.example',
    'https://essence-aura.localhost:8443.evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'cart',
    '?x',
    '#x',
    '',
    `/${'a'.repeat(2000)}`,
  ];
  const SOMEWHERE: readonly (readonly [string, string])[] = [
    ['/cart', '/cart'],
    ['/en/checkout?step=1', '/checkout?step=1'],
    ['/perfumes?q=%EB%B9%84&sort=new', '/perfumes?q=%EB%B9%84&sort=new'],
    ['/account/orders#top', '/account/orders'],
    ['/%2F%2Fevil.example', '/%2F%2Fevil.example'],
    ['/a\r\nSet-Cookie: x=y', '/aSet-Cookie:%20x=y'],
    ['/cart?next=https://evil.example', '/cart?next=https://evil.example'],
  ];
  const OURS = 'https://essence-aura.localhost:8443';

  // Who is signed in already is led on by the same rule, which saves a password's half second for each.
  let visitor: Awaited<ReturnType<typeof member>>;
  beforeAll(async () => {
    visitor = await member(shop);
  });
  const leadsTo = async (next: string): Promise<string | undefined> =>
    (await visitor.get(`/account/login?next=${encodeURIComponent(next)}`).expect(303)).headers['location'];

  test.each(NOWHERE)('%j leads nowhere but to the account', async (next) => {
    expect(await leadsTo(next)).toBe('/account');
    const page = await shop
      .visitor()
      .get(`/account/login?next=${encodeURIComponent(next)}`)
      .expect(200);
    expect(page.text).not.toContain('name="next"');
    expect(page.text).toContain('href="/account/register"');
  });

  test.each(SOMEWHERE)('%j is ours', async (next, location) => {
    expect(await leadsTo(next)).toBe(location);
    expect(new URL(location, OURS).origin).toBe(OURS);
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/en//evil.example',
    '/en/.//evil.example',
    '/en/\\evil.example',
  ])('signing in does not follow %j', async (next) => {
    const { email, password } = visitor.person;
    const response = await shop.visitor().post('/account/login', { email, password, next }).expect(303);
    expect(response.headers['location']).toBe('/account');
  });

  test('registering follows the same rule', async () => {
    const lost = await shop
      .visitor()
      .register({ ...somebody(), next: '//evil.example' })
      .expect(303);
    expect(lost.headers['location']).toBe('/account');
    const found = await shop
      .visitor()
      .register({ ...somebody(), next: '/checkout' })
      .expect(303);
    expect(found.headers['location']).toBe('/checkout');
  });
});
