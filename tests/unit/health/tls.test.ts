import type { Handshake, ServedCertificate } from '../../../server/health/facts/tls';
import { TLS_FAULTS } from '../../../server/health/faults/tls';
import { APEX, changed, DAYS, found, HEALTHY, itFinds, V6, WWW, type Row } from './healthy-road';

const all = (): boolean => true;
const shaken = (change: Partial<Handshake>, which: (one: Handshake) => boolean = all) => ({
  handshakes: changed<Handshake>(HEALTHY.handshakes, which, change),
});
const failed = (outcome: Handshake['outcome'], code: string | null, tookMs = 3) =>
  shaken({ outcome, code, tookMs, alpn: null, certificate: null });
const served = (change: Partial<ServedCertificate>, which: (one: Handshake) => boolean = all) => ({
  handshakes: HEALTHY.handshakes.map((one) =>
    which(one) ? { ...one, certificate: { ...one.certificate!, ...change } } : one,
  ),
});
const endpoints = (change: object) => ({ endpoints: HEALTHY.endpoints.map((one) => ({ ...one, ...change })) });
const accepts = HEALTHY.endpoints[0]!.accepts;

const ROWS: readonly Row[] = [
  ['TLS-01', 'HTTP at 443', failed('plain-http', 'ERR_SSL_WRONG_VERSION_NUMBER'), ['ERR_SSL_WRONG_VERSION_NUMBER']],
  ['TLS-02', 'no certificate', failed('alert', 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME'), ['TLSV1_UNRECOGNIZED_NAME']],
  ['TLS-CLOSED', 'cut', failed('closed', 'ECONNRESET'), ['essence-aura.com (198.51.100.7): ECONNRESET']],
  ['TLS-SLOW', 'stalled', failed('stalled', null, 3500), ['stalled after 3500 ms']],
  ['TLS-SLOW', 'slow', shaken({ tookMs: 3200 }), ['done after 3200 ms']],
  ['TLS-SLOW', 'slow for a name that nobody has', endpoints({ unknownName: 'stalled' }), ['that nobody has']],
  ['TLS-05', 'old', endpoints({ accepts: { ...accepts, TLSv1: true, 'TLSv1.1': true } }), ['TLSv1 and TLSv1.1']],
  ['TLS-05', 'too new', endpoints({ accepts: { ...accepts, 'TLSv1.2': false } }), ['refuses TLSv1.2']],
  ['TLS-06', 'nothing by default', endpoints({ withoutName: 'closed' }), ['closed without a server name']],
  [
    'TLS-07',
    'app. is refused on a connection to the apex',
    { greetings: HEALTHY.greetings.map((one) => ({ ...one, crossedStatus: one.host === APEX ? 400 : null })) },
    ['400 for app.'],
  ],
  ['TLS-30', 'no HTTP/2', shaken({ alpn: 'http/1.1' }), ['http/1.1']],
  [
    'CERT-DIFFERS',
    'another one over IPv6',
    served({ fingerprint: '00ff00ff00', notAfter: DAYS(60) }, ({ address }) => address === V6),
    ['00ff00ff until 2027-01-29', 'aa11bb22 until 2027-02-08'],
  ],
  ['CERT-01', 'expired', served({ notAfter: DAYS(-1) }), ['ended on 2026-11-29']],
  ['CERT-01', 'below a sixth', served({ notAfter: DAYS(3) }), ['3 days left']],
  ['CERT-01', 'below a third', served({ notBefore: DAYS(-70), notAfter: DAYS(20) }), ['20 days left']],
  [
    'CERT-01',
    'renewed by hand, in its last days',
    served({ notBefore: DAYS(-380), notAfter: DAYS(16) }),
    ['16 days left'],
  ],
  ['CERT-02', 'www. is missing', shaken({ covers: false }, ({ host }) => host === WWW), ['www.essence-aura.com (']],
  ['CERT-03', 'the intermediate is missing', served({ trust: 'incomplete', intermediates: [] }), ['CN=E8']],
  ['CERT-04', 'staging', served({ trust: 'unknown-root', issuer: 'CN=(STAGING) Tenuous Tomato' }), ['Tenuous Tomato']],
  ['CERT-04', 'staging, alone', served({ trust: 'incomplete', issuer: 'CN=Fake LE Intermediate X1' }), ['Fake LE']],
  ['CERT-05', 'the edge’s stand-in', served({ trust: 'self-signed', issuer: 'O=Essence Aura' }), ['O=Essence Aura']],
  [
    'CERT-09',
    'the intermediate has expired',
    served({ intermediates: [{ subject: 'CN=DST Root CA X3', notAfter: DAYS(-2) }] }),
    ['CN=DST Root CA X3 ended on 2026-11-28'],
  ],
  ['CERT-30', 'an authority that nobody knows', served({ trust: 'unknown-root', issuer: 'CN=Corp' }), ['CN=Corp']],
  [
    'CERT-31',
    'the development authority’s',
    served({ trust: 'private', issuer: 'O=Essence Aura, CN=Essence Aura development CA 1a2b3c' }),
    ['development CA 1a2b3c'],
  ],
  ['CERT-32', 'not yet valid', served({ notBefore: DAYS(1), notAfter: DAYS(91) }), ['valid from 2026-12-01']],
  ['CAP-02', 'a key that costs', served({ key: 'RSA 4096' }), ['an RSA 4096 key']],
  [
    'CERT-11',
    'taken back',
    {
      revocations: [
        { hosts: [APEX, WWW], fingerprint: 'aa11bb22cc33', list: 'http://e8.c.lencr.org/7.crl', revokedAt: DAYS(-1) },
      ],
    },
    ['aa11bb22 was revoked on 2026-11-29', 'http://e8.c.lencr.org/7.crl'],
  ],
  ['CERT-33', 'a weak key', served({ weakness: 'an RSA key of 1024 bits' }), ['1024 bits']],
];

describe('TLS', () => itFinds(TLS_FAULTS, ROWS));

test.each([
  ['down', DAYS(-1)],
  ['harm', DAYS(3)],
  ['risk', DAYS(8)],
])('an ending certificate is %s by how much of it is left', (severity, notAfter) => {
  expect(found(TLS_FAULTS, served({ notAfter }))[0]?.severity).toBe(severity);
});

test('that a renewal fails is certain of no certificate that somebody may renew by hand', () => {
  const [ending] = found(TLS_FAULTS, served({ notAfter: DAYS(8) }));
  expect([ending?.certainty, ending?.expert]).toEqual(['likely', expect.stringMatching(/^Not renewed: /)]);
  expect(found(TLS_FAULTS, served({ notAfter: DAYS(-1) }))[0]?.certainty).toBe('certain');
});

test.each([
  ['one of a year, renewed by hand, with 110 days left', served({ notBefore: DAYS(-286), notAfter: DAYS(110) })],
  ['one of a year with 29 days left', served({ notBefore: DAYS(-367), notAfter: DAYS(29) })],
  ['one of six days, on its fourth', served({ notBefore: DAYS(-3.9), notAfter: DAYS(2.1) })],
  ['one of a private authority whose root was given', served({ trust: 'private' })],
  ['a key of the usual size', served({ key: 'RSA 2048' })],
  ['a version that could not be told', endpoints({ accepts: { ...accepts, 'TLSv1.2': null } })],
])('%s is no fault', (_what, change) => {
  expect(found(TLS_FAULTS, change)).toEqual([]);
});

test('in development the development authority is right, where it is trusted', () => {
  const target = { ...HEALTHY.target, isPublic: false };
  const issuer = 'O=Essence Aura, CN=Essence Aura development CA 1a2b3c';
  expect(found(TLS_FAULTS, { target, ...served({ trust: 'private', issuer }) })).toEqual([]);
  const untrusted = served({ trust: 'incomplete', issuer });
  expect(found(TLS_FAULTS, { target, ...untrusted }).map(({ id, severity }) => [id, severity])).toEqual([
    ['CERT-31', 'risk'],
  ]);
});
