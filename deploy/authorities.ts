/** The certificate authorities a stack can choose: where orders go, and the name by which CAA records allow it. */
export interface Authority {
  readonly directoryUrl: string;
  readonly caaName: string;
}

export const AUTHORITIES = {
  letsencrypt: { directoryUrl: 'https://acme-v02.api.letsencrypt.org/directory', caaName: 'letsencrypt.org' },
  // The same in everything but that no browser trusts it and its limits are wide. It heeds the same CAA records.
  'letsencrypt-staging': {
    directoryUrl: 'https://acme-staging-v02.api.letsencrypt.org/directory',
    caaName: 'letsencrypt.org',
  },
} as const satisfies Record<string, Authority>;

export type AuthorityName = keyof typeof AUTHORITIES;
export const AUTHORITY_NAMES = Object.keys(AUTHORITIES) as [AuthorityName, ...AuthorityName[]];
