import type { Facts } from '../../../server/health/facts';
import { expectFinding, idsOf } from './expect-finding';
import { DOMAIN, HEALTHY, type Names } from './healthy-names';

const { mailRecords } = HEALTHY;
const mail = (changes: Partial<Facts['mailRecords']>): Names => ({
  ...HEALTHY,
  mailRecords: { ...mailRecords, ...changes },
});
const { bounces } = mailRecords;
const unused = { ...bounces, exchanges: [], spf: [] };
const OURS = 'v=spf1 include:_spf.example.net -all';
const exchange = (name: string, outcome = 'NOERROR') => ({ name, preference: 10, outcome });

test.each<[string, string, Names, string[]]>([
  ['no SPF anywhere', 'MAIL-03', mail({ bounces: unused }), [`${DOMAIN} has no SPF record`]],
  ['two SPF', 'MAIL-03', mail({ spf: [OURS, 'v=spf1 -all'] }), [`${DOMAIN} has 2 SPF records`]],
  ['no DMARC', 'MAIL-03', mail({ dmarcAt: null, dmarc: [] }), [`_dmarc.${DOMAIN} has no DMARC record`]],
  ['two DMARC', 'MAIL-03', mail({ dmarc: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }), ['2 DMARC records']],
  ['DMARC without a policy', 'MAIL-03', mail({ dmarc: ['v=DMARC1; rua=mailto:a@b.example'] }), ['no policy (p=)']],
  ['DMARC with another policy', 'MAIL-03', mail({ dmarc: ['v=DMARC1; p=block'] }), ['policy is “block”']],
  ['DMARC that is no list of tags', 'MAIL-03', mail({ dmarc: ['v=DMARC1; quarantine'] }), ['“quarantine”']],
  [
    'an exchange that is not there',
    'MAIL-11',
    mail({ exchanges: [exchange('mx.example.net', 'NXDOMAIN')] }),
    ['mx.example.net: NXDOMAIN'],
  ],
  [
    '“no mail” beside an exchange',
    'MAIL-11',
    mail({ exchanges: [exchange('.'), exchange('mx.example.net')] }),
    ['beside others'],
  ],
  [
    'bounces without MX',
    'MAIL-12',
    mail({ bounces: { ...bounces, exchanges: [] } }),
    ['bounces.essence-aura.com has no MX'],
  ],
  ['bounces without SPF', 'MAIL-12', mail({ spf: [OURS], bounces: { ...bounces, spf: [] } }), ['has no SPF']],
])('%s is %s', (_what, id, facts, evidence) => {
  expectFinding(facts, id, evidence);
  expect(idsOf(facts)).toEqual([id]);
});

test.each<[string, Names]>([
  ['mail that is not taken', mail({ exchanges: [exchange('.')] })],
  ['mail that another provider sends', mail({ spf: [OURS], bounces: unused, exchanges: [exchange('mx.example.net')] })],
  ['DMARC with odd spaces', mail({ dmarc: ['v=DMARC1;p = none ; pct=100;'] })],
])('nothing is said of %s', (_what, facts) => {
  expect(idsOf(facts)).toEqual([]);
});
