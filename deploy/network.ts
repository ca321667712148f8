/** A network of its own: an account's default one may be missing, or have rules that somebody else relies on. */
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { chooseZone, keepZone, offeringZones } from './availability-zone';
import { type StackConfig } from './config';
import { tagsOf } from './tags';

export interface Network {
  readonly subnetId: pulumi.Output<string>;
  readonly availabilityZone: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;
  /** Chosen by us within the network's block, so that it stays the same when the machine is replaced. */
  readonly ipv6: pulumi.Output<string>;
  /** The way out, which has to be there before a machine asks for anything, or has an address. */
  readonly wayOut: readonly pulumi.Resource[];
}

type Rule = aws.types.input.ec2.SecurityGroupIngress;

const ANYWHERE = { cidrBlocks: ['0.0.0.0/0'], ipv6CidrBlocks: ['::/0'] };

export function createNetwork(config: StackConfig): Network {
  const tags = tagsOf(config, 'network');
  const vpc = new aws.ec2.Vpc('network', {
    cidrBlock: '10.42.0.0/16',
    assignGeneratedIpv6CidrBlock: true,
    enableDnsHostnames: true,
    tags,
  });
  const gateway = new aws.ec2.InternetGateway('gateway', { vpcId: vpc.id, tags });
  const zones = offeringZones(config);
  const subnet = new aws.ec2.Subnet(
    'subnet',
    {
      vpcId: vpc.id,
      cidrBlock: '10.42.0.0/24',
      ipv6CidrBlock: vpc.ipv6CidrBlock.apply(firstSubnetOf),
      availabilityZone: zones.apply((offering) => chooseZone(config, offering)),
      // The only public IPv4 address is the one that stays: see address.ts.
      mapPublicIpOnLaunch: false,
      tags,
    },
    // Another one would take the data's disk along, which can't move.
    // Two networks can't hold the same addresses.
    { ignoreChanges: ['availabilityZone'], deleteBeforeReplace: true },
  );
  const routes = new aws.ec2.RouteTable('routes', {
    vpcId: vpc.id,
    routes: [
      { cidrBlock: '0.0.0.0/0', gatewayId: gateway.id },
      { ipv6CidrBlock: '::/0', gatewayId: gateway.id },
    ],
    tags,
  });
  const routed = new aws.ec2.RouteTableAssociation('subnet-routes', {
    subnetId: subnet.id,
    routeTableId: routes.id,
  });
  return {
    subnetId: subnet.id,
    availabilityZone: pulumi
      .all([subnet.availabilityZone, zones])
      .apply(([zone, offering]) => keepZone(config, zone, offering)),
    securityGroupId: createSecurityGroup(config, vpc.id).id,
    ipv6: subnet.ipv6CidrBlock.apply(addressIn),
    wayOut: [gateway, routed],
  };
}

/** Rules inside the group, not as resources of their own: the next `pulumi up` closes a port that was opened by hand. */
function createSecurityGroup(config: StackConfig, vpcId: pulumi.Output<string>): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup('web', {
    vpcId,
    description: 'HTTP and HTTPS from anywhere, nothing else',
    ingress: [
      tcp(80, 'HTTP: redirects, and the answers a certificate authority asks for'),
      tcp(443, 'HTTPS: the shop'),
      ...(config.adminAddress ? [sshFrom(config.adminAddress)] : []),
    ],
    egress: [
      {
        description: 'Certificates, e-mail, payments, updates, Session Manager',
        protocol: '-1',
        fromPort: 0,
        toPort: 0,
        ...ANYWHERE,
      },
    ],
    tags: tagsOf(config, 'web'),
  });
}

function sshFrom(address: string): Rule {
  const source = address.includes(':') ? { ipv6CidrBlocks: [address] } : { cidrBlocks: [address] };
  return tcp(22, 'SSH: the address of the administrator', source);
}

function tcp(port: number, description: string, source: Partial<Rule> = ANYWHERE): Rule {
  return { description, protocol: 'tcp', fromPort: port, toPort: port, ...source };
}

/** AWS gives a network a /56; its first /64 begins with the same address. */
export function firstSubnetOf(block: string): string {
  return block.replace(/\/56$/, '/64');
}

/** `2001:db8:1:200::/64` → `2001:db8:1:200::a`. AWS keeps the first four addresses of a subnet to itself. */
export function addressIn(block: string): string {
  return block.replace(/::\/64$/, '::a');
}
