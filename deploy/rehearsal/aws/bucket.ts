/** As much of S3 as the AWS CLI and pgBackRest ask for, over a map of objects. */
import { createHash, randomUUID } from 'node:crypto';
import { escapeXml, xmlAnswer, type Answer, type Call, type Service } from './call';
import { RefusedError } from './refusal';

export interface Store {
  readonly region: string;
  readonly buckets: ReadonlySet<string>;
  /** By bucket and key, such as `releases-bucket/releases/current.json`. */
  readonly objects: Map<string, Buffer>;
}

/** The parts of uploads that are not complete. */
type Uploads = Map<string, Map<number, Buffer>>;

interface ObjectCall extends Call {
  readonly bucket: string;
  readonly key: string;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const MOST_KEYS = 1_000;

export function createBuckets(store: Store): Service {
  const uploads: Uploads = new Map();
  return (call) => {
    checkMd5(call);
    const at = placeOf(call.url);
    if (!store.buckets.has(at.bucket)) throw new RefusedError('NoSuchBucket', `there is no bucket ${at.bucket}`, 404);
    if (at.key === '') return answerBucket(store, { ...call, ...at });
    const upload = call.url.searchParams.get('uploadId') ?? (call.request.method === 'POST' ? '' : null);
    if (upload !== null) return answerUpload(store, uploads, upload, { ...call, ...at });
    return answerObject(store, { ...call, ...at });
  };
}

/** In the host, `BUCKET.s3.REGION.amazonaws.com`, or first in the path. */
export function placeOf({ hostname, pathname }: URL): { readonly bucket: string; readonly key: string } {
  const ofHost = /^(.+)\.s3\./.exec(hostname)?.[1];
  const parts = pathname.slice(1).split('/').map(decodeURIComponent);
  return { bucket: ofHost ?? parts.shift() ?? '', key: parts.join('/') };
}

function checkMd5({ request, content }: Call): void {
  const told = request.headers['content-md5'];
  const sum = createHash('md5').update(content).digest('base64');
  if (told !== undefined && told !== sum) throw new RefusedError('BadDigest', 'Content-MD5 is of another body', 400);
}

const arnOf = ({ bucket, key }: { bucket: string; key: string }): string => `arn:aws:s3:::${bucket}/${key}`;

function answerObject({ objects }: Store, call: ObjectCall): Answer {
  const { request, bucket, key, content, authorize } = call;
  const name = `${bucket}/${key}`;
  switch (request.method) {
    case 'PUT':
      authorize('s3:PutObject', arnOf(call));
      objects.set(name, content);
      return { status: 200, headers: { ETag: etagOf(content) } };
    case 'DELETE':
      authorize('s3:DeleteObject', arnOf(call));
      objects.delete(name);
      return { status: 204 };
    case 'GET':
    case 'HEAD':
      authorize('s3:GetObject', arnOf(call));
      return answerRead(objects.get(name), call);
    default:
      throw new RefusedError('MethodNotAllowed', `${request.method} is not rehearsed`, 405);
  }
}

function answerRead(content: Buffer | undefined, { request, bucket, key, authorize }: ObjectCall): Answer {
  if (!content) {
    // That it isn't there, only those are told who may look for themselves.
    authorize('s3:ListBucket', `arn:aws:s3:::${bucket}`);
    throw new RefusedError('NoSuchKey', `there is no ${key}`, 404);
  }
  const headers = {
    ETag: etagOf(content),
    'Last-Modified': new Date(0).toUTCString(),
    'Accept-Ranges': 'bytes',
    'Content-Type': 'application/octet-stream',
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(String(request.headers['range']));
  if (!range) return { status: 200, headers, body: content };
  const first = Number(range[1]);
  const last = range[2] ? Math.min(Number(range[2]), content.length - 1) : content.length - 1;
  if (first > last) throw new RefusedError('InvalidRange', `it has ${content.length} bytes`, 416);
  const told = { 'Content-Range': `bytes ${first}-${last}/${content.length}` };
  return { status: 206, headers: { ...headers, ...told }, body: content.subarray(first, last + 1) };
}

function answerBucket(store: Store, call: ObjectCall): Answer {
  const { request, url, content, bucket, authorize } = call;
  if (request.method === 'POST' && url.searchParams.has('delete')) {
    for (const [, text = ''] of content.toString().matchAll(/<Key>([^<]*)<\/Key>/g)) {
      const key = unescapeXml(text);
      authorize('s3:DeleteObject', arnOf({ bucket, key }));
      store.objects.delete(`${bucket}/${key}`);
    }
    return xmlAnswer('DeleteResult', NAMESPACE, '');
  }
  if (request.method !== 'GET') throw new RefusedError('MethodNotAllowed', `${request.method} is not rehearsed`, 405);
  const arn = `arn:aws:s3:::${bucket}`;
  if (url.searchParams.has('location')) {
    authorize('s3:GetBucketLocation', arn);
    return xmlAnswer('LocationConstraint', NAMESPACE, store.region);
  }
  authorize('s3:ListBucket', arn);
  return answerList(store, call);
}

/** Version 2 of the list, a thousand lines at most at a time. */
function answerList({ objects }: Store, { url, bucket }: ObjectCall): Answer {
  const asked = (name: string): string => url.searchParams.get(name) ?? '';
  const prefix = asked('prefix');
  const most = Math.min(Number(asked('max-keys') || MOST_KEYS), MOST_KEYS);
  const lines = listOf(objects, bucket, { prefix, delimiter: asked('delimiter') });
  const rest = [...lines].filter(([name]) => name > asked('continuation-token'));
  const shown = rest.slice(0, most);
  const isTruncated = rest.length > most;
  const next = isTruncated
    ? `<NextContinuationToken>${escapeXml(shown.at(-1)?.[0] ?? '')}</NextContinuationToken>`
    : '';
  const head =
    `<Name>${bucket}</Name><Prefix>${escapeXml(prefix)}</Prefix><KeyCount>${shown.length}</KeyCount>` +
    `<MaxKeys>${most}</MaxKeys><IsTruncated>${isTruncated}</IsTruncated>${next}`;
  return xmlAnswer('ListBucketResult', NAMESPACE, head + shown.map(([, line]) => line).join(''));
}

/** Keys, and what those have in common up to a delimiter, each with its line, in the order of S3. */
function listOf(
  objects: Store['objects'],
  bucket: string,
  { prefix, delimiter }: { prefix: string; delimiter: string },
): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  for (const [name, content] of [...objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!name.startsWith(`${bucket}/${prefix}`)) continue;
    const key = name.slice(bucket.length + 1);
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (end >= 0) {
      const common = key.slice(0, end + delimiter.length);
      lines.set(common, `<CommonPrefixes><Prefix>${escapeXml(common)}</Prefix></CommonPrefixes>`);
      continue;
    }
    lines.set(
      key,
      `<Contents><Key>${escapeXml(key)}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>` +
        `<ETag>${escapeXml(etagOf(content))}</ETag><Size>${content.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
    );
  }
  return lines;
}

function answerUpload({ objects }: Store, uploads: Uploads, id: string, call: ObjectCall): Answer {
  const { request, url, content, bucket, key, authorize } = call;
  authorize(request.method === 'DELETE' ? 's3:AbortMultipartUpload' : 's3:PutObject', arnOf(call));
  const where = `<Bucket>${bucket}</Bucket><Key>${escapeXml(key)}</Key>`;
  if (id === '') {
    const begun = randomUUID();
    uploads.set(begun, new Map());
    return xmlAnswer('InitiateMultipartUploadResult', NAMESPACE, `${where}<UploadId>${begun}</UploadId>`);
  }
  const parts = uploads.get(id);
  if (!parts) throw new RefusedError('NoSuchUpload', `there is no upload ${id}`, 404);
  if (request.method === 'PUT') {
    parts.set(Number(url.searchParams.get('partNumber')), content);
    return { status: 200, headers: { ETag: etagOf(content) } };
  }
  uploads.delete(id);
  if (request.method === 'DELETE') return { status: 204 };
  const whole = Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part));
  objects.set(`${bucket}/${key}`, whole);
  return xmlAnswer('CompleteMultipartUploadResult', NAMESPACE, `${where}<ETag>${escapeXml(etagOf(whole))}</ETag>`);
}

const etagOf = (content: Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;
const unescapeXml = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
