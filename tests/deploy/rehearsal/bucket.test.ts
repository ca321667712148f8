import { createBuckets } from '../../../deploy/rehearsal/aws/bucket';
import { type Answer, type Call } from '../../../deploy/rehearsal/aws/call';
import { RefusedError } from '../../../deploy/rehearsal/aws/refusal';

const HOST = 'store.s3.ap-northeast-2.amazonaws.com';
const objects = new Map<string, Buffer>();
const store = createBuckets({ region: 'ap-northeast-2', buckets: new Set(['store']), objects });
let asked: string[];

interface Question {
  readonly host?: string;
  readonly content?: string;
  readonly headers?: Call['request']['headers'];
  readonly denied?: string;
}

async function ask(method: string, target: string, question: Question = {}): Promise<Answer> {
  const { host = HOST, content = '', headers = {}, denied } = question;
  return store({
    request: { method, headers },
    url: new URL(`https://${host}${target}`),
    content: Buffer.from(content),
    authorize(action, resource) {
      asked.push(`${action} ${resource}`);
      if (action === denied) throw new RefusedError('AccessDenied', action);
    },
  });
}

beforeEach(() => {
  asked = [];
  objects.clear();
  for (const key of ['a', 'b/1', 'b/2', 'c & d']) objects.set(`store/${key}`, Buffer.from(`content of ${key}`));
});

const keysIn = ({ body = '' }: Answer): string[] =>
  Array.from(String(body).matchAll(/<(?:Key|Prefix)>([^<]+)</g), ([, key = '']) => key);

test.each([
  ['in the host', HOST, '/b/1'],
  ['in the path', 's3.ap-northeast-2.amazonaws.com', '/store/b/1'],
])('an object is read with the bucket %s, and asked for as what it is', async (_, host, target) => {
  expect(await ask('GET', target, { host })).toMatchObject({ status: 200, body: Buffer.from('content of b/1') });
  expect(asked).toEqual(['s3:GetObject arn:aws:s3:::store/b/1']);
});

test('a part of it is read by a range, and a range beyond its end is refused', async () => {
  const part = await ask('GET', '/a', { headers: { range: 'bytes=3-6' } });
  expect(part).toMatchObject({ status: 206, body: Buffer.from('tent'), headers: { 'Content-Range': 'bytes 3-6/12' } });
  await expect(ask('GET', '/a', { headers: { range: 'bytes=12-' } })).rejects.toMatchObject({ code: 'InvalidRange' });
});

test('that an object is missing is told only to those who may list the bucket', async () => {
  await expect(ask('GET', '/z')).rejects.toMatchObject({ code: 'NoSuchKey', status: 404 });
  await expect(ask('GET', '/z', { denied: 's3:ListBucket' })).rejects.toMatchObject({ code: 'AccessDenied' });
});

test('there is no bucket but those that were made', async () => {
  await expect(ask('GET', '/another/a', { host: 's3.ap-northeast-2.amazonaws.com' })).rejects.toMatchObject({
    code: 'NoSuchBucket',
  });
});

test('an object is written and deleted, by those who may', async () => {
  await ask('PUT', '/new', { content: 'new' });
  expect(objects.get('store/new')?.toString()).toBe('new');
  await ask('DELETE', '/new');
  expect(objects.has('store/new')).toBe(false);
  await expect(ask('PUT', '/a', { denied: 's3:PutObject' })).rejects.toMatchObject({ code: 'AccessDenied' });
  await expect(ask('DELETE', '/a', { denied: 's3:DeleteObject' })).rejects.toMatchObject({ code: 'AccessDenied' });
  expect(objects.get('store/a')?.toString()).toBe('content of a');
});

test('a body that differs from its Content-MD5 is refused', async () => {
  const put = ask('PUT', '/a', { content: 'other', headers: { 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' } });
  await expect(put).rejects.toMatchObject({ code: 'BadDigest' });
});

test('a list has the keys below a prefix, in order, and what they have in common up to a delimiter', async () => {
  expect(keysIn(await ask('GET', '/?list-type=2'))).toEqual(['a', 'b/1', 'b/2', 'c &#38; d']);
  expect(keysIn(await ask('GET', '/?list-type=2&delimiter=/'))).toEqual(['a', 'c &#38; d', 'b/'].sort());
  expect(keysIn(await ask('GET', '/?list-type=2&prefix=b/'))).toEqual(['b/', 'b/1', 'b/2']);
  expect(new Set(asked)).toEqual(new Set(['s3:ListBucket arn:aws:s3:::store']));
});

test('a long list comes in parts', async () => {
  const seen: string[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const { body }: Answer = await ask(
      'GET',
      `/?list-type=2&max-keys=3&continuation-token=${encodeURIComponent(after)}`,
    );
    seen.push(...Array.from(String(body).matchAll(/<Key>([^<]+)</g), ([, key = '']) => key));
    after = /<NextContinuationToken>([^<]+)</.exec(String(body))?.[1];
  }
  expect(seen).toEqual(['a', 'b/1', 'b/2', 'c &#38; d']);
});

test('several are deleted at once, each only by those who may', async () => {
  const content = '<Delete><Object><Key>b/1</Key></Object><Object><Key>c &amp; d</Key></Object></Delete>';
  await expect(ask('POST', '/?delete', { content, denied: 's3:DeleteObject' })).rejects.toMatchObject({
    code: 'AccessDenied',
  });
  await ask('POST', '/?delete', { content });
  expect([...objects.keys()]).toEqual(['store/a', 'store/b/2']);
});

describe('an upload in parts', () => {
  const begin = async (): Promise<string> =>
    /<UploadId>([^<]+)</.exec(String((await ask('POST', '/big?uploads')).body))?.[1] ?? '';

  test('becomes an object when it is complete, in the order of its parts', async () => {
    const id = await begin();
    await ask('PUT', `/big?partNumber=2&uploadId=${id}`, { content: ' two' });
    await ask('PUT', `/big?partNumber=1&uploadId=${id}`, { content: 'one' });
    expect(objects.has('store/big')).toBe(false);
    await ask('POST', `/big?uploadId=${id}`);
    expect(objects.get('store/big')?.toString()).toBe('one two');
    expect(new Set(asked)).toEqual(new Set(['s3:PutObject arn:aws:s3:::store/big']));
  });

  test('that was given up leaves nothing', async () => {
    const id = await begin();
    await ask('DELETE', `/big?uploadId=${id}`);
    expect(asked.at(-1)).toBe('s3:AbortMultipartUpload arn:aws:s3:::store/big');
    await expect(ask('POST', `/big?uploadId=${id}`)).rejects.toMatchObject({ code: 'NoSuchUpload' });
  });
});
