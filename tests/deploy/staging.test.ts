import { cloudConfigOf, hostConfigOf, rulesOf, secretsOf, testEveryStack } from './every-stack';
import { NAME_SERVERS } from './stack';

describe('the staging stack', () => {
  const stack = testEveryStack('staging');

  test('writes its names into the zone that the shop has already', () => {
    expect(stack().of('aws:route53/zone:Zone')).toEqual([]);
    for (const { inputs } of stack().of('aws:route53/record:Record')) expect(inputs.zoneId).toBe('found-zone');
    expect(stack().delegationAsked).toEqual([['essence-aura.com', NAME_SERVERS, 'elsewhere']]);
  });

  test("orders certificates from Let's Encrypt's staging, whose limits are wide", () => {
    expect(hostConfigOf(stack()).acmeDirectoryUrl).toBe('https://acme-staging-v02.api.letsencrypt.org/directory');
  });

  test('opens port 22 to the one address that was named, and gives the first user its key', () => {
    const [ssh, ...others] = rulesOf(stack()).filter((rule) => rule.fromPort === 22);
    expect(others).toEqual([]);
    expect(ssh).toMatchObject({ protocol: 'tcp', toPort: 22, cidrBlocks: ['198.51.100.7/32'] });
    expect(ssh).not.toHaveProperty('ipv6CidrBlocks');
    // The machine's own packet filter reads it there.
    expect(hostConfigOf(stack()).adminAddress).toBe('198.51.100.7/32');
    expect(cloudConfigOf(stack()).ssh_authorized_keys).toEqual([
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample owner@laptop',
    ]);
  });

  test('sends mail through the server it was given, and asks nothing of SES', () => {
    expect(stack().resources.filter(({ type }) => /:(sesv2|ses)\/|iam\/(user|accessKey)/.test(type))).toEqual([]);
    expect(secretsOf(stack()).map(({ inputs }) => inputs.value)).toEqual([
      { secret: 'smtps://shop:hunter2hunter2@mail.example.com' },
    ]);
  });
});
