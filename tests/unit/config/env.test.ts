import { ConfigurationError, isWeakSecret, readEnvironment } from '../../../server/config/env';

const read = (variables: Record<string, string>) => readEnvironment(variables, '/srv/shop');

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    read(variables);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

test('nothing set is a development shop on loopback names', () => {
  const { config, secrets } = read({});
  expect(config).toMatchObject({
    mode: 'development',
    domain: 'essence-aura.localhost',
    httpPort: 8080,
    httpsPort: 8443,
    shopPort: 3001,
    dataDir: '/srv/shop/.data',
    certificates: 'local',
    embeddedPostgres: true,
  });
  expect(secrets).toEqual({ databaseUrl: null, sessionSecret: null, mailUrl: 'file:/srv/shop/.data/outbox' });
});

test('every problem is listed at once, by name', () => {
  const problems = problemsOf({ HTTP_PORT: '80a', DATABASE_URL: 'mysql://x', PAYMENTS: 'gold', OWNER_EMAIL: 'me' });
  for (const name of ['HTTP_PORT', 'DATABASE_URL', 'PAYMENTS', 'OWNER_EMAIL']) {
    expect(problems).toContainEqual(expect.stringContaining(name));
  }
});

test.each([
  ['HTTPS_PORT', '0'],
  ['HTTPS_PORT', '65536'],
  ['HTTPS_PORT', '8443.0'],
  ['SHOP_PORT', '-1'],
  ['EDGE_ADDRESS', 'localhost'],
  ['EDGE_ADDRESS', '127.0.0.1:443'],
  ['EDGE_ADDRESS', '[::1]'],
  ['DOMAIN', 'localhost'],
  ['DOMAIN', 'https://essence-aura.com'],
  ['DOMAIN', 'Essence-Aura.com'],
  ['DOMAIN', 'essence_aura.com'],
  ['CERTIFICATES', 'yes'],
  ['ACME_DIRECTORY_URL', 'http://ca.example'],
  ['ACME_CHALLENGE', 'dns'],
  ['ACME_CHALLENGE', 'tls-alpn-01'],
  ['ACME_PROFILE', 'short lived'],
  ['MAIL_URL', 'mailto:me@example.com'],
  ['PAYMENTS', 'test,test'],
  ['PAYMENTS', 'test,,bank'],
  ['PAGE_CACHE', 'true'],
  ['NODE_ENV', 'prod'],
])('%s=%s is refused, never replaced by its default', (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(name)]);
});

test('an empty variable counts as not set', () => {
  expect(read({ HTTP_PORT: '', PAYMENTS: '  ' }).config.httpPort).toBe(8080);
});

test('the edge listens on every address, or on the one that is set', () => {
  expect(read({}).config.edgeAddress).toBeNull();
  expect(read({ EDGE_ADDRESS: '127.0.0.1' }).config.edgeAddress).toBe('127.0.0.1');
  expect(read({ EDGE_ADDRESS: '::1' }).config.edgeAddress).toBe('::1');
});

test('two services on one port are refused', () => {
  expect(problemsOf({ HTTP_PORT: '8443' })).toEqual([expect.stringContaining('HTTPS_PORT')]);
});

test('a weak session secret is refused in production', () => {
  const production = { NODE_ENV: 'production', DOMAIN: 'essence-aura.com' };
  expect(problemsOf({ ...production, SESSION_SECRET: 'keyboard cat' })).toEqual([
    expect.stringContaining('SESSION_SECRET'),
  ]);
  expect(isWeakSecret('a'.repeat(64))).toBe(true);
  expect(problemsOf({ ...production, SESSION_SECRET: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c' })).toEqual([]);
});

describe('HSTS_MAX_AGE', () => {
  test.each(['', '0', '300', '31536000', '63072000'])('%p is taken', (value) => {
    const { config } = read({ HSTS_MAX_AGE: value });
    expect(config.hstsMaxAgeSeconds).toBe(value === '' ? 300 : Number(value));
  });

  test.each(['-1', '1.5', '1e3', '1y', '300s', '0x12c', '63072001', '999999999', 'on'])('%p is refused', (value) => {
    expect(problemsOf({ HSTS_MAX_AGE: value })).toEqual([expect.stringMatching(/^HSTS_MAX_AGE must be /)]);
  });
});
