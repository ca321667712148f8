/** What the role of proofs by DNS may do, judged as IAM does, and who may take it. */
import { challengePolicy } from '../../deploy/challenge-policy';
import { readPolicies } from '../../deploy/rehearsal/aws/policy';
import { hostConfigOf } from './every-stack';
import { violationsOf, type Statement } from './policy';
import { CONFIG, runProgram, type Resource, type Stack } from './stack';

const ZONE = 'arn:aws:route53:::hostedzone/Z1';
const allows = readPolicies([JSON.stringify(challengePolicy('essence-aura.com', 'Z1'))]);
const writes = (name: string, type = 'TXT', action = 'UPSERT', zone = ZONE): boolean =>
  allows('route53:ChangeResourceRecordSets', zone, {
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['_acme-challenge.essence-aura.com', name],
    'route53:ChangeResourceRecordSetsRecordTypes': [type],
    'route53:ChangeResourceRecordSetsActions': [action],
  });

describe('the role of proofs by DNS', () => {
  test("puts and removes TXT records at the three names that a CA looks at, waits for changes, and sees the zone's", () => {
    for (const name of ['', 'www.', 'app.']) {
      expect(writes(`_acme-challenge.${name}essence-aura.com`)).toBe(true);
      expect(writes(`_acme-challenge.${name}essence-aura.com`, 'TXT', 'DELETE')).toBe(true);
    }
    expect(allows('route53:GetChange', 'arn:aws:route53:::change/C1')).toBe(true);
    expect(allows('route53:ListResourceRecordSets', ZONE)).toBe(true);
  });

  test.each([
    ['another name', () => writes('essence-aura.com')],
    ["another name's proof", () => writes('_acme-challenge.mail.essence-aura.com')],
    ['another type', () => writes('_acme-challenge.essence-aura.com', 'CNAME')],
    ['another action', () => writes('_acme-challenge.essence-aura.com', 'TXT', 'CREATE')],
    ['another zone', () => writes('_acme-challenge.essence-aura.com', 'TXT', 'UPSERT', `${ZONE}2`)],
    ['a change of which nothing is told', () => allows('route53:ChangeResourceRecordSets', ZONE)],
    ['the deletion of the zone', () => allows('route53:DeleteHostedZone', ZONE)],
    ['other zones', () => allows('route53:ListHostedZones', '*')],
  ])('has no power over %s', (_what, isAllowed) => {
    expect(isAllowed()).toBe(false);
  });
});

describe('a stack that proves its names by DNS', () => {
  let stack: Stack;
  beforeAll(async () => {
    const changes = { 'essence-aura:acmeChallenge': 'dns-01', 'essence-aura:acmeProfile': 'shortlived' };
    stack = await runProgram('production', { ...CONFIG.production, ...changes });
  });
  const named = (type: string, name: string): Resource =>
    stack.of(type).find((resource) => resource.name === name) ?? fail(`${type} ${name}`);
  const fail = (what: string): never => {
    throw new Error(`there is no ${what}`);
  };
  const statementsOf = (text: unknown) =>
    (JSON.parse(String(text)) as { Statement: (Statement & { Principal?: unknown })[] }).Statement;

  test('breaks no rule', () => {
    expect(violationsOf(stack.resources)).toEqual([]);
  });

  test("makes a role that only the machine's may take, with that policy for the shop's zone", () => {
    const role = named('aws:iam/role:Role', 'challenges');
    expect(statementsOf(role.inputs.assumeRolePolicy)).toEqual([
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:test:::shop' }, Action: 'sts:AssumeRole' },
    ]);
    const { policy } = named('aws:iam/rolePolicy:RolePolicy', 'challenges').inputs;
    expect(JSON.parse(String(policy))).toEqual(challengePolicy('essence-aura.com', 'made-zone'));
    const machines = statementsOf(named('aws:iam/rolePolicy:RolePolicy', 'shop').inputs.policy);
    const taking = machines.filter(({ Action }) => Action === 'sts:AssumeRole');
    expect(taking).toMatchObject([{ Effect: 'Allow', Resource: 'arn:aws:test:::challenges' }]);
    // It writes no record in its own name.
    expect(JSON.stringify(machines)).not.toContain('route53');
  });

  test('tells the machine the zone, the role, and the kind of certificate', () => {
    expect(hostConfigOf(stack)).toMatchObject({
      acmeChallenge: 'dns-01',
      acmeProfile: 'shortlived',
      zoneId: 'made-zone',
      challengeRoleArn: 'arn:aws:test:::challenges',
    });
  });
});
