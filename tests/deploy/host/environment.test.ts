import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readEnvironment } from '../../../server/config/env';
import { newDirectory } from '../directories';

const files = path.resolve(__dirname, '..', '..', '..', 'deploy', 'host', 'files');
const command = path.join(files, 'usr/local/sbin/essence-aura-environment');
const UNTOLD = [
  'region',
  'bucket',
  'parameters',
  'dataDevice',
  'acmeDirectoryUrl',
  'acmeProfile',
  'adminAddress',
  'adminKey',
];
const SECRET = 'Qm5vT3J1c3R5LWtleS1mb3ItdGVzdHMtb25seQ';

let etc: string;
let machine: string;
beforeEach(() => {
  etc = newDirectory();
  machine = newDirectory();
  for (const directory of ['run', 'bin', 'lib/setup.d']) mkdirSync(path.join(machine, directory), { recursive: true });
  cpSync(path.join(files, 'usr/local/lib/essence-aura/common.sh'), path.join(machine, 'lib/common.sh'));
  // It would change the clock and the firewall of this machine.
  writeFileSync(path.join(machine, 'lib/setup.d/30-system.sh'), `echo "30-system" >>${machine}/called\n`);
  fake(
    'systemctl',
    `[ "$1" != is-active ] || [ -e ${machine}/active ] || exit 3; [ "$1" = is-active ] || echo "$@" >>${machine}/called
     [ "$1" != start ] || [ ! -e ${machine}/refuses-to-start ] || exit 1
     [ "$1" != reload ] || [ ! -e ${machine}/refuses-to-reload ]`,
  );
  fake('setpriv', 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"');
  fake('sleep', '');
  tell({});
});

const fake = (name: string, script: string): void =>
  writeFileSync(path.join(machine, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

function tell(changes: Readonly<Record<string, unknown>>): void {
  const host = {
    domain: 'essence-aura.com',
    ownerEmail: 'owner@example.com',
    stack: 'production',
    acmeChallenge: 'http-01',
    rebootTime: '03:30',
    ...Object.fromEntries(UNTOLD.map((name) => [name, null])),
  };
  writeFileSync(path.join(etc, 'host.json'), JSON.stringify({ ...host, ...changes }));
}

const told = (): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(etc, 'host.json'), 'utf8')) as Record<string, unknown>;

/** What was made to follow since the last time this was asked. */
function called(): readonly string[] {
  const file = path.join(machine, 'called');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  writeFileSync(file, '');
  return lines;
}

/** A release that runs; it takes whatever its domain is, but for `refused.example`. */
function open(): void {
  const config = path.join(machine, 'opt/essence-aura/current/dist/server/config');
  mkdirSync(config, { recursive: true });
  writeFileSync(
    path.join(config, 'env.js'),
    `exports.readEnvironment = () => {
      if (process.env.DOMAIN !== 'refused.example') return;
      throw Object.assign(new Error('x'), { problems: ['DOMAIN is refused'] });
    };`,
  );
  writeFileSync(path.join(machine, 'active'), '');
}

/** @param parameters what Parameter Store has besides host.json, if not null; none: it can't be asked */
function make(parameters?: Readonly<Record<string, string | null>>): string {
  const kept: Readonly<Record<string, string | null>> = { 'host.json': '{}', ...parameters };
  const entries = Object.entries(kept).filter(([, value]) => value !== null);
  const answer = {
    Parameters: entries.map(([name, Value]) => ({ Name: `/essence-aura/production/${name}`, Value })),
  };
  writeFileSync(path.join(machine, 'answer'), JSON.stringify(answer));
  fake('aws', parameters ? `cat '${machine}/answer'` : 'exit 255');
  return execFileSync('bash', ['--norc', command], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: {
      PATH: `${machine}/bin:${process.env.PATH ?? ''}`,
      ESSENCE_AURA_ETC: etc,
      ESSENCE_AURA_ROOT: machine,
      ESSENCE_AURA_LIB: path.join(machine, 'lib'),
    },
  });
}

const written = (): string => readFileSync(path.join(etc, 'environment'), 'utf8');

/** As bash reads it, NUL between the variables. */
function asBash(): Record<string, string> {
  const script = 'set -a; . "$1"; env -0';
  const output = execFileSync('bash', ['--norc', '-c', script, 'bash', path.join(etc, 'environment')], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin' },
  });
  const pairs = output.split('\0').filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

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
      path.join(etc, 'environment.local'),
      '# mine\nPAYMENTS=test\nMAIL_URL=\'smtp://a:b&c@mail.example\'\nLOG_LEVEL="warn"\n',
    );
    make({ MAIL_URL: 'smtp://other.example' });
    expect(asBash()).toMatchObject({ PAYMENTS: 'test', MAIL_URL: 'smtp://a:b&c@mail.example', LOG_LEVEL: 'warn' });
  });

  test('keeps a session secret that it has and nobody names any more', () => {
    writeFileSync(path.join(etc, 'environment'), `SESSION_SECRET=${SECRET}\n`);
    make();
    expect(asBash().SESSION_SECRET).toBe(SECRET);
  });

  test('keeps the name of what is taken out, empty, so that it reaches the processes that know it still', () => {
    tell({ parameters: '/essence-aura/production/' });
    const local = path.join(etc, 'environment.local');
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
    expect(statSync(path.join(etc, 'environment')).mode & 0o777).toBe(0o640);
  });
});

describe('what the stack tells a machine that runs', () => {
  const PARAMETERS = '/essence-aura/production/';
  const publish = (changes: Readonly<Record<string, unknown>>) => ({
    'host.json': JSON.stringify({ ...told(), ...changes }),
  });
  beforeEach(() => {
    tell({ parameters: PARAMETERS });
    make({});
    called();
  });

  test('reaches it: its settings, the firewall and the updates, and the shop, without a stop', () => {
    open();
    const changes = { domain: 'new.example', adminAddress: '203.0.113.7/32', rebootTime: '04:00' };
    const output = make(publish(changes));
    expect(told()).toMatchObject(changes);
    expect(asBash()).toMatchObject({ DOMAIN: 'new.example' });
    expect(output).toContain('the stack has changed adminAddress, domain, rebootTime\n');
    expect(output).toContain('the shop has taken it over');
    expect(called()).toEqual(['reload essence-aura', '30-system']);
  });

  test('is a role of proofs by DNS, which is taken before the shop is told that it proves its names so', () => {
    open();
    const dns = { acmeChallenge: 'dns-01', zoneId: 'Z1', challengeRoleArn: 'arn:aws:iam::1:role/challenges' };
    make(publish(dns));
    expect(called()).toEqual(['start essence-aura-dns-credentials', 'reload essence-aura', '30-system']);
    make(publish({ rebootTime: '04:00' }));
    expect(called()).toEqual(['30-system']);
    // And given up by the same command.
    make(publish({ acmeChallenge: 'http-01', zoneId: null, challengeRoleArn: null }));
    expect(called()).toEqual(['start essence-aura-dns-credentials', 'reload essence-aura', '30-system']);
  });

  test('is a role that can not be taken yet, of which it says so and goes on', () => {
    open();
    writeFileSync(path.join(machine, 'refuses-to-start'), '');
    const output = make(publish({ acmeChallenge: 'dns-01', zoneId: 'Z1', challengeRoleArn: 'arn:aws:iam::1:role/c' }));
    expect(output).toContain('no credentials for proofs by DNS yet: systemctl status essence-aura-dns-credentials');
    expect(asBash()).toMatchObject({ ACME_CHALLENGE: 'dns-01' });
    expect(output).toContain('the shop has taken it over');
  });

  describe("is a key of its operator's", () => {
    const [FIRST, NEXT, OWN] = ['first', 'next', 'own'].map((name) => `ssh-ed25519 AAAAC3${name} ${name}@laptop`);
    const keys = (): string => path.join(machine, 'home/admin/.ssh/authorized_keys');
    const listed = (): readonly string[] => readFileSync(keys(), 'utf8').split('\n');
    /** As cloud-init has left it on the first boot. */
    beforeEach(() => {
      tell({ parameters: PARAMETERS, adminKey: FIRST });
      mkdirSync(path.dirname(keys()), { recursive: true });
      writeFileSync(keys(), `${FIRST}\n${OWN}\n`);
    });

    test('which takes the place of the one before, and leaves those that she has put there herself', () => {
      expect(make(publish({ adminKey: NEXT }))).toContain('the stack has changed adminKey\n');
      expect(listed()).toEqual([OWN, NEXT, '']);
      expect((statSync(keys()).mode & 0o777).toString(8)).toBe('600');
      make(publish({ adminKey: NEXT }));
      expect(listed()).toEqual([OWN, NEXT, '']);
    });

    test('which is taken away with the setting, also as the only one', () => {
      writeFileSync(keys(), `${FIRST}\n`);
      make(publish({ adminKey: null }));
      expect(readFileSync(keys(), 'utf8')).toBe('');
    });

    test('which comes to a machine that never had one', () => {
      tell({ parameters: PARAMETERS });
      rmSync(keys());
      make(publish({ adminKey: NEXT }));
      expect(listed()).toEqual([NEXT, '']);
    });

    test('which stays as it is where the release that runs refuses what comes with it', () => {
      open();
      expect(() => make(publish({ adminKey: NEXT, domain: 'refused.example' }))).toThrow(/nothing was changed/);
      expect(listed()).toEqual([FIRST, OWN, '']);
    });
  });

  test('is another authority, and another mailbox of the owner', () => {
    open();
    make(publish({ acmeDirectoryUrl: 'https://ca.example/directory', ownerEmail: 'new@example.com' }));
    expect(asBash()).toMatchObject({
      ACME_DIRECTORY_URL: 'https://ca.example/directory',
      ACME_EMAIL: 'new@example.com',
      OWNER_EMAIL: 'new@example.com',
    });
  });

  test('is taken over by the next run where the shop could not be told', () => {
    tell({ parameters: '/essence-aura/production/' });
    open();
    make({});
    called();
    writeFileSync(path.join(machine, 'refuses-to-reload'), '');
    expect(() => make({ SENTRY_DSN: 'x' })).toThrow();
    rmSync(path.join(machine, 'refuses-to-reload'));
    expect(make({ SENTRY_DSN: 'x' })).toContain('the shop has taken it over');
    expect(make({ SENTRY_DSN: 'x' })).not.toContain('taken it over');
  });

  test('is half of it without what the machine is told, and changes nothing', () => {
    tell({ parameters: '/essence-aura/production/' });
    make({ MAIL_URL: 'smtps://mail.test' });
    const before = written();
    expect(() => make({ 'host.json': null })).toThrow('host.json is not among what is below');
    expect(written()).toBe(before);
  });

  test('leaves the shop alone where nothing changed, or only what is none of its business', () => {
    open();
    expect(make(publish({}))).toBe('');
    expect(make(publish({ rebootTime: '04:00' }))).toBe('the stack has changed rebootTime\n');
    expect(called()).toEqual(['30-system', '30-system']);
  });

  test('is a secret, too, which came later than the machine', () => {
    open();
    expect(make({ MAIL_URL: 'smtp://mail.example' })).toContain('the shop has taken it over');
    expect(called()).toContain('reload essence-aura');
  });

  test('never makes another machine of it: disk, bucket, region, stack and parameters stay', () => {
    const before = told();
    make(publish({ dataDevice: '/dev/other', bucket: 'other', region: 'x', stack: 'staging', parameters: '/x/' }));
    expect(told()).toEqual(before);
  });

  test('is not put to use where the release that runs refuses it, and it says which', () => {
    open();
    const before = [written(), told()];
    const refused = publish({ domain: 'refused.example' });
    expect(() => make(refused)).toThrow(/nothing was changed, for the shop refuses it: DOMAIN is refused/);
    expect([written(), told()]).toEqual(before);
    expect(called()).toEqual([]);
    expect(readdirSync(etc).sort()).toEqual(['environment', 'host.json']);
  });

  test('that cannot be read as settings changes nothing', () => {
    const before = told();
    expect(() => make({ 'host.json': '{"domain": ' })).toThrow(
      /host\.json can't be read as settings; nothing was changed/,
    );
    expect(told()).toEqual(before);
  });

  test('waits while a restore is under way', () => {
    mkdirSync(path.join(machine, 'var/lib/postgresql/17'), { recursive: true });
    writeFileSync(path.join(machine, 'var/lib/postgresql/17/main.under-way'), '');
    expect(() => make(publish({ domain: 'new.example' }))).toThrow(/a restore is under way. Nothing was changed/);
  });
});
