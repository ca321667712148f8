/** Pure: where a request goes. Targets come from the configuration, so a foreign `Host` can't become a `Location`. */
import type { Config } from '../config/env';
import { hostsOf, type Hosts } from '../hosts';
import { isOriginForm } from '../http/origin-form';

export interface Site {
  readonly hosts: Hosts;
  /** As a browser writes it: with the public port where it is not 443. */
  readonly authorityOf: (name: string) => string;
  readonly originOf: (name: string) => string;
  /** True with the development CA, whose certificate covers the loopback names too. */
  readonly redirectsLoopback: boolean;
  /** Every name a handshake or a request may ask for, the apex first. */
  readonly names: readonly string[];
}

export interface Redirect {
  readonly kind: 'redirect';
  readonly status: 301 | 302 | 307 | 308;
  readonly location: string;
}

export type Destination =
  /** host: one of ours, without a port */
  | { readonly kind: 'shop'; readonly host: string }
  | Redirect
  | { readonly kind: 'misdirected' }
  | { readonly kind: 'malformed' };

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '::1'];
/** RFC 3986, 3.2.3: a port may be empty. */
const AUTHORITY = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:@/?#[\]]+))(?::\d{0,5})?$/;

export function siteOf(config: Pick<Config, 'domain' | 'publicHttpsPort' | 'certificates'>): Site {
  const hosts = hostsOf(config.domain);
  const port = config.publicHttpsPort === 443 ? '' : `:${config.publicHttpsPort}`;
  const local = config.certificates === 'local';
  const names = hosts.all.map((host) => host.name);
  return {
    hosts,
    authorityOf: (name) => name + port,
    originOf: (name) => `https://${name}${port}`,
    redirectsLoopback: local,
    names: local ? [...names, 'localhost'] : names,
  };
}

/** Lower case, without port and brackets; null when it is no authority at all. */
export function hostOfAuthority(authority: string): string | null {
  const match = AUTHORITY.exec(authority);
  const host = match?.[1] ?? match?.[2];
  return host === undefined ? null : host.toLowerCase();
}

/** The dot of the root: to DNS the same name, to a browser another one, with cookies of its own. */
export const withoutRoot = (name: string): string => name.replace(/\.$/, '');

function redirect(method: string, lasting: boolean, location: string): Redirect {
  const keepsMethod = method !== 'GET' && method !== 'HEAD';
  if (lasting) return { kind: 'redirect', status: keepsMethod ? 308 : 301, location };
  return { kind: 'redirect', status: keepsMethod ? 307 : 302, location };
}

export function destinationOf(
  request: {
    readonly secure: boolean;
    readonly authority: string;
    readonly method: string;
    readonly url: string;
  },
  site: Site,
): Destination {
  const { method, url } = request;
  const asked = hostOfAuthority(request.authority);
  if (asked === null || !isOriginForm(url)) return { kind: 'malformed' };
  const { apex } = site.hosts;
  const name = withoutRoot(asked);
  const host = site.hosts.all.find((candidate) => candidate.name === name);
  if (!host) {
    if (!site.redirectsLoopback || !LOOPBACK.includes(name)) return { kind: 'misdirected' };
    // Not for ever: a browser would keep sending every other project on this port of localhost here.
    return redirect(method, false, site.originOf(apex) + url);
  }
  // First to HTTPS on the same name, then to the canonical name, so that HSTS reaches every name.
  if (!request.secure) return redirect(method, true, site.originOf(name) + url);
  if (host.role === 'redirect') return redirect(method, true, site.originOf(apex) + url);
  if (asked !== name) return redirect(method, true, site.originOf(name) + url);
  return { kind: 'shop', host: name };
}
