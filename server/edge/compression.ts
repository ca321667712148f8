// Which of the shop's answers for one visitor are compressed on their way. Why that is safe, though a length tells what
// is in an answer (BREACH, CVE-2013-3587), is in docs/decisions/0018.
import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './answer';
import { encodingFor } from './cache/content-encoding';
import { compressed, COMPRESSIBLE, SMALLEST, type Coding } from './cache/representations';
import { fieldOf, type Head } from './shop-head';

/** Held in memory while they are compressed. The desk's longest list has 300 kB. */
const LARGEST = 512 * 1024;

/** Whether the visit was caused by a page of the shop itself, or by nobody's page; old browsers don't say. */
function isOwnVisit(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'same-origin' || site === 'none';
}

/** @returns null for what is sent on as it comes */
export function codingFor(request: IncomingHttpHeaders, head: Head): Coding | null {
  if (!isOwnVisit(request) || head['content-encoding'] !== undefined || head['content-range'] !== undefined)
    return null;
  if (!COMPRESSIBLE.test(fieldOf(head, 'content-type') ?? '')) return null;
  if (/\bno-transform\b/i.test(fieldOf(head, 'cache-control') ?? '')) return null;
  // What has no length is made while it is sent, and wanted while it is made.
  const length = Number(fieldOf(head, 'content-length') ?? Number.NaN);
  if (!(length >= SMALLEST && length <= LARGEST)) return null;
  const wanted = encodingFor(request['accept-encoding']);
  return wanted === 'identity' ? null : wanted;
}

function varyOf(head: Head): string {
  const vary = fieldOf(head, 'vary');
  if (vary === undefined) return 'Accept-Encoding';
  return /(?:^|,)\s*(?:\*|accept-encoding)\s*(?:,|$)/i.test(vary) ? vary : `${vary}, Accept-Encoding`;
}

/** @throws Error of zlib */
export async function compressAnswer(answer: Answer & { readonly body: Buffer }, coding: Coding): Promise<Answer> {
  const body = await compressed(answer.body, coding);
  const etag = fieldOf(answer.headers, 'etag');
  const headers = {
    ...answer.headers,
    'content-encoding': coding,
    'content-length': String(body.length),
    vary: varyOf(answer.headers),
    // RFC 9110, 8.8.1: other bytes, so no strong tag.
    ...(etag === undefined || etag.startsWith('W/') ? {} : { etag: `W/${etag}` }),
  };
  return { status: answer.status, headers, body };
}
