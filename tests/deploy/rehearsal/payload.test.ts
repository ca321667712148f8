import { createHash } from 'node:crypto';
import zlib from 'node:zlib';
import { crc64Nvme } from '../../../deploy/rehearsal/aws/crc64';
import { createAccessKeys } from '../../../deploy/rehearsal/aws/credentials';
import { type SignedRequest } from '../../../deploy/rehearsal/aws/request';
import { judge } from '../../../deploy/rehearsal/aws/signature';
import { EXAMPLE_KEY, sign } from './sign';

/** S3's API reference, "Transferring Payload in Multiple Chunks": 65 kB of the letter a. */
describe("AWS's own example of signed chunks", () => {
  const key = EXAMPLE_KEY;
  const chunk = (length: number, signature: string): string =>
    `${length.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(length)}\r\n`;
  const body = [
    chunk(65_536, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'),
    chunk(1_024, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'),
    chunk(0, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'),
  ];
  const request: SignedRequest = {
    method: 'PUT',
    target: '/examplebucket/chunkObject.txt',
    headers: {
      host: 's3.amazonaws.com',
      'x-amz-date': '20130524T000000Z',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '66560',
      'content-length': '66824',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=' +
        'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;' +
        'x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    },
    body: Buffer.from(body.join('')),
  };
  const read = (text: string): Buffer =>
    judge(
      { ...request, body: Buffer.from(text) },
      { keys: { find: () => key }, region: 'us-east-1', service: 's3', now: () => Date.parse('2013-05-24T00:00:00Z') },
    ).content;

  test('is accepted, and gives what was sent', () => {
    expect(read(body.join('')).toString()).toBe('a'.repeat(66_560));
  });

  test.each([
    ['a letter of a chunk is another', body.join('').replace('aaaa\r\n', 'aaab\r\n')],
    ['two chunks have changed places', [body[1], body[0], body[2]].join('')],
    ['a chunk is missing', [body[0], body[2]].join('')],
    ['it is cut off', body.join('').slice(0, 66_000)],
    ['its end is missing', [body[0], body[1]].join('')],
  ])('is refused where %s', (_, text) => {
    expect(() => read(text)).toThrow(/chunk|bytes came/);
  });
});

/** As the AWS CLI uploads over HTTPS since 2.23: what is sent is not signed, and a checksum stands behind it. */
describe('an upload with a checksum behind it', () => {
  const keys = createAccessKeys();
  const user = keys.createUser('tester');
  const text = 'a bottle, and what it smells of';
  const crc32 = Buffer.alloc(4);
  crc32.writeUInt32BE(zlib.crc32(text));
  const SUMS: Readonly<Record<string, string>> = {
    crc32: crc32.toString('base64'),
    crc64nvme: crc64Nvme(Buffer.from(text)).toString('base64'),
    sha256: createHash('sha256').update(text).digest('base64'),
  };

  function upload(sent: string, name: string, sum: string): Buffer {
    const trailer = `x-amz-checksum-${name}`;
    const request = sign(user, {
      service: 's3',
      host: 'bucket.s3.ap-northeast-2.amazonaws.com',
      method: 'PUT',
      target: '/key',
      payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      headers: { 'x-amz-trailer': trailer, 'x-amz-decoded-content-length': String(text.length) },
      body: Buffer.from(`${sent.length.toString(16)}\r\n${sent}\r\n0\r\n${trailer}:${sum}\r\n\r\n`),
    });
    return judge(request, { keys, region: 'ap-northeast-2', service: 's3' }).content;
  }

  test.each(Object.keys(SUMS))('is accepted with the right %s', (name) => {
    expect(upload(text, name, SUMS[name] ?? '').toString()).toBe(text);
  });

  test.each(Object.keys(SUMS))('is refused where %s says that it is another', (name) => {
    expect(() => upload(text.replace('bottle', 'battle'), name, SUMS[name] ?? '')).toThrow(/checksum/);
  });

  test('is refused where it is shorter than it was said to be', () => {
    expect(() => upload(text.slice(1), 'crc32', SUMS['crc32'] ?? '')).toThrow(/bytes came/);
  });

  test('is refused where nothing is known of the checksum', () => {
    expect(() => upload(text, 'md4', '')).toThrow(/not rehearsed/);
  });
});

test("CRC-64/NVME gives its catalogue's check value", () => {
  expect(crc64Nvme(Buffer.from('123456789')).toString('hex')).toBe('ae8b14860a799888');
});
