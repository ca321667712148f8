import { hostConfigOf, records } from './every-stack';
import { violationsOf } from './policy';
import { CONFIG, NAME_SERVERS, runProgram, type Stack } from './stack';

let stack: Stack;
beforeAll(async () => {
  stack = await runProgram('staging', {
    ...CONFIG.production,
    'aws:region': 'us-east-1',
    'essence-aura:domain': 'staging.essence-aura.com',
    'essence-aura:ownerEmail': 'owner@staging.essence-aura.com',
    'essence-aura:parentZoneId': 'Z9876543210ABCDEFGHIJ',
    'essence-aura:instanceType': 't3.small',
    'essence-aura:availabilityZone': 'us-east-1b',
    'essence-aura:adminAddress': '2001:db8::7',
  });
});

test('a stack in another region, on another processor, with a zone of its own below the shop, breaks no rule either', () => {
  expect(violationsOf(stack.resources)).toEqual([]);
});

test('the zone below is named in the one above, so that nobody has to tell a registrar', () => {
  expect(stack.one('aws:route53/zone:Zone').inputs.name).toBe('staging.essence-aura.com');
  expect(records(stack, 'NS').map(({ inputs }) => inputs)).toEqual([
    {
      zoneId: 'Z9876543210ABCDEFGHIJ',
      name: 'staging.essence-aura.com',
      type: 'NS',
      ttl: 3_600,
      records: NAME_SERVERS,
    },
  ]);
});

test('where the machine stands in the region that knows of health, one list of mails does', () => {
  expect(stack.one('aws:sns/topic:Topic').inputs.region).toBe('us-east-1');
  const actions = stack.of('aws:cloudwatch/metricAlarm:MetricAlarm').map(({ inputs }) => inputs.alarmActions);
  expect(actions).toHaveLength(5);
  for (const one of actions) expect(one).toContain('arn:aws:test:::alarms');
});

test('the image is that of the processor, and the region is the one that was asked for throughout', () => {
  const [asked] = stack.calls.filter((call) => call.token === 'aws:ssm/getParameter:getParameter');
  expect(asked?.inputs).toEqual({ name: '/aws/service/debian/release/13/latest/amd64' });
  expect(stack.one('aws:ec2/subnet:Subnet').inputs.availabilityZone).toBe('us-east-1b');
  expect(hostConfigOf(stack).region).toBe('us-east-1');
  const everything = JSON.stringify(stack.resources.map(({ inputs }) => inputs));
  expect(everything).not.toContain('ap-northeast-2');
});

test('reports of forged mail go to an owner at the domain, who needs no confirming', () => {
  const dmarc = records(stack, 'TXT').find(({ inputs }) => String(inputs.name).startsWith('_dmarc.'));
  expect(dmarc?.inputs.records).toEqual([
    'v=DMARC1; p=quarantine; adkim=r; aspf=r; rua=mailto:owner@staging.essence-aura.com',
  ]);
  expect(stack.of('aws:sesv2/emailIdentity:EmailIdentity')).toHaveLength(1);
});

test("an administrator's address of IPv6 opens port 22 over IPv6 only", () => {
  const rules = stack.one('aws:ec2/securityGroup:SecurityGroup').inputs.ingress as readonly Record<string, unknown>[];
  const ssh = rules.find((rule) => rule.fromPort === 22);
  expect(ssh).toMatchObject({ toPort: 22, ipv6CidrBlocks: ['2001:db8::7/128'] });
  expect(ssh).not.toHaveProperty('cidrBlocks');
});
