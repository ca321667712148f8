/** A domain in order: bought, delegated to two servers by both families, signed, and resolved. */
import type { Facts } from '../../../server/health/facts';
import type { Lookup, ResolverLookup, ServerView } from '../../../server/health/facts/dns';
import { hostsOf } from '../../../server/hosts';

export const DOMAIN = 'essence-aura.com';
export const WWW = `www.${DOMAIN}`;
export const APP = `app.${DOMAIN}`;
export const V4 = '18.64.1.7';
export const V6 = '2600:1f18::7';
export const RESOLVER = '9.9.9.9';
const HOSTS = [DOMAIN, WWW, APP];
const NAME_SERVERS = ['ns1.dns.net', 'ns2.dns.org'];

export type Names = Pick<
  Facts,
  | 'now'
  | 'target'
  | 'registration'
  | 'delegation'
  | 'zone'
  | 'caa'
  | 'dnssec'
  | 'resolution'
  | 'addresses'
  | 'mailRecords'
>;

const lookup = (host: string, type: Lookup['type']): Lookup => ({
  ...{ host, type, outcome: 'NOERROR', alias: null, ttlSeconds: 300 },
  addresses: [type === 'A' ? V4 : V6],
});
const lookups = HOSTS.flatMap((host) => [lookup(host, 'A'), lookup(host, 'AAAA')]);

const server = (name: string, address: string): ServerView => ({
  ...{ name, address, state: 'speaks', outcome: 'NOERROR', tcpFailure: null, serial: 7 },
  ...{ nameServers: NAME_SERVERS, lookups },
});

export const HEALTHY: Names = {
  now: new Date('2026-11-30T12:00:00Z'),
  target: { hosts: hostsOf(DOMAIN), httpPort: 80, httpsPort: 443, shopPort: 3001, isPublic: true },
  registration: {
    ...{ domain: DOMAIN, server: 'https://rdap.example/', isRegistered: true, registrar: 'A Registrar' },
    ...{ statuses: ['clientTransferProhibited', 'autoRenewPeriod'], nameServers: NAME_SERVERS },
    expiresAt: new Date('2027-11-30T12:00:00Z'),
  },
  delegation: {
    ...{ domain: DOMAIN, zone: DOMAIN, parent: 'com', saidBy: 'a.gtld-servers.net (192.5.6.30)', rcode: 'NOERROR' },
    nameServers: [
      { name: 'ns1.dns.net', addresses: ['18.64.9.1', '2600::9:1'] },
      { name: 'ns2.dns.org', addresses: ['18.64.9.2'] },
    ],
    ttlSeconds: 172_800,
    signers: [{ keyTag: 4711, algorithm: 13, digestType: 2, digest: 'ab' }],
  },
  zone: {
    name: DOMAIN,
    servers: [
      server('ns1.dns.net', '18.64.9.1'),
      // No way there over IPv6 from where this was looked at.
      { ...server('ns1.dns.net', '2600::9:1'), state: 'unreachable', serial: null, lookups: [], nameServers: [] },
      server('ns2.dns.org', '18.64.9.2'),
    ],
    wildcard: [],
    doubled: [],
  },
  caa: {
    sets: HOSTS.map((host) => ({
      ...{ host, at: DOMAIN },
      records: [
        { tag: 'issue', value: 'letsencrypt.org', isCritical: false },
        { tag: 'issuewild', value: ';', isCritical: false },
        { tag: 'iodef', value: 'mailto:owner@essence-aura.com', isCritical: false },
      ],
    })),
    ...{ failures: [], challenge: 'http-01', accounts: ['https://ca.example/acct/1'] },
  },
  dnssec: {
    signers: [4711],
    servers: ['18.64.9.1', '18.64.9.2'].map((address) => ({
      ...{ server: address, keys: [4711, 99], isVouchedFor: true, signedUntil: new Date('2026-12-09T00:00:00Z') },
    })),
  },
  resolution: [
    {
      ...{ resolver: RESOLVER, failure: null, nameServers: NAME_SERVERS, nameServersTtlSeconds: 3_600 },
      lookups: lookups.map((one): ResolverLookup => ({ ...one, unchecked: null, reason: null })),
    },
    // Of no use, and that's not the shop's doing.
    { resolver: '127.0.0.53', failure: 'silent', nameServers: [], nameServersTtlSeconds: null, lookups: [] },
  ],
  addresses: HOSTS.flatMap((host) => [V4, V6].map((address) => ({ host, address }))),
  mailRecords: {
    ...{ domain: DOMAIN, exchanges: [], spf: [], dmarcAt: `_dmarc.${DOMAIN}` },
    dmarc: ['v=DMARC1; p=quarantine; adkim=r; aspf=r'],
    bounces: {
      domain: `bounces.${DOMAIN}`,
      exchanges: ['feedback-smtp.ap-northeast-2.amazonses.com'],
      spf: ['v=spf1 include:amazonses.com -all'],
    },
  },
};
