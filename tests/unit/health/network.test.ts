import type { PortAnswer, PortState } from '../../../server/health/facts/network';
import { NETWORK_FAULTS } from '../../../server/health/faults/network';
import { judge } from '../../../server/health/judge';
import { changed, found, HEALTHY, itFinds, V4, V6, type Row } from './healthy-road';

const connections = (state: PortState, which: (one: PortAnswer) => boolean) => ({
  connections: changed<PortAnswer>(HEALTHY.connections, which, { state }),
});
const all = (): boolean => true;
const at =
  (port: number, address?: string) =>
  (one: PortAnswer): boolean =>
    one.port === port && (address === undefined || one.address === address);

const greetings = (which: (one: (typeof HEALTHY.greetings)[number]) => boolean, change: object) => ({
  greetings: HEALTHY.greetings.map((one) => (which(one) ? { ...one, ...change } : one)),
});

const ROWS: readonly Row[] = [
  [
    'NET-SILENT',
    'nothing comes back',
    connections('silent', all),
    ['198.51.100.7:80: silent', '[2001:db8::7]:443: silent'],
  ],
  [
    'NET-SILENT',
    'a router says that nobody is there',
    connections('unreachable', all),
    ['198.51.100.7:443: unreachable'],
  ],
  ['NET-SILENT-443', 'only 443 is dropped', connections('silent', at(443)), ['198.51.100.7:443: silent']],
  ['NET-SILENT-80', 'only 80 is dropped', connections('silent', at(80)), ['198.51.100.7:80: silent']],
  ['NET-REFUSED', 'nothing listens', connections('refused', all), ['198.51.100.7:443: refused']],
  ['NET-REFUSED-443', 'nothing listens at 443', connections('refused', at(443)), ['198.51.100.7:443: refused']],
  ['NET-REFUSED-80', 'nothing listens at 80', connections('refused', at(80)), ['198.51.100.7:80: refused']],
  ['NET-IPV6', 'AAAA is dead', connections('refused', ({ address }) => address === V6), ['[2001:db8::7]:443: refused']],
  ['NET-ONE-DEAD', 'A is dead while AAAA lives', connections('silent', at(443, V4)), ['198.51.100.7:443: silent']],
  [
    'NET-08',
    'the shop is reached past the edge',
    { innerPorts: [{ address: V4, port: 3001, speaks: 'shop' }] },
    ['shop answers at 198.51.100.7 port 3001'],
  ],
  ['NET-13', 'a CDN', greetings(all, { between: ['cf-ray: 8a'] }), ['essence-aura.com (198.51.100.7): cf-ray: 8a']],
  [
    'NET-STRANGER',
    'somebody else answers at one address',
    greetings(({ address }) => address === V6, { status: 404, process: null, release: null, server: 'nginx' }),
    ['(2001:db8::7) answers /healthz with 404, Server: nginx'],
  ],
  [
    'NET-30',
    'a balancer speaks to the shop itself',
    greetings(all, { process: 'shop' }),
    ['essence-aura.com (198.51.100.7) hands /healthz to the shop itself'],
  ],
  [
    'NET-RELEASES',
    'an old process beside the new one',
    greetings(({ address }) => address === V6, { release: '1.2.2' }),
    ['1.2.2', '1.2.3+abc'],
  ],
  [
    'NET-11',
    'the default page of nginx at port 80',
    {
      challengeAnswers: changed<(typeof HEALTHY.challengeAnswers)[number]>(HEALTHY.challengeAnswers, all, {
        isOurs: false,
      }),
      redirects: HEALTHY.redirects.map((one) =>
        one.secure ? one : { ...one, hops: [{ url: one.start, status: 200, location: null }] },
      ),
    },
    ['essence-aura.com (198.51.100.7) port 80: 404'],
  ],
  [
    'CLK-02',
    'this computer is an hour behind',
    {
      ...greetings(all, { clockOffsetMs: 3_600_000 }),
      registryServer: { url: null, clock: { comparedWith: 'data.iana.org', aheadSeconds: -3600 } },
    },
    ['3600 s behind data.iana.org'],
  ],
  ['CLK-DIFFERS', 'an hour off', greetings(all, { clockOffsetMs: -3_600_000 }), ['3600 s behind']],
];

describe('the network', () => itFinds(NETWORK_FAULTS, ROWS));

test.each([
  ['a computer without IPv6', connections('no-route', ({ address }) => address === V6)],
  ['a clock that is half a minute off', greetings(all, { clockOffsetMs: 30_000 })],
  ['a door to the inside that says nothing we know', { innerPorts: [{ address: V4, port: 5432, speaks: null }] }],
  ['a gateway that reaches nobody', greetings(all, { status: 502, process: null, release: null })],
  [
    'a path that is lost while all else is redirected: that is no other program',
    {
      challengeAnswers: changed<(typeof HEALTHY.challengeAnswers)[number]>(HEALTHY.challengeAnswers, all, {
        isOurs: false,
      }),
    },
  ],
  ['a redirect', greetings(all, { status: 301, process: null, release: null })],
  ['a name whose edge answers no HTTP: TLS tells', greetings(all, { status: null, process: null, release: null })],
])('%s is no fault of the network', (_what, change) => {
  expect(found(NETWORK_FAULTS, change)).toEqual([]);
});

test('whoever answers instead is down where he answers everywhere, and harm where only somewhere', () => {
  const stranger = { status: 200, process: null, release: null };
  const [everywhere] = found(NETWORK_FAULTS, greetings(all, stranger));
  const [somewhere] = found(
    NETWORK_FAULTS,
    greetings(({ address }) => address === V6, stranger),
  );
  expect([everywhere?.severity, somewhere?.severity]).toEqual(['down', 'harm']);
});

test('a CDN that leads to our edge is there on purpose', () => {
  const facts = greetings(all, { between: ['via: 1.1 x'] });
  expect(found(NETWORK_FAULTS, facts)[0]?.severity).toBe('risk');
  const lost = greetings(all, { between: ['via: 1.1 x'], process: null, status: 403, release: null });
  expect(found(NETWORK_FAULTS, lost)[0]?.severity).toBe('harm');
});

test('of a closed port 80 nobody says that certificates fail, which may be proven by DNS', () => {
  const [silent] = found(NETWORK_FAULTS, connections('silent', at(80)));
  expect([silent?.owner.en, silent?.owner.ko]).toEqual([
    expect.stringContaining('may not be renewed'),
    expect.stringContaining('갱신되지 않을 수 있어요'),
  ]);
});

test('a CDN explains that its edge isn’t ours', () => {
  const facts = greetings(all, { between: ['via: 1.1 x'], process: null, status: 403, release: null });
  const [first, ...others] = judge({ ...HEALTHY, ...facts }, NETWORK_FAULTS);
  expect([first?.id, first?.explains.map(({ id }) => id), others]).toEqual(['NET-13', ['NET-STRANGER'], []]);
});
