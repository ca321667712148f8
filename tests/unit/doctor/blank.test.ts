import { blank, blankReport } from '../../../server/doctor/blank';
import { FAULTS } from '../../../server/health/catalogue';
import { DISK, SICK } from '../../setup/reports';
import { expertOf, mendOf } from '../health/catalogue-page';

test.each([
  ['an e-mail', 'contact mailto:seojin.han@example.co.kr is refused', 'contact mailto:s…@example.co.kr is refused'],
  ['a database’s password', 'postgres://shop:s3cret@127.0.0.1:5432/x', 'postgres://…@127.0.0.1:5432/x'],
  ['a mail server’s', 'smtps://AKIAIOSFODNN7EXAMPLE:p%40ss@email-smtp.example', 'smtps://…@email-smtp.example'],
  ['one with a slash in it', 'smtp://user:pa/ss@host.example:25', 'smtp://…@host.example:25'],
  ['one with an @ in it', 'smtp://user:p@ss@host.example', 'smtp://…@host.example'],
  ['a bearer’s token', 'refused: Bearer abc.def', 'refused: Bearer …'],
  ['a colour', 'says \u001b[31mred\u001b[0m', 'says red'],
  ['what moves the cursor', 'a\rb\u0007\u009b2Jc\u001b', 'a b c'],
  ['what turns the direction', 'moc.\u202eelpmaxe\u2069', 'moc. elpmaxe'],
  ['a token in an address', 'GET /pay?token=abcDEF-123&n=1', 'GET /pay?token=…&n=1'],
  ['a variable', 'SESSION_SECRET=0123456789abcdef PORT=3001', 'SESSION_SECRET=… PORT=3001'],
  ['JSON', '{"accessToken": "abc", "port": 3001}', '{"accessToken": "…", "port": 3001}'],
  ['a head', 'Authorization: Bearer abc.def\nHost: x', 'Authorization: …\nHost: x'],
  ['a cookie', 'Set-Cookie: sid=s%3Aabc; Path=/', 'Set-Cookie: …'],
  ['an access key', 'signed by ASIAIOSFODNN7EXAMPLE', 'signed by AKIA…'],
  ['a private key', 'key -----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY----- end', 'key … end'],
  ['a JSON Web Token', 'said eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_', 'said …'],
])('%s is blanked', (_what, said, blanked) => {
  expect(blank(said)).toBe(blanked);
});

test.each([
  'systemctl restart postgresql@17-main.service && essence-aura-run pm2 restart shop jobs',
  'npm run deploy -- --stack production, then essence-aura@0.1.0',
  'the token: reached over 203.0.113.7, not over [2001:db8::7]:443',
  'missing: SESSION_SECRET, DATABASE_URL',
  'https://shop.example:8443/a and then [2001:db8::7]:443',
  'a bearer token is missing',
  'two\nlines',
  '디스크가 거의 다 찼어요. https://letsencrypt.org/docs/rate-limits',
])('what is no secret stays: %s', (said) => {
  expect(blank(said)).toBe(said);
});

test('a report is blanked in all of its words, also those of consequences and of what could not be seen', () => {
  const secret = 'token=abcdef of owner@example.com';
  const leaking = { ...DISK, owner: { ko: secret, en: secret }, expert: secret, browser: secret, mend: secret };
  const report = blankReport({
    ...SICK,
    layers: SICK.layers.map((layer) => ({ ...layer, unlooked: [secret] })),
    findings: [{ ...leaking, explains: [leaking] }],
  });
  const printed = JSON.stringify(report);
  expect(printed).not.toContain('abcdef');
  expect(printed).not.toContain('owner@');
  expect(printed.match(/token=… of o…@example\.com/g)).toHaveLength(10 + SICK.layers.length);
});

test('no row words its evidence so that it is taken for a secret', () => {
  const said = FAULTS.flatMap((row) => [expertOf(row), mendOf(row), row.browser])
    .filter((words) => typeof words === 'string')
    .map((words) => words.replaceAll('…', 'https://shop.example/ko sets sid'));
  expect(said.filter((words) => blank(words) !== words)).toEqual([]);
});
