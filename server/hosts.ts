/** The one list of host names: DNS records, certificate names and virtual hosts derive from it. */
export type HostRole = 'storefront' | 'redirect' | 'desk';

export interface Host {
  /** Fully qualified, lower case, without a trailing dot and without a port. */
  readonly name: string;
  /** The label below the apex; empty for the apex itself. */
  readonly label: '' | 'www' | 'app';
  /** storefront: the shop. redirect: permanently to the storefront. desk: the owner's desk and the cross-origin API. */
  readonly role: HostRole;
}

export interface Hosts {
  readonly apex: string;
  readonly www: string;
  readonly app: string;
  readonly all: readonly Host[];
}

export function hostsOf(domain: string): Hosts {
  const apex = domain.toLowerCase();
  const host = (label: Host['label'], role: HostRole): Host => ({
    name: label === '' ? apex : `${label}.${apex}`,
    label,
    role,
  });
  const all = [host('', 'storefront'), host('www', 'redirect'), host('app', 'desk')] as const;
  return { apex: all[0].name, www: all[1].name, app: all[2].name, all };
}
