/** RFC 9112, 9.6: a client that has sent all of its request may close its side, and wait for the answer. */
import net from 'node:net';
import tls from 'node:tls';
import type { EdgeLimits } from '../../server/edge/policy';
import { closeLater, DOMAIN, startEdgeAndShop, tlsTo, until, type RunningEdge } from './support/edge';

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`;

async function sayAndClose(edge: RunningEdge, port: 'plain' | 'secure', text: string): Promise<string> {
  const socket =
    port === 'plain'
      ? net.connect({ port: edge.httpPort, host: '127.0.0.1', allowHalfOpen: true })
      : tls.connect(tlsTo(edge, { ALPNProtocols: ['http/1.1'] }));
  // tls.connect() has no such option.
  socket.allowHalfOpen = true;
  closeLater(() => socket.destroy());
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (received += chunk));
  await new Promise((resolve, reject) => {
    socket.once(port === 'plain' ? 'connect' : 'secureConnect', resolve).once('error', reject);
  });
  socket.end(text);
  await new Promise((resolve) => socket.once('end', resolve));
  return received;
}

async function start(limits: Partial<EdgeLimits> = {}) {
  const answers: (() => void)[] = [];
  const closed: string[] = [];
  const { edge, shop } = await startEdgeAndShop(
    (request, response) => {
      response.once('close', () => closed.push(request.url ?? ''));
      if (request.url === '/begun') response.write('begun');
      answers.push(() => void response.end('from the shop'));
    },
    { limits },
  );
  return { edge, shop, answers, closed };
}

describe('a client that closes its side after its request', () => {
  test('is redirected on the plain port', async () => {
    const { edge } = await start();
    expect(await sayAndClose(edge, 'plain', get('/perfumes'))).toMatch(/^HTTP\/1\.1 301 [^]*\/perfumes\r\n/);
    expect((await edge.requests('/perfumes'))[0]).toMatchObject({ status: 301, failure: '-' });
  });

  test('gets the answer to an http-01 challenge, as a CA’s validator must', async () => {
    const { edge } = await start();
    await edge.store.saveChallenge('token', 'token.thumbprint');
    const answer = await sayAndClose(edge, 'plain', get('/.well-known/acme-challenge/token'));
    expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*token\.thumbprint$/);
  });

  test('gets the shop’s page over TLS, however long the shop takes for it', async () => {
    const { edge, shop, answers } = await start();
    const answer = sayAndClose(edge, 'secure', get('/page'));
    await until(() => shop.seen.length === 1);
    // Its end has come long before.
    await new Promise((resolve) => setTimeout(resolve, 200));
    answers[0]!();
    expect(await answer).toMatch(/^HTTP\/1\.1 200 [^]*from the shop/);
    expect((await edge.requests('/page'))[0]).toMatchObject({ status: 200, failure: '-' });
  });

  test('gets all answers to what it sent at once', async () => {
    const { edge, answers } = await start();
    const answer = sayAndClose(edge, 'secure', get('/healthz') + get('/healthz'));
    expect((await answer).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    expect(answers).toHaveLength(0);
  });

  test('in the middle of its request gets none, and the connection ends', async () => {
    const { edge, shop } = await start();
    expect(await sayAndClose(edge, 'secure', 'GET / HTTP/1.1\r\nHost: ')).toBe('');
    const half = `POST /half HTTP/1.1\r\nHost: ${DOMAIN}\r\nContent-Length: 10\r\n\r\nhalf`;
    expect(await sayAndClose(edge, 'secure', half)).toBe('');
    expect((await edge.requests('/half'))[0]).toMatchObject({ failure: 'client-gone' });
    expect(shop.seen).toHaveLength(0);
  });

  test('and has nothing under way is closed', async () => {
    const { edge } = await start();
    expect(await sayAndClose(edge, 'secure', '')).toBe('');
    expect(await sayAndClose(edge, 'plain', '')).toBe('');
  });

  test.each(['/silent', '/begun'])('and of whom nothing is heard is taken for gone in the end: %s', async (path) => {
    const { edge, closed } = await start({ halfClosedMs: 300, sweepMs: 50 });
    await sayAndClose(edge, 'secure', get(path)).catch(() => '');
    await until(() => closed.includes(path));
    expect((await edge.requests(path))[0]).toMatchObject({ failure: 'client-gone' });
  });
});
