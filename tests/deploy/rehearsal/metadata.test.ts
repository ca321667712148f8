import http from 'node:http';
import { type AddressInfo } from 'node:net';
import { createAccessKeys } from '../../../deploy/rehearsal/aws/credentials';
import { createMetadata, type Facts } from '../../../deploy/rehearsal/aws/metadata';

const MINUTE_MS = 60_000;
const START_MS = Date.parse('2026-11-30T00:00:00Z');
let nowMs = START_MS;
let facts: Facts;
const now = () => nowMs;
const role = createAccessKeys().createRole({ owner: 'shop', lifetimeMs: 6 * MINUTE_MS, aheadMs: 5 * MINUTE_MS, now });
const server = http.createServer(createMetadata({ facts: () => facts, role, now }));
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

beforeEach(() => {
  facts = {
    instanceId: 'i-1',
    instanceType: 't4g.small',
    region: 'ap-northeast-2',
    accountId: '123456789012',
    hostname: 'shop',
    address: '10.0.0.2',
    userData: Buffer.from([0x1f, 0x8b, 0xff]),
  };
});

async function token(headers: Record<string, string> = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' }) {
  const response = await fetch(`${origin}/latest/api/token`, { method: 'PUT', headers });
  return { status: response.status, text: await response.text() };
}

async function look(path: string, withToken?: string, method = 'GET') {
  const headers: Record<string, string> = withToken === undefined ? {} : { 'x-aws-ec2-metadata-token': withToken };
  const response = await fetch(`${origin}${path}`, { method, headers });
  return { status: response.status, text: await response.text() };
}

const CREDENTIALS = '/latest/meta-data/iam/security-credentials';
interface Handed {
  readonly AccessKeyId: string;
  readonly Expiration: string;
}
const credentials = async (): Promise<Handed> =>
  JSON.parse((await look(`${CREDENTIALS}/shop`, (await token()).text)).text) as Handed;

test('nothing is told without a token, nor with a wrong one', async () => {
  expect(await look('/latest/meta-data/instance-id')).toEqual({ status: 401, text: '' });
  expect((await look(`${CREDENTIALS}/shop`, 'guessed')).status).toBe(401);
  expect((await look('/latest/user-data')).status).toBe(401);
});

test('a token is got by PUT, which has to say for how long, up to six hours', async () => {
  expect((await token()).status).toBe(200);
  expect((await token({})).status).toBe(400);
  for (const ttl of ['0', '21601', 'long', '']) {
    expect((await token({ 'x-aws-ec2-metadata-token-ttl-seconds': ttl })).status).toBe(400);
  }
  expect((await look('/latest/api/token')).status).toBe(401);
});

test('a request that somebody passes on gets no token', async () => {
  const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '60', 'x-forwarded-for': '203.0.113.1' };
  expect((await token(headers)).status).toBe(403);
});

test('a token ends with its seconds', async () => {
  const { text } = await token();
  nowMs += MINUTE_MS - 1;
  expect((await look('/latest/meta-data/instance-id', text)).text).toBe('i-1');
  nowMs += 1;
  expect((await look('/latest/meta-data/instance-id', text)).status).toBe(401);
});

test('a directory names what is below it, with or without a slash at its end; what there is not, is 404', async () => {
  const { text } = await token();
  expect((await look(CREDENTIALS, text)).text).toBe('shop');
  expect((await look(`${CREDENTIALS}/`, text)).text).toBe('shop');
  expect((await look('/latest/meta-data/placement/region', text)).text).toBe('ap-northeast-2');
  expect((await look('/2021-03-23/meta-data/', text)).text.split('\n')).toContain('placement/');
  for (const path of ['/latest/meta-data/constructor', '/latest/meta-data/instance-id/x', '/newest/meta-data']) {
    expect((await look(path, text)).status).toBe(404);
  }
  expect((await look('/latest/meta-data/instance-id', text, 'DELETE')).status).toBe(405);
});

test('user-data comes byte for byte, and the identity is that of the machine of now', async () => {
  const { text } = await token();
  const headers = { 'x-aws-ec2-metadata-token': text };
  const userData = await fetch(`${origin}/latest/user-data`, { headers });
  expect(Buffer.from(await userData.arrayBuffer())).toEqual(facts.userData);
  facts = { ...facts, instanceId: 'i-2' };
  const identity = await look('/latest/dynamic/instance-identity/document', text);
  expect(JSON.parse(identity.text)).toMatchObject({ instanceId: 'i-2', region: 'ap-northeast-2' });
});

test("the role's credentials stay the same until five minutes before their end; then there are others", async () => {
  const first = await credentials();
  const key = role.issued.at(-1);
  expect(first.AccessKeyId).toBe(key?.id);
  expect(Date.parse(first.Expiration)).toBe(key?.expiresAtMs);
  nowMs = Date.parse(first.Expiration) - 5 * MINUTE_MS - 1;
  expect(await credentials()).toEqual(first);
  nowMs += 1;
  const second = await credentials();
  expect(second.AccessKeyId).not.toBe(first.AccessKeyId);
  expect(Date.parse(second.Expiration) - nowMs).toBe(6 * MINUTE_MS);
});
