/** A shop's account at AWS that is well, in the shapes that AWS documents; and the account of somebody who has put more into it. */
import type { Cloud, Question, Questions } from '../../../server/doctor/cloud/questions';

export const DOMAIN = 'essence-aura.com';
export const REGION = 'ap-northeast-2';
export const NOW = new Date('2026-11-30T04:00:00Z');
export const ACCOUNT = '123456789012';
export const INSTANCE = 'i-0a1b2c3d4e5f60718';
export const ADDRESS = '203.0.113.7';
export const IPV6 = '2001:db8:42:100::a';
export const NAME_SERVERS = ['ns-1.awsdns-01.com', 'ns-2.awsdns-02.net', 'ns-3.awsdns-03.org', 'ns-4.awsdns-04.co.uk'];
const HOSTS = [DOMAIN, `www.${DOMAIN}`, `app.${DOMAIN}`];
const TOKENS = ['tokenone', 'tokentwo', 'tokenthree'];
const TAGS = [
  { Key: 'Project', Value: 'essence-aura' },
  { Key: 'Stack', Value: 'production' },
];
const ANYWHERE = { IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] };

type Answer<Q extends Question> = Questions[Q]['output'];
/** A function: it depends on what is asked. */
export type Answers = {
  [Q in Question]?: Answer<Q> | ((input: Questions[Q]['input'], region: string) => Answer<Q>);
};

export const tcp = (port: number) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...ANYWHERE });

export const instance = {
  InstanceId: INSTANCE,
  InstanceType: 't4g.small' as const,
  State: { Code: 16, Name: 'running' as const },
  LaunchTime: new Date('2026-11-01T00:00:00Z'),
  PublicIpAddress: ADDRESS,
  VpcId: 'vpc-1',
  SubnetId: 'subnet-1',
  SecurityGroups: [{ GroupId: 'sg-web', GroupName: 'web' }],
  NetworkInterfaces: [{ Ipv6Addresses: [{ Ipv6Address: IPV6, IsPrimaryIpv6: false }] }],
  MetadataOptions: { HttpEndpoint: 'enabled' as const, HttpTokens: 'required' as const, HttpPutResponseHopLimit: 1 },
  Tags: [...TAGS, { Key: 'Bucket', Value: 'essence-aura-production-1a2b3c' }],
};

export const dataDisk = {
  VolumeId: 'vol-data',
  Size: 20,
  State: 'in-use' as const,
  CreateTime: new Date('2026-11-01T00:00:00Z'),
  Attachments: [{ InstanceId: INSTANCE, State: 'attached' as const, Device: '/dev/sdf' }],
  Tags: [...TAGS, { Key: 'Name', Value: 'essence-aura-production-data' }],
};

export const address = {
  PublicIp: ADDRESS,
  AllocationId: 'eipalloc-1',
  AssociationId: 'eipassoc-1',
  InstanceId: INSTANCE,
  Tags: TAGS,
};

const aclEntry = (RuleNumber: number, Egress: boolean, cidr: object, RuleAction: 'allow' | 'deny') => ({
  RuleNumber,
  Egress,
  Protocol: '-1',
  RuleAction,
  ...cidr,
});
const V4 = { CidrBlock: '0.0.0.0/0' };
const V6 = { Ipv6CidrBlock: '::/0' };
/** As AWS makes one: all is allowed, and what is not is not. */
export const aclEntries = [false, true].flatMap((isOutbound) => [
  aclEntry(100, isOutbound, V4, 'allow'),
  aclEntry(101, isOutbound, V6, 'allow'),
  aclEntry(32_767, isOutbound, V4, 'deny'),
  aclEntry(32_768, isOutbound, V6, 'deny'),
]);

export const routes = [
  { DestinationCidrBlock: '10.42.0.0/16', GatewayId: 'local', State: 'active' as const },
  { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' as const },
  { DestinationIpv6CidrBlock: '::/0', GatewayId: 'igw-1', State: 'active' as const },
];

export const zone = {
  Id: '/hostedzone/ZONE1',
  Name: `${DOMAIN}.`,
  CallerReference: 'a',
  Config: { PrivateZone: false },
};

const own = HOSTS.flatMap((name) => [
  { Name: `${name}.`, Type: 'A' as const, TTL: 60, ResourceRecords: [{ Value: ADDRESS }] },
  { Name: `${name}.`, Type: 'AAAA' as const, TTL: 60, ResourceRecords: [{ Value: IPV6 }] },
]);
const keys = TOKENS.map((token) => ({
  Name: `${token}._domainkey.${DOMAIN}.`,
  Type: 'CNAME' as const,
  TTL: 60,
  ResourceRecords: [{ Value: `${token}.dkim.amazonses.com` }],
}));
const ns = {
  Name: `${DOMAIN}.`,
  Type: 'NS' as const,
  TTL: 172_800,
  ResourceRecords: NAME_SERVERS.map((name) => ({ Value: `${name}.` })),
};
export const records = [ns, ...own, ...keys];

export const identity = {
  IdentityType: 'DOMAIN' as const,
  VerifiedForSendingStatus: true,
  DkimAttributes: {
    SigningEnabled: true,
    Status: 'SUCCESS' as const,
    Tokens: TOKENS,
    SigningAttributesOrigin: 'AWS_SES' as const,
  },
  MailFromAttributes: {
    MailFromDomain: `bounces.${DOMAIN}`,
    MailFromDomainStatus: 'SUCCESS' as const,
    BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' as const,
  },
};

export const sendingAccount = { ProductionAccessEnabled: true, SendingEnabled: true, EnforcementStatus: 'HEALTHY' };

export const registration = {
  DomainName: DOMAIN,
  AutoRenew: true,
  StatusList: ['clientTransferProhibited'],
  ExpirationDate: new Date('2027-10-01T00:00:00Z'),
  Nameservers: NAME_SERVERS.map((Name) => ({ Name })),
};

export const topic = (name: string, region: string): string =>
  `arn:aws:sns:${region}:${ACCOUNT}:essence-aura-production-${name}`;
const subscription = (TopicArn: string, isConfirmed: boolean) => ({
  TopicArn,
  Protocol: 'email',
  Endpoint: 'owner@example.com',
  SubscriptionArn: isConfirmed ? `${TopicArn}:6b5d3c2a` : 'PendingConfirmation',
});
export const subscribed =
  (isConfirmed: boolean) =>
  ({ TopicArn = '' }: Questions['sns:ListSubscriptionsByTopic']['input']) => ({
    Subscriptions: [subscription(TopicArn, isConfirmed)],
  });

export const HEALTHY: Answers = {
  'sts:GetCallerIdentity': { Account: ACCOUNT, UserId: 'AIDA', Arn: `arn:aws:iam::${ACCOUNT}:user/owner` },
  'ec2:DescribeInstances': { Reservations: [{ ReservationId: 'r-1', Instances: [instance] }] },
  'ec2:DescribeInstanceStatus': {
    InstanceStatuses: [
      {
        InstanceId: INSTANCE,
        SystemStatus: { Status: 'ok' },
        InstanceStatus: { Status: 'ok' },
        AttachedEbsStatus: { Status: 'ok' },
        Events: [{ Code: 'system-reboot', Description: '[Completed] scheduled reboot' }],
      },
    ],
  },
  'ec2:DescribeInstanceCreditSpecifications': {
    InstanceCreditSpecifications: [{ InstanceId: INSTANCE, CpuCredits: 'unlimited' }],
  },
  'ec2:DescribeAddresses': { Addresses: [address] },
  'ec2:DescribeSecurityGroups': {
    SecurityGroups: [
      {
        GroupId: 'sg-web',
        IpPermissions: [
          tcp(80),
          tcp(443),
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '198.51.100.9/32' }] },
        ],
        IpPermissionsEgress: [{ IpProtocol: '-1', ...ANYWHERE }],
      },
    ],
  },
  'ec2:DescribeNetworkAcls': { NetworkAcls: [{ NetworkAclId: 'acl-1', IsDefault: true, Entries: aclEntries }] },
  'ec2:DescribeRouteTables': { RouteTables: [{ RouteTableId: 'rtb-1', Routes: routes }] },
  'ec2:DescribeVolumes': { Volumes: [{ ...dataDisk, VolumeId: 'vol-root', Tags: TAGS }, dataDisk] },
  'ec2:DescribeSnapshots': {
    Snapshots: [{ SnapshotId: 'snap-1', State: 'completed', StartTime: new Date('2026-11-29T17:31:00Z') }],
  },
  'cloudwatch:GetMetricData': {
    MetricDataResults: [
      { Id: 'balance', StatusCode: 'Complete', Values: [576, 575] },
      { Id: 'charged', StatusCode: 'Complete', Values: [0, 0] },
    ],
  },
  'route53:ListHostedZones': { HostedZones: [zone], IsTruncated: false, MaxItems: 100, Marker: undefined },
  'route53:GetHostedZone': { HostedZone: zone, DelegationSet: { NameServers: NAME_SERVERS } },
  'route53:ListResourceRecordSets': { ResourceRecordSets: records, IsTruncated: false, MaxItems: 300 },
  'route53domains:GetDomainDetail': registration,
  'route53domains:GetContactReachabilityStatus': { domainName: DOMAIN, status: 'DONE' },
  'sesv2:GetAccount': sendingAccount,
  'sesv2:GetEmailIdentity': identity,
  'sns:ListTopics': (_input, region) => ({
    Topics: [{ TopicArn: topic('alarms', region) }, { TopicArn: `arn:aws:sns:${region}:${ACCOUNT}:of-somebody-else` }],
  }),
  'sns:ListSubscriptionsByTopic': subscribed(true),
};

const BALANCER_NAME = 'shop-1234567890.ap-northeast-2.elb.amazonaws.com';
const alias = (Name: string, DNSName: string) => ({
  Name: `${Name}.`,
  Type: 'A' as const,
  AliasTarget: { HostedZoneId: 'ZWKZPGTI48KDX', DNSName: `${DNSName}.`, EvaluateTargetHealth: true },
});

export const listener = {
  ListenerArn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:listener/app/shop/1/2`,
  Port: 443,
  Protocol: 'HTTPS' as const,
  Certificates: [{ CertificateArn: `arn:aws:acm:${REGION}:${ACCOUNT}:certificate/c1` }],
};
export const group = {
  TargetGroupArn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:targetgroup/shop/3`,
  TargetGroupName: 'shop',
  VpcId: 'vpc-1',
  Protocol: 'HTTPS' as const,
  Port: 443,
  HealthCheckProtocol: 'HTTPS' as const,
  HealthCheckPort: 'traffic-port',
  HealthCheckPath: '/health',
  Matcher: { HttpCode: '200' },
};
export const target = (Port: number, health: object = { State: 'healthy' }) => ({
  TargetHealthDescriptions: [{ Target: { Id: INSTANCE, Port }, HealthCheckPort: String(Port), TargetHealth: health }],
});
export const certificate = {
  CertificateArn: listener.Certificates[0]!.CertificateArn,
  Status: 'ISSUED' as const,
  DomainName: DOMAIN,
  SubjectAlternativeNames: [DOMAIN, `*.${DOMAIN}`],
};
export const balancer = {
  LoadBalancerArn: `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/app/shop/1`,
  LoadBalancerName: 'shop',
  DNSName: BALANCER_NAME,
  Type: 'application' as const,
  Scheme: 'internet-facing' as const,
  State: { Code: 'active' as const },
  SecurityGroups: ['sg-balancer'],
};
export const securityGroups = ({ GroupIds }: Questions['ec2:DescribeSecurityGroups']['input']) => ({
  SecurityGroups: (GroupIds ?? []).map((GroupId) => ({
    GroupId,
    IpPermissions:
      GroupId === 'sg-balancer'
        ? [tcp(80), tcp(443)]
        : [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-balancer' }] }],
    IpPermissionsEgress: [{ IpProtocol: '-1', ...ANYWHERE }],
  })),
});

/** As the man of the origin story had it, and well: a load balancer before the machine. */
export const BALANCED: Answers = {
  ...HEALTHY,
  'ec2:DescribeSecurityGroups': securityGroups,
  'route53:ListResourceRecordSets': {
    ResourceRecordSets: [ns, ...HOSTS.map((name) => alias(name, `dualstack.${BALANCER_NAME}`)), ...keys],
    IsTruncated: false,
    MaxItems: 300,
  },
  'elbv2:DescribeLoadBalancers': { LoadBalancers: [balancer] },
  'elbv2:DescribeListeners': { Listeners: [listener] },
  'elbv2:DescribeListenerCertificates': { Certificates: listener.Certificates },
  'elbv2:DescribeTargetGroups': { TargetGroups: [group] },
  'elbv2:DescribeTargetHealth': target(443),
  'acm:DescribeCertificate': { Certificate: certificate },
};

const DISTRIBUTION_NAME = 'd111111abcdef8.cloudfront.net';
export const distribution = {
  Id: 'E1',
  ARN: `arn:aws:cloudfront::${ACCOUNT}:distribution/E1`,
  DomainName: DISTRIBUTION_NAME,
  Status: 'Deployed',
  Enabled: true,
  Aliases: { Quantity: 3, Items: HOSTS },
  ViewerCertificate: {
    ACMCertificateArn: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/c2`,
    CloudFrontDefaultCertificate: false,
    SSLSupportMethod: 'sni-only' as const,
  },
  Origins: {
    Quantity: 1,
    Items: [
      {
        Id: 'machine',
        DomainName: `origin.${DOMAIN}`,
        CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' as const },
      },
    ],
  },
  DefaultCacheBehavior: {
    TargetOriginId: 'machine',
    ViewerProtocolPolicy: 'redirect-to-https' as const,
    CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    OriginRequestPolicyId: '216adef6-5c7f-47e4-b989-5492eafa07d3',
  },
};
export const distributed = (changed: object = {}) => ({
  DistributionList: {
    Marker: '',
    MaxItems: 100,
    IsTruncated: false,
    Quantity: 1,
    Items: [{ ...distribution, ...changed }],
  },
});

/** With CloudFront before the machine, and well. */
export const DISTRIBUTED: Answers = {
  ...HEALTHY,
  'route53:ListResourceRecordSets': {
    ResourceRecordSets: [ns, ...HOSTS.map((name) => alias(name, DISTRIBUTION_NAME)), ...keys],
    IsTruncated: false,
    MaxItems: 300,
  },
  'cloudfront:ListDistributions': distributed() as unknown as Answer<'cloudfront:ListDistributions'>,
  'acm:DescribeCertificate': {
    Certificate: { ...certificate, CertificateArn: distribution.ViewerCertificate.ACMCertificateArn },
  },
};

export interface RecordedCloud extends Cloud {
  readonly asked: readonly Question[];
}

class Refusal extends Error {
  constructor(
    override readonly name: string,
    question: Question,
  ) {
    super(`AWS refused ${question}: ${name}`);
  }
}
export const refuse = (question: Question, name: string) => (): never => {
  throw new Refusal(name, question);
};

/** Whatever it has no answer for, nobody may have asked. */
export function recordedCloud(answers: Answers, stack: string | null = 'production'): RecordedCloud {
  const asked: Question[] = [];
  return {
    regions: [REGION],
    stack,
    asked,
    ask: <Q extends Question>(question: Q, region: string, input: Questions[Q]['input']) => {
      asked.push(question);
      const answer = answers[question] as Answers[Q];
      if (answer === undefined) return Promise.reject(new Error(`nobody was to ask ${question}`));
      return Promise.resolve().then(() =>
        typeof answer === 'function'
          ? (answer as (input: unknown, region: string) => Answer<Q>)(input, region)
          : answer,
      );
    },
  };
}
