import { scryptSync } from 'node:crypto';
import { expectAll } from '../../../setup/html';
import { inAnotherShop, withVisitor } from '../../../setup/shop';
import { countRows, member, PASSWORD, signOut, somebody, withAccountShop, withMember } from './support';

const shop = withAccountShop();
const visitor = withVisitor(shop);
const her = withMember(shop);

describe('registering', () => {
  test('signs a new member in at once and greets her by name', async () => {
    const response = await visitor.register({ ...somebody(), name: '윤 하은' }).expect(303);
    expect(response.headers['location']).toBe('/account');
    const account = await visitor.get('/account').expect(200);
    expect(account.text).toContain('윤 하은 님');
  });

  test('works in English and stays there', async () => {
    const response = await visitor.post('/en/account/register', { ...somebody(), name: 'Ada' }).expect(303);
    expect(response.headers['location']).toBe('/en/account');
    expect(await visitor.text('/en/account')).toContain('Welcome, Ada.');
  });

  test('stores the e-mail in lower case and without the spaces around it, and finds it however it is typed', async () => {
    const person = somebody();
    await member(shop, { ...person, email: `  ${person.email.toUpperCase()} ` });
    await shop.visitor().signIn(person.email, PASSWORD).expect(303);
    await shop.visitor().signIn(` ${person.email.toUpperCase()}`, PASSWORD).expect(303);
  });

  test('keeps a password that is typed in other code points the same', async () => {
    const person = { ...somebody(), password: 'é 바람이 지나간 자리'.normalize('NFD') };
    await member(shop, person);
    const { email, password } = person;
    await shop.visitor().signIn(email, password.normalize('NFC')).expect(303);
  });

  test('stores no password, only its scrypt hash at the cost that OWASP asks for', async () => {
    await inAnotherShop(async (real) => {
      const { person } = await member(real);
      const rows = await real.database.rows`select * from accounts where email = ${person.email}`;
      expect(rows[0]!['password_hash']).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$/);
      expect(JSON.stringify(rows)).not.toContain(PASSWORD);
      const { email, password } = person;
      await real.visitor().signIn(email, password).expect(303);
    });
  });

  test.each([
    ['an empty name', { name: '   ' }, '이름을 적어 주세요'],
    ['a name that is too long', { name: '가'.repeat(81) }, '80자까지'],
    ['a name with a line break', { name: 'a\r\nBcc: b@example.com' }, '쓸 수 없는 문자'],
    ['a name with a letter that could not be read', { name: 'a\uFFFDb' }, '쓸 수 없는 문자'],
    ['an empty e-mail', { email: '' }, '이메일을 적어 주세요'],
    ['no e-mail', { email: 'nobody' }, '다시 확인'],
    ['two e-mails', { email: 'a@example.com,b@example.com' }, '다시 확인'],
    ['an e-mail with a header in it', { email: 'a@example.com\r\nBcc: b@example.com' }, '다시 확인'],
    ['an e-mail that is too long', { email: `${'a'.repeat(250)}@example.com` }, '다시 확인'],
    ['an empty password', { password: '' }, '비밀번호를 적어 주세요'],
    ['a short password', { password: '짧은비번1' }, '8자 이상'],
    ['a password that is too long', { password: '가나다'.repeat(67) }, '200자까지'],
    ['a common password', { password: 'QWER1234' }, '너무 흔한'],
    ['a password of one letter', { password: 'aaaaaaaaaa' }, '너무 흔한'],
    [
      'the e-mail as the password',
      { email: 'long-name@example.com', password: 'Long-Name@example.com' },
      '이메일이나 이름',
    ],
    [
      'the name in the e-mail as the password',
      { email: 'long-name@example.com', password: 'long-name' },
      '이메일이나 이름',
    ],
  ])('%s is told at its field, with what was typed kept', async (_name, wrong, message) => {
    const before = await countRows(shop, 'accounts');
    const form = { ...somebody(), ...wrong };
    const response = await visitor.post('/account/register', form).expect(422);
    expect(response.text).toContain(message);
    expect(response.text).toMatch(/aria-invalid="true"/);
    expect(response.text).not.toContain(`value="${PASSWORD}"`);
    if (!('name' in wrong)) expect(response.text).toContain(`value="${form.name}"`);
    expect(visitor.sessionId()).toBeNull();
    expect(await countRows(shop, 'accounts')).toBe(before);
  });

  test.each([
    ['an unknown field', 'name=a&email=a%40example.com&password=some-long-words&is_admin=1'],
    [
      'a field of the table',
      'name=a&email=a%40example.com&password=some-long-words&id=1&password_hash=x&created_at=2020-01-01',
    ],
    ['a field that comes twice', 'name=a&email=a%40example.com&email=b%40example.com&password=some-long-words'],
    ['brackets', 'name=a&email[]=a%40example.com&password=some-long-words'],
    ['a field of 3000 signs', `name=${'a'.repeat(3000)}&email=a%40example.com&password=some-long-words`],
    ['prototype games', 'constructor=x&name=a&email=a%40example.com&password=some-long-words'],
  ])('%s is refused as a whole', async (_name, body) => {
    await shop.visitor().post('/account/register', body).expect(400);
  });

  test('a body that is no form is refused', async () => {
    await shop
      .visitor()
      .json('post', '/account/register', { ...somebody() })
      .expect(400);
  });

  test('a thousand fields, or a body of a megabyte, is refused without work', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => `f${i}=1`).join('&');
    await shop.visitor().post('/account/register', many).expect(413);
    await shop
      .visitor()
      .post('/account/register', `name=${'a'.repeat(1_000_000)}`)
      .expect(413);
  });
});

describe('signing in and out', () => {
  test('a member comes in, and out again', async () => {
    await visitor.signIn(her.person.email, her.person.password).expect(303);
    const out = await visitor.send('/account', '/account/logout');
    expect([out.status, out.headers['location']]).toEqual([303, '/']);
    expect(visitor.sessionId()).toBeNull();
    const back = await visitor.get('/account').expect(303);
    expect(back.headers['location']).toBe('/account/login?next=%2Faccount');
  });

  test('signing out kills the session itself, not only the cookie', async () => {
    const sid = her.sessionId();
    await signOut(her);
    await shop
      .visitor()
      .get('/account', { Cookie: `__Secure-sid=${sid ?? ''}` })
      .expect(303);
  });

  test('the cookie is taken back with the attributes it was given with', async () => {
    const out = await her.send('/account', '/account/logout');
    expect(out.status).toBe(303);
    expect(out.headers['set-cookie']).toEqual([
      '__Secure-sid=; Domain=essence-aura.localhost; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
    ]);
  });

  test('signing out without being signed in goes home', async () => {
    const response = await shop.visitor().post('/account/logout', {}).expect(303);
    expect(response.headers['location']).toBe('/');
  });

  test('signing out takes the page’s own token', async () => {
    await her.post('/account/logout', {}).expect(403);
    await her.post('/account/logout', { form_token: 'made up' }).expect(403);
    await her.get('/account').expect(200);
  });

  test('signing out is never done by a link', async () => {
    await her.get('/account/logout').expect(303);
    await her.get('/account').expect(200);
  });

  test('a wrong password is told without saying what was wrong, and the e-mail stays in its field', async () => {
    const response = await shop.visitor().signIn(her.person.email, 'not this one').expect(422);
    expectAll(response.text, '이메일이나 비밀번호가 맞지 않아요', `value="${her.person.email}"`);
  });

  test('whoever is signed in is led on from the sign-in and the register page', async () => {
    expect((await her.get('/account/login').expect(303)).headers['location']).toBe('/account');
    expect((await her.get('/account/register?next=/cart').expect(303)).headers['location']).toBe('/cart');
  });

  test('an account that is gone ends its session', async () => {
    await shop.database.run`delete from accounts where email = ${her.person.email}`;
    await her.get('/account').expect(303);
    await her.get('/account/login').expect(200);
  });

  test('an older, cheaper hash is made anew at sign-in and the password still fits', async () => {
    const salt = Buffer.alloc(16, 7);
    const old = scryptSync(PASSWORD.normalize('NFC'), salt, 32, { N: 2 ** 8, r: 8, p: 1 });
    const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
    await shop.database.pool.query('update accounts set password_hash = $2 where email = $1', [
      her.person.email,
      `$scrypt$ln=8,r=8,p=1$${bare(salt)}$${bare(old)}`,
    ]);
    const signIn = () => shop.visitor().signIn(her.person.email, PASSWORD);
    await signIn().expect(303);
    await signIn().expect(303);
    const row = await shop.database.row`select password_hash as hash from accounts where email = ${her.person.email}`;
    expect(row.hash).toMatch(/^\$scrypt\$ln=10,/);
  });
});

describe('the pages', () => {
  const PAGES = [
    '/account/login',
    '/account/register',
    '/account/forgot',
    '/account/forgot?notice=sent',
    '/account/reset',
  ];

  test.each(PAGES)('%s gives a visitor who only looks neither cookie nor row', async (page) => {
    const before = await countRows(shop, 'sessions');
    const response = await shop.visitor().get(page);
    expect(response.headers['set-cookie']).toBeUndefined();
    expect(response.headers['cache-control']).toContain('no-store');
    expect(await countRows(shop, 'sessions')).toBe(before);
  });

  test.each(['/account', '/account/password'])('%s is for members only', async (page) => {
    const response = await shop.visitor().get(`/en${page}`).expect(303);
    expect(response.headers['location']).toBe(`/en/account/login?next=${encodeURIComponent(`/en${page}`)}`);
  });

  test('fields say to password managers what they are', async () => {
    const login = (await shop.visitor().get('/account/login')).text;
    expect(login).toMatch(/name="email"[^>]*autocomplete="username"/);
    expect(login).toMatch(/name="password"[^>]*autocomplete="current-password"/);
    const register = (await shop.visitor().get('/account/register')).text;
    expect(register).toMatch(/name="password"[^>]*autocomplete="new-password"/);
  });

  test('the way through sign-in, register and back keeps where she was going', async () => {
    const page = (await shop.visitor().get('/account/login?next=/checkout')).text;
    expectAll(page, 'name="next" value="/checkout"', '/account/register?next=%2Fcheckout');
    const form = { email: her.person.email, password: her.person.password, next: '/checkout' };
    expect((await shop.visitor().post('/account/login', form).expect(303)).headers['location']).toBe('/checkout');
  });
});
