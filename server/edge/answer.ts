/** The one place where an answer's head is written, whoever says it, over HTTP/1.1 and HTTP/2. */
import { STATUS_CODES } from 'node:http';
import { constants } from 'node:http2';
import { isHttp2Response, type Exchange } from './exchange';
import type { Head } from './shop-head';

export interface Answer {
  readonly status: number;
  readonly headers: Head;
  readonly body: Buffer | string | null;
}

/** Name, value, name, value: Node writes such a list as it stands, and looks through an object twice. */
export type FieldList = readonly string[];

function listOf(head: Head): string[] {
  const list: string[] = [];
  for (const name in head) {
    const value = head[name] as string | readonly string[];
    if (typeof value === 'string') list.push(name, value);
    else for (const one of value) list.push(name, one);
  }
  return list;
}

const lists = new WeakMap<Head, FieldList>();

export function remember<T extends Head>(head: T): T {
  lists.set(head, listOf(head));
  return head;
}

export type Rest = 'nothing' | 'whole' | 'in parts';

/**
 * @param own what the edge adds to every answer
 * @throws Error of Node for a head that it doesn't write; the response can still carry another one then
 */
export function writeHead(
  { response }: Exchange,
  { status, headers }: Pick<Answer, 'status' | 'headers'>,
  own: Readonly<Record<string, string>>,
  rest: Rest,
): void {
  if (!isHttp2Response(response)) {
    const list = lists.get(headers)?.slice() ?? listOf(headers);
    for (const name in own) list.push(name, own[name] as string);
    // With its words: else those of a head that was refused before would stay.
    response.writeHead(status, STATUS_CODES[status] ?? '', list);
    return;
  }
  const { stream } = response;
  if (stream.destroyed || stream.closed) return;
  // Waiting for trailers, which never come, is what keeps Node from ending the stream before it is cut off.
  const waits = { endStream: rest === 'nothing', waitForTrailers: rest === 'in parts' };
  // Past Node's imitation of an HTTP/1.1 response, which would keep the fields of a head that was refused.
  stream.respond({ ':status': status, ...headers, ...own }, waits);
  response.statusCode = status;
}

/** A whole answer at once. @throws Error as `writeHead` does */
export function sendWhole(exchange: Exchange, answer: Answer, own: Readonly<Record<string, string>>): void {
  const { request, response } = exchange;
  const body = request.method === 'HEAD' || answer.body === '' ? null : answer.body;
  writeHead(exchange, answer, own, body === null ? 'nothing' : 'whole');
  if (body === null) return void response.end();
  exchange.bytes = Buffer.byteLength(body);
  response.end(body);
}

/** Ends an answer whose head was sent, or can't be: a cut is the only way left to say that it isn't whole. */
export function cutOff({ response }: Exchange): void {
  if (isHttp2Response(response)) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else response.destroy();
}
