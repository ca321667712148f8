/** Faults of an account at AWS, each made of recorded answers that the real probes read. Nothing of it was run against AWS. */
import { CLOUD_FAULTS } from '../../../server/health/faults/cloud';
import { judge, type Finding } from '../../../server/health/judge';
import {
  ADDRESS,
  BALANCED,
  DISTRIBUTED,
  DOMAIN,
  HEALTHY,
  INSTANCE,
  IPV6,
  aclEntries,
  address,
  balancer,
  certificate,
  dataDisk,
  distributed,
  group,
  identity,
  instance,
  listener,
  recordedCloud,
  records,
  refuse,
  registration,
  routes,
  securityGroups,
  sendingAccount,
  subscribed,
  target,
  tcp,
  zone,
  type Answers,
} from './account';
import { look } from './look';

interface Case {
  readonly of?: Answers;
  readonly change: Answers;
  readonly addresses?: readonly string[];
  readonly nameServers?: readonly string[];
}

const HOSTS = [DOMAIN, `www.${DOMAIN}`, `app.${DOMAIN}`];
const OWN = [ADDRESS, IPV6];

/** Of what is not there, nothing more can be known. */
const FOLLOWS = /^(there is (no|more than one) machine|the data's disk is not known|cloud\w+ is not known)$/;

async function findingsOf({ of = HEALTHY, change, addresses = OWN, nameServers }: Case): Promise<readonly Finding[]> {
  const { facts, looked } = await look(recordedCloud({ ...of, ...change }), nameServers ? { nameServers } : {});
  const unlooked = looked.filter(({ reason }) => reason !== null && !FOLLOWS.test(reason));
  expect(unlooked.map(({ probe, reason }) => `${String(probe.fact)}: ${reason}`)).toEqual([]);
  const known = HOSTS.flatMap((host) => addresses.map((one) => ({ host, address: one })));
  return judge({ ...facts, addresses: known }, CLOUD_FAULTS);
}

const EVERYWHERE = { IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] };
const machine = (changed: object): Answers => ({
  'ec2:DescribeInstances': { Reservations: [{ Instances: [{ ...instance, ...changed }] }] },
});
const inbound = (...IpPermissions: object[]): Answers => ({
  'ec2:DescribeSecurityGroups': {
    SecurityGroups: [{ GroupId: 'sg-web', IpPermissions, IpPermissionsEgress: [{ IpProtocol: '-1', ...EVERYWHERE }] }],
  },
});
const acl = (...Entries: object[]): Answers => ({
  'ec2:DescribeNetworkAcls': { NetworkAcls: [{ NetworkAclId: 'acl-1', Entries }] },
});
const states = (changed: object): Answers => ({
  'ec2:DescribeInstanceStatus': { InstanceStatuses: [{ InstanceId: INSTANCE, ...changed }] },
});
const zoneOf = (ResourceRecordSets: typeof records): Answers => ({
  'route53:ListResourceRecordSets': { ResourceRecordSets, IsTruncated: false, MaxItems: 300 },
});
const credits = (CpuCredits: string, balance: number, charged: number): Answers => ({
  'ec2:DescribeInstanceCreditSpecifications': { InstanceCreditSpecifications: [{ InstanceId: INSTANCE, CpuCredits }] },
  'cloudwatch:GetMetricData': {
    MetricDataResults: [
      { Id: 'balance', Values: [balance] },
      { Id: 'charged', Values: [charged] },
    ],
  },
});
const domain = (changed: object): Answers => ({ 'route53domains:GetDomainDetail': { ...registration, ...changed } });
const mail = (changed: object): Answers => ({ 'sesv2:GetEmailIdentity': { ...identity, ...changed } });
const groups = (changed: object, port: number, health?: object): Answers => ({
  'elbv2:DescribeTargetGroups': { TargetGroups: [{ ...group, ...changed }] },
  'elbv2:DescribeTargetHealth': target(port, health),
});
const unhealthy = (reason: string, Description: string) => ({
  State: 'unhealthy',
  Reason: `Target.${reason}`,
  Description,
});
const cdn = (changed: object): Answers => ({ 'cloudfront:ListDistributions': distributed(changed) as never });
const [, anAddress] = records;

const EIP_ALONE = {
  'ec2:DescribeAddresses': { Addresses: [{ ...address, InstanceId: undefined, AssociationId: undefined }] },
};
const BALANCED_BY = (change: Answers): Case => ({ of: BALANCED, change, addresses: ['198.51.100.1'] });
const DISTRIBUTED_BY = (change: Answers): Case => ({ of: DISTRIBUTED, change, addresses: ['198.51.100.2'] });

const FAULTS: readonly (readonly [id: string, what: string, fault: Case])[] = [
  ['AWS-11', 'the machine is gone', { change: { 'ec2:DescribeInstances': { Reservations: [] }, ...EIP_ALONE } }],
  [
    'AWS-12',
    'the machine is stopped',
    { change: machine({ State: { Name: 'stopped' }, StateReason: { Message: 'User initiated' } }) },
  ],
  ['AWS-13', 'a status check fails', { change: states({ InstanceStatus: { Status: 'impaired' } }) }],
  ['AWS-13', "AWS's hardware fails", { change: states({ SystemStatus: { Status: 'impaired' } }) }],
  [
    'AWS-14',
    'two machines',
    {
      change: {
        'ec2:DescribeInstances': { Reservations: [{ Instances: [instance, { ...instance, InstanceId: 'i-other' }] }] },
      },
    },
  ],
  [
    'AWS-15',
    'AWS is going to stop it',
    {
      change: states({
        Events: [
          { Code: 'instance-stop', NotBefore: new Date('2026-12-05T00:00:00Z'), Description: 'degraded hardware' },
        ],
      }),
    },
  ],
  [
    'AWS-16',
    'metadata without a token',
    { change: machine({ MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'optional' } }) },
  ],
  [
    'HOST-06',
    'no metadata',
    { change: machine({ MetadataOptions: { HttpEndpoint: 'disabled', HttpTokens: 'required' } }) },
  ],
  [
    'NET-06',
    'the Elastic IP is lent to nobody',
    { change: { ...machine({ PublicIpAddress: undefined }), ...EIP_ALONE } },
  ],
  [
    'NET-06',
    'the Elastic IP is lent to another',
    { change: { 'ec2:DescribeAddresses': { Addresses: [{ ...address, InstanceId: 'i-other' }] } } },
  ],
  ['AWS-17', 'the names lead to an old address', { change: {}, addresses: ['198.51.100.77'] }],
  ['AWS-17', 'AAAA leads elsewhere', { change: {}, addresses: [ADDRESS, '2001:db8:99::1'] }],
  ['AWS-18', 'CPU credits are spent', { change: credits('standard', 0.2, 0) }],
  ['AWS-19', 'surplus credits cost', { change: credits('unlimited', 0, 12) }],
  [
    'EBS-01',
    "the data's disk is loose",
    { change: { 'ec2:DescribeVolumes': { Volumes: [{ ...dataDisk, State: 'available', Attachments: [] }] } } },
  ],
  [
    'EBS-02',
    'the newest snapshot is old',
    { change: { 'ec2:DescribeSnapshots': { Snapshots: [{ StartTime: new Date('2026-11-26T17:31:00Z') }] } } },
  ],
  ['NET-01', '443 is closed', { change: inbound(tcp(80)) }],
  ['NET-01', '443 is open over IPv4 alone', { change: inbound(tcp(80), { ...tcp(443), Ipv6Ranges: [] }) }],
  [
    'NET-01',
    '443 is open to one office',
    { change: inbound(tcp(80), { ...tcp(443), IpRanges: [{ CidrIp: '198.51.100.0/24' }] }) },
  ],
  ['NET-02', '80 is closed', { change: inbound(tcp(443)) }],
  ['AWS-20', 'the workers are open to the world', { change: inbound(tcp(80), tcp(443), tcp(3001)) }],
  ['AWS-20', 'SSH is open to the world', { change: inbound(tcp(80), tcp(443), tcp(22)) }],
  [
    'AWS-21',
    'nothing goes out',
    {
      change: {
        'ec2:DescribeSecurityGroups': {
          SecurityGroups: [{ GroupId: 'sg-web', IpPermissions: [tcp(80), tcp(443)], IpPermissionsEgress: [] }],
        },
      },
    },
  ],
  ['NET-04', 'the ACL lets nothing back', { change: acl(...aclEntries.filter(({ Egress }) => !Egress)) }],
  [
    'NET-04',
    'the ACL denies 443 first',
    {
      change: acl(
        { ...aclEntries[0], RuleNumber: 50, Protocol: '6', RuleAction: 'deny', PortRange: { From: 443, To: 443 } },
        ...aclEntries,
      ),
    },
  ],
  [
    'NET-04',
    'the ACL lets a part of the ephemeral ports out',
    {
      change: acl(
        ...aclEntries.filter(({ Egress }) => !Egress),
        { ...aclEntries[4], Protocol: '6', PortRange: { From: 1_024, To: 40_000 } },
        ...aclEntries.slice(5),
      ),
    },
  ],
  [
    'NET-07',
    'no way to the internet',
    { change: { 'ec2:DescribeRouteTables': { RouteTables: [{ RouteTableId: 'rtb-1', Routes: [routes[0]!] }] } } },
  ],
  [
    'NET-07',
    'a gateway that is gone, and a NAT for IPv6',
    {
      change: {
        'ec2:DescribeRouteTables': ({ Filters }) => ({
          // Only the network's own table is there.
          RouteTables: Filters?.some(({ Name }) => Name === 'vpc-id')
            ? [
                {
                  RouteTableId: 'rtb-main',
                  Routes: [
                    { ...routes[1]!, State: 'blackhole' },
                    { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1', State: 'active' },
                  ],
                },
              ]
            : [],
        }),
      },
    },
  ],
  [
    'REG-04',
    'two zones of one name',
    {
      change: {
        'route53:ListHostedZones': {
          HostedZones: [zone, { ...zone, Id: '/hostedzone/ZONE2' }],
          IsTruncated: false,
          MaxItems: 100,
          Marker: undefined,
        },
        'route53:GetHostedZone': ({ Id }) => ({
          HostedZone: zone,
          DelegationSet: {
            NameServers: Id === zone.Id ? registration.Nameservers.map(({ Name }) => Name) : ['ns-9.awsdns-09.com'],
          },
        }),
      },
    },
  ],
  [
    'ZONE-01',
    'a name written twice over',
    { change: zoneOf([...records, { ...anAddress!, Name: `app.${DOMAIN}.${DOMAIN}.` }]) },
  ],
  [
    'ZONE-02',
    'the world asks others',
    {
      change: { 'route53domains:GetDomainDetail': refuse('route53domains:GetDomainDetail', 'InvalidInput') },
      nameServers: ['ns1.parking.example'],
    },
  ],
  [
    'ZONE-02',
    'Route 53 as the registrar names others',
    { change: domain({ Nameservers: [{ Name: 'ns-8.awsdns-08.com' }] }) },
  ],
  ['ZONE-03', 'a record is missing', { change: zoneOf(records.filter(({ Name }) => Name !== `app.${DOMAIN}.`)) }],
  ['ZONE-04', 'the domain is on hold', { change: domain({ StatusList: ['clientHold'] }) }],
  [
    'ZONE-05',
    'the registrant has not answered',
    { change: { 'route53domains:GetContactReachabilityStatus': { domainName: DOMAIN, status: 'PENDING' } } },
  ],
  ['ZONE-06', 'the domain is not renewed', { change: domain({ AutoRenew: false }) }],
  ['MAIL-02', 'the sandbox', { change: { 'sesv2:GetAccount': { ...sendingAccount, ProductionAccessEnabled: false } } }],
  [
    'SES-01',
    'the domain is not verified',
    {
      change: mail({
        VerifiedForSendingStatus: false,
        DkimAttributes: { ...identity.DkimAttributes, Status: 'FAILED' },
      }),
    },
  ],
  [
    'SES-02',
    'sending is stopped',
    { change: { 'sesv2:GetAccount': { ...sendingAccount, SendingEnabled: false, EnforcementStatus: 'SHUTDOWN' } } },
  ],
  [
    'SES-02',
    'sending is watched',
    { change: { 'sesv2:GetAccount': { ...sendingAccount, EnforcementStatus: 'PROBATION' } } },
  ],
  ['SES-03', "the mail's keys are missing", { change: zoneOf(records.filter(({ Type }) => Type !== 'CNAME')) }],
  [
    'SES-04',
    'no place for bounces',
    { change: mail({ MailFromAttributes: { ...identity.MailFromAttributes, MailFromDomainStatus: 'FAILED' } }) },
  ],
  ['SNS-01', 'alarms are not confirmed', { change: { 'sns:ListSubscriptionsByTopic': subscribed(false) } }],
  [
    'ELB-01',
    'TLS spoken to a plain 3001',
    BALANCED_BY(groups({ Port: 3001 }, 3001, unhealthy('FailedHealthChecks', 'Health checks failed'))),
  ],
  [
    'ELB-02',
    'HTTP spoken to 443',
    BALANCED_BY(
      groups(
        { Protocol: 'HTTP' },
        443,
        unhealthy('ResponseCodeMismatch', 'Health checks failed with these codes: [400]'),
      ),
    ),
  ],
  ['ELB-03', 'TLS ended, and HTTP to 80', BALANCED_BY(groups({ Protocol: 'HTTP', Port: 80 }, 80))],
  [
    'ELB-04',
    'a health path that is not there',
    BALANCED_BY(
      groups(
        { HealthCheckPath: '/status' },
        443,
        unhealthy('ResponseCodeMismatch', 'Health checks failed with these codes: [404]'),
      ),
    ),
  ],
  ['ELB-05', 'the machine is silent to it', BALANCED_BY(groups({}, 443, unhealthy('Timeout', 'Request timed out')))],
  [
    'ELB-06',
    'a port where nobody is',
    BALANCED_BY(groups({ Port: 8443 }, 8443, unhealthy('FailedHealthChecks', 'Health checks failed'))),
  ],
  ['ELB-07', 'no target', BALANCED_BY({ 'elbv2:DescribeTargetHealth': { TargetHealthDescriptions: [] } })],
  [
    'ELB-07',
    'a target that is stopped',
    BALANCED_BY(groups({}, 443, { State: 'unused', Reason: 'Target.InvalidState' })),
  ],
  [
    'ELB-08',
    'no listener at 443',
    BALANCED_BY({
      'elbv2:DescribeListeners': { Listeners: [{ ...listener, Port: 80, Protocol: 'HTTP', Certificates: [] }] },
    }),
  ],
  [
    'ELB-09',
    'a certificate without app',
    BALANCED_BY({
      'acm:DescribeCertificate': {
        Certificate: { ...certificate, SubjectAlternativeNames: [DOMAIN, `www.${DOMAIN}`] },
      },
    }),
  ],
  [
    'ACM-01',
    'a certificate that has ended',
    BALANCED_BY({ 'acm:DescribeCertificate': { Certificate: { ...certificate, Status: 'EXPIRED' } } }),
  ],
  [
    'ELB-10',
    'its own security group is closed',
    BALANCED_BY({
      'ec2:DescribeSecurityGroups': (input) => ({
        SecurityGroups: securityGroups(input).SecurityGroups.map((one) =>
          one.GroupId === 'sg-balancer' ? { ...one, IpPermissions: [tcp(80)] } : one,
        ),
      }),
    }),
  ],
  [
    'ELB-10',
    'it is internal',
    BALANCED_BY({ 'elbv2:DescribeLoadBalancers': { LoadBalancers: [{ ...balancer, Scheme: 'internal' }] } }),
  ],
  ['ELB-10', 'it is gone', BALANCED_BY({ 'elbv2:DescribeLoadBalancers': { LoadBalancers: [] } })],
  ['CDN-01', 'CloudFront lacks a name', DISTRIBUTED_BY(cdn({ Aliases: { Quantity: 1, Items: [DOMAIN] } }))],
  [
    'CDN-01',
    'CloudFront has a certificate without it',
    DISTRIBUTED_BY({
      'acm:DescribeCertificate': { Certificate: { ...certificate, SubjectAlternativeNames: [DOMAIN] } },
    }),
  ],
  ['CDN-02', 'CloudFront is off', DISTRIBUTED_BY(cdn({ Enabled: false }))],
  [
    'CDN-03',
    'CloudFront asks over HTTP',
    DISTRIBUTED_BY(
      cdn({
        Origins: {
          Quantity: 1,
          Items: [
            {
              Id: 'm',
              DomainName: `origin.${DOMAIN}`,
              CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'http-only' },
            },
          ],
        },
      }),
    ),
  ],
  [
    'CDN-04',
    'CloudFront keeps cookies back',
    DISTRIBUTED_BY(cdn({ DefaultCacheBehavior: { CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' } })),
  ],
  [
    'CDN-05',
    'CloudFront keeps pages',
    DISTRIBUTED_BY(
      cdn({
        DefaultCacheBehavior: { MinTTL: 3_600, ForwardedValues: { QueryString: true, Cookies: { Forward: 'all' } } },
      }),
    ),
  ],
];

test.each([
  ['as the stack makes it', { change: {} }],
  [
    'where mail goes another way',
    {
      change: {
        'sesv2:GetEmailIdentity': refuse('sesv2:GetEmailIdentity', 'NotFoundException'),
        'sesv2:GetAccount': { ProductionAccessEnabled: false },
      },
    },
  ],
  [
    'whose domain is registered elsewhere',
    { change: { 'route53domains:GetDomainDetail': refuse('route53domains:GetDomainDetail', 'InvalidInput') } },
  ],
  ['with a load balancer', BALANCED_BY({})],
  ['with CloudFront', DISTRIBUTED_BY({})],
  [
    'of a machine that has just begun, with no credits yet',
    { change: { ...machine({ LaunchTime: new Date('2026-11-30T03:30:00Z') }), ...credits('standard', 0, 0) } },
  ],
  [
    'with a rule of the ACL against one network',
    { change: acl({ ...aclEntries[0], RuleNumber: 1, RuleAction: 'deny', CidrBlock: '192.0.2.0/24' }, ...aclEntries) },
  ],
] satisfies readonly (readonly [string, Case])[])('of an account %s nothing is found', async (_what, one) => {
  expect((await findingsOf(one)).map(({ id, expert }) => `${id} ${expert}`)).toEqual([]);
});

test.each(FAULTS)('%s: %s', async (id, _what, one) => {
  const findings = await findingsOf(one);
  expect(findings.map((finding) => finding.id)).toEqual([id]);
  const [{ owner, expert, mend }] = findings as [Finding];
  expect(owner.ko).toMatch(/[가-힣].*요\.$/);
  for (const words of [owner.ko, owner.en, expert, mend]) {
    expect(words).toMatch(/\S/);
    expect(words).not.toMatch(/undefined|null|\[object|NaN/);
  }
});

test('every row of the cloud layer is shown by a fault here', () => {
  const shown = new Set(FAULTS.map(([id]) => id));
  expect(CLOUD_FAULTS.map(({ id }) => id).filter((id) => !id.startsWith('PRE-') && !shown.has(id))).toEqual([]);
});

test('what the man of the origin story saw is one finding, with what it leads to below it', async () => {
  const one = groups({ Port: 3001 }, 3001, unhealthy('FailedHealthChecks', 'Health checks failed'));
  const [finding] = await findingsOf(BALANCED_BY(one));
  expect(finding).toMatchObject({ id: 'ELB-01', severity: 'down', certainty: 'certain', browser: '502 Bad Gateway' });
  expect(finding!.expert).toContain('target_status_code "-"');
  expect(finding!.expert).toContain(`${INSTANCE}:3001 unhealthy (Target.FailedHealthChecks)`);
  expect(finding!.explains.map(({ id }) => id)).toEqual(['ELB-06']);
});

test('a refusal of AWS is no fault: it says what could not be looked at', async () => {
  const { facts, looked } = await look(
    recordedCloud({
      ...HEALTHY,
      'ec2:DescribeRouteTables': refuse('ec2:DescribeRouteTables', 'UnauthorizedOperation'),
    }),
  );
  expect(facts.cloudRoutes).toBeUndefined();
  expect(looked.find(({ probe }) => probe.fact === 'cloudRoutes')?.reason).toBe(
    'AWS refused ec2:DescribeRouteTables: UnauthorizedOperation',
  );
  expect(judge(facts, CLOUD_FAULTS)).toEqual([]);
});

test('of two stacks whose files are not here it is not guessed which is meant', async () => {
  const other = { ...instance, InstanceId: 'i-staging', Tags: [{ Key: 'Stack', Value: 'staging' }] };
  const cloud = recordedCloud(
    { ...HEALTHY, 'ec2:DescribeInstances': { Reservations: [{ Instances: [instance, other] }] } },
    null,
  );
  const { looked } = await look(cloud);
  expect(looked.find(({ probe }) => probe.fact === 'cloudMachines')?.reason).toContain(
    'machines of production and staging',
  );
});

test('no fact holds a mail address, a key or who the account is signed in as', async () => {
  for (const answers of [HEALTHY, BALANCED, DISTRIBUTED]) {
    const { facts } = await look(recordedCloud(answers));
    expect(JSON.stringify(facts)).not.toMatch(/@|AIDA|user\/owner/);
  }
});
