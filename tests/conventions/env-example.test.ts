import { readEnvironment, VARIABLE_NAMES } from '../../server/config/env';
import { read } from './source-files';

const text = read('.env.example');
const lines = text.split('\n');
const assignment = /^# ([A-Z][A-Z0-9_]*)=(.*)$/;
const variables = lines.flatMap((line, at) => {
  const match = assignment.exec(line);
  return match ? [{ name: String(match[1]), value: String(match[2]), before: lines[at - 1] ?? '', at }] : [];
});

test('.env.example names every variable, once, in the order they are declared, and no other', () => {
  expect(variables.map((variable) => variable.name)).toEqual(VARIABLE_NAMES);
});

test('every variable has a comment of its own', () => {
  for (const variable of variables) {
    expect(variable.before).toMatch(/^# \S/);
    expect(variable.before).not.toMatch(assignment);
  }
});

test('nothing in it is set: a copy changes nothing until somebody decides something', () => {
  expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
});

test('the values it shows are the ones that hold when nothing is set', () => {
  const shown = Object.fromEntries(variables.map((variable) => [variable.name, variable.value]));
  const [asShown, asNotSet] = [readEnvironment(shown), readEnvironment({})];
  expect(asShown.config).toEqual(asNotSet.config);
  expect(asShown.secrets).toEqual(asNotSet.secrets);
});

test('what it says of production is so', () => {
  const { config } = readEnvironment({ NODE_ENV: 'production', DOMAIN: 'essence-aura.com' });
  expect(config).toMatchObject({
    mode: 'production',
    httpPort: 80,
    httpsPort: 443,
    dataDir: '/var/lib/essence-aura',
    certificates: 'acme',
    payments: ['test'],
    acme: { directoryUrl: 'https://acme-v02.api.letsencrypt.org/directory' },
  });
  for (const said of ['80 in production', '443 in production', '/var/lib/essence-aura in production']) {
    expect(text).toContain(said);
  }
  expect(() => readEnvironment({ NODE_ENV: 'production' })).toThrow('DOMAIN must be set in production');
});
