import { hostsOf } from '../../server/hosts';
import { ADDRESS, IMAGE, runProgram, type Resource, type Stack } from './stack';

interface Rule {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrBlocks: readonly string[];
  readonly ipv6CidrBlocks: readonly string[];
}

let stack: Stack;
beforeAll(async () => {
  stack = await runProgram();
});

const records = (type: string): readonly Resource[] =>
  stack.of('aws:route53/record:Record').filter((record) => record.inputs.type === type);

describe('the names', () => {
  test('are those certificates and virtual hosts are made for, and all lead to the one address', () => {
    const names = hostsOf('essence-aura.com').all.map((host) => host.name);
    expect(
      records('A')
        .map((record) => record.inputs.name)
        .sort(),
    ).toEqual([...names].sort());
    for (const record of records('A')) expect(record.inputs).toMatchObject({ records: [ADDRESS], zoneId: 'zone-id' });
    expect(stack.outputs.hosts).toEqual(names);
  });

  test('have no other address: neither IPv6 nor an alias', () => {
    expect(
      stack
        .of('aws:route53/record:Record')
        .map((record) => record.inputs.type)
        .sort(),
    ).toEqual(['A', 'A', 'A', 'CAA']);
  });

  test('are forgotten by resolvers within a minute, so that a move is over soon', () => {
    for (const record of records('A')) expect(record.inputs.ttl).toBe(60);
  });

  test("may be certified by Let's Encrypt alone, and by nobody for a wildcard", () => {
    expect(records('CAA').map((record) => [record.inputs.name, record.inputs.records])).toEqual([
      ['essence-aura.com', ['0 issue "letsencrypt.org"', '0 issuewild ";"', '0 iodef "mailto:owner@essence-aura.com"']],
    ]);
  });
});

describe('the network', () => {
  const rules = (): readonly Rule[] =>
    stack.of('aws:ec2/securityGroup:SecurityGroup').flatMap((group) => group.inputs.ingress as Rule[]);

  test('lets HTTP and HTTPS in from anywhere, over IPv4 and IPv6, and nothing else', () => {
    const open = rules().map((rule) => [rule.protocol, rule.fromPort, rule.toPort]);
    expect(open).toEqual([
      ['tcp', 80, 80],
      ['tcp', 443, 443],
    ]);
    for (const rule of rules()) {
      expect(rule.cidrBlocks).toEqual(['0.0.0.0/0']);
      expect(rule.ipv6CidrBlocks).toEqual(['::/0']);
    }
  });

  test('opens port 22 to nobody, in no rule that stands elsewhere either', () => {
    expect(rules().filter((rule) => rule.protocol === '-1' || (rule.fromPort <= 22 && rule.toPort >= 22))).toEqual([]);
    const elsewhere = stack.resources.filter((resource) => /securityGroup.*Rule/i.test(resource.type));
    expect(elsewhere).toEqual([]);
  });

  test('has a way out through its gateway', () => {
    expect(stack.one('aws:ec2/routeTable:RouteTable').inputs.routes).toEqual([
      { cidrBlock: '0.0.0.0/0', gatewayId: 'gateway-id' },
    ]);
    expect(stack.one('aws:ec2/routeTableAssociation:RouteTableAssociation').inputs).toMatchObject({
      subnetId: 'subnet-id',
      routeTableId: 'routes-id',
    });
  });
});

describe('the machine', () => {
  const instance = () => stack.one('aws:ec2/instance:Instance');

  test('wants a token from whoever asks its metadata service', () => {
    expect(instance().inputs.metadataOptions).toMatchObject({ httpTokens: 'required', httpPutResponseHopLimit: 1 });
  });

  test('keeps its disk encrypted, and beyond its own end', () => {
    expect(instance().inputs.rootBlockDevice).toMatchObject({
      encrypted: true,
      volumeType: 'gp3',
      volumeSize: 30,
      deleteOnTermination: false,
    });
  });

  test('is not replaced by a newer image or script, nor ended by mistake', () => {
    expect(instance().ignoreChanges).toEqual(['ami', 'userData']);
    expect(instance().protect).toBe(true);
    expect(instance().inputs.disableApiTermination).toBe(true);
  });

  test("starts from Debian 13's newest image for its processor", () => {
    expect(instance().inputs).toMatchObject({ ami: IMAGE, instanceType: 't4g.small' });
    const asked = stack.calls.filter((call) => call.token === 'aws:ssm/getParameter:getParameter');
    expect(asked.map((call): unknown => call.inputs)).toEqual([
      { name: '/aws/service/debian/release/13/latest/arm64' },
    ]);
  });

  test('stands in the network, behind its rules', () => {
    expect(instance().inputs).toMatchObject({ subnetId: 'subnet-id', vpcSecurityGroupIds: ['web-id'] });
  });

  test('is entered through Session Manager: with a role for it and without a key', () => {
    expect(instance().inputs).not.toHaveProperty('keyName');
    expect(stack.one('aws:iam/rolePolicyAttachment:RolePolicyAttachment').inputs.policyArn).toBe(
      'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    );
    expect(stack.outputs.shell).toBe('aws ssm start-session --target shop-id');
  });
});

describe('the address', () => {
  test('is released by no update, no destroy and no edit of the program', () => {
    const address = stack.one('aws:ec2/eip:Eip');
    expect(address.protect).toBe(true);
    expect(address.retainOnDelete).toBe(true);
  });

  test('belongs to no machine, and is lent to the one that runs', () => {
    expect(stack.one('aws:ec2/eip:Eip').inputs).not.toHaveProperty('instance');
    const loan = stack.one('aws:ec2/eipAssociation:EipAssociation');
    expect(loan.inputs).toEqual({ allocationId: 'eipalloc-1', instanceId: 'shop-id' });
    expect(loan.protect).toBe(false);
  });

  test('is told to the operator, with the name servers the registrar must name', () => {
    expect(stack.outputs).toMatchObject({ ip: ADDRESS, nameServers: ['ns-1.example.net'] });
  });
});
