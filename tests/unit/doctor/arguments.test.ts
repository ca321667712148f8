import { parseArguments } from '../../../server/doctor/arguments';

test('nothing said is the environment’s domain, in the language of the terminal', () => {
  expect(parseArguments([], 'ko_KR.UTF-8')).toEqual({
    ...{ domain: null, json: false, html: null, only: [], roots: null, ruleset: null, locale: 'ko' },
  });
  expect(parseArguments([], 'C.UTF-8').locale).toBe('en');
  expect(parseArguments([], null).locale).toBe('en');
});

test('everything said', () => {
  const said = [
    'Essence-Aura.com.',
    '--only',
    'dns,tls',
    '--only',
    'mail',
    '--lang',
    'en',
    '--json',
    '--html',
    'a.html',
  ];
  expect(parseArguments([...said, '--roots', 'ca.pem', '--ruleset', '-'], 'ko_KR.UTF-8')).toEqual({
    ...{ domain: 'essence-aura.com', json: true, html: 'a.html', only: ['dns', 'tls', 'mail'], roots: 'ca.pem' },
    ...{ ruleset: '-', locale: 'en' },
  });
});

test('a Korean domain is the one that DNS has of it', () => {
  expect(parseArguments(['향수.com'], null).domain).toBe('xn--9p4bn17a.com');
});

test.each(['essence-aura.localhost', 'shop.test', 'app.com', 'aura.co.kr'])('%s is a domain', (typed) => {
  expect(parseArguments([typed], null).domain).toBe(typed);
});

test.each([
  [['https://aura.example.kr/'], 'https://aura.example.kr/ is not a domain, such as aura.example.kr'],
  [['http://www.aura.kr:8080/ko?x=1'], 'http://www.aura.kr:8080/ko?x=1 is not a domain, such as aura.kr'],
  [['aura.kr/admin'], 'aura.kr/admin is not a domain, such as aura.kr'],
  [['https://192.0.2.1/'], 'https://192.0.2.1/ is not a domain, such as essence-aura.com'],
  [['192.0.2.1'], '192.0.2.1 is an address and not a domain, such as essence-aura.com'],
  [['127.1'], '127.1 is an address and not a domain, such as essence-aura.com'],
  [['0x7f.1'], '0x7f.1 is an address and not a domain, such as essence-aura.com'],
  [['2001:db8::7'], '2001:db8::7 is not a domain, such as essence-aura.com'],
  [['co.kr'], 'co.kr is what domains end in, and not one such as shop.co.kr'],
  [['app.essence-aura.com'], 'app.essence-aura.com is a name of the shop at essence-aura.com: ask for that'],
  [['essence'], 'essence is not a domain, such as essence-aura.com'],
  [['a b.com'], 'a b.com is not a domain, such as essence-aura.com'],
  [[''], ' is not a domain, such as essence-aura.com'],
  [['www.essence-aura.com'], 'www.essence-aura.com is a name of the shop at essence-aura.com: ask for that'],
  [['a.com', 'b.com'], /^one domain at a time, and not a\.com and b\.com too: npm run doctor/],
  [['--only', 'dsn'], /^--only: there is no layer dsn, only registrar, dns, .*, backups$/],
  [['--only', 'dns,'], /^--only: there is no layer "", only /],
  [['--lang', 'jp'], '--lang: jp is not one of ko, en'],
  [['--html', ' '], '--html: the file has no name'],
  [['--fast'], /^Unknown option '--fast': npm run doctor -- \[essence-aura\.com\]/],
  [['--html'], /^Option '--html <value>' argument missing: npm run doctor/],
])('%j is refused in one sentence', (args, sentence) => {
  expect(() => parseArguments(args, null)).toThrow(sentence);
});
