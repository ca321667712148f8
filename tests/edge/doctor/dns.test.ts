/** The probes of names against real servers: domains of a small internet, each broken in its own way. */
import { createSocket } from 'node:dgram';
import * as packet from 'dns-packet';
import type { Context } from '../../../server/doctor/context';
import { diagnose } from '../../../server/doctor/diagnose';
import type { Report } from '../../../server/doctor/report';
import type { Finding } from '../../../server/health/judge';
import { hostsOf } from '../../../server/hosts';
import { systemClock } from '../../../server/process/clock';
import { freePort } from '../../setup/ports';
import { closeAll, closeLater } from '../support/edge';
import { NOBODY, ODD, REGISTRY, startNameWorld, type Domain, type NameWorld } from './name-world';

jest.setTimeout(120_000);

const V4 = '18.64.1.7';
const V6 = '2600:1f18::7';
const OLD = '18.64.1.8';
const hosts = (...labels: string[]): string[] => labels.flatMap((label) => [`${label} A ${V4}`, `${label} AAAA ${V6}`]);
const PROOFS = ['bounces MX 10 feedback.ses.test.', 'bounces TXT "v=spf1 -all"', '_dmarc TXT "v=DMARC1; p=none"'];
const CAA = ['@ CAA 0 issue "letsencrypt.org"', '@ CAA 0 issuewild ";"'];
const ALL = [...hosts('@', 'www', 'app'), ...PROOFS, ...CAA];

interface Case extends Domain {
  /** Causes and what follows from them. */
  readonly ids: readonly string[];
  /** What is said to who knows the field. */
  readonly evidence: readonly string[];
}

const domain = (
  name: string,
  ids: readonly string[],
  evidence: readonly string[],
  more: Partial<Domain> = {},
): Case => ({
  ...{ name: `${name}.test`, records: ALL, ids, evidence },
  ...more,
});

const CASES: readonly Case[] = [
  domain('plain', [], []),
  domain('signed', [], [], { signing: 'right' }),
  domain('bogus', ['DNS-09', 'DNS-BOGUS'], ['shown are ns1.bogus.test (127.0.0.1)'], {
    signing: 'wrong key at the registry',
  }),
  domain('short', ['DNS-01'], ['app.short.test: NXDOMAIN'], { records: [...hosts('@', 'www'), ...PROOFS] }),
  domain('twice', ['DNS-11', 'DNS-01'], ['app.twice.test.twice.test'], {
    records: [...hosts('@', 'www', 'app.twice.test'), ...PROOFS],
  }),
  domain('wild', ['DNS-20', 'DNS-SEVERAL'], [`*.wild.test leads to ${OLD}`, 'app.wild.test'], {
    records: [...hosts('@', 'www'), `* A ${OLD}`, ...PROOFS],
  }),
  domain('stale', ['DNS-15', 'DNS-SEVERAL'], [`ns2.stale.test (127.0.0.3) says ${OLD}`, `(127.0.0.1) says ${V4}`], {
    servers: ['127.0.0.1', '127.0.0.3'],
    otherRecords: [`@ A ${OLD}`, ...hosts('www', 'app'), `@ AAAA ${V6}`, ...PROOFS],
  }),
  domain('lame', ['REG-03'], ['ns2.lame.test (127.0.0.4): no authoritative answer'], {
    servers: ['127.0.0.1', REGISTRY],
  }),
  domain('refusing', ['REG-03'], ['ns2.refusing.test (127.0.0.3): REFUSED'], { servers: ['127.0.0.1', '127.0.0.3'] }),
  domain('half', ['DNS-17'], [`ns2.half.test (${NOBODY}): refused`], { servers: ['127.0.0.1', NOBODY] }),
  domain('dead', ['DNS-17'], [`ns1.dead.test (${NOBODY}): refused`], { servers: [NOBODY, '127.0.0.8'] }),
  domain('alone', ['DNS-16'], ['ns1.alone.test at 127.0.0.1 alone'], { servers: ['127.0.0.1'] }),
  domain('held', ['REG-01', 'REG-UNDELEGATED'], ['clientHold', 'A Registrar'], {
    ...{ servers: [], statuses: ['client hold', 'client transfer prohibited'] },
  }),
  domain('unserved', ['REG-09', 'REG-UNDELEGATED'], [`ns.test (${REGISTRY})`, 'NXDOMAIN'], { servers: [] }),
  domain('open', ['REG-07'], ['clientDeleteProhibited'], { statuses: ['client delete prohibited'] }),
  domain('private', ['DNS-06', 'DNS-SEVERAL'], ['app.private.test → 172.31.0.9 (private)'], {
    records: [...hosts('@', 'www'), 'app A 172.31.0.9', ...PROOFS],
  }),
  domain('caa', ['DNS-07'], ['app.caa.test (set at caa.test): 0 issue "digicert.com"'], {
    records: [...hosts('@', 'www', 'app'), ...PROOFS, '@ CAA 0 issue "digicert.com"'],
  }),
  domain('below', ['DNS-07'], ['app.below.test (set at app.below.test)'], {
    records: [...ALL, 'app CAA 0 issue "pki.goog"'],
  }),
  domain('critical', ['DNS-13'], ['128 tbs "unknown"'], { records: [...ALL, '@ CAA 128 tbs "unknown"'] }),
  domain('method', ['DNS-10'], ['tls-alpn-01'], {
    records: [...hosts('@', 'www', 'app'), ...PROOFS, '@ CAA 0 issue "letsencrypt.org; validationmethods=tls-alpn-01"'],
  }),
  domain('account', ['DNS-ACCOUNT'], ['https://ca.test/acct/9'], {
    records: [
      ...hosts('@', 'www', 'app'),
      ...PROOFS,
      '@ CAA 0 issue "letsencrypt.org; accounturi=https://ca.test/acct/9"',
    ],
  }),
  domain('alias', [], [], { records: [...hosts('@', 'app'), 'www CNAME alias.test.', ...PROOFS] }),
  domain('spam', ['MAIL-03'], ['spam.test has no SPF record', '_dmarc.spam.test has no DMARC'], {
    records: hosts('@', 'www', 'app'),
  }),
  domain('mx', ['MAIL-11'], ['mail.mx.test: an alias', 'none.mx.test: NXDOMAIN'], {
    records: [...ALL, '@ MX 10 mail', '@ MX 20 none', 'mail CNAME app'],
  }),
  domain('late', [], [], { records: [...hosts('@', 'www'), ...PROOFS] }),
  domain('moved', [], []),
  domain('odd', ['DNS-08', 'DNS-18'], ['NOTIMP'], { servers: ['127.0.0.1', ODD] }),
];

let world: NameWorld;
beforeAll(async () => {
  world = await startNameWorld(CASES);
});
afterAll(closeAll);

const look = (context: Context): Promise<Report> =>
  diagnose(context, { views: ['outside'], only: ['registrar', 'dns', 'mail'] });
const all = (findings: readonly Finding[]): Finding[] => findings.flatMap((one) => [one, ...all(one.explains)]);
const idsOf = ({ findings }: Report): string[] => all(findings).map(({ id }) => id);
const layersOf = ({ layers }: Report) => layers.map(({ layer, state, unlooked }) => [layer, state, ...unlooked]);

const LATER = ['late.test', 'moved.test', 'odd.test'];
test.each(CASES.filter(({ name }) => !LATER.includes(name)))('$name: $ids', async ({ name, ids, evidence }) => {
  const report = await look(world.context(name));
  expect(idsOf(report)).toEqual(ids);
  for (const piece of evidence) expect(report.findings.map(({ expert }) => expert).join('\n')).toContain(piece);
  // A sound domain was looked at in all of it: nothing found is no silence.
  if (ids.length === 0)
    expect(layersOf(report)).toEqual([
      ['registrar', 'well'],
      ['dns', 'well'],
      ['mail', 'well'],
    ]);
  expect(report.tookMs).toBeLessThan(20_000);
});

test('an absence that a resolver remembers is told with the seconds that are left', async () => {
  await world.askResolver('app.late.test', 'A');
  await world.put('late.test', 'app.late.test', 'A', V4);
  const report = await look(world.context('late.test'));
  expect(idsOf(report)).toEqual(['DNS-02']);
  const [, seconds] = /for (\d+) s more/.exec(report.findings[0]?.expert ?? '') ?? [];
  // The zone's SOA lets nobody remember it for longer than a minute.
  expect(Number(seconds)).toBeGreaterThan(30);
  expect(Number(seconds)).toBeLessThanOrEqual(60);
});

test('a name that leads elsewhere since a resolver asked is told as remembered', async () => {
  await world.askResolver('www.moved.test', 'A');
  await world.put('moved.test', 'www.moved.test', 'A', OLD);
  const added = await look(world.context('moved.test'));
  expect(idsOf(added)).toEqual(['DNS-SEVERAL']);
  await world.remove('moved.test', 'www.moved.test', 'A', V4);
  const report = await look(world.context('moved.test'));
  expect(idsOf(report)).toEqual(['DNS-21', 'DNS-SEVERAL']);
  expect(report.findings[0]?.expert).toContain(`${V4} (the zone says ${OLD})`);
});

test('a server that answers all but CAA, and nothing over TCP, is found to', async () => {
  const socket = createSocket('udp4');
  closeLater(() => new Promise<void>((resolve) => socket.close(resolve)));
  socket.on('message', (bytes, { port, address }) => {
    const { id = 0, questions = [] } = packet.decode(bytes);
    const [question = { name: '', type: 'A' as const }] = questions;
    const flags = packet.AUTHORITATIVE_ANSWER | (question.type === 'CAA' ? 4 : 0);
    const answers = answersTo(question);
    socket.send(packet.encode({ type: 'response', id, flags, questions, answers }), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(world.port, ODD, resolve));
  const report = await look(world.context('odd.test'));
  expect(idsOf(report)).toEqual(['DNS-08', 'DNS-18']);
  expect(report.findings[0]?.expert).toContain(`ns2.odd.test (${ODD}) on app.odd.test: NOTIMP`);
  expect(report.findings[1]?.expert).toContain(`ns2.odd.test (${ODD}): refused`);
});

/** As the true server of the domain has it. */
function answersTo({ name, type }: packet.Question): packet.Answer[] {
  const own = { name, ttl: 300 };
  if (type === 'A') return [{ ...own, type, data: V4 }];
  if (type === 'AAAA') return [{ ...own, type, data: V6 }];
  if (type === 'NS') return [1, 2].map((n) => ({ ...own, type, data: `ns${n}.odd.test` }));
  if (type !== 'SOA') return [];
  const soa = { serial: 7, refresh: 86_400, retry: 7_200, expire: 864_000, minimum: 60 };
  return [{ ...own, type, data: { mname: 'ns1.odd.test', rname: 'hostmaster.odd.test', ...soa } }];
}

test('where the registry has no RDAP server, or it fails, it is said to be unknown, and why', async () => {
  const context = world.context('plain.test');
  const reach = { ...context.reach, rdapBootstrapUrl: context.reach.rdapBootstrapUrl.replace('dns.json', 'none') };
  const report = await look({ ...context, reach });
  expect(idsOf(report)).toEqual([]);
  expect(report.layers[0]?.unlooked).toEqual([
    expect.stringMatching(/^registryServer: 127\.0\.0\.1:\d+ answers 404/),
    'registration: registryServer is not known',
  ]);
});

test('where no question leaves the network, resolvers say where the names lead, and nothing is blamed', async () => {
  const context = world.context('plain.test');
  const blocked = { ...context, reach: { ...context.reach, nameServerPort: await freePort() } };
  const report = await look(blocked);
  expect(idsOf(report)).toEqual([]);
  const unlooked = report.layers.flatMap((layer) => layer.unlooked);
  expect(unlooked).toContainEqual(expect.stringContaining('this network may let no question through'));
  expect(unlooked).not.toContainEqual(expect.stringMatching(/^addresses/));
});

test('in development names lead to loopback without any question', async () => {
  const context: Context = {
    target: { hosts: hostsOf('essence-aura.localhost'), httpPort: 1, httpsPort: 1, shopPort: 1, isPublic: false },
    ...{ clock: systemClock, inside: null, cloud: null },
    reach: { resolvers: [], extraRoots: [], rdapBootstrapUrl: '' },
  };
  const report = await diagnose(context, { views: ['outside'], only: ['dns'] });
  expect(report.findings).toEqual([]);
  expect(report.layers).toEqual([expect.objectContaining({ layer: 'dns', unlooked: [] })]);
});
