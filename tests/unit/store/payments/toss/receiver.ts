/** Somebody to whom webhooks are sent. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** @param statuses of its answers, one after the other */
export async function startReceiver(statuses: number[]) {
  const received: { readonly headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      received.push({ headers: request.headers });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
