import path from 'node:path';
import { readStackConfig, STACK_CONFIG_KEYS } from '../../deploy/config';
import { readStackFile } from '../../deploy/stack-file';
import { CONTACT } from './samples';

const root = path.resolve(__dirname, '..', '..');
const REQUIRED = {
  'aws:region': 'ap-northeast-2',
  'essence-aura:domain': 'essence-aura.com',
  'essence-aura:ownerEmail': 'owner@example.com',
};
const read = (values: Readonly<Record<string, string>>, stack = 'production') =>
  readStackConfig(values, { project: 'essence-aura', stack });
const withOwn = (own: Readonly<Record<string, string>>) =>
  read({
    ...REQUIRED,
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`essence-aura:${key}`, value])),
  });

function problemsOf(values: Readonly<Record<string, string>>, stack?: string): readonly string[] {
  try {
    read(values, stack);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}

describe("a stack's configuration", () => {
  test('needs three values and has a default for every other', () => {
    expect(read(REQUIRED)).toEqual({
      stack: 'production',
      region: 'ap-northeast-2',
      domain: 'essence-aura.com',
      ownerEmail: 'owner@example.com',
      zoneId: null,
      parentZoneId: null,
      register: false,
      contact: null,
      registrar: 'elsewhere',
      certificateAuthority: 'letsencrypt',
      acmeChallenge: 'http-01',
      acmeProfile: null,
      mail: 'ses',
      dmarcPolicy: 'quarantine',
      instanceType: 't4g.small',
      cpuCredits: 'unlimited',
      rootGib: 16,
      dataGib: 20,
      snapshotDays: 14,
      versionDays: 30,
      availabilityZone: null,
      recordTtlSeconds: 60,
      rebootTime: '03:30',
      adminAddress: null,
      adminKey: null,
      budgetUsd: 40,
      secrets: {},
    });
  });

  test('names everything that is missing at once', () => {
    expect(problemsOf({}, 'prod')).toEqual([
      '  essence-aura:domain is missing, such as essence-aura.com',
      '  essence-aura:ownerEmail is missing, such as owner@example.com',
      '  aws:region is missing, such as ap-northeast-2',
      '  the stack is called prod; it must be production or staging',
    ]);
  });

  test('names everything that is wrong at once, by its full name', () => {
    const wrong = {
      'essence-aura:domain': 'Essence Aura',
      'essence-aura:zoneId': 'essence-aura.com',
      'essence-aura:ownerEmail': "o'brien@example.com",
      'essence-aura:certificateAuthority': 'lets-encrypt',
      'essence-aura:dataGib': '30 GiB',
      'essence-aura:recordTtlSeconds': '1',
      'essence-aura:instancetype': 't4g.large',
      'aws:region': 'Seoul',
    };
    const problems = problemsOf(wrong);
    for (const name of Object.keys(wrong)) {
      expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^ {2}${name} `)));
    }
    expect(problems).toHaveLength(Object.keys(wrong).length);
  });

  test.each(['www.essence-aura.com', 'essence-aura.com.', 'https://essence-aura.com', 'localhost', '-a.com', 'a.1'])(
    'refuses %s as the domain',
    (domain) => {
      expect(() => withOwn({ domain })).toThrow('essence-aura:domain');
    },
  );

  test.each([
    ['rootGib', '9'],
    ['dataGib', '20000'],
    ['dataGib', '3e1'],
    ['recordTtlSeconds', ''],
    ['instanceType', 'small'],
    ['instanceType', 't2.micro'],
    ['instanceType', 'm4.large'],
    ['availabilityZone', 'ap-northeast-2'],
    ['rebootTime', '3:30'],
    ['mail', 'gmail'],
    ['dmarcPolicy', 'strict'],
    ['register', 'yes'],
    ['registrar', 'gandi'],
    ['cpuCredits', 'none'],
    ['acmeChallenge', 'tls-alpn-01'],
    ['acmeProfile', 'short lived'],
    ['adminKey', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['adminKey', 'ssh-ed25519 AAAA\ncommand'],
  ])('refuses %s = "%s" rather than fall back to the default', (key, value) => {
    expect(() => withOwn({ [key]: value })).toThrow(`essence-aura:${key} must be`);
  });

  test.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['2001:db8::7', '2001:db8::7/128'],
    ['2001:db8::/48', '2001:db8::/48'],
  ])("takes %s as an administrator's address", (value, cidr) => {
    expect(withOwn({ adminAddress: value }).adminAddress).toBe(cidr);
  });

  test.each(['0.0.0.0/0', '::/0', '10.0.0.0/8', '203.0.113.0/33', '203.0.113.7/', '2001:db8::/32', 'home', ''])(
    'does not take %s for it',
    (value) => {
      expect(() => withOwn({ adminAddress: value })).toThrow('must be your own address');
    },
  );

  test('refuses what is right alone and wrong together', () => {
    const mailUrl = '{"MAIL_URL":"smtps://a:b@mail.example.com"}';
    expect(() => withOwn({ mail: 'own' })).toThrow('MAIL_URL must say where');
    expect(() => withOwn({ mail: 'ses', secrets: mailUrl })).toThrow('must be own where');
    expect(withOwn({ mail: 'own', secrets: mailUrl }).secrets).toEqual({ MAIL_URL: 'smtps://a:b@mail.example.com' });
    expect(() => withOwn({ zoneId: 'Z1', parentZoneId: 'Z2' })).toThrow('essence-aura:parentZoneId is for a zone');
  });

  test('takes a budget of nothing, for an account that may make none', () => {
    expect(withOwn({ budgetUsd: '0' }).budgetUsd).toBe(0);
  });

  test('refuses mail through SES where it is not known where its keys lie', () => {
    expect(() => read({ ...REQUIRED, 'aws:region': 'mx-central-1' })).toThrow('mail must be own in mx-central-1');
    expect(() => read({ ...REQUIRED, 'aws:region': 'eu-central-2' })).not.toThrow();
  });

  test('takes a domain that is to be bought, with whose it will be', () => {
    const config = withOwn({ register: 'true', contact: JSON.stringify(CONTACT) });
    expect(config).toMatchObject({ register: true, contact: { ...CONTACT, contactType: 'PERSON' } });
    expect(withOwn({ domain: 'aura.co.uk', register: 'true', contact: JSON.stringify(CONTACT) }).register).toBe(true);
  });

  test("refuses one that is nobody's, below another, or has a zone already", () => {
    const contact = JSON.stringify(CONTACT);
    expect(() => withOwn({ register: 'true' })).toThrow('essence-aura:contact is missing');
    expect(() => withOwn({ register: 'true', contact, zoneId: 'Z1' })).toThrow('brings its own');
    expect(() => withOwn({ register: 'true', contact, parentZoneId: 'Z1' })).toThrow('register buys a domain');
    expect(() => withOwn({ register: 'true', contact, domain: 'staging.essence-aura.com' })).toThrow(
      'essence-aura:register buys a domain, and staging.essence-aura.com is a name below one',
    );
    expect(() => withOwn({ registrar: 'route53', parentZoneId: 'Z1' })).toThrow(
      'essence-aura:registrar is for a domain',
    );
  });

  test.each([
    ['phoneNumber', '010-1234-5678'],
    ['countryCode', 'Korea'],
    ['firstName', '길동'],
    ['zipCode', undefined],
    ['email', 'nobody'],
    ['fax', '1'],
  ])('refuses a contact whose %s is %s, by its name', (name, value) => {
    const contact = JSON.stringify({ ...CONTACT, [name]: value });
    const problems = problemsOf({ ...REQUIRED, 'essence-aura:register': 'true', 'essence-aura:contact': contact });
    expect(problems.join()).toContain(name);
    expect(problems).toHaveLength(1);
    if (value !== undefined && value !== '1') expect(problems.join()).not.toContain(value);
  });

  test.each(['hunter2', '["a"]', '{"a-b":"c"}', '{"A":"two\\nlines"}', '{"A":7}', '{"A":""}'])(
    'takes no %s for secrets, and does not repeat a value in its refusal',
    (text) => {
      expect(() => withOwn({ secrets: text })).toThrow('essence-aura:secrets');
      expect(problemsOf({ ...REQUIRED, 'essence-aura:secrets': text }).join()).not.toMatch(/hunter2|two/);
    },
  );

  test("passes over other programs' values", () => {
    expect(() => read({ ...REQUIRED, 'aws:profile': 'shop', 'essence:domain': '?' })).not.toThrow();
  });
});

describe('the example', () => {
  const example = readStackFile(path.join(root, 'deploy/stacks/Pulumi.example.yaml'), { commented: true });

  test('has every key, and each below a comment that says what it is for', () => {
    const own = Object.keys(example).filter((name) => name.startsWith('essence-aura:'));
    expect(own.sort()).toEqual(STACK_CONFIG_KEYS.map((key) => `essence-aura:${key}`).sort());
  });

  test('is accepted as it stands', () => {
    expect(() => read(readStackFile(path.join(root, 'deploy/stacks/Pulumi.example.yaml')))).not.toThrow();
  });
});
