/** Where the edge is found, by visitors and programs of this machine: from configuration, never a `Host` header. */
import { hostsOf } from '../hosts';

export interface Origins {
  /** Storefront, such as `https://essence-aura.com`; no trailing slash; the port only when it is not 443. */
  readonly apex: string;
  readonly app: string;
}

export function originsOf(config: { readonly domain: string; readonly publicHttpsPort: number }): Origins {
  const hosts = hostsOf(config.domain);
  const suffix = config.publicHttpsPort === 443 ? '' : `:${config.publicHttpsPort}`;
  return { apex: `https://${hosts.apex}${suffix}`, app: `https://${hosts.app}${suffix}` };
}

const EVERY_ADDRESS: ReadonlySet<string> = new Set(['::', '0.0.0.0']);

/** Where a program of this machine finds the edge. @param edgeAddress as configured: null is every address */
export function addressToAsk(edgeAddress: string | null): string {
  return edgeAddress === null || EVERY_ADDRESS.has(edgeAddress) ? '127.0.0.1' : edgeAddress;
}
