const STAGING_OF: ReadonlyMap<string, string> = new Map([
  ['https://acme-v02.api.letsencrypt.org/directory', 'https://acme-staging-v02.api.letsencrypt.org/directory'],
]);

/** Where orders are rehearsed. A private CA has no such place and needs none: nobody counts its refusals. */
export function stagingDirectoryOf(directoryUrl: string): string | null {
  return STAGING_OF.get(directoryUrl) ?? null;
}

/** What a bundle is marked with; another configured directory, or another profile, means a new certificate. */
export function acmeOrigin(directoryUrl: string, profile: string | null = null): string {
  return profile === null ? `acme ${directoryUrl}` : `acme ${directoryUrl} profile ${profile}`;
}

/** Whether a bundle comes from that directory, whatever its profile. */
export function isFrom(origin: string, directoryUrl: string): boolean {
  return origin === acmeOrigin(directoryUrl) || origin.startsWith(`${acmeOrigin(directoryUrl)} profile `);
}
