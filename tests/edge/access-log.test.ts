import { freePort } from '../setup/ports';
import { connectHttp2, plain, secure } from './support/client';
import { DOMAIN, startEdge, to, withEdgeAndShop } from './support/edge';
import { connectPlain } from './support/raw';

const { shop, edge } = withEdgeAndShop((request, response) => {
  setTimeout(() => response.writeHead(request.url === '/missing' ? 404 : 200).end('hello'), 30);
});

const FIELDS = 'id host method path status upstream failure cache bytes tls protocol ms queueMs shopMs'.split(' ');

test('a line says who was asked for what, who answered, how much, how it came and how long it took', async () => {
  const answer = await secure(to(edge, { path: '/page?secret=1' }));
  const [line] = await edge.requests('/page');
  expect(line).toMatchObject({
    id: answer.headers['x-request-id'],
    host: `${DOMAIN}:${edge.httpsPort}`,
    method: 'GET',
    path: '/page',
    status: 200,
    upstream: 200,
    failure: '-',
    cache: '-',
    bytes: 5,
    tls: 'TLSv1.3',
    protocol: 'HTTP/1.1',
  });
  expect(line!['shopMs']).toBeGreaterThanOrEqual(25);
  expect(line!['ms']).toBeGreaterThanOrEqual(line!['shopMs'] as number);
  expect(line!['queueMs']).toBeGreaterThanOrEqual(0);
  expect(JSON.stringify(edge.log)).not.toContain('secret');
  expect(shop.seen.at(-1)!.headers['x-request-id']).toBe(line!['id']);
});

test('the shop’s status is told from the edge’s', async () => {
  await secure(to(edge, { path: '/missing' }));
  expect((await edge.requests('/missing'))[0]).toMatchObject({ status: 404, upstream: 404, failure: '-' });
  const down = await startEdge({ shopPort: await freePort(), limits: { shopReturnMs: 100 } });
  await secure(to(down, { path: '/down' }));
  expect((await down.requests('/down'))[0]).toMatchObject({ status: 503, upstream: '-', failure: 'shop-refused' });
});

test('every line has every field', async () => {
  await plain({ port: edge.httpPort, host: DOMAIN, path: '/redirected' });
  await secure(to(edge, { path: '/foreign', headers: { host: 'evil.test' } }));
  await secure(to(edge, { path: '/healthz' }));
  const client = await connectHttp2(to(edge));
  await client.request({ ':path': '/two' });
  const broken = await connectPlain(edge.httpPort);
  broken.socket.write('nonsense\r\n\r\n');
  await broken.ended();
  for (const path of ['/redirected', '/foreign', '/healthz', '/two', '-']) await edge.requests(path);
  const lines = edge.log.filter((line) => line['msg'] === 'request');
  expect(lines.length).toBeGreaterThanOrEqual(7);
  for (const line of lines) expect(Object.keys(line)).toEqual(expect.arrayContaining(FIELDS));
  expect(lines.find((line) => line['path'] === '/redirected')).toMatchObject({ tls: '-', status: 301, upstream: '-' });
  expect(lines.find((line) => line['path'] === '/foreign')).toMatchObject({
    failure: 'misdirected',
    host: 'evil.test',
  });
  expect(lines.find((line) => line['path'] === '/two')).toMatchObject({ protocol: 'HTTP/2.0', tls: 'TLSv1.3' });
  expect(lines.find((line) => line['path'] === '-')).toMatchObject({ failure: 'malformed', status: 400, tls: '-' });
});

test('names and paths that a stranger chose are cut short', async () => {
  await secure(to(edge, { path: `/${'a'.repeat(3_000)}`, headers: { host: `${'b'.repeat(3_000)}.test` } }));
  const [line] = await edge.requests(`/${'a'.repeat(198)}…`);
  expect(String(line!['host'])).toHaveLength(200);
});
