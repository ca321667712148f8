import type { CaaFacts, ResolverLookup, ServerView } from '../../../server/health/facts/dns';
import type { Severity } from '../../../server/health/fault';
import { reservedFor } from '../../../server/health/reserved';
import { expectFinding, idsOf } from './expect-finding';
import { APP, DOMAIN, HEALTHY, RESOLVER, V4, WWW, type Names } from './healthy-names';

const { zone, caa, dnssec, resolution, addresses } = HEALTHY;
const FIRST = 'ns1.dns.net (18.64.9.1)';
const SECOND = 'ns2.dns.org (18.64.9.2)';

const inZone = (changes: Partial<Names['zone']>): Names => ({ ...HEALTHY, zone: { ...zone, ...changes } });
/** @param which of the three addresses; all that can be asked where it isn't told */
const servers = (change: (server: ServerView) => Partial<ServerView>, which = [0, 2]): Names =>
  inZone({ servers: zone.servers.map((one, i) => (which.includes(i) ? { ...one, ...change(one) } : one)) });
const saying = (host: string, type: 'A' | 'AAAA', said: Partial<ResolverLookup>, which?: number[]): Names =>
  servers(
    ({ lookups }) => ({
      lookups: lookups.map((one) => (one.host === host && one.type === type ? { ...one, ...said } : one)),
    }),
    which,
  );
const MISSING = { outcome: 'NXDOMAIN', addresses: [], ttlSeconds: 900 };
const missing = (host: string): Names => ({
  ...saying(host, 'A', MISSING),
  addresses: addresses.filter((one) => one.host !== host),
});
const resolved = (said: Partial<ResolverLookup>, isIt = (one: ResolverLookup) => one.type === 'A'): Names => ({
  ...HEALTHY,
  resolution: resolution.map((one) => ({
    ...one,
    lookups: one.lookups.map((lookup) => (isIt(lookup) ? { ...lookup, ...said } : lookup)),
  })),
});
const leading = (host: string, address: string): Names => ({
  ...HEALTHY,
  addresses: addresses.map((one) => (one.host === host && !one.address.includes(':') ? { host, address } : one)),
});
const silent = { state: 'silent', lookups: [], nameServers: [], serial: null } as const;
const keys = (changes: Partial<Names['dnssec']['servers'][number]>, which = [0, 1]): Names => ({
  ...HEALTHY,
  dnssec: { ...dnssec, servers: dnssec.servers.map((one, i) => (which.includes(i) ? { ...one, ...changes } : one)) },
});
const permitted = (value: string, changes: Partial<CaaFacts> & { tag?: string; isCritical?: boolean } = {}): Names => {
  const { tag = 'issue', isCritical = false, ...rest } = changes;
  const sets = [{ host: APP, at: DOMAIN, records: [{ tag, value, isCritical }] }];
  return { ...HEALTHY, caa: { ...caa, sets, ...rest } };
};
const bound = 'letsencrypt.org; accounturi=https://ca.example/acct/9';

test.each<[string, string, Severity, Names, string[]]>([
  ['no apex', 'DNS-01', 'down', missing(DOMAIN), [`${DOMAIN}: NXDOMAIN`]],
  ['no app', 'DNS-01', 'harm', missing(APP), [`${APP}: NXDOMAIN`]],
  [
    'an absence remembered',
    'DNS-02',
    'harm',
    resolved({ ...MISSING, ttlSeconds: 611 }),
    [RESOLVER, '611 s', 'NXDOMAIN'],
  ],
  ['a private address', 'DNS-06', 'harm', leading(APP, '172.31.4.5'), [`${APP} → 172.31.4.5 (private)`]],
  [
    ...(['private addresses alone', 'DNS-06', 'down'] as const),
    { ...HEALTHY, addresses: [{ host: DOMAIN, address: '10.0.0.7' }] },
    ['10.0.0.7'],
  ],
  ['another address for one name', 'DNS-SEVERAL', 'risk', leading(WWW, '18.64.1.8'), ['18.64.1.8', V4]],
  [
    'another authority',
    'DNS-07',
    'harm',
    permitted('digicert.com'),
    [`${APP} (set at ${DOMAIN}): 0 issue "digicert.com"`],
  ],
  ['no authority at all', 'DNS-07', 'harm', permitted(';'), ['0 issue ";"']],
  [
    ...(['a server that fails at CAA', 'DNS-08', 'harm'] as const),
    { ...HEALTHY, caa: { ...caa, failures: [{ host: APP, server: FIRST, outcome: 'NOTIMP' }] } },
    [`${FIRST} on ${APP}: NOTIMP`],
  ],
  [
    'a key that nobody vouches for',
    'DNS-09',
    'down',
    keys({ keys: [12], isVouchedFor: false }),
    ['names key 4711', ': 12'],
  ],
  ['no key at one server', 'DNS-09', 'harm', keys({ keys: [], isVouchedFor: false }, [0]), ['no key']],
  ['another account', 'DNS-10', 'harm', permitted(bound), ['https://ca.example/acct/9', 'https://ca.example/acct/1']],
  ['another method', 'DNS-10', 'harm', permitted('letsencrypt.org; validationmethods=dns-01'), ['dns-01', 'http-01']],
  ['an account unseen', 'DNS-ACCOUNT', 'risk', permitted(bound, { accounts: null }), ['https://ca.example/acct/9']],
  [
    ...(['a name typed twice', 'DNS-11', 'harm'] as const),
    { ...missing(APP), zone: { ...missing(APP).zone, doubled: [`${APP}.${DOMAIN}`] } },
    [`${APP}.${DOMAIN}`],
  ],
  ['a critical unknown', 'DNS-13', 'harm', permitted('x', { tag: 'tbs', isCritical: true }), ['128 tbs "x"']],
  ['an alias at the apex', 'DNS-14', 'harm', saying(DOMAIN, 'A', { alias: 'x.cdn.example' }), ['x.cdn.example']],
  [
    ...(['a stale secondary', 'DNS-15', 'harm'] as const),
    saying(DOMAIN, 'A', { addresses: ['18.64.1.8'] }, [2]),
    [`${SECOND} says 18.64.1.8`, `${FIRST} says ${V4}`],
  ],
  ['another serial alone', 'DNS-15', 'risk', servers(() => ({ serial: 6 }), [2]), [`${SECOND} 6`, `${FIRST} 7`]],
  [
    ...(['one server', 'DNS-16', 'risk'] as const),
    {
      ...servers(() => ({ nameServers: ['ns1.dns.net'] })),
      resolution: [],
      delegation: { ...HEALTHY.delegation, nameServers: [{ name: 'ns1.dns.net', addresses: ['18.64.9.1'] }] },
    },
    ['18.64.9.1 alone'],
  ],
  ['one silent server', 'DNS-17', 'harm', servers(() => silent, [2]), [`${SECOND}: silent`]],
  ['silent servers alone', 'DNS-17', 'down', servers(() => silent), [FIRST, SECOND]],
  ['no answer over TCP', 'DNS-18', 'risk', servers(() => ({ tcpFailure: 'refused' }), [0]), [`${FIRST}: refused`]],
  ['signatures that ended', 'DNS-19', 'down', keys({ signedUntil: new Date('2026-11-01T00:00:00Z') }), ['2026-11-01']],
  ['no signatures at one', 'DNS-19', 'harm', keys({ signedUntil: null }, [1]), ['18.64.9.2: none at all']],
  [
    ...(['a wildcard in the place of a name', 'DNS-20', 'harm'] as const),
    {
      ...saying(APP, 'A', { addresses: ['18.64.1.8'] }),
      zone: { ...saying(APP, 'A', { addresses: ['18.64.1.8'] }).zone, wildcard: ['18.64.1.8'] },
    },
    [`*.${DOMAIN} leads to 18.64.1.8`, APP],
  ],
  [
    'an old address remembered',
    'DNS-21',
    'harm',
    resolved({ addresses: ['18.64.1.8'], ttlSeconds: 42 }),
    ['18.64.1.8', '42 s'],
  ],
  [
    ...(['what resolvers refuse', 'DNS-BOGUS', 'down'] as const),
    resolved({ outcome: 'SERVFAIL', addresses: [], unchecked: 'NOERROR', reason: 'extended error 6 DNSSEC Bogus' }),
    [RESOLVER, 'DNSSEC Bogus'],
  ],
  [
    ...(['what resolvers fail at', 'DNS-SERVFAIL', 'harm'] as const),
    resolved({ outcome: 'SERVFAIL', addresses: [], unchecked: 'SERVFAIL' }),
    [RESOLVER, 'SERVFAIL'],
  ],
])('%s is %s', (_what, id, severity, facts, evidence) => {
  expect(expectFinding(facts, id, evidence).severity).toBe(severity);
});

test.each<[string, Names, string[]]>([
  [
    'a name typed twice',
    { ...missing(APP), zone: { ...missing(APP).zone, doubled: [`${APP}.${DOMAIN}`] } },
    ['DNS-11', 'DNS-01'],
  ],
  [
    'a wrong key',
    {
      ...keys({ isVouchedFor: false }),
      resolution: resolved({ outcome: 'SERVFAIL', unchecked: 'NOERROR' }).resolution,
    },
    ['DNS-09', 'DNS-BOGUS'],
  ],
  [
    'a stale secondary',
    {
      ...saying(APP, 'A', { addresses: ['18.64.1.8'] }, [2]),
      addresses: [...addresses, { host: APP, address: '18.64.1.8' }],
    },
    ['DNS-15', 'DNS-SEVERAL'],
  ],
  [
    'silent servers',
    { ...servers(() => silent, [2]), resolution: resolved({ outcome: 'SERVFAIL', unchecked: 'silent' }).resolution },
    ['DNS-17', 'DNS-SERVFAIL'],
  ],
])('%s explains what follows from it', (_what, facts, ids) => {
  expect(idsOf(facts)).toEqual(ids);
});

test.each<[string, Names]>([
  ['an alias that leads elsewhere', { ...saying(WWW, 'A', { addresses: [], alias: 'x.cdn.example' }), addresses }],
  ['IPv6 that a network makes up', resolved({ addresses: ['64:ff9b::1240:107'] }, ({ type }) => type === 'AAAA')],
  ['a filter that tells of nothing', resolved({ ...MISSING, ttlSeconds: null })],
  ['a zone that is not signed', { ...HEALTHY, dnssec: { signers: [], servers: [] } }],
  ['a wildcard that hides nothing', inZone({ wildcard: [V4] })],
  ['a domain that anybody may issue for', { ...HEALTHY, caa: { ...caa, sets: [] } }],
  ['a set that only says whom to tell', permitted('mailto:a@b.example', { tag: 'iodef' })],
  [
    'the right account',
    permitted('letsencrypt.org; accounturi=https://ca.example/acct/1; validationmethods=http-01,dns-01'),
  ],
  [
    'one permission of two that holds',
    {
      ...HEALTHY,
      caa: {
        ...caa,
        sets: [
          {
            host: APP,
            at: DOMAIN,
            records: [bound, 'letsencrypt.org'].map((value) => ({ tag: 'issue', value, isCritical: false })),
          },
        ],
      },
    },
  ],
  ['loopback in development', { ...leading(APP, '127.0.0.1'), target: { ...HEALTHY.target, isPublic: false } }],
])('nothing is said of %s', (_what, facts) => {
  expect(idsOf(facts)).toEqual([]);
});

test.each([
  ['10.1.2.3', 'private'],
  ['172.31.0.1', 'private'],
  ['172.32.0.1', null],
  ['100.64.0.1', 'shared by carriers'],
  ['169.254.169.254', 'link-local'],
  ['203.0.113.9', 'documentation'],
  ['fd00::1', 'private'],
  ['2001:db8::1', 'documentation'],
  ['::ffff:18.64.1.7', 'IPv4 in IPv6'],
  [V4, null],
  ['2600:1f18::7', null],
])('%s is reserved for: %s', (address, kind) => {
  expect(reservedFor(address)).toBe(kind);
});
