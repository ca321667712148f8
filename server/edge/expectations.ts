/**
 * `Expect` (RFC 9110, 10.1.1). A body that waits for its invitation gets it when somebody begins to read, and not before:
 * whoever is refused has not sent it in vain. Node by itself invites at once, and asks nobody.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Http2SecureServer } from 'node:http2';
import { hasBody, isHttp2Request } from './exchange';

function inviteWhenRead(request: IncomingMessage, response: ServerResponse): void {
  const http1 = !isHttp2Request(request);
  // Answered without an invitation, nobody could tell a body that comes all the same from the next request.
  if (http1) response.setHeader('connection', 'close');
  function invite(event: string | symbol): void {
    if (event !== 'data' && event !== 'readable') return;
    request.removeListener('newListener', invite);
    if (response.headersSent) return;
    if (http1) response.removeHeader('connection');
    response.writeContinue();
  }
  request.on('newListener', invite);
}

/** @param refuse an expectation that is none of HTTP's */
export function answerExpectations(
  server: Server | Http2SecureServer,
  refuse: (request: IncomingMessage, response: ServerResponse) => void,
): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (hasBody(request)) inviteWhenRead(request, response);
    server.emit('request', request, response);
  });
  server.on('checkExpectation', refuse);
}
