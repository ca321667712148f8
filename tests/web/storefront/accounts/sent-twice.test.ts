/** A form of an account that is sent a second time finds what the first has done. */
import { pathOf } from '../../../setup/visitor';
import {
  countRows,
  member,
  NEW_PASSWORD as NEW,
  PASSWORD,
  resetTokenFor,
  somebody,
  statusesOf,
  withAccountShop,
  withMember,
} from './support';

const MINUTE_MS = 60_000;
const shop = withAccountShop();
const her = withMember(shop);

const outcomesOf = (email: string): Promise<string[]> => shop.database.column<string>`
  select outcome from sign_ins where account_id = (select id from accounts where email = ${email}) order by id`;

describe('registering', () => {
  test('twice at once makes one account, and both answers lead in', async () => {
    const visitor = shop.visitor();
    const person = { ...somebody(), next: '/checkout' };
    const answers = await Promise.all([visitor.register(person), visitor.register(person)]);
    expect(answers.map(pathOf)).toEqual(['/checkout', '/checkout']);
    expect(await visitor.text('/account')).toContain(person.email);
    expect(await countRows(shop, `accounts where email = '${person.email}'`)).toBe(1);
    expect((await outcomesOf(person.email)).sort()).toEqual(['in', 'registered']);
  });

  test('once more afterwards goes on, signed in or not', async () => {
    const person = somebody();
    const visitor = await member(shop, person);
    const session = visitor.sessionId();
    expect(pathOf(await visitor.register({ ...person, next: '/cart' }).expect(303))).toBe('/cart');
    expect(visitor.sessionId()).toBe(session);
    const elsewhere = shop.visitor();
    expect(pathOf(await elsewhere.register(person).expect(303))).toBe('/account');
    expect(await elsewhere.text('/account')).toContain(person.email);
  });

  test('with an e-mail that is taken and another password is refused as before, and counts as a guess', async () => {
    const refused = await shop
      .visitor()
      .register({ ...her.person, password: 'a different password' })
      .expect(422);
    expect(refused.text).toContain('이 정보로는 가입할 수 없어요');
    expect(await outcomesOf(her.person.email)).toEqual(['registered', 'wrong-password']);
    const statuses = await statusesOf(10, (n) =>
      shop.visitor().register({ ...her.person, password: `a guess of number ${n}` }),
    );
    expect(statuses.at(-1)).toBe(429);
  });

  test('by whoever is in as somebody else is a sign-in of its own', async () => {
    const other = somebody();
    await her.register(other).expect(303);
    expect(await her.text('/account')).toContain(other.email);
  });
});

describe('a reset', () => {
  test('twice at once, and once more afterwards, is answered like the first', async () => {
    const token = await resetTokenFor(shop, her.person.email);
    const visitor = shop.visitor();
    const send = () => visitor.post(`/account/reset?token=${token}`, { password: NEW });
    const answers = await Promise.all([send(), send()]);
    answers.push(await send());
    expect(answers.map(pathOf)).toEqual(Array(3).fill('/account/login?notice=password-changed'));
    await visitor.signIn(her.person.email, NEW).expect(303);
    const warned = await shop.database.column<string>`
      select kind from outbox where recipient = ${her.person.email} and kind = 'account-warning'`;
    expect(warned).toHaveLength(1);
  });

  test('with another password, or much later, finds the link closed', async () => {
    const token = await resetTokenFor(shop, her.person.email);
    const send = (password: string) => shop.visitor().post(`/account/reset?token=${token}`, { password });
    await send(NEW).expect(303);
    await send('또 다른 비밀번호').expect(410);
    await shop.visitor().signIn(her.person.email, NEW).expect(303);
    shop.clock.advance(10 * MINUTE_MS);
    await send(NEW).expect(410);
  });

  test('is no better place to guess at than the sign-in', async () => {
    const token = await resetTokenFor(shop, her.person.email);
    const send = (password: string) => shop.visitor().post(`/account/reset?token=${token}`, { password });
    await send(NEW).expect(303);
    for (let n = 0; n < 10; n++) await send(`a guess of number ${n}`).expect(410);
    await send(NEW).expect(410);
    await shop.visitor().signIn(her.person.email, NEW).expect(429);
  });
});

describe('a new password', () => {
  const change = async (visitor: typeof her) => ({
    form_token: await visitor.formToken('/account/password'),
    email: visitor.person.email,
    current: PASSWORD,
    password: NEW,
  });
  const SAID = '/account?notice=password-changed';

  test('twice at once is changed for both, and she stays in', async () => {
    const form = await change(her);
    const answers = await Promise.all([her.post('/account/password', form), her.post('/account/password', form)]);
    expect(answers.map(pathOf)).toEqual([SAID, SAID]);
    expect(await her.text(SAID)).toContain('비밀번호를 바꿨어요');
  });

  test('once more with the session of before, or with the new one, is said to be changed', async () => {
    const form = await change(her);
    const before = { Cookie: `__Secure-sid=${her.sessionId()!}` };
    await her.post('/account/password', form).expect(303);
    expect(pathOf(await her.post('/account/password', form).expect(303))).toBe(SAID);
    expect(pathOf(await her.post('/account/password', form, before).expect(303))).toBe(SAID);
    await her.get(SAID).expect(200);
  });

  test('whose session has ended says so, and leads back to the form', async () => {
    const form = await change(her);
    await shop.database.run`delete from sessions`;
    const led = pathOf(await her.post('/account/password', form).expect(303));
    expect(led).toBe('/account/login?next=%2Faccount%2Fpassword&notice=ended');
    expect(await her.words(led)).toContain('로그인이 끝났어요');
    await shop.visitor().signIn(her.person.email, PASSWORD).expect(303);
  });

  test('with a wrong current one is told as before, and counted once', async () => {
    const form = { ...(await change(her)), current: 'something else' };
    const refused = await her.post('/account/password', form).expect(422);
    expect(refused.text).toContain('지금 비밀번호가 맞지 않아요');
    expect(await outcomesOf(her.person.email)).toEqual(['registered', 'wrong-password']);
  });

  test('that somebody else has set meanwhile is not overwritten', async () => {
    const form = await change(her);
    const token = await resetTokenFor(shop, her.person.email);
    await shop.visitor().post(`/account/reset?token=${token}`, { password: '다른 곳에서 정한 것' }).expect(303);
    await her.post('/account/password', form).expect(303);
    await shop.visitor().signIn(her.person.email, '다른 곳에서 정한 것').expect(303);
    await shop.visitor().signIn(her.person.email, NEW).expect(422);
  });
});
