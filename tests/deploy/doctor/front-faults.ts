/** Faults of what stands in front of the machine. */
import { DOMAIN, tcp } from './account';
import { groups, unhealthy, cdn, BALANCED_BY, DISTRIBUTED_BY, type Faults } from './cases';
import { balancer, certificate, listener, securityGroups } from './front';

export const FRONT_FAULTS: Faults = [
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
