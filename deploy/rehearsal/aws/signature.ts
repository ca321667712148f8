/**
 * AWS Signature Version 4, as the one who is asked judges it: "Signing AWS API requests" in IAM's user guide, and
 * "Authenticating Requests" in S3's API reference for what is S3's own.
 */
import { type AccessKey, type AccessKeys } from './credentials';
import { readPayload } from './payload';
import { RefusedError } from './refusal';
import { headerOf, hmac, isSame, sha256Hex, type SignedRequest } from './request';

export interface Judge {
  readonly keys: Pick<AccessKeys, 'find'>;
  readonly region: string;
  readonly service: string;
  readonly now?: () => number;
}

export interface Judged {
  readonly key: AccessKey;
  /** The body, without what a signature adds to it. */
  readonly content: Buffer;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_SKEW_MS = 15 * 60_000;

/** @throws RefusedError */
export function judge(request: SignedRequest, { keys, region, service, now = Date.now }: Judge): Judged {
  const claim = readClaim(request);
  const date = headerOf(request, 'x-amz-date');
  checkTime(date, now());
  checkScope(claim, { date, region, service });
  const key = keyOf(request, claim, keys, now());
  checkSignedHeaders(request, claim.signedHeaders);

  const scope = claim.scope.join('/');
  const signingKey = signingKeyOf(key.secret, claim.scope);
  const payloadHash = payloadHashOf(request, service);
  const canonical = sha256Hex(canonicalRequest(request, claim.signedHeaders, { service, payloadHash }));
  const expected = hmac(signingKey, [ALGORITHM, date, scope, canonical].join('\n')).toString('hex');
  if (!isSame(expected, claim.signature)) {
    throw new RefusedError('SignatureDoesNotMatch', 'the signature is not that of this request by this key');
  }
  const content = readPayload(request, payloadHash, { signingKey, scope, date, signature: expected });
  return { key, content };
}

interface Claim {
  readonly keyId: string;
  /** Date, region, service and the closing word. */
  readonly scope: readonly string[];
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 +Credential=([^/, ]+)\/([^, ]+), *SignedHeaders=([^, ]+), *Signature=([0-9a-f]{64})$/;

function readClaim(request: SignedRequest): Claim {
  const text = headerOf(request, 'authorization');
  if (text === '') throw new RefusedError('MissingAuthenticationToken', 'the request is not signed');
  const [, keyId = '', scope = '', headers = '', signature = ''] = AUTHORIZATION.exec(text) ?? [];
  if (keyId === '') throw new RefusedError('AuthorizationHeaderMalformed', `it can't be read: ${text}`, 400);
  return { keyId, scope: scope.split('/'), signedHeaders: headers.split(';'), signature };
}

function checkTime(date: string, nowMs: number): void {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (!parts) throw new RefusedError('AccessDenied', `x-amz-date is no time: "${date}"`);
  const [, year, month, day, hour, minute, second] = parts;
  const atMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Also where it is no day of a calendar.
  if (!(Math.abs(atMs - nowMs) <= MAX_SKEW_MS)) {
    throw new RefusedError('RequestTimeTooSkewed', `${date} is more than 15 minutes from now`);
  }
}

function checkScope({ scope }: Claim, at: { date: string; region: string; service: string }): void {
  const expected = [at.date.slice(0, 8), at.region, at.service, 'aws4_request'].join('/');
  if (scope.join('/') === expected) return;
  const message = `signed for ${scope.join('/')}, asked of ${expected}`;
  throw new RefusedError('AuthorizationHeaderMalformed', message, 400);
}

function keyOf(request: SignedRequest, { keyId }: Claim, keys: Judge['keys'], nowMs: number): AccessKey {
  const key = keys.find(keyId);
  if (!key) throw new RefusedError('InvalidAccessKeyId', `there is no key ${keyId}`);
  const token = headerOf(request, 'x-amz-security-token');
  if (key.token !== (token || null)) throw new RefusedError('InvalidToken', `this is not the token of ${keyId}`, 400);
  if (nowMs >= key.expiresAtMs) throw new RefusedError('ExpiredToken', `${keyId} has expired`, 400);
  return key;
}

/** Whatever isn't signed, somebody on the way could have put there. */
function checkSignedHeaders(request: SignedRequest, signed: readonly string[]): void {
  const present = Object.keys(request.headers).filter((name) => request.headers[name] !== undefined);
  const needed = present.filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const missing = ['host', ...needed].filter((name) => !signed.includes(name));
  if (missing.length > 0) throw new RefusedError('AccessDenied', `not signed: ${missing.join(', ')}`);
  const sorted = [...signed].sort().join(';') === signed.join(';');
  if (!sorted) throw new RefusedError('AuthorizationHeaderMalformed', 'SignedHeaders are not sorted', 400);
}

/** S3 is told it; all others have it counted. */
function payloadHashOf(request: SignedRequest, service: string): string {
  const told = headerOf(request, 'x-amz-content-sha256');
  if (service !== 's3') return told || sha256Hex(request.body);
  if (told === '') throw new RefusedError('InvalidRequest', 'x-amz-content-sha256 is missing', 400);
  return told;
}

function signingKeyOf(secret: string, scope: readonly string[]): Buffer {
  return scope.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`));
}

function canonicalRequest(
  request: SignedRequest,
  signedHeaders: readonly string[],
  { service, payloadHash }: { service: string; payloadHash: string },
): string {
  const [path = '', query = ''] = request.target.split(/\?(.*)/s, 2);
  const headers = signedHeaders.map((name) => `${name}:${headerOf(request, name)}\n`);
  return [
    request.method,
    canonicalPath(path, service),
    canonicalQuery(query),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** S3 encodes a path once; all others encode what came, again. */
function canonicalPath(path: string, service: string): string {
  const once = path
    .split('/')
    .map((part) => encode(decode(part)))
    .join('/');
  return (service === 's3' ? once : once.split('/').map(encode).join('/')) || '/';
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s, 2);
      return `${encode(decode(name))}=${encode(decode(value))}`;
    })
    .sort()
    .join('&');
}

/** As IAM's guide spells it: RFC 3986's unreserved characters stay. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RefusedError('InvalidURI', `it can't be decoded: ${text}`, 400);
  }
}
