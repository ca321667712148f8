/** What is known of ACME directories by their address. */

const STAGING_OF: ReadonlyMap<string, string> = new Map([
  ['https://acme-v02.api.letsencrypt.org/directory', 'https://acme-staging-v02.api.letsencrypt.org/directory'],
]);

/**
 * Where orders for this directory are rehearsed. A private CA has no such place, and none is needed: nobody counts its
 * refusals. Another public CA's would need an account of its own kind.
 */
export function stagingDirectoryOf(directoryUrl: string): string | null {
  return STAGING_OF.get(directoryUrl) ?? null;
}

/** What a bundle of this directory is marked with; another configured directory means a new certificate. */
export function acmeOrigin(directoryUrl: string): string {
  return `acme ${directoryUrl}`;
}
