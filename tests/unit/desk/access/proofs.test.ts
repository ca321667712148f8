import { deskNextPath } from '../../../../server/desk/access/next-path';
import { secretToShow } from '../../../../server/desk/access/presenter';
import { makeRecoveryCodes, recoveryCodeHash } from '../../../../server/desk/access/recovery-codes';
import { createSecondFactor } from '../../../../server/desk/access/totp';
import { browserName } from '../../../../server/web/browser-name';
import { testKeys } from '../../../setup/keys';

const APP = 'https://app.essence-aura.com';

describe('a code of an authenticator app', () => {
  const totp = createSecondFactor(testKeys());
  /** `12345678901234567890` of RFC 6238, appendix B, in base32; its codes have eight digits there. */
  const rfc = totp.seal('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');

  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('is the one of RFC 6238 at %i', (seconds, code) => {
    expect(totp.stepOf(rfc, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
  });

  test('names the step it is of, one before and one after', () => {
    const at = (seconds: number) => totp.stepOf(rfc, '287082', new Date(seconds * 1000));
    expect([at(0), at(29), at(30), at(59), at(60), at(89), at(90)]).toEqual([1, 1, 1, 1, 1, 1, null]);
  });

  test.each(['', '28708', '2870820', '28708a', '２８７０８２', '-87082', '0x1234', '1e5000'])('%j is none', (code) => {
    expect(totp.stepOf(rfc, code, new Date(59_000))).toBeNull();
  });

  test('is none of a secret that was sealed under a key that is gone', () => {
    expect(
      totp.stepOf(createSecondFactor(testKeys('another secret')).seal('GEZDGNBV'), '287082', new Date()),
    ).toBeNull();
  });

  test('comes from a secret of 160 bits, never the same, which opens under its own key only', () => {
    const secret = totp.make();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(totp.make()).not.toBe(secret);
    const sealed = totp.seal(secret);
    expect(sealed.toString('latin1')).not.toContain(secret);
    expect(totp.open(sealed)).toBe(secret);
    expect(createSecondFactor(testKeys('another secret')).open(sealed)).toBeNull();
    expect(totp.open(Buffer.from('unused'))).toBeNull();
  });
});

describe('recovery codes', () => {
  test('are ten, all different, in groups that can be read aloud', () => {
    const codes = makeRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/);
  });

  test('are the same however they are typed, and another one for somebody else', () => {
    const code = '7k2m-9qx4-t10c-wd5e';
    const hash = recoveryCodeHash('a', code)!;
    for (const typed of ['7K2M9QX4T10CWD5E', ' 7k2m 9qx4 tloc wd5e ', '7k2m-9qx4-tiOc-wd5e']) {
      expect(recoveryCodeHash('a', typed)).toEqual(hash);
    }
    expect(recoveryCodeHash('b', code)).not.toEqual(hash);
    for (const typed of ['', '123456', `${code}0`, code.slice(1), '7k2m-9qx4-t10c-wd5u', '７k2m-9qx4-t10c-wd5e']) {
      expect(recoveryCodeHash('a', typed)).toBeNull();
    }
  });
});

test('the picture has exactly the dark modules of the code, inside its quiet zone', () => {
  const { size, path, typed } = secretToShow('ABCDEFGH', 'otpauth://totp/x?secret=ABCDEFGH');
  expect(typed).toBe('ABCD EFGH');
  expect(path).toMatch(/^(M\d+ \d+h\d+v1h-\d+z)+$/);
  const runs = Array.from(path.matchAll(/M(\d+) (\d+)h(\d+)/g), ([, x, y, width]) => [
    Number(x),
    Number(y),
    Number(width),
  ]);
  for (const [x = 0, y = 0, width = 0] of runs) {
    expect(x >= 4 && y >= 4 && x + width <= size - 4 && y < size - 4).toBe(true);
  }
  // The finder pattern of the upper left corner begins with seven dark modules.
  expect(runs[0]).toEqual([4, 4, 7]);
});

test.each([
  ['/admin', '/admin'],
  ['/admin/orders/EA-7K2M9QX4TB?tab=notes', '/admin/orders/EA-7K2M9QX4TB?tab=notes'],
  ['/admin?x=1', '/admin?x=1'],
  ['/admin/x/../orders', '/admin/orders'],
  ['/admin/../account', null],
  ['/administration', null],
  ['/', null],
  ['', null],
  [['/admin', '/admin'], null],
  [undefined, null],
  ['//evil.example/admin', null],
  ['/\\evil.example/admin', null],
  ['\\/evil.example/admin', null],
  ['https://evil.example/admin', null],
  ['https:/admin', null],
  ['/.//evil.example/admin', null],
  [`${APP}/admin`, null],
  [`/admin/${'x'.repeat(1_000)}`, null],
])('next=%j leads to %j', (next, path) => {
  expect(deskNextPath(next, APP)).toBe(path);
});

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome, Windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    'Safari, macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari, iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; SM-S931N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
    'Samsung Internet, Android',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; SM-S931N) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0 Mobile Safari/537.36;KAKAOTALK 2610',
    'KakaoTalk, Android',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox, Linux'],
  ['curl/8.5.0', ''],
  ['', ''],
  ['<script>alert(1)</script>', ''],
])('%j is %j to a person', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});
