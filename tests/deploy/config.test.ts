import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readStackConfig, STACK_CONFIG_KEYS } from '../../deploy/config';

const root = path.resolve(__dirname, '..', '..');
const REQUIRED = {
  'essence-aura:domain': 'essence-aura.com',
  'essence-aura:zoneId': 'Z0123456789ABCDEFGHIJ',
  'essence-aura:ownerEmail': 'owner@essence-aura.com',
};
const read = (values: Record<string, string>) => readStackConfig(values, 'essence-aura');

/** The keys and values of a stack file's `config:` map, which is flat. */
function stackFile(file: string): Record<string, string> {
  const text = readFileSync(path.join(root, file), 'utf8');
  const pairs = text.matchAll(/^ {2}([\w-]+:\w+): '?(.*?)'?$/gm);
  return Object.fromEntries(Array.from(pairs, ([, name, value]) => [String(name), String(value)]));
}

describe("a stack's configuration", () => {
  test('needs three values and has a default for every other', () => {
    expect(read(REQUIRED)).toEqual({
      domain: 'essence-aura.com',
      zoneId: 'Z0123456789ABCDEFGHIJ',
      ownerEmail: 'owner@essence-aura.com',
      instanceType: 't4g.small',
      volumeGib: 30,
      recordTtlSeconds: 60,
      availabilityZone: null,
    });
  });

  test('names everything that is missing at once', () => {
    expect(() => read({})).toThrow(/domain is missing[^]*zoneId is missing[^]*ownerEmail is missing/);
  });

  test('names everything that is wrong at once, by its full name', () => {
    const wrong = {
      'essence-aura:domain': 'Essence Aura',
      'essence-aura:zoneId': 'essence-aura.com',
      'essence-aura:ownerEmail': "o'brien@example.com",
      'essence-aura:volumeGib': '30 GiB',
      'essence-aura:recordTtlSeconds': '1',
      'essence-aura:instancetype': 't4g.large',
    };
    let message = '';
    try {
      read(wrong);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const name of Object.keys(wrong)) expect(message).toContain(`\n  ${name} `);
    expect(message.split('\n')).toHaveLength(1 + Object.keys(wrong).length);
  });

  test.each(['www.essence-aura.com', 'essence-aura.com.', 'https://essence-aura.com', 'localhost', '-a.com', 'a.1'])(
    'refuses %s as the domain',
    (domain) => {
      expect(() => read({ ...REQUIRED, 'essence-aura:domain': domain })).toThrow('essence-aura:domain');
    },
  );

  test.each([
    ['volumeGib', '15'],
    ['volumeGib', '20000'],
    ['volumeGib', '3e1'],
    ['recordTtlSeconds', ''],
    ['instanceType', 'small'],
    ['availabilityZone', 'ap-northeast-2'],
  ])('refuses %s = "%s" rather than fall back to the default', (key, value) => {
    expect(() => read({ ...REQUIRED, [`essence-aura:${key}`]: value })).toThrow(`essence-aura:${key} must be`);
  });

  test("passes over other programs' values", () => {
    expect(() => read({ ...REQUIRED, 'aws:region': 'ap-northeast-2', 'essence:domain': '?' })).not.toThrow();
  });

  test('is shown by an example that has every key and is accepted', () => {
    const example = stackFile('deploy/stacks/Pulumi.example.yaml');
    const own = Object.keys(example).filter((name) => name.startsWith('essence-aura:'));
    expect(own.sort()).toEqual(STACK_CONFIG_KEYS.map((key) => `essence-aura:${key}`).sort());
    expect(() => read(example)).not.toThrow();
  });
});
