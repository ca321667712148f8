/** A network of its own: an account's default one may be missing, or have rules that somebody else relies on. */
import * as aws from '@pulumi/aws';
import { type Output } from '@pulumi/pulumi';
import { type StackConfig } from './config';

export interface Network {
  readonly subnetId: Output<string>;
  readonly securityGroupId: Output<string>;
}

const ANYWHERE = { cidrBlocks: ['0.0.0.0/0'], ipv6CidrBlocks: ['::/0'] };
const tags = { Name: 'essence-aura' };

export function createNetwork(config: StackConfig): Network {
  const vpc = new aws.ec2.Vpc('network', { cidrBlock: '10.42.0.0/16', enableDnsHostnames: true, tags });
  const gateway = new aws.ec2.InternetGateway('gateway', { vpcId: vpc.id, tags });
  const subnet = new aws.ec2.Subnet('subnet', {
    vpcId: vpc.id,
    cidrBlock: '10.42.0.0/24',
    ...(config.availabilityZone && { availabilityZone: config.availabilityZone }),
    // The only public address is the one that stays: see address.ts.
    mapPublicIpOnLaunch: false,
    tags,
  });
  const routes = new aws.ec2.RouteTable('routes', {
    vpcId: vpc.id,
    routes: [{ cidrBlock: '0.0.0.0/0', gatewayId: gateway.id }],
    tags,
  });
  new aws.ec2.RouteTableAssociation('subnet-routes', { subnetId: subnet.id, routeTableId: routes.id });
  return { subnetId: subnet.id, securityGroupId: createSecurityGroup(vpc.id).id };
}

/**
 * The rules stand inside the group, not as resources of their own: so the next `pulumi up` closes a port that was
 * opened by hand. Port 22 is none of them: a shell is had through Session Manager.
 */
function createSecurityGroup(vpcId: Output<string>): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup('web', {
    vpcId,
    description: 'HTTP and HTTPS from anywhere, nothing else',
    ingress: [
      {
        description: 'HTTP: redirects, and the answers a certificate authority asks for',
        protocol: 'tcp',
        fromPort: 80,
        toPort: 80,
        ...ANYWHERE,
      },
      { description: 'HTTPS: the shop', protocol: 'tcp', fromPort: 443, toPort: 443, ...ANYWHERE },
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
    tags,
  });
}
