/** Faults of what lets traffic through. */
import { aclEntries, routes, tcp } from './account';
import { inbound, acl, type Faults } from './cases';

export const NETWORK_FAULTS: Faults = [
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
];
