/** What holds for production and staging alike: one code, two configurations. */
import { gunzipSync } from 'node:zlib';
import type { HostConfig, StackName } from '../../deploy/host-config';
import { siteOf } from '../../server/edge/redirects';
import { askedOfAuthority } from './asked-names';
import { testAlarms } from './every-alarm';
import { violationsOf, type Ingress, type Statement } from './policy';
import { ADDRESS, ADDRESS_V6, ARTEFACT, CONFIG, IMAGE, runProgram, type Resource, type Stack } from './stack';

export const records = (stack: Stack, type: string): readonly Resource[] =>
  stack.of('aws:route53/record:Record').filter((record) => record.inputs.type === type);
const namesOf = (stack: Stack, type: string): readonly unknown[] =>
  records(stack, type)
    .map((record) => record.inputs.name)
    .sort();

export const rulesOf = (stack: Stack): readonly Ingress[] =>
  stack.one('aws:ec2/securityGroup:SecurityGroup').inputs.ingress as readonly Ingress[];

interface CloudConfig {
  readonly runcmd: readonly (readonly string[])[];
  readonly ssh_authorized_keys?: readonly string[];
  readonly write_files: readonly { readonly path: string; readonly content: string }[];
}

function userDataText(stack: Stack): string {
  const encoded = String(stack.one('aws:ec2/instance:Instance').inputs.userDataBase64);
  return gunzipSync(Buffer.from(encoded, 'base64')).toString();
}

export const cloudConfigOf = (stack: Stack): CloudConfig =>
  JSON.parse(userDataText(stack).replace('#cloud-config\n', '')) as CloudConfig;

export function hostConfigOf(stack: Stack): HostConfig {
  const file = cloudConfigOf(stack).write_files.find((entry) => entry.path === '/etc/essence-aura/host.json');
  return JSON.parse(String(file?.content)) as HostConfig;
}

const PARAMETER = 'aws:ssm/parameter:Parameter';

export const secretsOf = (stack: Stack): readonly Resource[] =>
  stack.of(PARAMETER).filter(({ name }) => name !== 'settings');

export function testEveryStack(stackName: StackName): () => Stack {
  const domain = String(CONFIG[stackName]['essence-aura:domain']);
  let stack: Stack;
  beforeAll(async () => {
    stack = await runProgram(stackName);
  });

  test('nothing it asks for breaks a rule', () => {
    expect(violationsOf(stack.resources)).toEqual([]);
  });

  describe('the names', () => {
    test('of the records are those asked of the authority and those of the virtual hosts', async () => {
      const site = siteOf({ domain, publicHttpsPort: 443, certificates: 'acme' });
      const virtualHosts = [...site.names].sort();
      const asked = await askedOfAuthority(domain, String(hostConfigOf(stack).acmeDirectoryUrl));
      expect(namesOf(stack, 'A')).toEqual(virtualHosts);
      expect(namesOf(stack, 'AAAA')).toEqual(virtualHosts);
      expect([...asked.names].sort()).toEqual(virtualHosts);
      expect(stack.outputs.hosts).toEqual(site.names);
    });

    test('all lead to the one address that stays, and over IPv6 to the one the machine is given', () => {
      for (const record of records(stack, 'A')) expect(record.inputs).toMatchObject({ records: [ADDRESS], ttl: 60 });
      for (const record of records(stack, 'AAAA'))
        expect(record.inputs).toMatchObject({ records: [ADDRESS_V6], ttl: 60 });
      expect(stack.one('aws:ec2/instance:Instance').inputs.ipv6Addresses).toEqual([ADDRESS_V6]);
      expect(stack.one('aws:ec2/subnet:Subnet').inputs.ipv6CidrBlock).toBe('2001:db8:1:200::/64');
    });

    test('may be certified by the chosen authority alone, and by nobody for a wildcard', () => {
      const [record, ...others] = records(stack, 'CAA');
      expect(others).toEqual([]);
      expect(record?.inputs).toMatchObject({
        name: domain,
        records: ['0 issue "letsencrypt.org"', '0 issuewild ";"', '0 iodef "mailto:owner@example.com"'],
      });
    });

    test('are told to the operator', () => {
      expect(stack.outputs).toMatchObject({
        ip: ADDRESS,
        ipv6: ADDRESS_V6,
        shop: `https://${domain}`,
        desk: `https://app.${domain}/admin`,
      });
    });
  });

  describe('the network', () => {
    test('lets HTTP and HTTPS in from anywhere, over IPv4 and IPv6', () => {
      const web = rulesOf(stack).filter((rule) => rule.fromPort !== 22);
      expect(web.map(({ protocol, fromPort, toPort }) => [protocol, fromPort, toPort])).toEqual([
        ['tcp', 80, 80],
        ['tcp', 443, 443],
      ]);
      for (const rule of web) {
        expect(rule).toMatchObject({ cidrBlocks: ['0.0.0.0/0'], ipv6CidrBlocks: ['::/0'] });
      }
    });

    test.each([
      ['Postgres', 5432],
      ['the shop behind the edge', 3001],
      ['pgBackRest', 8432],
    ])('has no way in to %s', (_what, port) => {
      expect(rulesOf(stack).filter((rule) => rule.protocol === '-1')).toEqual([]);
      expect(rulesOf(stack).filter((rule) => rule.fromPort <= port && rule.toPort >= port)).toEqual([]);
    });

    test('has a way out through its gateway, over both', () => {
      expect(stack.one('aws:ec2/routeTable:RouteTable').inputs.routes).toEqual([
        { cidrBlock: '0.0.0.0/0', gatewayId: 'gateway-id' },
        { ipv6CidrBlock: '::/0', gatewayId: 'gateway-id' },
      ]);
      expect(stack.one('aws:ec2/routeTableAssociation:RouteTableAssociation').inputs).toEqual({
        subnetId: 'subnet-id',
        routeTableId: 'routes-id',
      });
    });
  });

  describe('the machine', () => {
    const instance = () => stack.one('aws:ec2/instance:Instance');

    test('is found by its tags, and with it the bucket: a deploy needs neither Pulumi nor its passphrase', () => {
      expect(instance().inputs.tags).toEqual({
        Name: `essence-aura-${stackName}-shop`,
        Project: 'essence-aura',
        Stack: stackName,
        Bucket: 'store-bucket',
      });
    });

    test('wants a token from whoever asks its metadata service', () => {
      expect(instance().inputs.metadataOptions).toMatchObject({ httpTokens: 'required', httpPutResponseHopLimit: 1 });
    });

    test('has an encrypted disk of its own, with nothing on it worth keeping', () => {
      expect(instance().inputs.rootBlockDevice).toMatchObject({ encrypted: true, deleteOnTermination: true });
    });

    test('starts after its secrets and its release: it reads both on its first boot', () => {
      expect(instance().dependsOn).toEqual(
        expect.arrayContaining([
          'aws:ssm/parameter:Parameter::secret-MAIL_URL',
          'aws:s3/bucketObjectv2:BucketObjectv2::first-release-is-current',
          'aws:iam/rolePolicy:RolePolicy::shop',
        ]),
      );
    });

    test('has its agent brought up to date every week, for no archive of packages knows it', () => {
      expect(stack.one('aws:ssm/association:Association').inputs).toMatchObject({
        name: 'AWS-UpdateSSMAgent',
        associationName: `essence-aura-${stackName}-agent`,
        targets: [{ key: 'InstanceIds', values: ['shop-id'] }],
        scheduleExpression: 'rate(7 days)',
      });
    });

    test('stands in a zone that offers it, the first of them, and stays there', () => {
      const [asked] = stack.calls.filter(({ token }) => token.endsWith(':getInstanceTypeOfferings'));
      expect(asked?.inputs).toEqual({
        locationType: 'availability-zone',
        filters: [{ name: 'instance-type', values: ['t4g.small'] }],
      });
      const subnet = stack.one('aws:ec2/subnet:Subnet');
      expect(subnet.inputs.availabilityZone).toBe('ap-northeast-2a');
      expect(subnet.ignoreChanges).toEqual(['availabilityZone']);
    });

    test('is not replaced by a newer image or file, nor ended by mistake', () => {
      expect(instance().ignoreChanges).toEqual(['ami', 'userDataBase64']);
      // Nor does that keep a machine that was given up: otherwise the command that ends it would fail.
      expect(instance().inputs).toMatchObject({ disableApiTermination: true, forceDestroy: true });
    });

    test("starts from Debian 13's newest image for its processor", () => {
      expect(instance().inputs).toMatchObject({ ami: IMAGE, instanceType: 't4g.small' });
      const asked = stack.calls.filter((call) => call.token === 'aws:ssm/getParameter:getParameter');
      const name = '/aws/service/debian/release/13/latest/arm64';
      expect(asked.map((call): unknown => call.inputs)).toEqual([{ name }]);
    });

    test('stands in the network, behind its rules, and needs no key to be entered', () => {
      expect(instance().inputs).toMatchObject({ subnetId: 'subnet-id', vpcSecurityGroupIds: ['web-id'] });
      expect(instance().inputs).not.toHaveProperty('keyName');
      expect(stack.outputs.shell).toBe('aws ssm start-session --region ap-northeast-2 --target shop-id');
    });

    test('moves to other hardware by itself, and restarts by itself when it does not answer', () => {
      expect(instance().inputs.maintenanceOptions).toEqual({ autoRecovery: 'default' });
      const actions = stack
        .of('aws:cloudwatch/metricAlarm:MetricAlarm')
        .flatMap(({ inputs }) =>
          (inputs.alarmActions as readonly string[]).map((action) => [inputs.metricName, action]),
        );
      expect(actions).toContainEqual(['StatusCheckFailed_System', 'arn:aws:automate:ap-northeast-2:ec2:recover']);
      expect(actions).toContainEqual(['StatusCheckFailed_Instance', 'arn:aws:automate:ap-northeast-2:ec2:reboot']);
    });
  });

  describe("the first boot's data", () => {
    test('tells the machine where it is and runs the set-up', () => {
      expect(hostConfigOf(stack)).toMatchObject({
        domain,
        ownerEmail: 'owner@example.com',
        stack: stackName,
        region: 'ap-northeast-2',
        bucket: 'store-bucket',
        parameters: `/essence-aura/${stackName}/`,
        dataDevice: '/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0123456789abcdef0',
        rebootTime: '03:30',
      });
      expect(cloudConfigOf(stack).runcmd).toEqual([['/usr/local/sbin/essence-aura-setup']]);
    });

    test('is also where a machine that runs can read it again, beside the secrets', () => {
      const settings = stack.of(PARAMETER).find(({ name }) => name === 'settings');
      expect(settings?.inputs).toMatchObject({ name: `/essence-aura/${stackName}/host.json`, type: 'String' });
      expect(JSON.parse(String(settings?.inputs.insecureValue))).toEqual(hostConfigOf(stack));
    });

    test('holds no secret: those are in Parameter Store, encrypted, below the path the machine is told', () => {
      const secrets = secretsOf(stack);
      expect(secrets.map(({ inputs }) => inputs.name)).toEqual([`/essence-aura/${stackName}/MAIL_URL`]);
      for (const { inputs } of secrets) {
        const { secret } = inputs.value as { readonly secret: string };
        expect(secret).toMatch(/^smtps:\/\/[^:]+:[^@]+@/);
        expect(userDataText(stack)).not.toContain(secret.split('@')[0]);
        expect(userDataText(stack)).not.toContain('smtps:');
      }
    });
  });

  describe('what is worth keeping', () => {
    test('lies on a volume of its own, encrypted, protected, beside the machine and lent to it', () => {
      const volume = stack.one('aws:ebs/volume:Volume');
      expect(volume.inputs).toMatchObject({ encrypted: true, type: 'gp3', availabilityZone: 'ap-northeast-2a' });
      expect([volume.protect, volume.retainOnDelete]).toEqual([true, true]);
      expect(stack.one('aws:ec2/volumeAttachment:VolumeAttachment').inputs).toMatchObject({
        volumeId: 'vol-0123456789abcdef0',
        instanceId: 'shop-id',
        stopInstanceBeforeDetaching: true,
      });
    });

    test('in the bucket stays as closed, encrypted and versioned as it was when the stack is gone', () => {
      const guards = stack.resources.filter(({ type }) => /^aws:s3\/bucket[A-Z](?!bjectv2)/.test(type));
      expect(guards).toHaveLength(6);
      expect(guards.filter(({ retainOnDelete }) => !retainOnDelete)).toEqual([]);
    });

    test('is photographed daily', () => {
      const { policyDetails } = stack.one('aws:dlm/lifecyclePolicy:LifecyclePolicy').inputs;
      expect(policyDetails).toMatchObject({ schedules: [{ createRule: { interval: 24 }, retainRule: { count: 14 } }] });
    });

    test('goes to a bucket from which nothing current expires', () => {
      expect(stack.one('aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration').inputs.rules).toEqual([
        {
          id: 'forget-what-was-deleted',
          status: 'Enabled',
          filter: { prefix: '' },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          expiration: { expiredObjectDeleteMarker: true },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ]);
    });

    test.each(['aws:ec2/eip:Eip', 'aws:ebs/volume:Volume', 'aws:s3/bucket:Bucket'])(
      'survives destroy, update and an edit of the program: %s',
      (type) => {
        expect([stack.one(type).protect, stack.one(type).retainOnDelete]).toEqual([true, true]);
      },
    );

    test('the address belongs to no machine, and is lent to the one that runs', () => {
      expect(stack.one('aws:ec2/eip:Eip').inputs).not.toHaveProperty('instance');
      const loan = stack.one('aws:ec2/eipAssociation:EipAssociation');
      // Without a gateway AWS refuses it.
      expect(loan.dependsOn).toContain('aws:ec2/internetGateway:InternetGateway::gateway');
      expect(loan.inputs).toEqual({ allocationId: 'eipalloc-1', instanceId: 'shop-id' });
    });
  });

  test('the built release is uploaded, then named as the current one, and a later deploy is never set back', () => {
    const [file, current] = ['first-release', 'first-release-is-current'].map((name) =>
      stack.of('aws:s3/bucketObjectv2:BucketObjectv2').find((object) => object.name === name),
    );
    expect(file?.inputs).toMatchObject({ key: `releases/essence-aura-${ARTEFACT.id}.tar.gz`, bucket: 'store-bucket' });
    expect(current?.inputs.key).toBe('releases/current.json');
    expect(JSON.parse(String(current?.inputs.content))).toEqual({
      release: ARTEFACT.id,
      key: file?.inputs.key,
      sha256: ARTEFACT.sha256,
    });
    for (const object of [file, current]) {
      expect(object).toMatchObject({ retainOnDelete: true, ignoreChanges: ['key', 'source', 'content', 'metadata'] });
    }
  });

  describe("the machine's role", () => {
    const statements = (): readonly Statement[] => {
      const text = String(stack.one('aws:iam/rolePolicy:RolePolicy').inputs.policy);
      return (JSON.parse(text) as { readonly Statement: readonly Statement[] }).Statement;
    };

    test('reaches its own parameters and its own bucket, and deletes no version', () => {
      const own = statements().filter(({ Resource: target }) => target !== '*');
      const path = `arn:aws:ssm:ap-northeast-2:123456789012:parameter/essence-aura/${stackName}`;
      expect(own.flatMap(({ Resource: target }) => target)).toEqual([
        path,
        `${path}/*`,
        'arn:aws:test:::store/releases/*',
        'arn:aws:test:::store/backups/*',
        'arn:aws:test:::store',
        `arn:aws:sns:*:123456789012:essence-aura-${stackName}-*`,
        ...[domain, 'owner@example.com'].map((name) => `arn:aws:ses:ap-northeast-2:123456789012:identity/${name}`),
      ]);
      expect(own.flatMap(({ Action }) => Action)).not.toContain('s3:DeleteObjectVersion');
    });

    test("beyond that has what Session Manager needs, without AWS's policy that reads every parameter", () => {
      const wide = statements().filter(({ Resource: target }) => target === '*');
      const allowed = /^(ssm|ssmmessages|ec2messages):(?!.*GetParameter)/;
      expect(wide.flatMap(({ Action }) => Action).filter((action) => !allowed.test(action))).toEqual([]);
      // The one attached is that of the service that makes snapshots.
      expect(stack.one('aws:iam/rolePolicyAttachment:RolePolicyAttachment').name).toBe('snapshots');
    });
  });

  testAlarms(() => stack, domain);

  return () => stack;
}
