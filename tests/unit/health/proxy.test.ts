import { HTTP_FAULTS } from '../../../server/health/faults/http';
import { PROXY_FAULTS } from '../../../server/health/faults/proxy';
import { judge } from '../../../server/health/judge';
import { APEX, found, HEALTHY, itFinds, page, withHeaders, type Row } from './healthy-road';

const shop = (status: number | null) => ({
  readiness: HEALTHY.readiness.map((one) => ({ ...one, status: 503, shop: { ok: false, status } })),
});

const ROWS: readonly Row[] = [
  [
    'PRX-GATEWAY',
    'a gateway that reaches nobody',
    { greetings: HEALTHY.greetings.map((one) => ({ ...one, process: null, status: 502, server: 'nginx' })) },
    ['502, Server: nginx'],
  ],
  [
    'PRX-03',
    'a balancer of AWS without a healthy target',
    { greetings: HEALTHY.greetings.map((one) => ({ ...one, process: null, status: 503, server: 'awselb/2.0' })) },
    ['503, Server: awselb/2.0', 'no target is healthy'],
  ],
  [
    'PRX-09',
    'forged HTTP is believed',
    { forgedSession: { ...HEALTHY.forgedSession, secure: false } },
    ['"secure": false'],
  ],
  [
    'PRX-09',
    'a forged address is believed',
    { forgedSession: { ...HEALTHY.forgedSession, local: true } },
    ['"local": true'],
  ],
  ['PRX-10', 'all come from loopback', { session: { ...HEALTHY.session, local: true } }, ['"local": true']],
  ['PRX-NOBODY', 'nobody behind the edge', shop(null), ['198.51.100.7 says shop unreachable']],
  ['PRX-NOT-READY', 'no database', shop(503), ['says shop 503']],
  [
    'PRX-ERRORS',
    'the edge’s own error page',
    {
      pages: [
        withHeaders(page('private', '/cart', { status: 502 }), {
          'content-security-policy': "default-src 'none'; style-src 'sha256-x'",
        }),
      ],
    },
    [`https://${APEX}/cart 502, said by our edge`],
  ],
  [
    'PRX-ERRORS',
    'an error page of somebody else',
    { pages: [page('home', '/', { status: 504, headers: { server: 'awselb/2.0' } })] },
    ['504, said by not our edge (awselb/2.0)'],
  ],
  ['PRX-SLOW', 'a page takes long', { pages: [page('listing', '/perfumes', { firstByteMs: 2_400 })] }, ['2400 ms']],
  [
    'PRX-SLOW',
    'a page never comes',
    { pages: [page('private', '/cart', { status: null, firstByteMs: 6_000 })] },
    ['/cart not in 3000 ms, twice'],
  ],
  ['PRX-08', 'cookies', { manyCookies: { url: `https://${APEX}/api/v1/session`, status: 431 } }, ['session 431']],
];

describe('the shop behind the edge', () => itFinds(PROXY_FAULTS, ROWS));

test.each([
  ['down', page('private', '/cart', { status: 500 })],
  ['harm', page('desk', '/admin/sign-in', { status: 500 })],
])('an error is %s by whose page it is', (severity, shown) => {
  expect(found(PROXY_FAULTS, { pages: [shown] })[0]?.severity).toBe(severity);
});

test('a shop that isn’t there explains what its visitors meet', () => {
  const facts = { ...shop(null), pages: [page('private', '/cart', { status: 503, firstByteMs: 4_000 })] };
  const [first, ...others] = judge({ ...HEALTHY, ...facts }, [...HTTP_FAULTS, ...PROXY_FAULTS]);
  expect([first?.id, first?.explains.map(({ id }) => id), others]).toEqual([
    'PRX-NOBODY',
    ['PRX-ERRORS', 'PRX-SLOW'],
    [],
  ]);
});
