/**
 * The fast path of kept pages: before greenlock's listener over HTTP/1.1, and straight on the stream over HTTP/2, for
 * each of which Node would make an imitation of an HTTP/1.1 request and response and ask for trailers. For an answer
 * from memory that would be most of the work. Whatever isn't a plain question for a kept page goes the usual way.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2SecureServer, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Answer } from '../answer';
import { authorityOf } from '../authority';
import type { Exchange } from '../exchange';
import type { CachedPages } from './cached-pages';

/** As much of a request as the access log and the deadlines look at. */
class StreamRequest {
  readonly httpVersionMajor = 2;
  readonly httpVersionMinor = 0;
  readonly method: string;
  readonly url: string;

  constructor(
    readonly stream: ServerHttp2Stream,
    readonly headers: IncomingHttpHeaders,
  ) {
    this.method = headers[':method'] ?? '';
    this.url = headers[':path'] ?? '';
  }
}

/** As much of a response as the access log and the deadlines look at. */
class StreamResponse {
  statusCode = 0;

  constructor(readonly stream: ServerHttp2Stream) {}

  get headersSent(): boolean {
    return this.stream.headersSent;
  }
  get writableLength(): number {
    return this.stream.writableLength;
  }
  get writableEnded(): boolean {
    return this.stream.writableEnded;
  }
  end(body?: Buffer): void {
    this.stream.end(body);
  }
}

export interface FastPathOptions {
  readonly pages: CachedPages;
  /** Whether a request asks for the storefront, in a form that leaves no doubt. */
  readonly isForStorefront: (authority: string) => boolean;
  readonly isHeadTooLarge: (rawHeaders: readonly string[]) => boolean;
  /** @returns null for a connection that is gone */
  readonly begin: (request: IncomingMessage, response: ServerResponse, authority: string) => Exchange | null;
  readonly end: (exchange: Exchange) => void;
  readonly send: (exchange: Exchange, answer: Answer) => void;
}

type StreamListener = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  flags: number,
  rawHeaders: readonly string[],
) => void;

const ignore = (): void => undefined;

function answerStreams(server: Http2SecureServer, options: FastPathOptions): void {
  const answer: (...parameters: Parameters<StreamListener>) => boolean = (stream, headers, _flags, rawHeaders) => {
    const authority = headers[':authority'];
    if (authority === undefined || headers.host !== undefined || !options.isForStorefront(authority)) return false;
    if (!stream.endAfterHeaders || options.isHeadTooLarge(rawHeaders)) return false;
    const request = new StreamRequest(stream, headers);
    const reply = options.pages.recall(request);
    if (!reply) return false;
    const response = new StreamResponse(stream);
    const exchange = options.begin(
      request as unknown as IncomingMessage,
      response as unknown as ServerResponse,
      authority,
    );
    if (!exchange) return false;
    exchange.cache = 'hit';
    // What breaks a stream ends it; `close` tells.
    stream.on('error', ignore);
    stream.once('close', () => options.end(exchange));
    options.send(exchange, reply);
    return true;
  };

  const usual = server.listeners('stream') as StreamListener[];
  server.removeAllListeners('stream');
  server.on('stream', (stream, headers, flags, rawHeaders: readonly string[] = []) => {
    if (answer(stream, headers, flags, rawHeaders)) return;
    for (const listener of usual) listener.call(server, stream, headers, flags, rawHeaders);
  });
}

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

function answerRequests(server: Http2SecureServer, options: FastPathOptions): void {
  const answer = (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.httpVersionMajor !== 1 || request.httpVersionMinor !== 1) return false;
    const authority = authorityOf(request);
    if (!options.isForStorefront(authority) || options.isHeadTooLarge(request.rawHeaders)) return false;
    const { method = '', url = '', headers } = request;
    const reply = options.pages.recall({ method, url, headers });
    const exchange = reply && options.begin(request, response, authority);
    if (!exchange) return false;
    exchange.cache = 'hit';
    response.once('close', () => options.end(exchange));
    options.send(exchange, reply);
    return true;
  };

  const usual = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (answer(request, response)) return;
    for (const listener of usual) listener.call(server, request, response);
  });
}

export function addFastPath(server: Http2SecureServer, options: FastPathOptions): void {
  // Before the listener of requests is replaced: it is Node's own listener of streams that calls it.
  answerStreams(server, options);
  answerRequests(server, options);
}
