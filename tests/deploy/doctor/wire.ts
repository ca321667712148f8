/** The account of account.ts with its load balancer, in AWS's documented wire formats, from a small server on loopback. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ACCOUNT,
  ADDRESS,
  BALANCED,
  DOMAIN,
  INSTANCE,
  IPV6,
  NAME_SERVERS,
  REGION,
  balancer,
  group,
  listener,
  topic,
} from './account';

const EC2 = 'http://ec2.amazonaws.com/doc/2016-11-15/';
const ELB = 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/';
const ROUTE53 = 'https://route53.amazonaws.com/doc/2013-04-01/';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const STAMP = '<requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>';

const items = (...all: readonly string[]): string => all.map((one) => `<item>${one}</item>`).join('');
const members = (...all: readonly string[]): string => all.map((one) => `<member>${one}</member>`).join('');
const tags = (...pairs: readonly (readonly [string, string])[]): string =>
  `<tagSet>${items(...pairs.map(([key, value]) => `<key>${key}</key><value>${value}</value>`))}</tagSet>`;
const OWN = [
  ['Project', 'essence-aura'],
  ['Stack', 'production'],
] as const;

const ec2 = (operation: string, body: string): string =>
  `${HEAD}<${operation}Response xmlns="${EC2}">${STAMP}${body}</${operation}Response>`;
const query = (operation: string, namespace: string, body: string): string =>
  `${HEAD}<${operation}Response xmlns="${namespace}"><${operation}Result>${body}</${operation}Result>` +
  `<ResponseMetadata><RequestId>c6104cbe</RequestId></ResponseMetadata></${operation}Response>`;
const rest = (name: string, body: string): string => `${HEAD}<${name} xmlns="${ROUTE53}">${body}</${name}>`;

const permission = (protocol: string, ports: string, ...ranges: readonly string[]): string =>
  `<ipProtocol>${protocol}</ipProtocol>${ports}${ranges.join('')}`;
const ports = (port: number): string => `<fromPort>${port}</fromPort><toPort>${port}</toPort>`;
const V4 = `<ipRanges>${items('<cidrIp>0.0.0.0/0</cidrIp>')}</ipRanges>`;
const V6 = `<ipv6Ranges>${items('<cidrIpv6>::/0</cidrIpv6>')}</ipv6Ranges>`;
const FROM_BALANCER = `<groups>${items(`<userId>${ACCOUNT}</userId><groupId>sg-balancer</groupId>`)}</groups>`;

const securityGroup = (id: string, inbound: string): string =>
  `<ownerId>${ACCOUNT}</ownerId><groupId>${id}</groupId><groupName>${id}</groupName><ipPermissions>${inbound}</ipPermissions>` +
  `<ipPermissionsEgress>${items(permission('-1', '', V4, V6))}</ipPermissionsEgress>`;

function describeSecurityGroups(asked: URLSearchParams): string {
  const isBalancer = asked.get('GroupId.1') === 'sg-balancer';
  const inbound = isBalancer
    ? items(permission('tcp', ports(80), V4, V6), permission('tcp', ports(443), V4, V6))
    : items(permission('-1', '', FROM_BALANCER));
  const found = securityGroup(isBalancer ? 'sg-balancer' : 'sg-web', inbound);
  return ec2('DescribeSecurityGroups', `<securityGroupInfo>${items(found)}</securityGroupInfo>`);
}

const entry = (number: number, egress: boolean, cidr: string, action: string): string =>
  `<ruleNumber>${number}</ruleNumber><protocol>-1</protocol><ruleAction>${action}</ruleAction><egress>${egress}</egress>${cidr}`;
const entries = [false, true].flatMap((egress) => [
  entry(100, egress, '<cidrBlock>0.0.0.0/0</cidrBlock>', 'allow'),
  entry(101, egress, '<ipv6CidrBlock>::/0</ipv6CidrBlock>', 'allow'),
  entry(32_767, egress, '<cidrBlock>0.0.0.0/0</cidrBlock>', 'deny'),
  entry(32_768, egress, '<ipv6CidrBlock>::/0</ipv6CidrBlock>', 'deny'),
]);

const route = (destination: string, gateway: string): string =>
  `${destination}<gatewayId>${gateway}</gatewayId><state>active</state><origin>CreateRoute</origin>`;

const volume = (id: string, attachments: string, name: string): string =>
  `<volumeId>${id}</volumeId><size>20</size><status>in-use</status><createTime>2026-11-01T00:00:00.000Z</createTime>` +
  `<attachmentSet>${attachments}</attachmentSet>${tags(...OWN, ...(name === '' ? [] : [['Name', name] as const]))}`;
const attached = items(
  `<volumeId>vol-data</volumeId><instanceId>${INSTANCE}</instanceId><device>/dev/sdf</device><status>attached</status>`,
);

const MACHINE = [
  `<instanceId>${INSTANCE}</instanceId><instanceType>t4g.small</instanceType>`,
  '<instanceState><code>16</code><name>running</name></instanceState><launchTime>2026-11-01T00:00:00.000Z</launchTime>',
  `<ipAddress>${ADDRESS}</ipAddress><vpcId>vpc-1</vpcId><subnetId>subnet-1</subnetId>`,
  `<groupSet>${items('<groupId>sg-web</groupId><groupName>web</groupName>')}</groupSet>`,
  `<networkInterfaceSet>${items(`<ipv6AddressesSet>${items(`<ipv6Address>${IPV6}</ipv6Address>`)}</ipv6AddressesSet>`)}</networkInterfaceSet>`,
  '<metadataOptions><httpTokens>required</httpTokens><httpPutResponseHopLimit>1</httpPutResponseHopLimit>',
  '<httpEndpoint>enabled</httpEndpoint></metadataOptions>',
  tags(...OWN, ['Bucket', 'essence-aura-production-1a2b3c']),
].join('');

const record = (name: string, type: string, body: string): string =>
  `<ResourceRecordSet><Name>${name}.</Name><Type>${type}</Type>${body}</ResourceRecordSet>`;
const values = (...all: readonly string[]): string =>
  `<TTL>60</TTL><ResourceRecords>${all.map((one) => `<ResourceRecord><Value>${one}</Value></ResourceRecord>`).join('')}</ResourceRecords>`;
const ALIAS =
  `<AliasTarget><HostedZoneId>ZWKZPGTI48KDX</HostedZoneId><DNSName>dualstack.${balancer.DNSName}.</DNSName>` +
  '<EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>';
const ZONE =
  `<HostedZone><Id>/hostedzone/ZONE1</Id><Name>${DOMAIN}.</Name><CallerReference>a</CallerReference>` +
  '<Config><PrivateZone>false</PrivateZone></Config></HostedZone>';
const RECORDS = [
  record(DOMAIN, 'NS', values(...NAME_SERVERS.map((name) => `${name}.`))),
  ...[DOMAIN, `www.${DOMAIN}`, `app.${DOMAIN}`].map((name) => record(name, 'A', ALIAS)),
  ...['tokenone', 'tokentwo', 'tokenthree'].map((token) =>
    record(`${token}._domainkey.${DOMAIN}`, 'CNAME', values(`${token}.dkim.amazonses.com`)),
  ),
].join('');

const LISTENER =
  `<ListenerArn>${listener.ListenerArn}</ListenerArn><Port>443</Port><Protocol>HTTPS</Protocol>` +
  `<Certificates>${members(`<CertificateArn>${listener.Certificates[0]!.CertificateArn}</CertificateArn>`)}</Certificates>`;

/** By the service that a request is signed for, and its operation. */
const ANSWERS: Readonly<Record<string, (asked: URLSearchParams, region: string) => string | object>> = {
  'sts:GetCallerIdentity': () =>
    query(
      'GetCallerIdentity',
      'https://sts.amazonaws.com/doc/2011-06-15/',
      `<Arn>arn:aws:iam::${ACCOUNT}:user/owner</Arn><UserId>AIDA</UserId><Account>${ACCOUNT}</Account>`,
    ),
  'ec2:DescribeInstances': () =>
    ec2(
      'DescribeInstances',
      `<reservationSet>${items(`<reservationId>r-1</reservationId><instancesSet>${items(MACHINE)}</instancesSet>`)}</reservationSet>`,
    ),
  'ec2:DescribeInstanceStatus': () =>
    ec2(
      'DescribeInstanceStatus',
      `<instanceStatusSet>${items(
        `<instanceId>${INSTANCE}</instanceId><systemStatus><status>ok</status></systemStatus>` +
          '<instanceStatus><status>ok</status></instanceStatus><attachedEbsStatus><status>ok</status></attachedEbsStatus>' +
          `<eventsSet>${items('<code>system-reboot</code><description>[Completed] scheduled reboot</description>')}</eventsSet>`,
      )}</instanceStatusSet>`,
    ),
  'ec2:DescribeInstanceCreditSpecifications': () =>
    ec2(
      'DescribeInstanceCreditSpecifications',
      `<instanceCreditSpecificationSet>${items(`<instanceId>${INSTANCE}</instanceId><cpuCredits>unlimited</cpuCredits>`)}</instanceCreditSpecificationSet>`,
    ),
  'ec2:DescribeAddresses': () =>
    ec2(
      'DescribeAddresses',
      `<addressesSet>${items(
        `<publicIp>${ADDRESS}</publicIp><allocationId>eipalloc-1</allocationId><domain>vpc</domain>` +
          `<instanceId>${INSTANCE}</instanceId><associationId>eipassoc-1</associationId>`,
      )}</addressesSet>`,
    ),
  'ec2:DescribeSecurityGroups': describeSecurityGroups,
  'ec2:DescribeNetworkAcls': () =>
    ec2(
      'DescribeNetworkAcls',
      `<networkAclSet>${items(`<networkAclId>acl-1</networkAclId><entrySet>${items(...entries)}</entrySet>`)}</networkAclSet>`,
    ),
  'ec2:DescribeRouteTables': () =>
    ec2(
      'DescribeRouteTables',
      `<routeTableSet>${items(
        `<routeTableId>rtb-1</routeTableId><routeSet>${items(
          route('<destinationCidrBlock>10.42.0.0/16</destinationCidrBlock>', 'local'),
          route('<destinationCidrBlock>0.0.0.0/0</destinationCidrBlock>', 'igw-1'),
          route('<destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock>', 'igw-1'),
        )}</routeSet>`,
      )}</routeTableSet>`,
    ),
  'ec2:DescribeVolumes': () =>
    ec2(
      'DescribeVolumes',
      `<volumeSet>${items(volume('vol-root', attached, ''), volume('vol-data', attached, 'essence-aura-production-data'))}</volumeSet>`,
    ),
  'ec2:DescribeSnapshots': () =>
    ec2(
      'DescribeSnapshots',
      `<snapshotSet>${items('<snapshotId>snap-1</snapshotId><status>completed</status><startTime>2026-11-29T17:31:00.000Z</startTime>')}</snapshotSet>`,
    ),
  'monitoring:GetMetricData': () => ({
    MetricDataResults: [
      { Id: 'balance', StatusCode: 'Complete', Timestamps: [1764475200], Values: [576, 575] },
      { Id: 'charged', StatusCode: 'Complete', Timestamps: [1764475200], Values: [0, 0] },
    ],
  }),
  'route53:hostedzone': () =>
    rest(
      'ListHostedZonesResponse',
      `<HostedZones>${ZONE}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems>`,
    ),
  'route53:hostedzone/ZONE1': () =>
    rest(
      'GetHostedZoneResponse',
      `${ZONE}<DelegationSet><NameServers>${NAME_SERVERS.map((name) => `<NameServer>${name}</NameServer>`).join('')}</NameServers></DelegationSet>`,
    ),
  'route53:hostedzone/ZONE1/rrset': () =>
    rest(
      'ListResourceRecordSetsResponse',
      `<ResourceRecordSets>${RECORDS}</ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems>`,
    ),
  'route53domains:GetDomainDetail': () => ({
    DomainName: DOMAIN,
    AutoRenew: true,
    StatusList: ['clientTransferProhibited'],
    ExpirationDate: Date.parse('2027-10-01T00:00:00Z') / 1000,
    Nameservers: NAME_SERVERS.map((Name) => ({ Name })),
  }),
  'route53domains:GetContactReachabilityStatus': () => ({ domainName: DOMAIN, status: 'DONE' }),
  'ses:v2/email/account': () => ({ ProductionAccessEnabled: true, SendingEnabled: true, EnforcementStatus: 'HEALTHY' }),
  [`ses:v2/email/identities/${DOMAIN}`]: () => BALANCED['sesv2:GetEmailIdentity'] as object,
  'sns:ListTopics': (_asked, region) =>
    query(
      'ListTopics',
      'http://sns.amazonaws.com/doc/2010-03-31/',
      `<Topics>${members(`<TopicArn>${topic('alarms', region)}</TopicArn>`, `<TopicArn>arn:aws:sns:${region}:${ACCOUNT}:of-somebody-else</TopicArn>`)}</Topics>`,
    ),
  'sns:ListSubscriptionsByTopic': (asked) =>
    query(
      'ListSubscriptionsByTopic',
      'http://sns.amazonaws.com/doc/2010-03-31/',
      `<Subscriptions>${members(`<TopicArn>${asked.get('TopicArn')}</TopicArn><Protocol>email</Protocol><SubscriptionArn>${asked.get('TopicArn')}:6b5d3c2a</SubscriptionArn>`)}</Subscriptions>`,
    ),
  'elasticloadbalancing:DescribeLoadBalancers': () =>
    query(
      'DescribeLoadBalancers',
      ELB,
      `<LoadBalancers>${members(
        `<LoadBalancerArn>${balancer.LoadBalancerArn}</LoadBalancerArn><LoadBalancerName>shop</LoadBalancerName>` +
          `<DNSName>${balancer.DNSName}</DNSName><Type>application</Type><Scheme>internet-facing</Scheme>` +
          `<State><Code>active</Code></State><SecurityGroups>${members('sg-balancer')}</SecurityGroups>`,
      )}</LoadBalancers>`,
    ),
  'elasticloadbalancing:DescribeListeners': () =>
    query('DescribeListeners', ELB, `<Listeners>${members(LISTENER)}</Listeners>`),
  'elasticloadbalancing:DescribeListenerCertificates': () =>
    query(
      'DescribeListenerCertificates',
      ELB,
      `<Certificates>${members(`<CertificateArn>${listener.Certificates[0]!.CertificateArn}</CertificateArn><IsDefault>true</IsDefault>`)}</Certificates>`,
    ),
  'elasticloadbalancing:DescribeTargetGroups': () =>
    query(
      'DescribeTargetGroups',
      ELB,
      `<TargetGroups>${members(
        `<TargetGroupArn>${group.TargetGroupArn}</TargetGroupArn><TargetGroupName>shop</TargetGroupName><VpcId>vpc-1</VpcId>` +
          '<Protocol>HTTPS</Protocol><Port>443</Port><HealthCheckProtocol>HTTPS</HealthCheckProtocol>' +
          '<HealthCheckPort>traffic-port</HealthCheckPort><HealthCheckPath>/health</HealthCheckPath><Matcher><HttpCode>200</HttpCode></Matcher>',
      )}</TargetGroups>`,
    ),
  'elasticloadbalancing:DescribeTargetHealth': () =>
    query(
      'DescribeTargetHealth',
      ELB,
      `<TargetHealthDescriptions>${members(
        `<Target><Id>${INSTANCE}</Id><Port>443</Port></Target><HealthCheckPort>443</HealthCheckPort><TargetHealth><State>healthy</State></TargetHealth>`,
      )}</TargetHealthDescriptions>`,
    ),
  'acm:DescribeCertificate': () => BALANCED['acm:DescribeCertificate'] as object,
};

const REFUSED_XML = `${HEAD}<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation.</Message></Error></Errors><RequestID>1</RequestID></Response>`;

interface Wire {
  readonly endpoint: string;
  /** By service and operation, as asked. */
  readonly asked: ReadonlySet<string>;
}

/** @param refused what EC2 says that nobody may, such as DescribeInstances */
export async function withWire<T>(use: (wire: Wire) => Promise<T>, refused: readonly string[] = []): Promise<T> {
  const asked = new Set<string>();
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const [, region = REGION, service = ''] =
        /Credential=[^/]+\/\d+\/([\w-]+)\/([\w-]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const form = new URLSearchParams(body);
      const aimed = request.headers['x-amz-target'];
      const operation = form.get('Action') ?? (typeof aimed === 'string' ? aimed.split('.').at(-1) : null);
      const name = `${service}:${operation ?? decodeURIComponent(pathname).replace(/^\/(2013-04-01\/)?|\/$/g, '')}`;
      asked.add(name);
      const answer = refused.includes(operation ?? '') ? null : ANSWERS[name]?.(form, region);
      const isText = typeof answer === 'string';
      response.statusCode = answer ? 200 : 403;
      response.setHeader('content-type', !answer || isText ? 'text/xml' : 'application/x-amz-json-1.1');
      response.end(!answer ? REFUSED_XML : isText ? answer : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked });
  } finally {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}
