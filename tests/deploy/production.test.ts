import { hostConfigOf, records, rulesOf, secretsOf, testEveryStack } from './every-stack';
import { NAME_SERVERS } from './stack';

describe('the production stack', () => {
  const stack = testEveryStack('production');

  test('makes its hosted zone, keeps it, and says which name servers the registrar must name', () => {
    const zone = stack().one('aws:route53/zone:Zone');
    expect(zone.inputs.name).toBe('essence-aura.com');
    expect(zone.protect).toBe(true);
    for (const { inputs } of stack().of('aws:route53/record:Record')) expect(inputs.zoneId).toBe('made-zone');
    expect(stack().outputs.nameServers).toEqual(NAME_SERVERS);
    expect(stack().delegationAsked).toEqual([['essence-aura.com', NAME_SERVERS, 'elsewhere']]);
  });

  test('asks for as many things as deploy/README.md says, so that a preview with others is noticed', () => {
    const asked = stack().resources.filter(({ type }) => type.startsWith('aws:'));
    expect(asked).toHaveLength(61);
  });

  test("orders certificates from Let's Encrypt", () => {
    expect(hostConfigOf(stack()).acmeDirectoryUrl).toBe('https://acme-v02.api.letsencrypt.org/directory');
  });

  test('proves its names over HTTP, and has no role that writes records', () => {
    const told = { acmeChallenge: 'http-01', acmeProfile: null, zoneId: null, challengeRoleArn: null };
    expect(hostConfigOf(stack())).toMatchObject(told);
    expect(
      stack()
        .of('aws:iam/role:Role')
        .map(({ name }) => name),
    ).not.toContain('challenges');
    expect(JSON.stringify(stack().of('aws:iam/rolePolicy:RolePolicy'))).not.toContain('sts:AssumeRole');
  });

  test('opens port 22 to nobody', () => {
    expect(rulesOf(stack()).map((rule) => rule.fromPort)).toEqual([80, 443]);
    expect(hostConfigOf(stack()).adminAddress).toBeNull();
  });

  describe('mail', () => {
    test('is signed: a record for each of the keys of SES', () => {
      const signed = records(stack(), 'CNAME').map(({ inputs }) => [inputs.name, inputs.records]);
      expect(signed).toEqual(
        ['k1', 'k2', 'k3'].map((key) => [`${key}._domainkey.essence-aura.com`, [`${key}.dkim.amazonses.com`]]),
      );
    });

    test('has a return address of its own, whose SPF names SES, and leaves the records of the apex alone', () => {
      expect(records(stack(), 'MX').map(({ inputs }) => [inputs.name, inputs.records])).toEqual([
        ['bounces.essence-aura.com', ['10 feedback-smtp.ap-northeast-2.amazonses.com']],
      ]);
      expect(records(stack(), 'TXT').map(({ inputs }) => [inputs.name, inputs.records])).toEqual([
        ['bounces.essence-aura.com', ['v=spf1 include:amazonses.com -all']],
        ['_dmarc.essence-aura.com', ['v=DMARC1; p=quarantine; adkim=r; aspf=r']],
      ]);
      expect(
        stack().one('aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes').inputs.mailFromDomain,
      ).toBe('bounces.essence-aura.com');
    });

    test('is sent by a user who may do nothing else, and in the name of the shop only', () => {
      const policy = JSON.parse(String(stack().one('aws:iam/userPolicy:UserPolicy').inputs.policy)) as object;
      expect(policy).toMatchObject({
        Statement: [
          {
            Action: 'ses:SendRawEmail',
            Condition: { StringLike: { 'ses:FromAddress': ['*@essence-aura.com', 'owner@example.com'] } },
          },
        ],
      });
      const [value] = secretsOf(stack()).map(({ inputs }) => inputs.value);
      // Both halves are encoded: passwords of SES hold + and /.
      expect(value).toEqual({ secret: 'smtps://mail-id:p%2Bw%2Fd@email-smtp.ap-northeast-2.amazonaws.com:465' });
    });

    test('reaches the owner even in the sandbox, once the address is confirmed', () => {
      const identities = stack().of('aws:sesv2/emailIdentity:EmailIdentity');
      expect(identities.map(({ inputs }) => inputs.emailIdentity).sort()).toEqual([
        'essence-aura.com',
        'owner@example.com',
      ]);
    });
  });
});
