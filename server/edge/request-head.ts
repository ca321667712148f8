/** Pure: what Node's parsers let through of a request's head, and the edge does not. */
import type { IncomingMessage } from 'node:http';
import { MAX_HEAD_BYTES, MAX_TARGET_BYTES } from '../http/head-limits';
import { isHttp2Request } from './exchange';
import type { FailureName } from './failures';
import { MAX_FIELDS, MAX_READ_FIELDS } from './policy';

const COLON = 0x3a;
const isCookie = (name: string): boolean => name.length === 6 && name.toLowerCase() === 'cookie';

/** Over HTTP/2 cookies (RFC 9113, 8.2.3) and the address have fields of their own: measured as over HTTP/1.1. */
export function isHeadTooLarge(rawHeaders: readonly string[]): boolean {
  if (rawHeaders.length > 2 * MAX_READ_FIELDS) return true;
  let fields = 0;
  let cookies = 0;
  let bytes = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.charCodeAt(0) === COLON) continue;
    bytes += rawHeaders[i + 1]?.length ?? 0;
    if (isCookie(name) && cookies++ > 0) bytes += '; '.length;
    else {
      fields += 1;
      bytes += name.length;
    }
  }
  return fields > MAX_FIELDS || bytes > MAX_HEAD_BYTES;
}

function framingFault(request: IncomingMessage): FailureName | null {
  const { httpVersionMajor: major, httpVersionMinor: minor } = request;
  // `GET /` alone is HTTP/0.9.
  if (major === 0) return 'malformed';
  if (major !== 1) return 'version-not-supported';
  const coding = request.headers['transfer-encoding']?.trim().toLowerCase();
  if (coding === undefined) return null;
  // RFC 9112, 6.1 and 6.3: HTTP/1.0 knows no codings, and without `chunked` at the end nobody knows where the body ends.
  if (minor === 0 || !/(?:^|[\s,])chunked$/.test(coding)) return 'malformed';
  return coding === 'chunked' ? null : 'coding-not-supported';
}

export function headFault(request: IncomingMessage): FailureName | null {
  if (isHeadTooLarge(request.rawHeaders)) return 'head-too-large';
  if ((request.url ?? '').length > MAX_TARGET_BYTES) return 'target-too-long';
  return isHttp2Request(request) ? null : framingFault(request);
}
