/** How large a request's head may be: the same over both protocols, said in words, and never more than the shop takes. */
import type { OutgoingHttpHeaders } from 'node:http';
import { connectHttp2, secure, type Answer } from './support/client';
import { sayOk, to, until, withEdgeAndShop } from './support/edge';

const { shop, edge } = withEdgeAndShop(sayOk);

/** As browsers send them: one field each over HTTP/2, one field in all over HTTP/1.1. */
const cookies = (count: number, bytes: number): string[] =>
  Array.from({ length: count }, (_, i) => `c${i}=`.padEnd(bytes, 'x'));

async function ask(protocol: string, jar: readonly string[], headers: OutgoingHttpHeaders = {}): Promise<Answer> {
  if (protocol === 'HTTP/1.1') {
    const cookie = jar.length > 0 ? { cookie: jar.join('; ') } : {};
    return secure(to(edge, { path: '/en', headers: { ...headers, ...cookie } }));
  }
  const client = await connectHttp2(to(edge));
  // Its limits hold once the client has agreed to them, as a browser has by its second request.
  await new Promise((resolve) => client.session.ping(Buffer.alloc(8), resolve));
  return client.request({ ':path': '/en', ...headers, ...(jar.length > 0 ? { cookie: [...jar] } : {}) });
}

describe.each(['HTTP/1.1', 'HTTP/2'])('over %s', (protocol) => {
  test.each([83, 180])('%i small cookies are as good as one', async (count) => {
    const jar = cookies(count, 12);
    const answer = await ask(protocol, jar);
    expect(answer).toMatchObject({ status: 200, body: 'ok' });
    expect(shop.seen.at(-1)!.headers.cookie).toBe(jar.join('; '));
  });

  test.each([
    ['many cookies', cookies(180, 120), {}],
    ['a few huge cookies', cookies(10, 4_000), {}],
    ['one huge header', [], { 'x-a': 'a'.repeat(17_000) }],
    ['many headers', [], Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`x-${i}`, '1']))],
    [
      'many headers beside many cookies',
      cookies(90, 12),
      Object.fromEntries(cookies(101, 4).map((x, i) => [`x-${i}`, x])),
    ],
  ])('%s beyond the limit are answered with the page that says what to delete', async (_what, jar, headers) => {
    const [before, logged] = [shop.seen.length, edge.log.length];
    const answer = await ask(protocol, jar, headers);
    expect(answer.status).toBe(431);
    expect(answer.body).toContain('Delete the cookies of this site');
    await until(() => edge.log.length > logged);
    expect(edge.log.slice(logged)).toEqual([
      expect.objectContaining({ msg: 'request', status: 431, failure: 'head-too-large', path: '/en', upstream: '-' }),
    ]);
    expect(shop.seen.length).toBe(before);
  });

  test('whatever the edge lets through the shop takes, though the edge adds to it', async () => {
    const statuses = new Set<string>();
    for (let bytes = 15_000; bytes <= 16_600; bytes += 100) {
      const { status, body } = await ask(protocol, [], { 'x-a': 'a'.repeat(bytes) });
      statuses.add(`${status} ${status === 200 ? body : body.slice(0, 15)}`);
    }
    expect([...statuses]).toEqual(['200 ok', '431 <!doctype html>']);
  });

  test('an address that is too long is told so, whatever else comes with it', async () => {
    const path = `/en/perfumes?q=${'a'.repeat(9_000)}`;
    const { status, body } = await (protocol === 'HTTP/1.1'
      ? secure(to(edge, { path }))
      : ask(protocol, [], { ':path': path }));
    expect(status).toBe(414);
    expect(body).toContain('address is too long');
  });
});
