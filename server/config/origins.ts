/** The canonical origins, from configuration alone: never from a request's Host header. */
import { hostsOf } from '../hosts';

export interface Origins {
  /** Storefront, such as `https://essence-aura.com`; no trailing slash; the port only when it is not 443. */
  readonly apex: string;
  /** Owner's desk and cross-origin API. */
  readonly app: string;
}

export function originsOf(config: { readonly domain: string; readonly publicHttpsPort: number }): Origins {
  const hosts = hostsOf(config.domain);
  const suffix = config.publicHttpsPort === 443 ? '' : `:${config.publicHttpsPort}`;
  return { apex: `https://${hosts.apex}${suffix}`, app: `https://${hosts.app}${suffix}` };
}
