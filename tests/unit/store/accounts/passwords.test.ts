import * as crypto from 'node:crypto';
import fc from 'fast-check';
import { COMMON_PASSWORDS } from '../../../../server/store/accounts/common-password-list';
import { DESK_PASSWORD_MIN, PASSWORD_MIN, passwordProblem } from '../../../../server/store/accounts/password-rules';
import { createPasswords } from '../../../../server/store/accounts/passwords';

jest.mock('node:crypto', () => {
  const real = jest.requireActual<typeof crypto>('node:crypto');
  return { ...real, scrypt: jest.fn(real.scrypt) };
});
const scrypt = jest.mocked(crypto.scrypt);
beforeEach(() => scrypt.mockClear());

const NOBODY = { email: 'somebody@example.com', name: '아무개' };
const CHEAP = { ln: 4, r: 8, p: 1 };

describe('a password hash', () => {
  test('fits its own password and no other', async () => {
    const passwords = createPasswords(CHEAP);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme' }),
        async (one, other) => {
          fc.pre(one.normalize('NFC') !== other.normalize('NFC'));
          const hash = await passwords.hash(one, 'her');
          expect(await passwords.verify(one, hash, 'her')).toEqual({ fits: true, outdated: false });
          expect(await passwords.verify(one.normalize('NFD'), hash, 'her')).toEqual({ fits: true, outdated: false });
          expect(await passwords.verify(other, hash, 'her')).toEqual({ fits: false, outdated: false });
        },
      ),
      { numRuns: 50 },
    );
  });

  test('is another every time', async () => {
    const passwords = createPasswords(CHEAP);
    expect(await passwords.hash('the same password', 'her')).not.toBe(await passwords.hash('the same password', 'her'));
  });

  test('that is damaged is an error, not a wrong password', async () => {
    const passwords = createPasswords(CHEAP);
    for (const damaged of ['', 'plain', '$scrypt$ln=4,r=8,p=1$short$short', '$argon2id$v=19$m=1$x$y']) {
      await expect(passwords.verify('a long enough password', damaged, 'her')).rejects.toThrow('damaged');
    }
  });
});

test('nobody’s password costs the same work as somebody’s, and never fits', async () => {
  const passwords = createPasswords(CHEAP);
  const hash = await passwords.hash('a long enough password', 'her');
  const workOf = async (stored: string | null) => {
    scrypt.mockClear();
    const { fits } = await passwords.verify('a long enough password', stored, 'her');
    return {
      fits,
      calls: scrypt.mock.calls.map(([, salt, length, options]) => [
        Buffer.from(salt as Buffer).length,
        length,
        options,
      ]),
    };
  };
  const known = await workOf(hash);
  const unknown = await workOf(null);
  expect(known.fits).toBe(true);
  expect(unknown.fits).toBe(false);
  expect(unknown.calls).toEqual(known.calls);
  expect(unknown.calls).toHaveLength(1);
});

test('passwords are worked on one at a time, three of one address, and a flood is turned away with when to come back', async () => {
  let running = 0;
  let most = 0;
  const real = scrypt.getMockImplementation()!;
  scrypt.mockImplementation(((password: string, salt: Buffer, length: number, options: object, done: () => void) => {
    running += 1;
    most = Math.max(most, running);
    (real as (...args: unknown[]) => void)(password, salt, length, options, (...result: []) => {
      running -= 1;
      done(...result);
    });
  }) as never);
  const passwords = createPasswords(CHEAP);
  const asked = (asker: (index: number) => string) =>
    Promise.allSettled(
      Array.from({ length: 100 }, (_, index) => passwords.hash('a long enough password', asker(index))),
    );
  const fromEverywhere = await asked((index) => `10.0.0.${index}`);
  const fromOneAddress = asked(() => '10.1.1.1');
  const meanwhile = await passwords.hash('a long enough password', '10.2.2.2');
  const done = (outcomes: readonly PromiseSettledResult<string>[]) =>
    outcomes.filter(({ status }) => status === 'fulfilled').length;
  scrypt.mockImplementation(real);
  expect(most).toBe(1);
  expect(done(fromEverywhere)).toBe(21);
  expect(done(await fromOneAddress)).toBe(3);
  expect(meanwhile).toContain('$scrypt$');
  const refused = fromEverywhere.find((outcome) => outcome.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'too-many-requests', status: 429, retryAfterSeconds: 15 });
});

describe('what a password must be', () => {
  test.each([
    ['1234567', 'short'],
    ['한글일곱자예요', 'short'],
    ['🌧️'.repeat(3), 'short'],
    ['비 온 뒤의 서울 골목', null],
    ['correct horse battery staple', null],
    ['x'.repeat(3) + 'yz'.repeat(99), 'long'],
    ['PassWord123', 'common'],
    ['zzzzzzzzzzzz', 'common'],
    ['abababababab', 'common'],
    ['seojin@example.com', 'like-you'],
    ['SEOJIN@EXAMPLE.COM', 'like-you'],
    ['seojin.han', 'like-you'],
    ['SeoJinHan-2026!', 'like-you'],
    ['한 서진 1234!', 'like-you'],
    ['Essence Aura', 'like-you'],
    ['essence-aura.com', 'like-you'],
    ['에센스 아우라!', 'like-you'],
    ['한서진의 파란 우산', null],
  ])('%s: %s', (password, problem) => {
    const seojin = { email: 'seojin.han@example.com', name: '한서진' };
    const other = { email: 'seojin@example.com', name: 'Seo-jin Han' };
    const found = [seojin, other].map((who) => passwordProblem(password, who)).find((one) => one !== null);
    expect(found ?? null).toBe(problem);
  });

  test('people of the desk need ten characters, and what stands for ten letters of Korean is ten', () => {
    const at = (password: string) => passwordProblem(password, { ...NOBODY, min: DESK_PASSWORD_MIN });
    expect([at('bw7hk2mq9'), at('bw7hk2mq9d'), at('비 온 뒤의 골목'), at('비 온 뒤의 골목길')]).toEqual([
      'short',
      null,
      'short',
      null,
    ]);
  });

  test('the sixty that Koreans and everybody else choose first are refused, however they end and are capitalised', () => {
    const first = `
      12345678 123456789 1234567890 password password1 passw0rd p@ssw0rd qwerty123 qwertyuiop qwer1234 qwer1234!
      1q2w3e4r 1q2w3e4r! 1q2w3e4r5t q1w2e3r4 q1w2e3r4! asdf1234 asdf1234! zxcv1234 asdfghjkl zaq12wsx 1qaz2wsx
      qwe123!@# 1234qwer 1234qwer! abcd1234 abcd1234! a1234567 a12345678 aa123456 aa123456! iloveyou iloveyou1
      sunshine princess football baseball superman letmein1 welcome1 welcome123 admin123 admin1234 dkssud12
      dkssudgktpdy dkssudgktpdy1 tkfkdgo12 tkfkdgo1! tkfkdgkqslek ghkdlxld rkskekfk gksrnr123 tpqkftkfkd
      qlalfqjsgh qlalfqjsgh1 wkddmswjd1 eoqkrskwk 19900101 11111111 00000000 88888888 01012345678 korea123`;
    const words = first.trim().split(/\s+/);
    expect(words.length).toBeGreaterThanOrEqual(60);
    const takes = (password: string) => passwordProblem(password, NOBODY) === null;
    const likely = (word: string) => [word, word.toUpperCase(), `${word}!`, `${word}1!`, `${word}2026`, `${word}!!`];
    expect(words.flatMap(likely).filter(takes)).toEqual([]);
  });

  test.each([
    ['of the leaked ones', ['iloveyou2', 'trustno1', 'qazwsxedc', 'liverpool1', 'chocolate', 'manchester']],
    ['a Korean word on an English keyboard', ['tkfkdgo123', 'dkssudgktpdy', 'ghkdlxld', 'rkskekfk', 'qlalfqjsgh']],
    ['of the shop and its country', ['essence-aura', 'perfume123', 'korea1234', 'daehanminguk']],
    ['with the sign that a form asks for', ['password1!', 'abcd1234!', '1q2w3e4r!', 'p@ssword1']],
    ['a part said again and again', ['12341234', '123123123', 'asdasdasd', 'testtest', 'gkgkgkgk', '비밀번호비밀번호']],
    ['with something in front, or said twice', ['!password', '123password', 'qwertyqwerty', 'password123password']],
    ['typed in another way', ['ｐａｓｓｗｏｒｄ', ' password', '010-1234-5678', '!@#$%^&*']],
    ['of Korea', ['비밀번호1234', 'tkfkd1004', '사랑해사랑해12']],
    ['a row of digits or letters', ['12345678', '1234567890', '87654321', '0987654321', 'abcdefgh', 'ZYXWVUTSRQ']],
  ])('%s: refused for being common', (_kind, passwords) => {
    for (const password of passwords)
      expect([password, passwordProblem(password, NOBODY)]).toEqual([password, 'common']);
  });

  test.each(['12341234 and more', 'abcdefgh and more', 'seoulseoulbusan', '한강한강 너머 다리', 'hgfedcb-a'])(
    '%s only begins like one: taken',
    (password) => expect(passwordProblem(password, NOBODY)).toBeNull(),
  );

  test('more than ten thousand are refused for being common', () => {
    const choosable = Array.from(COMMON_PASSWORDS).filter((password) => Array.from(password).length >= PASSWORD_MIN);
    expect(choosable.length).toBeGreaterThan(10_000);
    for (const password of choosable) {
      expect(password).toBe(password.toLowerCase().normalize('NFC'));
      expect(passwordProblem(password, NOBODY)).toBe('common');
    }
  });
});
