import type http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { connectHttp2, responseOf, secure, secureRequest } from './support/client';
import { DOMAIN, startEdgeAndShop, tlsTo, to, until } from './support/edge';

/** An edge before a shop that answers `/wait` only when told to. */
async function startHeld() {
  const waiting: http.ServerResponse[] = [];
  const { edge, shop } = await startEdgeAndShop((request, response) => {
    if (request.url === '/wait') waiting.push(response);
    else response.end('ok');
  });
  return { shop, edge, release: () => waiting.forEach((response) => response.end('waited')) };
}

const refused = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });

describe('an edge that is told to stop', () => {
  test('accepts nothing more, ends what runs, and says on HTTP/1.1 that the connection is over', async () => {
    const { shop, edge, release } = await startHeld();
    const request = secureRequest(
      to(edge, { path: '/wait', agent: undefined as never, headers: { connection: 'keep-alive' } }),
    );
    request.end();
    const answered = responseOf(request);
    await until(() => shop.seen.length === 1);
    const drained = edge.edge.drain(20_000);
    expect(await refused(edge.httpsPort)).toBe(true);
    expect(await refused(edge.httpPort)).toBe(true);
    release();
    const response = await answered;
    expect(response.statusCode).toBe(200);
    expect(response.headers.connection).toBe('close');
    response.resume();
    await drained;
  });

  test('lets an idle keep-alive connection carry one more request before it goes', async () => {
    const { edge } = await startHeld();
    const socket = tls.connect(tlsTo(edge));
    socket.setEncoding('utf8');
    const ask = (): Promise<string> => {
      socket.write(`GET / HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`);
      return new Promise((resolve, reject) => socket.once('data', resolve).once('close', reject));
    };
    expect(await ask()).not.toContain('Connection: close');
    const drained = edge.edge.drain(20_000);
    expect(await ask()).toMatch(/200 OK[^]*connection: close/i);
    await drained;
  });

  test('ends HTTP/2 sessions after their streams', async () => {
    const { shop, edge, release } = await startHeld();
    const client = await connectHttp2(to(edge));
    const goaway = new Promise((resolve) => client.session.once('goaway', resolve));
    const answered = client.request({ ':path': '/wait' });
    await until(() => shop.seen.length === 1);
    const drained = edge.edge.drain(20_000);
    await goaway;
    release();
    expect(await answered).toMatchObject({ status: 200, body: 'waited' });
    await drained;
  });

  test('cuts what is still there after the deadline', async () => {
    const { shop, edge } = await startHeld();
    const answered = secure(to(edge, { path: '/wait' }));
    answered.catch(() => undefined);
    await until(() => shop.seen.length === 1);
    await edge.edge.drain(50);
    await expect(answered).rejects.toThrow(/socket hang up|ECONNRESET/);
  });
});
