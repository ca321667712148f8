/** As much of S3 as the AWS CLI and pgBackRest ask for, over a map of objects. Signatures are not looked at. */
import { createHash, randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';

export interface Objects {
  /** By bucket and key, such as `releases-bucket/releases/current.json`. */
  readonly all: Map<string, Buffer>;
}

interface Uploads {
  readonly parts: Map<string, Map<number, Buffer>>;
}

export type AnswerS3 = (request: IncomingMessage, url: URL, body: Buffer, response: ServerResponse) => void;

export function createBucketAnswers(objects: Objects): AnswerS3 {
  const uploads: Uploads = { parts: new Map() };
  return (request, url, body, response) => {
    const [bucket = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    const key = rest.join('/');
    if (key === '') return answerBucket(objects, { request, url, body, response, bucket });
    const name = `${bucket}/${key}`;
    const upload = url.searchParams.get('uploadId');
    if (request.method === 'POST' || upload)
      return answerUpload(objects, uploads, { request, url, body, response, name, bucket, key });
    if (request.method === 'PUT') {
      const content = plainBody(request, body);
      objects.all.set(name, content);
      return send(response, 200, '', { ETag: etagOf(content) });
    }
    if (request.method === 'DELETE') {
      objects.all.delete(name);
      return send(response, 204, '');
    }
    answerObject(objects, request, name, response);
  };
}

function answerObject(objects: Objects, request: IncomingMessage, name: string, response: ServerResponse): void {
  const content = objects.all.get(name);
  if (!content) return problem(request, response, 404, 'NoSuchKey');
  const headers = {
    ETag: etagOf(content),
    'Last-Modified': new Date(0).toUTCString(),
    'Accept-Ranges': 'bytes',
    'Content-Type': 'application/octet-stream',
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const first = Number(range?.[1] ?? 0);
  const last = range?.[2] ? Math.min(Number(range[2]), content.length - 1) : content.length - 1;
  const part = content.subarray(first, last + 1);
  const more = range ? { 'Content-Range': `bytes ${first}-${last}/${content.length}` } : {};
  response.writeHead(range ? 206 : 200, { ...headers, ...more, 'Content-Length': part.length });
  response.end(request.method === 'HEAD' ? undefined : part);
}

interface BucketCall {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
  readonly response: ServerResponse;
  readonly bucket: string;
}

function answerBucket(objects: Objects, { request, url, body, response, bucket }: BucketCall): void {
  if (request.method === 'POST' && url.searchParams.has('delete')) {
    for (const [, key = ''] of body.toString().matchAll(/<Key>([^<]*)<\/Key>/g))
      objects.all.delete(`${bucket}/${unescape(key)}`);
    return xml(response, 'DeleteResult', '');
  }
  if (url.searchParams.has('location')) return xml(response, 'LocationConstraint', 'ap-northeast-2');
  const prefix = url.searchParams.get('prefix') ?? '';
  const delimiter = url.searchParams.get('delimiter') ?? '';
  const contents: string[] = [];
  const common = new Set<string>();
  for (const [name, content] of [...objects.all].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!name.startsWith(`${bucket}/${prefix}`)) continue;
    const key = name.slice(bucket.length + 1);
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (end >= 0) common.add(key.slice(0, end + delimiter.length));
    else {
      contents.push(
        `<Contents><Key>${escape(key)}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>` +
          `<ETag>${escape(etagOf(content))}</ETag><Size>${content.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
      );
    }
  }
  const prefixes = [...common].map((name) => `<CommonPrefixes><Prefix>${escape(name)}</Prefix></CommonPrefixes>`);
  const head = `<Name>${bucket}</Name><Prefix>${escape(prefix)}</Prefix><KeyCount>${contents.length}</KeyCount><IsTruncated>false</IsTruncated>`;
  xml(response, 'ListBucketResult', head + contents.join('') + prefixes.join(''));
}

interface UploadCall extends BucketCall {
  readonly name: string;
  readonly key: string;
}

function answerUpload(objects: Objects, uploads: Uploads, call: UploadCall): void {
  const { request, url, body, response, name, bucket, key } = call;
  const id = url.searchParams.get('uploadId');
  const where = `<Bucket>${bucket}</Bucket><Key>${escape(key)}</Key>`;
  if (!id) {
    const begun = randomUUID();
    uploads.parts.set(begun, new Map());
    return xml(response, 'InitiateMultipartUploadResult', `${where}<UploadId>${begun}</UploadId>`);
  }
  const parts = uploads.parts.get(id);
  if (!parts) return problem(request, response, 404, 'NoSuchUpload');
  if (request.method === 'PUT') {
    const part = plainBody(request, body);
    parts.set(Number(url.searchParams.get('partNumber')), part);
    return send(response, 200, '', { ETag: etagOf(part) });
  }
  uploads.parts.delete(id);
  if (request.method === 'DELETE') return send(response, 204, '');
  const whole = Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part));
  objects.all.set(name, whole);
  xml(response, 'CompleteMultipartUploadResult', `${where}<ETag>${escape(etagOf(whole))}</ETag>`);
}

/** The CLI sends what it signs as it reads it in chunks, each after its length, with checksums behind the last. */
function plainBody(request: IncomingMessage, body: Buffer): Buffer {
  const chunked = String(request.headers['x-amz-content-sha256']).startsWith('STREAMING');
  if (!chunked) return body;
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = body.indexOf('\r\n', at);
    const length = parseInt(body.toString('latin1', at, lineEnd), 16);
    if (!(length > 0)) return Buffer.concat(parts);
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
}

const etagOf = (content: Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;
const escape = (text: string): string => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);
const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

function xml(response: ServerResponse, root: string, content: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`;
  send(response, 200, body, { 'Content-Type': 'application/xml' });
}

function problem(request: IncomingMessage, response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  send(response, status, request.method === 'HEAD' ? '' : body, { 'Content-Type': 'application/xml' });
}
