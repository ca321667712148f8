import type { AskAws } from '../../deploy/aws-cli';
import { offerOf } from '../../deploy/domain';
import { CONTACT } from './samples';
import { CONFIG, NAME_SERVERS, runProgram, type Stack } from './stack';

const GUARDED = {
  adminPrivacy: true,
  billingPrivacy: true,
  registrantPrivacy: true,
  techPrivacy: true,
  autoRenew: true,
  transferLock: true,
};

const refusing: AskAws = () => Promise.reject(new Error('no AWS'));
const selling =
  (Availability: string): AskAws =>
  (args) => {
    if (args[1] === 'list-prices') {
      return Promise.resolve({ Prices: [{ Name: 'com', RegistrationPrice: { Price: 15, Currency: 'USD' } }] });
    }
    if (args[1] === 'check-domain-availability') return Promise.resolve({ Availability });
    return Promise.reject(new Error('(InvalidInput) Domain essence-aura.com not found in 123456789012 account'));
  };

describe('a domain that is bought', () => {
  let stack: Stack;
  beforeAll(async () => {
    const config = {
      ...CONFIG.production,
      'essence-aura:register': 'true',
      'essence-aura:contact': JSON.stringify(CONTACT),
    };
    stack = await runProgram('production', config, { ask: selling('AVAILABLE') });
  });

  test('is guarded: hidden in every directory, renewed by itself, locked, protected, and never given back', () => {
    const domain = stack.one('aws:route53domains/domain:Domain');
    expect(domain.inputs).toMatchObject({ ...GUARDED, domainName: 'essence-aura.com', durationInYears: 1 });
    expect([domain.protect, domain.retainOnDelete]).toEqual([true, true]);
  });

  test("is the contact's, which stands nowhere in plain text", () => {
    const { inputs, secretOutputs } = stack.one('aws:route53domains/domain:Domain');
    for (const key of ['adminContact', 'registrantContact', 'techContact']) {
      expect(inputs[key]).toEqual({ secret: { ...CONTACT, contactType: 'PERSON' } });
      expect(secretOutputs).toContain(key);
    }
  });

  test('brings its zone along: none is made beside it, and every record goes into it', () => {
    expect(stack.of('aws:route53/zone:Zone')).toEqual([]);
    const zones = stack.of('aws:route53/record:Record').map(({ inputs }) => inputs.zoneId);
    expect(new Set(zones)).toEqual(new Set(['zone-of-the-domain']));
    expect(stack.outputs.nameServers).toEqual(NAME_SERVERS);
    expect(stack.delegationAsked).toEqual([['essence-aura.com', NAME_SERVERS, 'route53']]);
  });

  test('comes after the machine, so that a registry that refuses it keeps no shop from being made', () => {
    expect(stack.one('aws:route53domains/domain:Domain').dependsOn).toContain('aws:ec2/instance:Instance::shop');
  });

  test('has its price said, and its registrant watched', () => {
    expect(stack.log.join('\n')).toContain('essence-aura.com is bought from Route 53 for 15.00 USD a year');
    expect(stack.asked.map(([, what]) => what)).toContain('get-contact-reachability-status');
  });
});

test('a domain that this account holds already has its name servers set, and is guarded alike', async () => {
  const stack = await runProgram('production', { ...CONFIG.production, 'essence-aura:registrar': 'route53' });
  const domain = stack.one('aws:route53domains/registeredDomain:RegisteredDomain');
  expect(domain.inputs).toMatchObject({
    ...GUARDED,
    domainName: 'essence-aura.com',
    nameServers: NAME_SERVERS.map((name) => ({ name })),
  });
  expect([domain.protect, domain.retainOnDelete]).toEqual([true, true]);
  expect(stack.one('aws:route53/zone:Zone').inputs.name).toBe('essence-aura.com');
});

describe('the offer', () => {
  test("has AWS's own price of the day", async () => {
    const offer = await offerOf('essence-aura.com', selling('AVAILABLE'));
    expect(offer).toContain('for 15.00 USD a year');
    expect(offer).toMatch(/gives the money back\.$/);
  });

  test('says that somebody else has the domain', async () => {
    expect(await offerOf('essence-aura.com', selling('UNAVAILABLE'))).toContain(
      "AWS says that it can't be bought: UNAVAILABLE.",
    );
  });

  test('has a noted price where AWS could not be asked, and says where it comes from', async () => {
    expect(await offerOf('essence-aura.com', refusing)).toMatch(
      /for about 15\.00 USD a year \(noted on \d{4}-\d\d-\d\d; /,
    );
    expect(await offerOf('essence-aura.com', refusing)).toContain('AWS could not say');
    expect(await offerOf('essence-aura.perfume', refusing)).toContain("at a price that isn't noted here");
  });

  test('is made of what is known, where AWS answers in another form', async () => {
    const odd: AskAws = ([, what]) => (what === 'get-domain-detail' ? refusing([]) : Promise.resolve({}));
    expect(await offerOf('essence-aura.com', odd)).toContain('for about 15.00 USD a year');
  });

  test('is not made once the domain is there', async () => {
    expect(await offerOf('essence-aura.com', () => Promise.resolve({ DomainName: 'essence-aura.com' }))).toBeNull();
  });
});
