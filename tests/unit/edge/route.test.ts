import { Exchange } from '../../../server/edge/exchange';
import { siteOf } from '../../../server/edge/redirects';
import { routeOf } from '../../../server/edge/route';

const site = siteOf({ domain: 'essence-aura.com', publicHttpsPort: 443, certificates: 'acme' });

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authority: string;
  readonly secure: boolean;
  readonly version: readonly [number, number];
  readonly headers: Readonly<Record<string, string>>;
  readonly isOneTooMany: boolean;
}

const WRONG: Asked = {
  method: 'PROPFIND',
  url: `/internal/${'x'.repeat(9_000)}`,
  authority: 'evil.test',
  secure: false,
  version: [2, 0],
  headers: { 'transfer-encoding': 'gzip, chunked', 'x-a': 'a'.repeat(17_000) },
  isOneTooMany: true,
};

function verdict(asked: Asked): string {
  const [httpVersionMajor, httpVersionMinor] = asked.version;
  const { method, url, headers, isOneTooMany } = asked;
  const request = {
    method,
    url,
    headers,
    rawHeaders: Object.entries(headers).flat(),
    httpVersionMajor,
    httpVersionMinor,
  };
  const exchange = new Exchange(
    request as never,
    {} as never,
    { secure: asked.secure } as never,
    '',
    asked.authority,
    0,
  );
  const route = routeOf(exchange, { site, isOneTooMany });
  if (route.kind === 'refused') return `${route.failure} of ${route.host}`;
  return route.kind === 'redirect'
    ? `${route.status} ${route.location}`
    : `${route.kind} ${'host' in route ? route.host : ''}`;
}

test('each thing that is mended shows the next', () => {
  const steps: readonly (readonly [string, Partial<Asked>])[] = [
    ['head-too-large of null', { headers: { 'transfer-encoding': 'gzip, chunked' } }],
    ['target-too-long of null', { url: '/internal/x' }],
    ['version-not-supported of null', { version: [1, 1] }],
    ['coding-not-supported of null', { headers: {} }],
    ['too-many-requests of null', { isOneTooMany: false }],
    ['misdirected of null', { authority: 'app.essence-aura.com.' }],
    ['308 https://app.essence-aura.com/internal/x', { secure: true }],
    ['308 https://app.essence-aura.com/internal/x', { authority: 'app.essence-aura.com' }],
    ['method-not-allowed of app.essence-aura.com', { method: 'GET' }],
    ['internal-path of app.essence-aura.com', { url: '/readyz' }],
    ['probe ', { url: '/admin' }],
    ['shop app.essence-aura.com', {}],
  ];
  let asked = WRONG;
  const seen = steps.map(([, mended]) => {
    const said = verdict(asked);
    asked = { ...asked, ...mended };
    return said;
  });
  expect(seen).toEqual(steps.map(([said]) => said));
});

test('the health check is answered for whatever name, and the other probes for ours only', () => {
  const named = { ...WRONG, version: [1, 1], headers: {}, isOneTooMany: false, method: 'GET' } as const;
  for (const authority of ['', '203.0.113.9', 'evil.test', 'essence-aura.com']) {
    for (const secure of [true, false]) {
      expect(verdict({ ...named, authority, secure, url: '/health?x=1' })).toBe('probe ');
      expect(verdict({ ...named, authority, secure, url: '/readyz' }) === 'probe ').toBe(
        secure && authority === 'essence-aura.com',
      );
    }
  }
});
