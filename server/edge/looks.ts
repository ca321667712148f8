/** The order in which the edge looks at what comes, and the only file that replaces what listens to its servers. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Http2SecureServer, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

export type StreamArguments = [
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  flags: number,
  rawHeaders: readonly string[],
];

export interface Look {
  readonly connection?: (raw: Socket, secure: boolean) => boolean;
  readonly secured?: (socket: TLSSocket) => void;
  readonly session?: (session: ServerHttp2Session) => void;
  /** Before Node makes a request of it. @returns false where it was answered */
  readonly stream?: (...given: StreamArguments) => boolean;
  /** Answers it, or hands it on to what comes next in the list. */
  readonly request?: (next: RequestListener, secure: boolean) => RequestListener;
}

/** @returns what there was: Node's own listeners */
function replace(
  server: Server | Http2SecureServer,
  event: 'connection' | 'stream',
  goesOn: (...given: never[]) => boolean,
): (...given: unknown[]) => void {
  const usual = server.listeners(event);
  const handOn = (...given: unknown[]): void => {
    for (const listener of usual) Reflect.apply(listener, server, given);
  };
  server.removeAllListeners(event);
  server.on(event, (...given: unknown[]) => {
    if (goesOn(...(given as never[]))) handOn(...given);
  });
  return handOn;
}

/** @returns gives the secure listener a connection that nothing looks at before its first request */
export function lookInOrder(
  { http, https }: { readonly http: Server; readonly https: Http2SecureServer },
  order: readonly Look[],
): (socket: Duplex) => void {
  const all = <K extends keyof Look>(event: K): NonNullable<Look[K]>[] => order.flatMap((look) => look[event] ?? []);
  const connection = all('connection');
  replace(http, 'connection', (raw: Socket) => connection.every((look) => look(raw, false)));
  const connect = replace(https, 'connection', (raw: Socket) => connection.every((look) => look(raw, true)));
  for (const look of all('secured')) https.prependListener('secureConnection', look);
  for (const look of all('session')) https.prependListener('session', look);
  const stream = all('stream');
  replace(https, 'stream', (...given: StreamArguments) => stream.every((look) => look(...given)));
  const last: RequestListener = (_request, response) => void response.destroy();
  for (const server of [http, https]) {
    server.removeAllListeners('request');
    server.on(
      'request',
      all('request').reduceRight((next, look) => look(next, server === https), last),
    );
  }
  return connect;
}
