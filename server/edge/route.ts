/** Pure: where a request goes. To be read from above: the first line that has something to say decides. */
import type { Exchange } from './exchange';
import type { FailureName } from './failures';
import { isTaken } from './methods';
import { destinationOf, hostOfAuthority, type Redirect, type Site } from './redirects';
import { headFault } from './request-head';
import { isHealthCheck, isInternalPath, isProbe } from './reserved-paths';

export type Route =
  /** host: the virtual host that was asked for, null where it is none of ours, or wasn't looked at */
  | { readonly kind: 'refused'; readonly failure: FailureName; readonly host: string | null }
  | { readonly kind: 'probe' }
  /** RFC 9110, 9.3.7: `OPTIONS *`, which asks no page and no name, but the server. */
  | { readonly kind: 'options' }
  | Redirect
  | { readonly kind: 'shop'; readonly host: string };

const refused = (failure: FailureName, host: string | null = null): Route => ({ kind: 'refused', failure, host });

export function routeOf(
  { request, connection, authority, path }: Pick<Exchange, 'request' | 'connection' | 'authority' | 'path'>,
  { site, isOneTooMany }: { readonly site: Site; readonly isOneTooMany: boolean },
): Route {
  const { method = '', url = '' } = request;
  const taken = isTaken(method, path);
  const fault = headFault(request);
  if (fault) return refused(fault);
  if (isOneTooMany) return refused('too-many-requests');
  if (isHealthCheck(path)) return taken ? { kind: 'probe' } : refused('method-not-allowed');
  if (method === 'OPTIONS' && url === '*' && hostOfAuthority(authority) !== null) return { kind: 'options' };
  const destination = destinationOf({ secure: connection.secure, authority, method, url }, site);
  if (destination.kind === 'redirect') return destination;
  if (destination.kind !== 'shop') return refused(destination.kind);
  const { host } = destination;
  if (!taken) return refused('method-not-allowed', host);
  if (isProbe(path)) return { kind: 'probe' };
  if (isInternalPath(path)) return refused('internal-path', host);
  return destination;
}
