/** The same account with something in front of the machine: a load balancer, or CloudFront. */
import type { Questions } from '../../../server/doctor/cloud/questions';
import {
  ACCOUNT,
  ANYWHERE,
  DOMAIN,
  HEALTHY,
  HOSTS,
  INSTANCE,
  REGION,
  keys,
  ns,
  tcp,
  type Answer,
  type Answers,
} from './account';

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
