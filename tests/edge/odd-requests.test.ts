/** Heads with odd bytes in them, over both protocols: each gets one answer or a clean end, and the edge lives on. */
import fc from 'fast-check';
import { secure } from './support/client';
import { DOMAIN, sayOk, to, until, withEdgeAndShop } from './support/edge';
import { connectPlain, connectRaw, connectRawHttp2, fields, FLAG, FRAME, frame, requestFields } from './support/raw';

// Whatever waits for more is ended soon.
const SHORT = { headMs: 300, idleHttp1Ms: 300, idleHttp2Ms: 300, goodbyeMs: 300, graceMs: 300, stallMs: 300 };
const { edge } = withEdgeAndShop(sayOk, { limits: { ...SHORT, lingerMs: 300, sweepMs: 50 } });

const RUNS = 6;
const CROWD = 24;
const crowdOf = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: CROWD, maxLength: CROWD });

/** One character a byte; now and then any of the 256, mostly what a parser has a meaning for. */
const bytes = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...Array.from('ab01/?#%:;,=@[]" \t\u0000\u007f\u0080\u00ff')) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) },
      ),
      { maxLength },
    )
    .map((characters) => characters.join(''));

/** Mostly the first, often one of the others, now and then nonsense: all that is odd at once is only refused. */
const oneOf = ([usual = '', ...others]: readonly string[], maxLength = 12): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 6, arbitrary: fc.constantFrom(...others) },
    { weight: 1, arbitrary: bytes(maxLength) },
  );

const TARGETS = [
  '/',
  '/en',
  '/health',
  '/x?q=a',
  '//',
  '/internal/purges',
  `https://${DOMAIN}/`,
  'http://evil.test',
  '*',
];
const HOSTS = [
  DOMAIN,
  `${DOMAIN}:8443`,
  `${DOMAIN}.`,
  `${DOMAIN}:`,
  `www.${DOMAIN}`,
  'evil.test',
  '127.0.0.1',
  '[::1]',
  '',
];
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS', 'DELETE', 'PROPFIND', 'TRACE'];
const NAMES = ['x-a', 'cookie', 'accept', 'host', 'expect', 'content-length', 'transfer-encoding', 'connection', 'te'];
const VALUES = ['1', '', '0', 'chunked', 'gzip, chunked', '100-continue', 'close', 'keep-alive', 'a=b', DOMAIN];
const someFields = fc.array(fc.tuple(oneOf(NAMES), oneOf(VALUES, 40)), { maxLength: 3 });

async function expectAlive(): Promise<void> {
  const visitor = await secure(to(edge));
  expect(visitor).toMatchObject({ status: 200, body: 'ok' });
  expect(edge.log.filter(({ level, failure }) => level === 50 || failure === 'edge-error')).toEqual([]);
}

describe('over HTTP/1.1', () => {
  const head = fc
    .tuple(
      oneOf(METHODS),
      oneOf(TARGETS, 30),
      oneOf(['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/1.2', 'HTTP/0.9'], 9),
      oneOf(HOSTS, 20),
      someFields,
      oneOf(['', '1', '3\r\nabc\r\n0\r\n\r\n']),
    )
    .map(([method, target, version, host, others, body]) => {
      const lines = [
        `${method} ${target} ${version}`,
        `Host: ${host}`,
        ...others.map(([name, value]) => `${name}: ${value}`),
      ];
      return { text: `${lines.join('\r\n')}\r\n\r\n${body}`, most: body === '' ? 1 : 2 };
    });

  test.each(['https', 'http'] as const)('on the port of %s', async (scheme) => {
    await fc.assert(
      fc.asyncProperty(crowdOf(head), async (heads) => {
        const answers = await Promise.all(
          heads.map(async ({ text, most }) => {
            const connection = await (scheme === 'https' ? connectRaw(edge) : connectPlain(edge.httpPort));
            connection.socket.write(text, 'latin1');
            const received = await connection.ended();
            return { text, most, statuses: received.match(/HTTP\/1\.1 (?!1\d\d)\d{3} /g) ?? [] };
          }),
        );
        // What is no body is taken for a second request.
        expect(answers.filter(({ most, statuses: { length } }) => length < 1 || length > most)).toEqual([]);
        await expectAlive();
      }),
      { numRuns: RUNS },
    );
  });
});

describe('over HTTP/2', () => {
  const fieldList = fc
    .tuple(oneOf(METHODS), oneOf(TARGETS, 30), oneOf(['https', 'http']), oneOf(HOSTS, 20), someFields)
    .map(([method, path, scheme, authority, others]) =>
      fields(requestFields(others, { ':method': method, ':path': path, ':scheme': scheme, ':authority': authority })),
    );
  const noise = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((block) => Buffer.from(block));
  const block = fc.oneof({ weight: 8, arbitrary: fieldList }, { weight: 1, arbitrary: noise });

  async function visit(payload: Buffer, cut: number): Promise<{ heads: number; payload: string }> {
    const session = await connectRawHttp2(edge);
    const at = Math.min(cut, payload.length);
    session.send(
      frame(FRAME.headers, FLAG.endStream, 1, payload.subarray(0, at)),
      frame(FRAME.continuation, FLAG.endHeaders, 1, payload.subarray(at)),
    );
    const ends = (): boolean =>
      session.closed() ||
      session
        .frames()
        .some(({ type, flags, stream }) =>
          stream === 1
            ? type === FRAME.reset ||
              ((type === FRAME.headers || type === FRAME.data) && (flags & FLAG.endStream) !== 0)
            : type === FRAME.goaway,
        );
    await until(ends);
    const heads = session.frames().filter(({ type, stream }) => type === FRAME.headers && stream === 1).length;
    session.socket.destroy();
    return { heads, payload: payload.toString('latin1') };
  }

  test('each stream has one answer, or is reset, or the session ends', async () => {
    await fc.assert(
      fc.asyncProperty(crowdOf(fc.tuple(block, fc.nat(80))), async (blocks) => {
        const answers = await Promise.all(blocks.map(([payload, cut]) => visit(payload, cut)));
        expect(answers.filter(({ heads }) => heads > 1)).toEqual([]);
        await expectAlive();
      }),
      { numRuns: RUNS },
    );
  });
});
