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

test.each([
  [['https://essence-aura.com/'], 'https://essence-aura.com/ is not a domain, such as essence-aura.com'],
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
