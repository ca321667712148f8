/** The machine, and the role that lets its operator in without an open port. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as aws from '@pulumi/aws';
import { type StackConfig } from './config';
import { type Network } from './network';

const tags = { Name: 'essence-aura' };

export function createInstance(config: StackConfig, network: Network): aws.ec2.Instance {
  const { profile, permission } = createProfile();
  const image = aws.ssm.getParameterOutput({ name: imageParameter(config.instanceType) });
  return new aws.ec2.Instance(
    'shop',
    {
      ami: image.insecureValue,
      instanceType: config.instanceType,
      subnetId: network.subnetId,
      vpcSecurityGroupIds: [network.securityGroupId],
      iamInstanceProfile: profile.name,
      userData: userDataOf(config),
      // Version 1 of the metadata service hands the role's credentials to whoever can make a process fetch a URL.
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      rootBlockDevice: {
        volumeType: 'gp3',
        volumeSize: config.volumeGib,
        encrypted: true,
        // Orders and certificates lie on it: it stays even when the machine is ended by mistake.
        deleteOnTermination: false,
        tags,
      },
      disableApiTermination: true,
      tags,
    },
    {
      protect: true,
      // Debian publishes a new image every few weeks, and the first boot's script has run: neither may replace, or
      // stop and start, a machine that sells. docs: deploy/README.md, "A new machine".
      ignoreChanges: ['ami', 'userData'],
      // The agent asks for its permission when it starts, which is minutes after the machine does.
      dependsOn: [permission],
    },
  );
}

/** Session Manager and nothing else: the shop itself calls no service of AWS yet. */
function createProfile(): { profile: aws.iam.InstanceProfile; permission: aws.iam.RolePolicyAttachment } {
  const role = new aws.iam.Role('shop', {
    description: "Lets the shop's machine be reached through Session Manager",
    assumeRolePolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    tags,
  });
  const permission = new aws.iam.RolePolicyAttachment('session-manager', {
    role: role.name,
    policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
  });
  return { profile: new aws.iam.InstanceProfile('shop', { role: role.name, tags }), permission };
}

/** The newest image of Debian 13, which Debian itself publishes under this name in every region. */
export function imageParameter(instanceType: string): string {
  return `/aws/service/debian/release/13/latest/${architectureOf(instanceType)}`;
}

/** AWS's own processors are ARM. Their types have a `g` first after the generation: t4g, c7gn, im4gn; a1 is older. */
export function architectureOf(instanceType: string): 'arm64' | 'amd64' {
  return /^(a1|[a-z]+\d+g[a-z]*)\./.test(instanceType) ? 'arm64' : 'amd64';
}

/** What cloud-init runs as root on the first boot: the script as it lies in `host/`, with its two values before it. */
export function userDataOf(config: Pick<StackConfig, 'domain' | 'ownerEmail'>): string {
  const script = readFileSync(path.join(__dirname, 'host', 'bootstrap.sh'), 'utf8');
  return `#!/usr/bin/env bash\nexport DOMAIN='${config.domain}' OWNER_EMAIL='${config.ownerEmail}'\n${script}`;
}
