const STAGING_OF: ReadonlyMap<string, string> = new Map([
  ['https://acme-v02.api.letsencrypt.org/directory', 'https://acme-staging-v02.api.letsencrypt.org/directory'],
]);

/** Where orders are rehearsed. A private CA has no such place and needs none: nobody counts its refusals. */
export function stagingDirectoryOf(directoryUrl: string): string | null {
  return STAGING_OF.get(directoryUrl) ?? null;
}

/** What a bundle of this directory is marked with; another configured directory means a new certificate. */
export function acmeOrigin(directoryUrl: string): string {
  return `acme ${directoryUrl}`;
}
