/** The whole stand-in, asked over HTTPS under AWS's names, as the AWS CLI and pgBackRest do. */
import https from 'node:https';
import { challengePolicy } from '../../../deploy/challenge-policy';
import { startCloud, type Cloud } from '../../../deploy/rehearsal/aws/cloud';
import { createAccessKeys, type AccessKey } from '../../../deploy/rehearsal/aws/credentials';
import { type Instance } from '../../../deploy/rehearsal/aws/instances';
import { readPolicies } from '../../../deploy/rehearsal/aws/policy';
import { createHostedZone } from '../../../deploy/rehearsal/aws/route53';
import { REGION, sign, type Unsigned } from './sign';

const keys = createAccessKeys();
const role = keys.createRole({ owner: 'shop', lifetimeMs: 60_000, aheadMs: 30_000 });
const ended = keys.createRole({ owner: 'shop', lifetimeMs: -1_000, aheadMs: -60_000 });
const operator = keys.createUser('operator');
const arnOf = (name: string): string => `arn:aws:iam::1:role/${name}`;
const trust = (Principal: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] });
const RECORDS = [
  { name: 'example.test', type: 'NS', ttl: 60, values: ['ns1.example.test.'] },
  { name: 'example.test', type: 'SOA', ttl: 60, values: ['ns1.example.test. hostmaster.example.test. 1 1 1 1 1'] },
];
const zone = createHostedZone('Z1', { all: () => Promise.resolve(RECORDS), change: () => Promise.resolve() });
const policy = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: ['arn:aws:s3:::store', 'arn:aws:s3:::store/*'],
    },
    { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: `arn:aws:ssm:${REGION}:1:parameter/shop/*` },
    { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arnOf('challenges') },
  ],
};
const instances: Instance[] = [
  {
    id: 'i-old',
    state: 'terminated',
    type: 't4g.small',
    address: '',
    tags: { Project: 'essence-aura', Stack: 'production' },
  },
  {
    id: 'i-new',
    state: 'running',
    type: 't4g.small',
    address: '203.0.113.10',
    tags: { Project: 'essence-aura', Stack: 'production' },
  },
  {
    id: 'i-staging',
    state: 'running',
    type: 't4g.small',
    address: '',
    tags: { Project: 'essence-aura', Stack: 'staging' },
  },
];
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startCloud({
    address: '127.0.0.1',
    port: 0,
    region: REGION,
    accountId: '1',
    keys,
    policies: {
      shop: readPolicies([JSON.stringify(policy)]),
      challenges: readPolicies([JSON.stringify(challengePolicy('example.test', 'Z1'))]),
      operator: () => true,
    },
    roles: new Map([
      ['shop', { arn: arnOf('shop'), trust: trust({ Service: 'ec2.amazonaws.com' }) }],
      ['challenges', { arn: arnOf('challenges'), trust: trust({ AWS: arnOf('shop') }) }],
    ]),
    hostedZone: zone.answer,
    buckets: new Set(['store']),
    publicBuckets: new Set(['agents']),
    objects: new Map([
      ['store/a', Buffer.from('content')],
      ['agents/latest/agent.deb', Buffer.from('agent')],
    ]),
    parameters: new Map([['/shop/KEY', { type: 'SecureString', value: 'value' }]]),
    instances: () => instances,
  });
});
afterAll(() => cloud.stop());

function send(request: { method: string; target: string; headers: Record<string, string>; body: Buffer }) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { method, target, headers, body } = request;
    const host = headers['host'] ?? '';
    const options = { host: '127.0.0.1', port: cloud.port, servername: host, ca: cloud.caPem, agent: false } as const;
    https
      .request({ ...options, method, path: target, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
      })
      .once('error', reject)
      .end(body);
  });
}

const hostOf = (service: string): string => `${service}.${REGION}.amazonaws.com`;
const ask = (key: AccessKey, unsigned: Omit<Unsigned, 'host'> & { host?: string }) =>
  send(sign(key, { host: hostOf(unsigned.service), ...unsigned }));
const read = (key: AccessKey, target = '/a') =>
  ask(key, { service: 's3', host: hostOf('store.s3'), method: 'GET', target });
const askSystemsManager = (key: AccessKey, operation: string, question: object) =>
  ask(key, {
    service: 'ssm',
    headers: { 'x-amz-target': `AmazonSSM.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(question),
  });

test('a bucket is asked at a name of its own, whose certificate its authority has signed', async () => {
  expect(await read(role.current())).toEqual({ status: 200, text: 'content' });
  expect(cloud.names).toContain(hostOf('store.s3'));
  expect(cloud.asked.at(-1)).toMatchObject({ service: 's3', host: hostOf('store.s3'), keyId: role.current().id });
});

test('without a signature only what everybody may read is answered', async () => {
  const plain = (service: string, target: string) =>
    send({ method: 'GET', target, headers: { host: hostOf(service) }, body: Buffer.alloc(0) });
  expect(await plain('s3', '/agents/latest/agent.deb')).toEqual({ status: 200, text: 'agent' });
  expect((await plain('store.s3', '/a')).text).toContain('<Code>MissingAuthenticationToken</Code>');
  expect((await plain('s3', '/agents/')).text).toContain('<Code>MissingAuthenticationToken</Code>');
});

test('credentials that have ended are refused by every service, in its own words', async () => {
  const key = ended.current();
  expect((await read(key)).text).toContain('<Code>ExpiredToken</Code>');
  expect(await askSystemsManager(key, 'GetParameter', { Name: '/shop/KEY' })).toMatchObject({
    status: 400,
    text: expect.stringContaining('"__type":"ExpiredTokenException"') as string,
  });
  expect(cloud.asked.at(-1)).toMatchObject({ refused: 'ExpiredToken' });
});

test('what the policy does not allow is refused, and what it allows is not', async () => {
  const key = role.current();
  expect((await read(key, '/none')).text).toContain('<Code>NoSuchKey</Code>');
  const put = await ask(key, { service: 's3', host: hostOf('store.s3'), method: 'PUT', target: '/a', body: 'other' });
  expect(put).toMatchObject({ status: 403, text: expect.stringContaining('<Code>AccessDenied</Code>') as string });
  expect((await read(operator)).text).toBe('content');
  const allowed = await askSystemsManager(key, 'GetParameter', { Name: '/shop/KEY', WithDecryption: true });
  expect(JSON.parse(allowed.text)).toMatchObject({ Parameter: { Value: 'value' } });
  const denied = await askSystemsManager(key, 'GetParameter', { Name: '/another/KEY' });
  expect(denied.text).toContain('AccessDeniedException');
});

test('a service answers only what was signed for it', async () => {
  const forAnother = await ask(role.current(), { service: 'ssm', host: hostOf('ec2') });
  expect(forAnother.text).toContain('<Code>AuthorizationHeaderMalformed</Code>');
});

describe("a zone's records", () => {
  const GLOBAL = { service: 'route53', host: 'route53.amazonaws.com', region: 'us-east-1' };
  const take = (key: AccessKey) =>
    ask(key, {
      service: 'sts',
      body: new URLSearchParams({
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: arnOf('challenges'),
        RoleSessionName: 'certificates',
      }).toString(),
    });
  const write = (key: AccessKey, name: string, type: string) =>
    ask(key, {
      ...GLOBAL,
      target: '/2013-04-01/hostedzone/Z1/rrset',
      body:
        '<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>UPSERT</Action><ResourceRecordSet>' +
        `<Name>${name}</Name><Type>${type}</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>"x"</Value>` +
        '</ResourceRecord></ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>',
    });
  const list = (key: AccessKey, asked: object = {}) =>
    ask(key, { ...GLOBAL, ...asked, method: 'GET', target: '/2013-04-01/hostedzone/Z1/rrset' });

  test('are changed under a name that belongs to no region, by the keys of a role that is taken', async () => {
    expect(cloud.names).toContain(GLOBAL.host);
    expect((await take(role.current())).status).toBe(200);
    const key = cloud.securityTokens.issued.at(-1);
    if (!key) throw new Error('no key was handed out');
    expect(await write(key, '_acme-challenge.example.test', 'TXT')).toMatchObject({ status: 200 });
    expect(zone.changes).toEqual(['UPSERT TXT _acme-challenge.example.test']);
    expect((await list(key)).text).toContain('<Name>example.test.</Name>');
    const denied = await write(key, 'example.test', 'A');
    expect(denied).toMatchObject({ status: 403, text: expect.stringContaining('<Code>AccessDenied</Code>') as string });
    expect(denied.text).toContain('<ErrorResponse>');
    // It has nothing of the role that took it, nor that anything of it.
    expect((await read(key)).text).toContain('<Code>AccessDenied</Code>');
    expect((await list(role.current())).text).toContain('<Code>AccessDenied</Code>');
    expect(zone.changes).toHaveLength(1);
  });

  test('are asked for with a signature for the one region that is for all', async () => {
    expect((await list(operator)).status).toBe(200);
    expect((await list(operator, { region: REGION })).text).toContain('<Code>AuthorizationHeaderMalformed</Code>');
  });

  test('are nothing that somebody may take by a key of her own', async () => {
    const before = cloud.securityTokens.issued.length;
    expect((await take(operator)).text).toContain('<Code>AccessDenied</Code>');
    expect((await take(ended.current())).text).toContain('<Code>ExpiredToken</Code>');
    expect(cloud.securityTokens.issued).toHaveLength(before);
  });
});

describe('machines', () => {
  const find = async (...filters: readonly [string, string][]): Promise<string[]> => {
    const body = new URLSearchParams({ Action: 'DescribeInstances', Version: '2016-11-15' });
    filters.forEach(([name, value], index) => {
      body.set(`Filter.${index + 1}.Name`, name);
      body.set(`Filter.${index + 1}.Value.1`, value);
    });
    const { text } = await ask(operator, { service: 'ec2', body: body.toString() });
    return Array.from(text.matchAll(/<instanceId>([^<]+)|<Code>([^<]+)/g), ([, id, code]) => id ?? code ?? '');
  };
  const production: readonly [string, string][] = [
    ['tag:Project', 'essence-aura'],
    ['tag:Stack', 'production'],
  ];

  test('are found by their tags, also one that was terminated a moment ago', async () => {
    expect(await find(...production)).toEqual(['i-old', 'i-new']);
    expect(await find(...production, ['instance-state-name', 'running'])).toEqual(['i-new']);
    expect(await find(['tag:Project', 'essence*'], ['tag:Stack', 'stagin?'])).toEqual(['i-staging']);
  });

  test('are not looked for by what nothing is known of', async () => {
    expect(await find(['vpc-id', 'vpc-1'])).toEqual(['InvalidParameterValue']);
  });

  test('are shown to those only who may look', async () => {
    const { text } = await ask(role.current(), { service: 'ec2', body: 'Action=DescribeInstances' });
    expect(text).toContain('<Code>AccessDenied</Code>');
  });
});
