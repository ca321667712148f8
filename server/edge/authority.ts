/** Pure: whom a request says that it is for. */
import type { IncomingMessage } from 'node:http';

function hasTwoHosts(request: IncomingMessage): boolean {
  const { rawHeaders } = request;
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count > 1;
}

/** As the client wrote it; empty where it wrote none, or two, of which one would silently be left out. */
export function authorityOf(request: IncomingMessage): string {
  const pseudo = request.headers[':authority'];
  const { host } = request.headers;
  // RFC 9113, 8.3.1: where both are given they must not differ.
  if (typeof pseudo === 'string') return host === undefined || host === pseudo ? pseudo : '';
  return hasTwoHosts(request) ? '' : (host ?? '');
}
