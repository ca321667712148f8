/** Pure: whom a request says that it is for, and what it asks of them. */
import type { IncomingMessage } from 'node:http';

export interface Target {
  /** As the client wrote it; empty where it wrote none, or two, of which one would silently be left out. */
  readonly authority: string;
  /** Path and query, or `*`; as the client wrote it where it wrote something else. */
  readonly url: string;
}

function hasTwoHosts(request: IncomingMessage): boolean {
  const { rawHeaders } = request;
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count > 1;
}

/** RFC 3986, 6.2: the case of a name, and whether the usual port is written. */
const normalised = (authority: string): string => authority.toLowerCase().replace(/:(?:443)?$/, '');

/** Of the fields; the absolute form has one of its own. */
export function authorityOf(request: IncomingMessage): string {
  const pseudo = request.headers[':authority'];
  const { host } = request.headers;
  if (hasTwoHosts(request)) return '';
  if (typeof pseudo !== 'string') return host ?? '';
  // RFC 9113, 8.3.1: where both are given they must not differ.
  return host === undefined || normalised(host) === normalised(pseudo) ? pseudo : '';
}

const ABSOLUTE = /^https?:\/\/([^/?#]*)([^]*)$/i;

/** RFC 9112, 3.2.2: the authority of the absolute form counts, whatever `Host` says, which must be there all the same. */
export function targetOf(request: IncomingMessage): Target {
  const { url = '' } = request;
  const authority = authorityOf(request);
  const absolute = request.httpVersionMajor === 1 ? ABSOLUTE.exec(url) : null;
  if (!absolute) return { authority, url };
  const [, named = '', rest = ''] = absolute;
  // RFC 9112, 3.2.4: OPTIONS of a name alone asks the server, as `*` does.
  const ofServer = rest === '' && request.method === 'OPTIONS';
  return { authority: authority === '' ? '' : named, url: ofServer ? '*' : rest.startsWith('/') ? rest : `/${rest}` };
}
