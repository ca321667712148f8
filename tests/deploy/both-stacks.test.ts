// Production and staging as docs/launch.md has them: in one account, in one region.
import { CONFIG, runProgram, type Resource, type Stack } from './stack';

const DOCUMENTED = {
  ...CONFIG.production,
  'essence-aura:domain': 'staging.essence-aura.com',
  'essence-aura:zoneId': 'Z0123456789ABCDEFGHIJ',
  'essence-aura:certificateAuthority': 'letsencrypt-staging',
};

/** What an account has only once in a region, or only once at all. */
const UNIQUE: Readonly<Record<string, readonly string[]>> = {
  'aws:sesv2/emailIdentity:EmailIdentity': ['emailIdentity'],
  'aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes': ['emailIdentity'],
  'aws:budgets/budget:Budget': ['name'],
  'aws:ssm/parameter:Parameter': ['name'],
  'aws:route53/record:Record': ['name', 'type'],
  'aws:route53/zone:Zone': ['name'],
  'aws:s3/bucket:Bucket': ['bucket'],
  'aws:iam/role:Role': ['name'],
  'aws:iam/user:User': ['name'],
  'aws:iam/instanceProfile:InstanceProfile': ['name'],
  'aws:sns/topic:Topic': ['name'],
  'aws:cloudwatch/metricAlarm:MetricAlarm': ['name'],
  'aws:ssm/association:Association': ['associationName'],
};

const namesIn = (resources: readonly Resource[]): readonly string[] =>
  resources.flatMap(({ type, inputs }) => {
    const name = (UNIQUE[type] ?? []).map((key) => inputs[key]);
    return name.length === 0 || name.some((part) => part === undefined) ? [] : [`${type} ${name.join(' ')}`];
  });

let production: Stack;
let staging: Stack;
beforeAll(async () => {
  production = await runProgram('production');
  const made = production.of('aws:sesv2/emailIdentity:EmailIdentity').map(({ inputs }) => inputs);
  const identities = Object.fromEntries(
    made.map(({ emailIdentity, tags }) => [String(emailIdentity), tags as Readonly<Record<string, string>>]),
  );
  staging = await runProgram('staging', DOCUMENTED, { identities });
});

test('staging beside production asks for nothing that is there already', () => {
  const taken = namesIn(production.resources);
  expect(taken.length).toBeGreaterThan(15);
  expect(namesIn(staging.resources).filter((name) => taken.includes(name))).toEqual([]);
});

test("what gets its name from Pulumi is known by the stack's, or has a random end", () => {
  for (const stack of [production, staging]) {
    for (const { inputs, type } of stack.resources) {
      // Named by this program only where the name has the stack in it; else Pulumi adds some characters of its own.
      for (const key of UNIQUE[type]?.filter((one) => one === 'name' && !/route53/.test(type)) ?? []) {
        expect(inputs[key] ?? 'production staging').toMatch(/production|staging/);
      }
    }
  }
});

test("the owner's address is one stack's, and the other one's mail needs it confirmed only once", () => {
  const identities = staging.of('aws:sesv2/emailIdentity:EmailIdentity').map(({ inputs }) => inputs.emailIdentity);
  expect(identities).toEqual(['staging.essence-aura.com']);
});

test("a domain that SES knows from an earlier day is used with its own keys, and what is the stack's own stays so", async () => {
  const stack = await runProgram('production', CONFIG.production, {
    identities: { 'essence-aura.com': {}, 'owner@example.com': { Project: 'essence-aura', Stack: 'production' } },
  });
  const made = stack.of('aws:sesv2/emailIdentity:EmailIdentity').map(({ inputs }) => inputs.emailIdentity);
  expect(made).toEqual(['owner@example.com']);
  const keys = stack.of('aws:route53/record:Record').filter(({ inputs }) => inputs.type === 'CNAME');
  expect(keys.map(({ inputs }) => inputs.name)).toEqual(
    ['f1', 'f2', 'f3'].map((token) => `${token}._domainkey.essence-aura.com`),
  );
  expect(
    stack.one('aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes').inputs.emailIdentity,
  ).toBe('essence-aura.com');
});
