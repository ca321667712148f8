import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readEnvironment } from '../../../server/config/env';
import { asBash, host, make, tell, written } from './made-environment';

const SECRET = 'Qm5vT3J1c3R5LWtleS1mb3ItdGVzdHMtb25seQ';

describe('the environment that the host makes', () => {
  test('is one that the shop accepts in production', () => {
    make();
    const { config, secrets } = readEnvironment(asBash());
    expect(config).toMatchObject({
      mode: 'production',
      domain: 'essence-aura.com',
      dataDir: '/var/lib/essence-aura',
      httpPort: 80,
      httpsPort: 443,
      publicHttpsPort: 443,
      shopPort: 3001,
      embeddedPostgres: false,
      certificates: 'acme',
      acme: { directoryUrl: 'https://acme-v02.api.letsencrypt.org/directory', email: 'owner@example.com' },
      payments: ['bank'],
      ownerEmail: 'owner@example.com',
    });
    expect(secrets).toMatchObject({ databaseUrl: 'postgres:///essence_aura?host=/var/run/postgresql' });
  });

  test('lets staging be paid with nothing, and follows another authority', () => {
    tell({ stack: 'staging', domain: 'staging.essence-aura.com', acmeDirectoryUrl: 'https://ca.example/directory' });
    make();
    const { config } = readEnvironment(asBash());
    expect(config).toMatchObject({
      domain: 'staging.essence-aura.com',
      payments: ['test', 'bank'],
      acme: { directoryUrl: 'https://ca.example/directory' },
    });
  });

  test('carries how the names are proven, and which kind of certificate is ordered', () => {
    tell({ acmeChallenge: 'dns-01', acmeProfile: 'shortlived' });
    make();
    expect(readEnvironment(asBash()).config.acme).toMatchObject({
      challenge: 'dns-01',
      profile: 'shortlived',
      dnsCredentialsFile: '/run/essence-aura/route53.json',
    });
  });

  test('takes secrets from Parameter Store, whatever characters they have, and prints none of them', () => {
    tell({ parameters: '/essence-aura/production/' });
    const mailUrl = 'smtp://AKIA:pa$$&\'q"x `#%2F@mail.example:587';
    const output = make({ SESSION_SECRET: SECRET, MAIL_URL: mailUrl });
    expect(asBash()).toMatchObject({ SESSION_SECRET: SECRET, MAIL_URL: mailUrl });
    expect(output).not.toContain(SECRET);
    expect(output).not.toContain('smtp');
  });

  test('leaves the last word to the operator', () => {
    tell({ parameters: '/essence-aura/production/' });
    writeFileSync(
      path.join(host.etc, 'environment.local'),
      '# mine\nPAYMENTS=test\nMAIL_URL=\'smtp://a:b&c@mail.example\'\nLOG_LEVEL="warn"\n',
    );
    make({ MAIL_URL: 'smtp://other.example' });
    expect(asBash()).toMatchObject({ PAYMENTS: 'test', MAIL_URL: 'smtp://a:b&c@mail.example', LOG_LEVEL: 'warn' });
  });

  test('keeps a session secret that it has and nobody names any more', () => {
    writeFileSync(path.join(host.etc, 'environment'), `SESSION_SECRET=${SECRET}\n`);
    make();
    expect(asBash().SESSION_SECRET).toBe(SECRET);
  });

  test('keeps the name of what is taken out, empty, so that it reaches the processes that know it still', () => {
    tell({ parameters: '/essence-aura/production/' });
    const local = path.join(host.etc, 'environment.local');
    writeFileSync(local, 'PAGE_CACHE=off\nLOG_LEVEL=warn\n');
    make({ MAIL_URL: 'smtp://mail.example' });
    expect(readEnvironment(asBash()).config).toMatchObject({ pageCache: false, logLevel: 'warn' });

    writeFileSync(local, 'LOG_LEVEL=\n');
    make({});
    expect(asBash()).toMatchObject({ PAGE_CACHE: '', LOG_LEVEL: '', MAIL_URL: '' });
    const { config, secrets } = readEnvironment(asBash());
    expect(config).toMatchObject({ pageCache: true, logLevel: 'info' });
    expect(secrets.mailUrl).toMatch(/^file:/);
    expect(written()).not.toContain('mail.example');
    expect(make({})).toBe('');

    writeFileSync(local, 'PAGE_CACHE=off\n');
    make({});
    expect(asBash()).toMatchObject({ PAGE_CACHE: 'off' });
  });

  test('is not touched when it would be the same, nor when the secrets cannot be read', () => {
    tell({ parameters: '/essence-aura/production/' });
    expect(make({ SESSION_SECRET: SECRET })).toMatch(/^wrote .*environment\n$/);
    const before = written();
    expect(make({ SESSION_SECRET: SECRET })).toBe('');
    expect(() => make()).toThrow(/could not be read; nothing was changed/);
    expect(written()).toBe(before);
  });

  test('is read by root and the shop only', () => {
    make();
    expect(statSync(path.join(host.etc, 'environment')).mode & 0o777).toBe(0o640);
  });
});
