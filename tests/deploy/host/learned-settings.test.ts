import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asBash, called, host, make, open, tell, told, written } from './made-environment';

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
    writeFileSync(path.join(host.machine, 'refuses-to-start'), '');
    const output = make(publish({ acmeChallenge: 'dns-01', zoneId: 'Z1', challengeRoleArn: 'arn:aws:iam::1:role/c' }));
    expect(output).toContain('no credentials for proofs by DNS yet: systemctl status essence-aura-dns-credentials');
    expect(asBash()).toMatchObject({ ACME_CHALLENGE: 'dns-01' });
    expect(output).toContain('the shop has taken it over');
  });

  describe("is a key of its operator's", () => {
    const [FIRST, NEXT, OWN] = ['first', 'next', 'own'].map((name) => `ssh-ed25519 AAAAC3${name} ${name}@laptop`);
    const keys = (): string => path.join(host.machine, 'home/admin/.ssh/authorized_keys');
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
    writeFileSync(path.join(host.machine, 'refuses-to-reload'), '');
    expect(() => make({ SENTRY_DSN: 'x' })).toThrow();
    rmSync(path.join(host.machine, 'refuses-to-reload'));
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
    expect(readdirSync(host.etc).sort()).toEqual(['environment', 'host.json']);
  });

  test('that cannot be read as settings changes nothing', () => {
    const before = told();
    expect(() => make({ 'host.json': '{"domain": ' })).toThrow(
      /host\.json can't be read as settings; nothing was changed/,
    );
    expect(told()).toEqual(before);
  });

  test('waits while a restore is under way', () => {
    mkdirSync(path.join(host.machine, 'var/lib/postgresql/17'), { recursive: true });
    writeFileSync(path.join(host.machine, 'var/lib/postgresql/17/main.under-way'), '');
    expect(() => make(publish({ domain: 'new.example' }))).toThrow(/a restore is under way. Nothing was changed/);
  });
});
