/** `Expect` (RFC 9110, 10.1.1): a body is invited when somebody begins to read it. Node by itself invites at once. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Http2SecureServer } from 'node:http2';

/** Node says `Connection: close` by itself where it isn't invited: it might come all the same. */
function inviteWhenRead(request: IncomingMessage, response: ServerResponse): void {
  request.on('newListener', function invite(event: string | symbol) {
    if (event !== 'data' && event !== 'readable') return;
    request.removeListener('newListener', invite);
    if (!response.headersSent) response.writeContinue();
  });
}

/** @param refuse an expectation that is none of HTTP's */
export function answerExpectations(
  server: Server | Http2SecureServer,
  refuse: (request: IncomingMessage, response: ServerResponse) => void,
): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    inviteWhenRead(request, response);
    server.emit('request', request, response);
  });
  server.on('checkExpectation', refuse);
}
