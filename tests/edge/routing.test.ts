import { request as httpRequest } from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { connectHttp2, plain, secure, type Answer } from './support/client';
import {
  DOMAIN,
  startEdge,
  startEdgeAndShop,
  startFakeShop,
  tlsTo,
  to,
  type FakeShop,
  type RunningEdge,
} from './support/edge';

let shop: FakeShop;
let local: RunningEdge;
let production: RunningEdge;

beforeAll(async () => {
  shop = await startFakeShop((request, response) => {
    if (request.url === '/readyz') {
      response.end('ok');
      return;
    }
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.setHeader('strict-transport-security', 'max-age=63072000; includeSubDomains; preload');
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers }));
  });
  local = await startEdge({ shopPort: shop.port });
  production = await startEdge({
    shopPort: shop.port,
    trusted: true,
    config: { certificates: 'acme', publicHttpsPort: 443 },
  });
});

const seenByShop = (answer: Answer): Record<string, string> =>
  (JSON.parse(answer.body) as { headers: Record<string, string> }).headers;

test('the answer to a challenge is read, and what would change something goes the way of every other request', async () => {
  await production.store.saveChallenge('token', 'token.thumbprint');
  const ask = (method: string): Promise<Answer> =>
    plain({ port: production.httpPort, host: DOMAIN, path: '/.well-known/acme-challenge/token', method });
  expect(await ask('GET')).toMatchObject({ status: 200, body: 'token.thumbprint' });
  expect(await ask('HEAD')).toMatchObject({ status: 200, body: '' });
  for (const method of ['POST', 'DELETE']) expect(await ask(method)).toMatchObject({ status: 308, body: '' });
  expect((await ask('PROPFIND')).status).toBe(308);
});

describe('the road to the shop', () => {
  test('a request reaches the shop with the host the browser used and what the edge knows about it', async () => {
    const answer = await secure(to(local, { path: '/perfumes?q=a' }));
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(seenByShop(answer)).toMatchObject({
      host: `${DOMAIN}:8443`,
      'x-forwarded-host': `${DOMAIN}:8443`,
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '127.0.0.1',
    });
    expect(answer.headers['x-request-id']).toBe(seenByShop(answer)['x-request-id']);
    expect(answer.headers['keep-alive']).toBeUndefined();
  });

  test('HTTP/2 takes the same road', async () => {
    const client = await connectHttp2(to(local, { host: `app.${DOMAIN}` }));
    const answer = await client.request({ ':path': '/admin', cookie: 'a=1; b=2' });
    expect(answer.status).toBe(200);
    expect(seenByShop(answer)).toMatchObject({ host: `app.${DOMAIN}:8443`, cookie: 'a=1; b=2' });
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    const [line] = await local.requests('/admin');
    expect(line).toMatchObject({ protocol: 'HTTP/2.0', tls: 'TLSv1.3', status: 200, upstream: 200, failure: '-' });
  });

  test('a body arrives whole, over both protocols', async () => {
    const body = 'x'.repeat(300_000);
    const { edge } = await startEdgeAndShop((request, response) => request.pipe(response));
    const post = { method: 'POST', body, headers: { 'content-length': body.length } };
    expect((await secure(to(edge, post))).body).toBe(body);
    expect((await secure(to(edge, { ...post, headers: { 'transfer-encoding': 'chunked' } }))).body).toBe(body);
    const client = await connectHttp2(to(edge));
    expect((await client.request({ ':path': '/', ':method': 'POST' }, body)).body).toBe(body);
  });

  test('what a client claims about itself does not reach the shop', async () => {
    const claims = {
      'x-forwarded-for': '1.1.1.1',
      'x-forwarded-host': 'evil.test',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '1',
      forwarded: 'for=1.1.1.1;host=evil.test',
      'x-real-ip': '1.1.1.1',
      'x-request-id': 'mine',
    };
    const client = await connectHttp2(to(local));
    const answers = [await secure(to(local, { headers: claims })), await client.request({ ':path': '/', ...claims })];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      const seen = seenByShop(answer);
      expect(seen).toMatchObject({
        host: `${DOMAIN}:8443`,
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-host': `${DOMAIN}:8443`,
        'x-forwarded-proto': 'https',
        forwarded: `for=127.0.0.1;host="${DOMAIN}:8443";proto=https`,
      });
      expect(seen['x-request-id']).not.toBe('mine');
      for (const name of ['x-real-ip', 'x-forwarded-port']) expect(seen[name]).toBeUndefined();
    }
  });
});

describe('redirects', () => {
  test('plain HTTP goes to HTTPS on the same name', async () => {
    for (const host of [DOMAIN, `www.${DOMAIN}`, `app.${DOMAIN}`]) {
      const answer = await plain({ port: production.httpPort, host, path: '/a?b=1' });
      expect(answer.status).toBe(301);
      expect(answer.headers.location).toBe(`https://${host}/a?b=1`);
      expect(answer.headers['strict-transport-security']).toBeUndefined();
    }
    const post = await plain({ port: production.httpPort, host: DOMAIN, method: 'POST', body: 'x' });
    expect(post.status).toBe(308);
  });

  test('every kind of client gets the same redirect', async () => {
    for (const agent of ['Mozilla/5.0', 'curl/8.0', '']) {
      const headers = { 'user-agent': agent };
      const answer = await plain({ port: production.httpPort, host: DOMAIN, path: '/x', headers });
      expect(answer).toMatchObject({ status: 301, body: '' });
    }
  });

  test('www. goes to the apex', async () => {
    const answer = await secure(to(production, { host: `www.${DOMAIN}`, path: '/perfumes' }));
    expect(answer).toMatchObject({ status: 301 });
    expect(answer.headers.location).toBe(`https://${DOMAIN}/perfumes`);
  });

  test('loopback names lead to the canonical one with the development CA, whose certificate covers them', async () => {
    for (const host of ['localhost', '127.0.0.1']) {
      const answer = await secure(to(local, { host, path: '/cart' }));
      expect(answer.status).toBe(302);
      expect(answer.headers.location).toBe(`https://${DOMAIN}:8443/cart`);
    }
    const six = await secure(to(local, { host: '127.0.0.1', headers: { host: '[::1]:8443' } }));
    expect(six.headers.location).toBe(`https://${DOMAIN}:8443/`);
  });
});

describe('names that are not ours', () => {
  test('a foreign Host is answered 421 and appears in no header', async () => {
    for (const host of ['evil.test', '203.0.113.9', `shop.${DOMAIN}`, 'localhost']) {
      const headers = { host };
      const answers = [
        await plain({ port: production.httpPort, host: DOMAIN, headers }),
        await secure(to(production, { headers })),
      ];
      for (const answer of answers) {
        expect(answer.status).toBe(421);
        expect(JSON.stringify(answer.headers)).not.toContain(host);
      }
    }
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'a handshake of %s for a foreign name is told that nobody is called so (RFC 6066, 3)',
    async (version) => {
      const before = production.log.length;
      const tell = (servername: string): Promise<unknown> =>
        new Promise((resolve, reject) => {
          const versions = { minVersion: version, maxVersion: version };
          const socket = tls.connect(tlsTo(production, { servername, ...versions }));
          socket.once('secureConnect', resolve).once('error', reject);
        });
      for (const name of ['evil.test', 'localhost', `${DOMAIN}..`, `shop.${DOMAIN}`]) {
        await expect(tell(name)).rejects.toThrow('SSL alert number 112');
      }
      expect(production.log.slice(before)).toEqual([]);
    },
  );

  test('without a name in the handshake the default certificate answers, and only for our hosts', async () => {
    const socket = tls.connect(tlsTo(production, { servername: undefined, checkServerIdentity: () => undefined }));
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    expect(socket.getPeerCertificate().subjectaltname).toContain(`DNS:${DOMAIN}`);
    socket.destroy();
    const answer = await secure(to(production, { host: '127.0.0.1' }));
    expect(answer.status).toBe(421);
  });

  test('plain HTTP on the secure port ends the connection', async () => {
    await expect(
      new Promise((resolve, reject) => {
        httpRequest({ port: production.httpsPort, host: '127.0.0.1' }, resolve).once('error', reject).end();
      }),
    ).rejects.toThrow(/socket hang up|ECONNRESET/);
  });
});

describe('what the edge says about itself', () => {
  test('/readyz tells about certificate and shop', async () => {
    const answer = await secure(to(production, { path: '/readyz' }));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({
      status: 'ready',
      certificate: { ok: true, trusted: true, daysLeft: 89 },
      shop: { ok: true, status: 200 },
    });
  });

  test('HSTS is the edge’s own, short, and only while the certificate is trusted', async () => {
    const trusted = await secure(to(production));
    expect(trusted.headers['strict-transport-security']).toBe('max-age=300');
    const untrusted = await secure(to(local));
    expect(untrusted.headers['strict-transport-security']).toBeUndefined();
  });

  test('HTTP/1.1 connections are kept for the next request, and idle ones not for ever', async () => {
    const socket = net.connect(production.httpPort, '127.0.0.1');
    socket.setEncoding('utf8');
    socket.write(`GET / HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`);
    const head = await new Promise<string>((resolve) => socket.once('data', resolve));
    socket.destroy();
    expect(head).toContain('Keep-Alive: timeout=30');
  });

  test.each(['TLSv1', 'TLSv1.1'] as const)('%s is not spoken', async (version) => {
    const options = { minVersion: version, maxVersion: version, ciphers: 'ALL@SECLEVEL=0' };
    await expect(
      new Promise((resolve, reject) => {
        const socket = tls.connect(tlsTo(production, options));
        socket.once('secureConnect', resolve).once('error', reject);
      }),
    ).rejects.toThrow(/version|protocol/);
  });
});
