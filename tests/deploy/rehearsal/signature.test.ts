/** The requests and signatures are the examples of S3's API reference, "Authenticating Requests", of 2013. */
import { type AccessKey } from '../../../deploy/rehearsal/aws/credentials';
import { RefusedError } from '../../../deploy/rehearsal/aws/refusal';
import { type SignedRequest } from '../../../deploy/rehearsal/aws/request';
import { judge, type Judge } from '../../../deploy/rehearsal/aws/signature';
import { EXAMPLE_KEY } from './sign';

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const KEY = EXAMPLE_KEY;
const THEN = Date.parse('2013-05-24T00:00:00Z');

function ask(request: SignedRequest, how: Partial<Judge> & { key?: Partial<AccessKey> } = {}): string {
  const key = { ...KEY, ...how.key };
  const keys = { find: (id: string) => (id === key.id ? key : null) };
  try {
    judge(request, { keys, region: 'us-east-1', service: 's3', now: () => THEN, ...how });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return error.code;
  }
}

function example(
  target: string,
  { signature, method = 'GET', body = Buffer.alloc(0), headers = {} }: Example,
): SignedRequest {
  const all: Record<string, string> = {
    host: 'examplebucket.s3.amazonaws.com',
    'x-amz-content-sha256': EMPTY,
    'x-amz-date': '20130524T000000Z',
    ...headers,
  };
  const signed = Object.keys(all).sort().join(';');
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${KEY.id}/20130524/us-east-1/s3/aws4_request,` +
    `SignedHeaders=${signed},Signature=${signature}`;
  return { method, target, body, headers: { ...all, authorization } };
}

interface Example {
  readonly signature: string;
  readonly method?: string;
  readonly body?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

const RANGE = example('/test.txt', {
  headers: { range: 'bytes=0-9' },
  signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
});
const PUT = example('/test$file.text', {
  method: 'PUT',
  body: Buffer.from('Welcome to Amazon S3.'),
  headers: {
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
  },
  signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
});

test.each([
  ['an object in part', RANGE],
  ['an upload, with a name that has to be encoded', PUT],
  [
    'an empty value',
    example('/?lifecycle', { signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543' }),
  ],
  [
    'a list, whatever the order of its questions',
    example('/?prefix=J&max-keys=2', { signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7' }),
  ],
])("accepts AWS's own example: %s", (_, request) => {
  expect(ask(request)).toBe('accepted');
});

const changed = (headers: Record<string, string | undefined>): SignedRequest => ({
  ...RANGE,
  headers: { ...RANGE.headers, ...headers },
});
const at = (time: string) => ({ now: () => Date.parse(time) });
const authorization = String(RANGE.headers['authorization']);

test.each<[string, string, SignedRequest, Parameters<typeof ask>[1]]>([
  ['no signature', 'MissingAuthenticationToken', changed({ authorization: undefined }), {}],
  ['a signature of another kind', 'AuthorizationHeaderMalformed', changed({ authorization: 'AWS a:b' }), {}],
  ['another object', 'SignatureDoesNotMatch', { ...RANGE, target: '/test.txt2' }, {}],
  ['another method', 'SignatureDoesNotMatch', { ...RANGE, method: 'DELETE' }, {}],
  ['a question more', 'SignatureDoesNotMatch', { ...RANGE, target: '/test.txt?acl' }, {}],
  ['another range', 'SignatureDoesNotMatch', changed({ range: 'bytes=0-99' }), {}],
  ['another host', 'SignatureDoesNotMatch', changed({ host: 'another.s3.amazonaws.com' }), {}],
  ["another's secret", 'SignatureDoesNotMatch', RANGE, { key: { secret: 'guessed' } }],
  ['a key that nobody has', 'InvalidAccessKeyId', RANGE, { key: { id: 'AKIAI44QH8DHBEXAMPLE' } }],
  ['another body', 'XAmzContentSHA256Mismatch', { ...PUT, body: Buffer.from('Welcome to Amazon S4.') }, {}],
  ['no hash of the body', 'InvalidRequest', changed({ 'x-amz-content-sha256': undefined }), {}],
  ['a header that was put there later', 'AccessDenied', changed({ 'x-amz-acl': 'public-read' }), {}],
  ['no time', 'AccessDenied', changed({ 'x-amz-date': undefined }), {}],
  ['another region', 'AuthorizationHeaderMalformed', RANGE, { region: 'ap-northeast-2' }],
  ['another service', 'AuthorizationHeaderMalformed', RANGE, { service: 'ssm' }],
  [
    "another day's scope",
    'AuthorizationHeaderMalformed',
    changed({ authorization: authorization.replace('/20130524/', '/20130523/') }),
    {},
  ],
  ['a clock 15 minutes and a second late', 'RequestTimeTooSkewed', RANGE, at('2013-05-24T00:15:01Z')],
  ['a clock 15 minutes and a second early', 'RequestTimeTooSkewed', RANGE, at('2013-05-23T23:44:59Z')],
])('refuses %s: %s', (_, code, request, how) => {
  expect(ask(request, how)).toBe(code);
});

test('accepts a clock that is 15 minutes off, either way', () => {
  expect([ask(RANGE, at('2013-05-24T00:15:00Z')), ask(RANGE, at('2013-05-23T23:45:00Z'))]).toEqual([
    'accepted',
    'accepted',
  ]);
});

describe("a role's key", () => {
  const role = { token: 'session', expiresAtMs: THEN + 1 };

  test('is refused without its token, and with another', () => {
    expect(ask(RANGE, { key: role })).toBe('InvalidToken');
    expect(ask(changed({ 'x-amz-security-token': 'guessed' }), { key: role })).toBe('InvalidToken');
  });

  test('is refused once it has expired, to the millisecond', () => {
    const request = changed({ 'x-amz-security-token': 'session' });
    // Not signed with it: what is looked at before the signature has passed.
    expect(ask(request, { key: role })).toBe('AccessDenied');
    expect(ask(request, { key: { ...role, expiresAtMs: THEN } })).toBe('ExpiredToken');
  });

  test("a user's key with a token that it doesn't have is refused", () => {
    expect(ask(changed({ 'x-amz-security-token': 'session' }))).toBe('InvalidToken');
  });
});
