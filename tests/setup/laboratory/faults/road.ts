/** Faults between the address and the page: ports, handshakes, certificates, redirects, headers, cookies, CORS, files. */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { issueServerCertificate } from '../../../../server/certificates/issue';
import { createCertificateStore } from '../../../../server/certificates/store';
import { createPublicAuthority } from '../../../edge/support/public-authority';
import type { Rule } from '../front';
import { exec } from '../namespaces';
import { HOSTS, MACHINE, POSTGRES_PORT, SHOP_PORT } from '../places';
import { worker } from '../programs-of-faults';
import { all, fault, type LaboratoryFault } from '../table';
import type { World } from '../world';

const NAMES = HOSTS.all.map(({ name }) => name);
const DAY_MS = 24 * 60 * 60 * 1000;
const HTML = { 'content-type': 'text/html' };

const validity = (fromDays: number, toDays: number) => ({
  notBefore: new Date(Date.now() + fromDays * DAY_MS),
  notAfter: new Date(Date.now() + toDays * DAY_MS),
});

const withRule =
  (...rules: readonly Rule[]): LaboratoryFault['make'] =>
  ({ front }) =>
    front(rules);

/** To the machine; what it asks of others at the same port passes. */
const closed =
  (port: number): LaboratoryFault['make'] =>
  ({ machine }) =>
    machine.cloud(`ip daddr ${MACHINE.own} tcp dport ${port} drop`, `ip6 daddr ${MACHINE.ipv6} tcp dport ${port} drop`);

const NETWORK: readonly LaboratoryFault[] = [
  fault('443 is closed in the cloud', 'NET-SILENT-443', closed(443)),
  fault('80 is closed in the cloud', 'NET-SILENT-80', closed(80)),
  fault('no way back through the cloud', 'NET-SILENT', ({ machine }) =>
    machine.cloud(
      `ip saddr ${MACHINE.own} tcp sport { 80, 443 } drop`,
      `ip6 saddr ${MACHINE.ipv6} tcp sport { 80, 443 } drop`,
    ),
  ),
  fault(
    '443 is closed by the machine',
    'NET-05',
    ({ machine }) => machine.firewall('iif lo accept', 'tcp dport 443 drop'),
    {
      outside: 'NET-SILENT-443',
    },
  ),
  fault(
    '80 is closed by the machine',
    'NET-05',
    ({ machine }) => machine.firewall('iif lo accept', 'tcp dport 80 drop'),
    {
      outside: 'NET-SILENT-80',
    },
  ),
  fault('the address leads nowhere', 'NET-SILENT', ({ machine }) => machine.loseAddress(), {
    outside: 'NET-ONE-DEAD',
  }),
  fault('the machine has no way out', 'NET-22', ({ machine }) => withoutRoute(machine), { outside: 'NET-SILENT' }),
  fault(
    'nothing may leave the machine',
    'NET-09',
    ({ machine }) => machine.cloud(`iifname world ct state new ip daddr != ${MACHINE.own} tcp dport != 53 drop`),
    { outside: null },
  ),
  fault('the shop’s own port is open', 'NET-21', ({ relay }) => relay(SHOP_PORT), { outside: 'NET-08' }),
  fault('Postgres is open', 'NET-21', ({ relay }) => relay(POSTGRES_PORT), { outside: 'NET-08' }),
  fault('the edge listens on IPv4 alone', 'NET-20', (world) => edgeWith(world, { EDGE_ADDRESS: '0.0.0.0' }), {
    outside: 'NET-IPV6',
  }),
];

const withoutRoute = ({ inside }: World['machine']) =>
  all(
    ...['-4', '-6'].map((family) => async () => {
      const [via = ''] = (await exec(inside(['ip', family, 'route', 'show', 'default']))).split(' dev');
      const route = via.trim().split(/\s+/);
      await exec(inside(['ip', family, 'route', 'del', ...route]));
      return async () => void (await exec(inside(['ip', family, 'route', 'add', ...route])));
    }),
  );

async function edgeWith({ shop }: World, env: Readonly<Record<string, string>>) {
  const { edge } = shop.processes;
  await edge.again(env);
  return () => edge.again();
}

/** Its store is a copy of long ago. */
async function withOldCertificate({ shop, authority }: World) {
  const old = await mkdtemp(path.join(path.dirname(shop.dataDir), 'old-'));
  const store = createCertificateStore(old);
  await store.prepare(new Date());
  await store.install('laboratory', await authority.issue(NAMES, 60), new Date());
  const undo = await shop.misleadEdge(store);
  return async () => {
    await undo();
    await rm(old, { recursive: true });
  };
}

const TLS: readonly LaboratoryFault[] = [
  fault('plain HTTP on 443', 'TLS-01', ({ front }) => front([], { pair: null })),
  fault(
    'a certificate that has ended',
    'PROC-22',
    async ({ shop, authority }) => shop.serve(await authority.issue(NAMES, -2)),
    {
      outside: 'CERT-01',
    },
  ),
  fault('a certificate without one of the names', 'CERT-02', async ({ shop, authority }) =>
    shop.serve(await authority.issue([HOSTS.apex, HOSTS.www])),
  ),
  fault('a certificate without its intermediate', 'CERT-03', async ({ shop, authority }) => {
    const { key, chain } = await authority.issue(NAMES);
    return shop.serve({ key, chain: chain.slice(0, chain.indexOf('-----END CERTIFICATE-----') + 26) });
  }),
  fault('a certificate of a test authority', 'CERT-04', async ({ shop }) => {
    return shop.serve(await (await createPublicAuthority('(STAGING) Pretend')).issue(NAMES));
  }),
  fault('a certificate that signed itself', 'CERT-05', async ({ shop }) =>
    shop.serve(await issueServerCertificate({ ...validity(-1, 60), names: NAMES })),
  ),
  fault('an edge with the certificate of before', 'CERT-06', withOldCertificate, { outside: null }),
  fault('TLS 1.0 is on', 'TLS-05', ({ front }) =>
    front([], { tls: { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } }),
  ),
  fault('no TLS 1.2', 'TLS-05', ({ front }) => front([], { tls: { minVersion: 'TLSv1.3' } })),
  fault('the edge’s clock is an hour ahead', 'CLK-DIFFERS', (world) => edgeWith(world, clock(3600))),
];

const clock = (seconds: number) => ({
  LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1',
  FAKETIME: `${seconds > 0 ? '+' : ''}${seconds}s`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
});

const PAGES: readonly LaboratoryFault[] = [
  fault(
    'a page over plain HTTP',
    'HDR-02',
    withRule({
      on: 'http',
      path: '^/(?!\\.well-known|healthz|readyz)',
      answer: { status: 200, headers: HTML, body: '<h1>Shop</h1>' },
    }),
  ),
  fault(
    'a circle of redirects',
    'HDR-01',
    withRule({
      on: 'https',
      path: '^/(?!\\.well-known|healthz|readyz)',
      answer: { status: 301, headers: { location: 'http://$host$path' } },
    }),
  ),
  fault(
    'a redirect to whatever host is named',
    'HDR-04',
    withRule({
      on: 'http',
      path: '^/(?!\\.well-known|healthz|readyz)',
      answer: { status: 301, headers: { location: 'https://$host$path' } },
    }),
  ),
  fault('no promise of HTTPS', 'HSTS-01', withRule({ on: 'https', headers: { 'strict-transport-security': null } })),
  fault('no policy for content', 'SEC-01', withRule({ on: 'https', headers: { 'content-security-policy': null } })),
  fault(
    'a picture over plain HTTP',
    'HDR-06',
    withRule({
      on: 'https',
      type: 'text/html',
      replace: ['</body>', `<img src="http://${HOSTS.apex}/picture.png"></body>`],
    }),
  ),
  fault(
    'the challenge path goes elsewhere',
    'NET-FRONT',
    withRule({
      on: 'http',
      path: '^/\\.well-known/acme-challenge/',
      answer: { status: 404, headers: HTML, body: 'Not Found' },
    }),
    { outside: 'ACME-CHALLENGE' },
  ),
  fault(
    'the challenge path is redirected to the shop’s port',
    'NET-FRONT',
    withRule({
      on: 'http',
      path: '^/\\.well-known/acme-challenge/',
      answer: { status: 301, headers: { location: 'http://$host:3001$path' } },
    }),
    { outside: 'ACME-03' },
  ),
  fault('a balancer in front that doesn’t tell of HTTPS', 'NET-30', ({ front, relay, machine }) =>
    all(
      () => machine.cloud(`ct original ip daddr ${MACHINE.ipv4} tcp dport ${SHOP_PORT} drop`),
      () => relay(SHOP_PORT),
      () => front([], { to: { http: worker(false), https: worker(false) } }),
    ),
  ),
  fault('preflights are never answered', 'CORS-01', withRule({ method: 'OPTIONS', answer: 'never' })),
  fault('preflights are refused', 'CORS-01', withRule({ method: 'OPTIONS', answer: { status: 405 } })),
  fault(
    'preflights are redirected',
    'CORS-02',
    withRule({ method: 'OPTIONS', answer: { status: 301, headers: { location: `https://${HOSTS.apex}$path` } } }),
  ),
  fault(
    'any origin, with credentials',
    'CORS-03',
    withRule({ on: 'https', path: '^/api/', headers: { 'access-control-allow-origin': '*' } }),
  ),
  fault(
    'a CDN in front',
    'NET-13',
    withRule({
      headers: {
        via: '1.1 abcdef.cloudfront.net (CloudFront)',
        'x-amz-cf-id': 'abc',
        'x-cache': 'Miss from cloudfront',
      },
    }),
  ),
  fault(
    'a page kept by a stranger',
    'CACHE-01',
    withRule({
      on: 'https',
      type: 'text/html',
      headers: { age: '86000', 'x-cache': 'HIT', 'cache-control': 'public, max-age=604800' },
    }),
  ),
  fault(
    'a script that is gone',
    'CACHE-02',
    withRule({ on: 'https', path: '^/assets/.*\\.js', answer: { status: 404, headers: HTML, body: 'gone' } }),
  ),
  fault(
    'a page where a file is missing',
    'CACHE-04',
    withRule({
      on: 'https',
      path: '^/assets/',
      status: [404, 200],
    }),
  ),
  fault(
    'another server’s 502',
    'PRX-GATEWAY',
    withRule({
      on: 'https',
      answer: { status: 502, headers: { ...HTML, server: 'nginx' }, body: '<h1>502 Bad Gateway</h1>' },
    }),
  ),
];

export const ROAD_FAULTS: readonly LaboratoryFault[] = [...NETWORK, ...TLS, ...PAGES];
