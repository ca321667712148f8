import { connectHttp2, plain, secure } from './support/client';
import { DOMAIN, startEdge, startFakeShop, type FakeShop, type RunningEdge } from './support/edge';

let shop: FakeShop;
let running: RunningEdge;

beforeAll(async () => {
  shop = await startFakeShop((request, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.end(JSON.stringify({ url: request.url, headers: request.headers }));
  });
  running = await startEdge({ shopPort: shop.port });
});

afterAll(async () => {
  process.stderr.write(running.log.map((l) => JSON.stringify(l)).join('\n'));
  await running.stop();
  await shop.close();
});

const seenBy = (body: string): Record<string, string> =>
  (JSON.parse(body) as { headers: Record<string, string> }).headers;

describe('the road to the shop', () => {
  test('a request reaches the shop with the host the browser used and what the edge knows about it', async () => {
    const answer = await secure({
      port: running.httpsPort,
      host: DOMAIN,
      path: '/perfumes?q=a',
      ca: running.authority.pem,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(seenBy(answer.body)).toMatchObject({
      host: `${DOMAIN}:8443`,
      'x-forwarded-host': `${DOMAIN}:8443`,
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '127.0.0.1',
    });
    expect(answer.headers['x-request-id']).toBe(seenBy(answer.body)['x-request-id']);
  });

  test('HTTP/2 takes the same road', async () => {
    const client = await connectHttp2({ port: running.httpsPort, host: `app.${DOMAIN}`, ca: running.authority.pem });
    const answer = await client.request({ ':path': '/admin', cookie: 'a=1; b=2' });
    client.close();
    expect(answer.status).toBe(200);
    expect(seenBy(answer.body)).toMatchObject({ host: `app.${DOMAIN}:8443`, cookie: 'a=1; b=2' });
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    const [line] = await running.requests('/admin');
    expect(line).toMatchObject({ protocol: 'HTTP/2.0', tls: 'TLSv1.3', status: 200, upstream: 200, failure: '-' });
  });

  test('plain', async () => {
    const answer = await plain({ port: running.httpPort, host: DOMAIN, path: '/x' });
    expect(answer.status).toBe(301);
    expect(answer.headers.location).toBe(`https://${DOMAIN}:8443/x`);
  });
});
