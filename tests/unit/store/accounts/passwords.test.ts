import * as crypto from 'node:crypto';
import fc from 'fast-check';
import { COMMON_PASSWORDS } from '../../../../server/store/accounts/common-password-list';
import { PASSWORD_MIN, passwordProblem } from '../../../../server/store/accounts/password-rules';
import { createPasswords } from '../../../../server/store/accounts/passwords';
import { makeResetToken, resetTokenHash } from '../../../../server/store/accounts/reset-token';

jest.mock('node:crypto', () => {
  const real = jest.requireActual<typeof crypto>('node:crypto');
  return { ...real, scrypt: jest.fn(real.scrypt) };
});
const scrypt = jest.mocked(crypto.scrypt);
beforeEach(() => scrypt.mockClear());

const CHEAP = { ln: 4, r: 8, p: 1 };

describe('a password hash', () => {
  test('is made with the cost that OWASP asks for', async () => {
    const hash = await createPasswords().hash('a long enough password');
    expect(hash).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(scrypt.mock.calls[0]![3]).toMatchObject({ N: 131072, r: 8, p: 1 });
  });

  test('fits its own password and no other', async () => {
    const passwords = createPasswords(CHEAP);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme' }),
        async (one, other) => {
          fc.pre(one.normalize('NFC') !== other.normalize('NFC'));
          const hash = await passwords.hash(one);
          expect(await passwords.verify(one, hash)).toEqual({ fits: true, outdated: false });
          expect(await passwords.verify(one.normalize('NFD'), hash)).toEqual({ fits: true, outdated: false });
          expect(await passwords.verify(other, hash)).toEqual({ fits: false, outdated: false });
        },
      ),
      { numRuns: 50 },
    );
  });

  test('is another every time', async () => {
    const passwords = createPasswords(CHEAP);
    expect(await passwords.hash('the same password')).not.toBe(await passwords.hash('the same password'));
  });

  test('of another cost still fits, and says that it should be made anew', async () => {
    const hash = await createPasswords(CHEAP).hash('a long enough password');
    const today = createPasswords({ ln: 5, r: 8, p: 1 });
    expect(await today.verify('a long enough password', hash)).toEqual({ fits: true, outdated: true });
    expect(await today.verify('another password', hash)).toEqual({ fits: false, outdated: false });
  });

  test('that is damaged is an error, not a wrong password', async () => {
    const passwords = createPasswords(CHEAP);
    for (const damaged of ['', 'plain', '$scrypt$ln=4,r=8,p=1$short$short', '$argon2id$v=19$m=1$x$y']) {
      await expect(passwords.verify('a long enough password', damaged)).rejects.toThrow('damaged');
    }
  });
});

test('nobody’s password costs the same work as somebody’s, and never fits', async () => {
  const passwords = createPasswords(CHEAP);
  const hash = await passwords.hash('a long enough password');
  const workOf = async (stored: string | null) => {
    scrypt.mockClear();
    const { fits } = await passwords.verify('a long enough password', stored);
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

test('passwords are worked on one at a time, and a flood is turned away with when to come back', async () => {
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
  const outcomes = await Promise.allSettled(
    Array.from({ length: 100 }, () => passwords.hash('a long enough password')),
  );
  scrypt.mockImplementation(real);
  expect(most).toBe(1);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(21);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
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
    ['seojin@example.com', 'like-email'],
    ['SEOJIN@EXAMPLE.COM', 'like-email'],
  ])('%s: %s', (password, problem) => {
    expect(passwordProblem(password, 'seojin@example.com')).toBe(problem);
  });

  test.each([
    ['of the leaked ones', ['iloveyou2', 'trustno1', 'qazwsxedc', 'liverpool1', 'chocolate', 'manchester']],
    ['a Korean word on an English keyboard', ['tkfkdgo123', 'dkssudgktpdy', 'ghkdlxld', 'rkskekfk', 'qlalfqjsgh']],
    ['of the shop and its country', ['essence-aura', 'perfume123', 'korea1234', 'daehanminguk']],
    ['with the sign that a form asks for', ['password1!', 'abcd1234!', '1q2w3e4r!', 'p@ssword1']],
    ['a part said again and again', ['12341234', '123123123', 'asdasdasd', 'testtest', 'gkgkgkgk', '비밀번호비밀번호']],
    ['a row of digits or letters', ['12345678', '1234567890', '87654321', '0987654321', 'abcdefgh', 'ZYXWVUTSRQ']],
  ])('%s: refused for being common', (_kind, passwords) => {
    for (const password of passwords) expect([password, passwordProblem(password, '')]).toEqual([password, 'common']);
  });

  test.each(['12341234 and more', 'abcdefgh and more', 'seoulseoulbusan', '한강한강 너머 다리', 'hgfedcb-a'])(
    '%s only begins like one: taken',
    (password) => expect(passwordProblem(password, '')).toBeNull(),
  );

  test('more than ten thousand are refused for being common', () => {
    const choosable = Array.from(COMMON_PASSWORDS).filter((password) => Array.from(password).length >= PASSWORD_MIN);
    expect(choosable.length).toBeGreaterThan(10_000);
    for (const password of choosable) {
      expect(password).toBe(password.toLowerCase().normalize('NFC'));
      expect(passwordProblem(password, 'somebody@example.com')).toBe('common');
    }
  });
});

test('reset tokens are 256 random bits, and only what looks like one is looked up', () => {
  const tokens = Array.from({ length: 100 }, makeResetToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(resetTokenHash(token)).toHaveLength(32);
  }
  for (const other of ['', 'x', `${tokens[0]!}=`, ` ${tokens[0]!}`, `${tokens[0]!.slice(0, -1)}%`]) {
    expect(resetTokenHash(other)).toBeNull();
  }
});
