import { faultOfReason } from '../../../server/health/faults/acme-words';
import { before, findingsOf, HEALTHY, HOUR_MS, idsOf } from './support/inside-facts';

/** As status.json has them: Boulder's and Pebble's own words in ours. */
const REASONS: readonly (readonly [id: string, reason: string])[] = [
  [
    'ACME-01',
    'the CA refused a.test: 203.0.113.7: Invalid response from http://a.test/.well-known/acme-challenge/x: 404',
  ],
  [
    'ACME-02',
    'the CA refused a.test: The key authorization file from the server did not match this challenge. Expected "a" (got "b")',
  ],
  [
    'ACME-03',
    'the CA refused a.test: Fetching http://a.test:3001/: Invalid port in redirect target. Only ports 80 and 443 are supported, not 3001',
  ],
  [
    'ACME-04',
    'the CA answered 429 rateLimited: too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s, retry after 2026-12-01',
  ],
  [
    'ACME-05',
    'the CA answered 429 rateLimited: too many failed authorizations (5) for "a.test" in the last 1h0m0s, retry after 2026-12-01',
  ],
  [
    'ACME-06',
    'the CA answered 429 rateLimited: Your account is temporarily prevented from requesting certificates for a.test and possibly others. Please visit: https://x',
  ],
  [
    'ACME-07',
    'the CA answered 429 rateLimited: too many certificates (50) already issued for "a.test" in the last 168h0m0s',
  ],
  [
    'ACME-08',
    'the CA answered 429 rateLimited: too many new registrations (10) from this IP address in the last 3h0m0s',
  ],
  ['ACME-09', 'the CA answered 400 invalidContact: contact email has forbidden domain "example.com"'],
  ['ACME-10', 'the CA answered 400 accountDoesNotExist: Account "https://ca/acct/1" not found'],
  ['ACME-10', 'the CA answered 403 unauthorized: Account is not valid, has status "deactivated"'],
  ['ACME-11', 'the CA answered 400 malformed: Unable to update challenge :: authorization must be pending'],
  ['ACME-12', 'the CA answered 403 orderNotReady: Order\'s status ("valid") is not acceptable for finalization'],
  ['ACME-14', 'the CA at acme-v02.api.letsencrypt.org could not be reached: connect ETIMEDOUT 172.65.32.248:443'],
  ['ACME-14', 'the CA answered 503 rateLimited: Service busy; retry later.'],
  ['ACME-14', 'the CA was still busy with the order after 5 minutes'],
  [
    'ACME-15',
    'the CA answered 400 rejectedIdentifier: The ACME server refuses to issue a certificate for this domain name, because it is forbidden by policy',
  ],
  [
    'NET-03',
    'the CA refused a.test: During secondary validation: 203.0.113.7: Fetching http://a.test/x: Timeout during connect (likely firewall problem)',
  ],
  [
    'ACME-CONNECT',
    'the CA refused a.test: 203.0.113.7: Fetching http://a.test/x: Timeout during connect (likely firewall problem)',
  ],
  ['ACME-CONNECT', 'the CA refused a.test: 203.0.113.7: Fetching http://a.test/x: Connection refused'],
  [
    'ACME-DNS',
    'the CA refused a.test: DNS problem: NXDOMAIN looking up A for a.test - check that a DNS record exists for this domain',
  ],
  ['DNS-07', 'the CA refused a.test: CAA record for a.test prevents issuance'],
  [
    'DNS-08',
    "the CA refused a.test: DNS problem: SERVFAIL looking up CAA for a.test - the domain's nameservers may be malfunctioning",
  ],
  ['ACME-OTHER', 'the CA answered 400 userActionRequired: terms of service have changed'],
];

test.each(REASONS)('%s is what a CA means that says: %s', (id, reason) => {
  expect(faultOfReason(reason)).toBe(id);
  const nextAttemptAt = before(-HOUR_MS);
  const findings = findingsOf({ renewal: { ...HEALTHY.renewal, reason, nextAttemptAt } });
  // Two rows tell what the CA says of CAA records.
  const told = id === 'DNS-07' || id === 'DNS-08' ? 'ACME-CAA' : id;
  expect(idsOf(findings)).toEqual([told]);
  const [{ expert, owner, severity, mend }] = findings as [(typeof findings)[number]];
  expect(expert).toContain(reason);
  expect(severity).toBe('risk');
  expect(owner.ko).toMatch(/[가-힣].*요\.$/);
  expect(`${owner.en} ${mend} ${expert}`).not.toMatch(/undefined|null/);
});

test('a refusal hurts as much as the certificate in use is near its end, and explains that end', () => {
  const reason = REASONS[0]![1];
  const refused = (certificateInUse: typeof HEALTHY.certificateInUse | null) =>
    findingsOf({ renewal: { ...HEALTHY.renewal, reason }, certificateInUse });
  const inUse = HEALTHY.certificateInUse;
  const late = refused({ ...inUse, emergencyAt: before(1) });
  expect([late.map(({ id, severity }) => [id, severity]), idsOf(late)]).toEqual([
    [['ACME-01', 'harm']],
    ['ACME-01', 'CERT-22'],
  ]);
  expect(refused({ ...inUse, notAfter: before(1) }).map(({ id, severity }) => [id, severity])).toEqual([
    ['ACME-01', 'down'],
  ]);
  expect(refused(null).map(({ id, severity }) => [id, severity])).toEqual([['ACME-01', 'down']]);
});

test('who orders nothing from a CA is not told of one', () => {
  const renewal = { ...HEALTHY.renewal, source: 'local' as const, reason: REASONS[0]![1] };
  expect(idsOf(findingsOf({ renewal }))).toEqual([]);
});
