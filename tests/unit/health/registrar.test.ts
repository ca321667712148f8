import type { Severity } from '../../../server/health/fault';
import { expectFinding, idsOf } from './expect-finding';
import { DOMAIN, HEALTHY, RESOLVER, type Names } from './healthy-names';

const { registration, delegation, zone, resolution } = HEALTHY;
const daysFromNow = (days: number): Date => new Date(HEALTHY.now.getTime() + days * 24 * 60 * 60 * 1000);
const registered = (changes: Partial<Names['registration']>): Names => ({
  ...HEALTHY,
  registration: { ...registration, ...changes },
});
const undelegated: Names['delegation'] = { ...delegation, zone: null, rcode: 'NXDOMAIN', nameServers: [], signers: [] };
/** Below what isn't delegated nothing can be looked at. */
const nowhere = (changes: Partial<Names['registration']> = {}) => ({
  ...{ now: HEALTHY.now, target: HEALTHY.target, delegation: undelegated },
  registration: { ...registration, ...changes },
});
const servers = (change: (server: Names['zone']['servers'][number], i: number) => object): Names => ({
  ...HEALTHY,
  zone: { ...zone, servers: zone.servers.map((server, i) => ({ ...server, ...change(server, i) })) },
});
const lame = { state: 'lame', outcome: 'REFUSED', lookups: [], nameServers: [], serial: null } as const;

test('nothing is said of a domain in order', () => {
  expect(idsOf(HEALTHY)).toEqual([]);
});

test.each<[string, string, Severity, Parameters<typeof expectFinding>[0], string[]]>([
  ['a hold', 'REG-01', 'down', nowhere({ statuses: ['clientHold'] }), ['clientHold', DOMAIN, 'A Registrar']],
  ['a hold unpaid', 'REG-01', 'down', registered({ statuses: ['serverHold', 'autoRenewPeriod'] }), ['serverHold']],
  ['an end to come', 'REG-02', 'risk', registered({ expiresAt: daysFromNow(29.5) }), ['in 29 days', '2026-12-30']],
  ['an end in days', 'REG-02', 'harm', registered({ expiresAt: daysFromNow(6) }), ['in 6 days']],
  ['an end gone by', 'REG-02', 'harm', registered({ expiresAt: daysFromNow(-1) }), ['2026-11-29', 'in the past']],
  ['lame servers alone', 'REG-03', 'down', servers(() => lame), ['ns2.dns.org (18.64.9.2): REFUSED']],
  ['one lame server', 'REG-03', 'harm', servers((_, i) => (i === 0 ? lame : {})), ['ns1.dns.net (18.64.9.1): REFUSED']],
  [
    ...(['other servers in the zone', 'REG-03', 'risk'] as const),
    servers(() => ({ nameServers: ['ns7.dns.net', 'ns8.dns.net'] })),
    ['ns1.dns.net, ns2.dns.org', 'The zone itself names ns7.dns.net, ns8.dns.net'],
  ],
  [
    ...(['a misspelt server', 'REG-03', 'harm'] as const),
    {
      ...HEALTHY,
      delegation: { ...delegation, nameServers: [...delegation.nameServers, { name: 'ns2.dns.ogr', addresses: [] }] },
    },
    ['These have no address: ns2.dns.ogr'],
  ],
  [
    ...(['an old delegation remembered', 'REG-05', 'harm'] as const),
    {
      ...HEALTHY,
      resolution: resolution.map((one) => ({ ...one, nameServers: ['old.dns.net'], nameServersTtlSeconds: 7_300 })),
    },
    [`${RESOLVER}: old.dns.net`, '7300 s left'],
  ],
  ['a name nobody bought', 'REG-06', 'down', nowhere({ isRegistered: false, statuses: [] }), [DOMAIN]],
  ['no lock', 'REG-07', 'risk', registered({ statuses: ['clientDeleteProhibited'] }), ['clientDelete']],
  ['a deletion', 'REG-08', 'down', nowhere({ statuses: ['pendingDelete', 'clientHold'] }), ['pendingDelete']],
  [
    'a redemption',
    'REG-08',
    'down',
    nowhere({ statuses: ['redemptionPeriod'], expiresAt: daysFromNow(-40) }),
    ['redemptionPeriod'],
  ],
  ['no name servers', 'REG-09', 'down', nowhere(), ['a.gtld-servers.net (192.5.6.30)', 'NXDOMAIN']],
])('%s is %s', (_what, id, severity, facts, evidence) => {
  expect(expectFinding(facts, id, evidence).severity).toBe(severity);
});

test('what the world does not know is a class of its own where the registry says nothing', () => {
  const { now, target } = HEALTHY;
  const finding = expectFinding({ now, target, delegation: undelegated }, 'REG-UNDELEGATED', [
    'NXDOMAIN',
    'a server of com',
  ]);
  expect(finding.canBe).toContain('REG-01');
});

/** After a move by an imported zone file: the new provider serves the old one's list. */
test('while those who are delegated to speak for the zone, its own list is corrected, and not the registrar’s', () => {
  const moved = servers(() => ({ nameServers: ['ns7.dns.net', 'ns8.dns.net'] }));
  const { mend, owner } = expectFinding(moved, 'REG-03', []);
  expect(mend).toMatch(/^In the zone, .*NS.*: ns1\.dns\.net, ns2\.dns\.org\./);
  expect(owner.en).toContain('list of name servers within');
});

test.each([
  ['one', servers((_, i) => (i === 0 ? lame : { nameServers: ['ns7.dns.net', 'ns8.dns.net'] }))],
  ['all', servers(() => lame)],
])('where %s of them does not, the registrar is named, and nobody’s old list', (_what, facts) => {
  const { mend } = expectFinding(facts, 'REG-03', []);
  expect(mend).toMatch(/^At the registrar/);
  expect(mend).not.toContain('ns7');
});

test('what the registry says explains it', () => {
  expect(idsOf(nowhere({ statuses: ['clientHold'] }))).toEqual(['REG-01', 'REG-UNDELEGATED', 'REG-07']);
  expect(idsOf(nowhere({ isRegistered: false, statuses: [] }))).toEqual(['REG-06', 'REG-UNDELEGATED']);
});

test.each<[string, Names]>([
  [
    'a renewal that the registrar has yet to confirm',
    registered({ statuses: ['autoRenewPeriod', 'serverTransferProhibited'] }),
  ],
  ['a registry that knows no locks', registered({ statuses: ['connect'] })],
  ['one that says only that it is there', registered({ statuses: ['active'] })],
  ['a registry that tells no end', registered({ expiresAt: null })],
  ['a domain that RDAP misses and the world finds', registered({ isRegistered: false, statuses: [], expiresAt: null })],
])('nothing is said of %s', (_what, facts) => {
  expect(idsOf(facts)).toEqual([]);
});
