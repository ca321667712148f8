/** The ways in which a client may say what it asks for, and of whom: each is understood, the same over both protocols. */
import { connectHttp2, plain, secure } from './support/client';
import { DOMAIN, to, until, withEdgeAndShop } from './support/edge';
import { connectPlain, connectRaw, connectRawHttp2, FRAME, requestFields, requestFrame } from './support/raw';

const { shop, edge } = withEdgeAndShop((request, response) => response.end(`${request.headers.host} ${request.url}`));

const CANONICAL = `${DOMAIN}:8443`;

/** The answer's first line, its Location and its body. */
async function say(text: string, over: 'https' | 'http' = 'https'): Promise<string> {
  const connection = await (over === 'https' ? connectRaw(edge) : connectPlain(edge.httpPort));
  connection.socket.write(text);
  const answer = await connection.answered();
  connection.socket.destroy();
  const location = /^location: (.*)\r$/im.exec(answer)?.[1];
  const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  return `${answer.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)} ${location ?? body}`;
}

const get = (target: string, host = DOMAIN): string => `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;

/** 0: the stream was reset. */
async function statusOverHttp2(pseudo: Record<string, string>, extra: [string, string][] = []): Promise<number> {
  const session = await connectRawHttp2(edge);
  session.send(requestFrame(requestFields(extra, pseudo)));
  await until(() => session.closed() || session.has(FRAME.reset, FRAME.goaway, FRAME.headers));
  const head = session.frames().find(({ type }) => type === FRAME.headers);
  session.socket.destroy();
  // RFC 7541, appendix A: `:status` 200, 204, 206, 304, 400, 404, 500 are one byte, which comes first here.
  return head === undefined ? 0 : ([200, 204, 206, 304, 400, 404, 500][(head.payload[0] ?? 0) - 0x88] ?? -1);
}

describe('the absolute form (RFC 9112, 3.2.2)', () => {
  test.each([
    [`https://${DOMAIN}/perfumes?q=a`, '/perfumes?q=a'],
    [`HTTPS://${DOMAIN.toUpperCase()}:8443/x`, '/x'],
    [`https://${DOMAIN}`, '/'],
    [`https://${DOMAIN}?q=a`, '/?q=a'],
    [`http://${DOMAIN}/x`, '/x'],
  ])('%s is %s of that name', async (target, url) => {
    expect(await say(get(target))).toBe(`200 ${CANONICAL} ${url}`);
  });

  test('its name counts, and not the one in Host', async () => {
    expect(await say(get(`https://app.${DOMAIN}/admin`))).toBe(`200 app.${CANONICAL} /admin`);
    expect(await say(get(`https://${DOMAIN}/x`, 'evil.test'))).toBe(`200 ${CANONICAL} /x`);
    expect(await say(get('https://evil.test/x'))).toMatch(/^421 /);
  });

  test('over plain HTTP it is sent to HTTPS as any other, and logged by its path', async () => {
    expect(await say(get(`http://${DOMAIN}/absolute?q=a`), 'http')).toBe(`301 https://${CANONICAL}/absolute?q=a`);
    expect((await edge.requests('/absolute'))[0]).toMatchObject({ status: 301, host: DOMAIN });
  });

  test('what is for this machine only is not to be had with it', async () => {
    expect(await say(get(`https://${DOMAIN}/internal/purges`))).toMatch(/^404 /);
  });
});

describe('the asterisk form (RFC 9110, 9.3.7)', () => {
  const ALLOW = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

  test.each([
    ['*', 'https'],
    ['*', 'http'],
    [`https://${DOMAIN}`, 'https'],
    [`http://${DOMAIN}:8443`, 'http'],
  ] as const)('OPTIONS %s over %s is a question to the server, which says what it takes', async (target, over) => {
    const before = shop.seen.length;
    const connection = await (over === 'https' ? connectRaw(edge) : connectPlain(edge.httpPort));
    connection.socket.write(`OPTIONS ${target} HTTP/1.1\r\nHost: ${DOMAIN}\r\nConnection: close\r\n\r\n`);
    const [head = '', body] = (await connection.ended()).split('\r\n\r\n');
    expect([head.split('\r\n')[0], body]).toEqual(['HTTP/1.1 204 No Content', '']);
    expect(head.toLowerCase()).toContain(`\r\nallow: ${ALLOW.toLowerCase()}`);
    expect(head).not.toMatch(/content-length|transfer-encoding/i);
    expect((await edge.requests('*')).at(-1)).toMatchObject({ method: 'OPTIONS', status: 204, upstream: '-' });
    expect(shop.seen.length).toBe(before);
  });

  test('it is understood over HTTP/2 too, and of every other method it is refused', async () => {
    const client = await connectHttp2(to(edge));
    const answer = await client.request({ ':method': 'OPTIONS', ':path': '*' });
    expect([answer.status, answer.headers.allow, answer.body]).toEqual([204, ALLOW, '']);
    expect([0, 400]).toContain(await statusOverHttp2({ ':path': '*' }));
  });

  test('what asks for a page with it, or for a path of one name, is asked of that', async () => {
    expect(await say(`OPTIONS https://${DOMAIN}/ HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`)).toBe(`200 ${CANONICAL} /`);
    expect(await say(`OPTIONS https://${DOMAIN}?a HTTP/1.1\r\nHost: ${DOMAIN}\r\n\r\n`)).toBe(`200 ${CANONICAL} /?a`);
    expect(await say(get('*'))).toMatch(/^400 /);
  });
});

describe('the name', () => {
  test('may come with an empty port', async () => {
    expect(await say(get('/', `${DOMAIN}:`))).toBe(`200 ${CANONICAL} /`);
    expect(await say(get('/', `${DOMAIN}:`), 'http')).toBe(`301 https://${CANONICAL}/`);
  });

  test.each([
    ['equal', `${DOMAIN}:8443`, 200],
    ['equal but for its case', `${DOMAIN.toUpperCase()}:8443`, 200],
    ['of another port', `${DOMAIN}:1`, 400],
    ['of another name', 'evil.test', 400],
  ])('may stand in `host` beside `:authority`: %s', async (_what, host, status) => {
    expect(await statusOverHttp2({}, [['host', host]])).toBe(status);
  });

  test('may have the usual port written in one of the two', async () => {
    expect(await statusOverHttp2({ ':authority': DOMAIN }, [['host', `${DOMAIN}:443`]])).toBe(200);
    expect(await statusOverHttp2({ ':authority': `${DOMAIN}:` }, [['host', DOMAIN]])).toBe(200);
  });

  test('with the dot of the root opens: in the handshake, and as the name without it', async () => {
    const dotted = to(edge, { host: `${DOMAIN}.`, path: '/x' });
    const client = await connectHttp2(dotted);
    for (const answer of [await secure(dotted), await client.request({ ':path': '/x' })]) {
      expect([answer.status, answer.headers.location]).toEqual([301, `https://${CANONICAL}/x`]);
    }
    const unsafe = await plain({ port: edge.httpPort, host: `${DOMAIN}.`, method: 'POST', path: '/x' });
    expect([unsafe.status, unsafe.headers.location]).toEqual([308, `https://${CANONICAL}/x`]);
  });

  test('that is missing over plain HTTP is refused with a page and a line in the log', async () => {
    const logged = edge.log.length;
    expect(await say('GET /nameless HTTP/1.1\r\n\r\n', 'http')).toMatch(/^400 <!doctype html>/);
    expect((await edge.requests('/nameless'))[0]).toMatchObject({ status: 400, failure: 'malformed', host: '-' });
    expect(edge.log.length).toBe(logged + 1);
  });
});

/** What HTTP/1.1 serves and what it refuses, HTTP/2 does too; the one with 400, the other also with a reset. */
async function differences(path: string): Promise<string[]> {
  const [one, two] = await Promise.all([say(get(path)), statusOverHttp2({ ':path': path })]);
  const same = one.startsWith('200') ? two === 200 : two === 400 || two === 0;
  return same ? [] : [`${JSON.stringify(path)}: ${one.slice(0, 3)}, ${two}`];
}

test.each([0, 64, 128, 192])(
  'the bytes from %i on are taken in a path, or refused, over both protocols alike',
  async (first) => {
    const paths = Array.from({ length: 64 }, (_, i) => `/a${String.fromCharCode(first + i)}b`);
    expect((await Promise.all(paths.map(differences))).flat()).toEqual([]);
  },
);
