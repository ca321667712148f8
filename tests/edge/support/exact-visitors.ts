/**
 * Visitors who count: each asks once, takes exactly one answer or sees exactly one cut, and asks the next question on
 * the same connection where there still is one.
 */
import http2 from 'node:http2';
import tls from 'node:tls';
import { FAILURES, type Failure, type FailureName } from '../../../server/edge/failures';
import { DOMAIN, tlsTo, until, type LogLine, type RunningEdge } from './edge';

export type Fields = readonly (readonly [string, string])[];

export type Outcome =
  | { readonly kind: 'answer'; readonly status: number; readonly fields: Fields; readonly body: Buffer }
  /** id: of its head, where that had come. */
  | { readonly kind: 'cut'; readonly id: string | null };

export interface Visit {
  readonly protocol: 'http/1.1' | 'h2';
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 15_000;

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
const one = (fields: Fields, name: string): string | null => fields.find(([known]) => known === name)?.[1] ?? null;

/** @returns null where it isn't all there yet */
function unchunked(bytes: Buffer): { readonly body: Buffer; readonly length: number } | null {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    if (end === -1) return null;
    const size = bytes.toString('latin1', at, end);
    if (!/^[0-9a-f]+$/i.test(size)) throw new Error(`a chunk of size ${size}`);
    const from = end + 2;
    const to = from + Number.parseInt(size, 16);
    if (bytes.length < to + 2) return null;
    if (bytes.toString('latin1', to, to + 2) !== '\r\n') throw new Error('a chunk without an end');
    if (to === from) return { body: Buffer.concat(parts), length: to + 2 };
    parts.push(bytes.subarray(from, to));
    at = to + 2;
  }
}

interface Parsed {
  readonly status: number;
  readonly fields: Fields;
  readonly body: Buffer | null;
  readonly length: number;
}

/**
 * One HTTP/1.1 answer as it must be written. @returns null without a whole head; a body of null isn't all there
 * @throws Error where it is none
 */
function parseAnswer(bytes: Buffer, method: string): Parsed | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 ([2-5]\d\d) [ -~]*$/.exec(first)?.[1]);
  if (Number.isNaN(status)) throw new Error(`a status line that is none: ${JSON.stringify(first.slice(0, 100))}`);
  const fields = lines.map((line) => {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?([\t\x20-\x7e\x80-\xff]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`a field that is none: ${JSON.stringify(line)}`);
    return [name.toLowerCase(), value] as const;
  });
  const head = { status, fields };
  const from = end + 4;
  const rest = bytes.subarray(from);
  if (method === 'HEAD' || (WITHOUT_BODY.has(status) && one(fields, 'transfer-encoding') === null)) {
    return { ...head, body: Buffer.alloc(0), length: from };
  }
  if (one(fields, 'transfer-encoding') !== null) {
    const found = unchunked(rest);
    return { ...head, body: found && found.body, length: from + (found?.length ?? 0) };
  }
  const length = Number(one(fields, 'content-length') ?? Number.NaN);
  if (!Number.isSafeInteger(length)) throw new Error('an answer without a length');
  return { ...head, body: rest.length < length ? null : rest.subarray(0, length), length: from + length };
}

const closes = ({ fields }: Parsed): boolean => one(fields, 'connection') === 'close';

function outcomeOf(parsed: Parsed | null): Outcome {
  if (!parsed) return { kind: 'cut', id: null };
  const { status, fields, body } = parsed;
  return body ? { kind: 'answer', status, fields, body } : { kind: 'cut', id: one(fields, 'x-request-id') };
}

/** With the question after it sent along, so that a byte too many or too few shows in the answer to that. */
async function visitHttp1(edge: RunningEdge, { method, path, headers = {} }: Visit): Promise<Outcome> {
  const socket = tls.connect(tlsTo(edge, { ALPNProtocols: ['http/1.1'] }));
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: ${DOMAIN}\r\n${lines.join('')}\r\n` +
      `GET /healthz HTTP/1.1\r\nHost: ${DOMAIN}\r\nConnection: close\r\n\r\n`,
  );
  await new Promise((resolve) => socket.once('close', resolve));
  const all = Buffer.concat(chunks);
  const parsed = parseAnswer(all, method);
  const outcome = outcomeOf(parsed);
  if (!parsed || outcome.kind === 'cut') return outcome;
  const left = all.subarray(parsed.length);
  if (left.length === 0 && closes(parsed)) return outcome;
  const next = parseAnswer(left, 'GET');
  if (next?.status !== 200 || next.body === null || left.length > next.length) {
    throw new Error(`the next answer was not the next one: ${JSON.stringify(left.toString('latin1').slice(0, 200))}`);
  }
  return outcome;
}

interface Http2Answer {
  readonly heads: number;
  readonly outcome: Outcome;
}

function ask(session: http2.ClientHttp2Session, { method, path, headers }: Visit): Promise<Http2Answer> {
  return new Promise((resolve) => {
    const stream = session.request({ ':method': method, ':path': path, ':authority': DOMAIN, ...headers });
    const chunks: Buffer[] = [];
    let heads = 0;
    let fields: Fields = [];
    stream.on('response', (_head, _flags, raw?: string[]) => {
      heads += 1;
      fields = Array.from({ length: (raw?.length ?? 0) / 2 }, (_, n) => [raw![2 * n]!, raw![2 * n + 1]!] as const);
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', () => undefined);
    let whole = false;
    stream.once('end', () => (whole = true));
    stream.once('close', () => {
      const status = Number(one(fields, ':status') ?? 0);
      const answered = whole && heads > 0 && stream.rstCode === http2.constants.NGHTTP2_NO_ERROR;
      const outcome: Outcome = answered
        ? { kind: 'answer', status, fields, body: Buffer.concat(chunks) }
        : { kind: 'cut', id: one(fields, 'x-request-id') };
      resolve({ heads, outcome });
    });
    stream.end();
  });
}

async function visitHttp2(session: http2.ClientHttp2Session, visit: Visit): Promise<Outcome> {
  const { heads, outcome } = await ask(session, visit);
  if (heads > 1) throw new Error(`${heads} answers`);
  const next = await ask(session, { protocol: 'h2', method: 'GET', path: '/healthz' });
  if (next.outcome.kind !== 'answer' || next.outcome.status !== 200) throw new Error('the session answers no more');
  return outcome;
}

/** What may never reach a visitor: fields of the hop behind the edge, and what was smuggled into a value. */
const FORBIDDEN: ReadonlySet<string> = new Set(
  'http2-settings proxy-authenticate proxy-connection te trailer upgrade x-injected x-secret'.split(' '),
);

function wrongWith(visit: Visit, outcome: Outcome, lines: readonly LogLine[]): string | null {
  const id = outcome.kind === 'cut' ? outcome.id : one(outcome.fields, 'x-request-id');
  const line = id === null ? lines.find(({ failure }) => failure !== '-') : lines.find((known) => known['id'] === id);
  if (!line) return 'no line of the log tells of it';
  if (line['failure'] === 'client-gone') return 'the log blames the visitor';
  if (outcome.kind === 'cut') return line['failure'] === '-' ? 'cut off without a word in the log' : null;
  if (line['status'] !== outcome.status) return `status ${outcome.status}, and ${String(line['status'])} in the log`;
  const failure = FAILURES[line['failure'] as FailureName] as Failure | undefined;
  if (failure && failure.status !== outcome.status) return `ended as if whole, and ${String(line['failure'])}`;
  const odd = outcome.fields.filter(([name]) => FORBIDDEN.has(name));
  if (odd.length > 0) return `fields of another hop: ${JSON.stringify(odd)}`;
  if (outcome.fields.filter(([name]) => name === 'x-request-id').length !== 1) return 'not exactly one X-Request-Id';
  if (visit.method === 'HEAD' && outcome.body.length > 0) return 'a body for HEAD';
  return null;
}

async function forgotten(): Promise<never> {
  await new Promise((resolve) => void setTimeout(resolve, PATIENCE_MS).unref());
  throw new Error('no answer for ever');
}

/**
 * Makes the visits of each list one after the other, and of so many lists at once.
 * @returns what was wrong, in words; no path may be in two lists
 */
export async function makeVisits(
  edge: RunningEdge,
  lists: readonly (readonly Visit[])[],
  atOnce: number,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const left = lists.values();
  const made: { readonly visit: Visit; readonly outcome: Outcome }[] = [];
  const visitor = async (): Promise<void> => {
    const session = http2.connect(`https://127.0.0.1:${edge.httpsPort}`, {
      servername: DOMAIN,
      ca: edge.authority.pem,
    });
    session.on('error', () => undefined);
    for (const list of left) {
      for (const visit of list) {
        try {
          const outcome = await Promise.race([
            visit.protocol === 'h2' ? visitHttp2(session, visit) : visitHttp1(edge, visit),
            forgotten(),
          ]);
          made.push({ visit, outcome });
        } catch (error) {
          wrong.push(`${visit.protocol} ${visit.method} ${visit.path}: ${String(error)}`);
        }
      }
    }
    session.close();
  };
  await Promise.all(Array.from({ length: atOnce }, visitor));

  const byPath = (): Map<unknown, LogLine[]> => {
    const found = new Map<unknown, LogLine[]>();
    for (const line of edge.log) {
      if (line['msg'] === 'request') found.set(line['path'], [...(found.get(line['path']) ?? []), line]);
    }
    return found;
  };
  const whole = (): boolean => {
    const lines = byPath();
    return lists.every((list) => list.every(({ path }) => (lines.get(path)?.length ?? 0) >= list.length));
  };
  // What is logged late is logged within a sweep; what is never logged is said below.
  const deadline = performance.now() + 5_000;
  await until(() => whole() || performance.now() > deadline);
  const lines = byPath();
  for (const list of lists) {
    const [{ path } = { path: '' }] = list;
    const count = lines.get(path)?.length ?? 0;
    if (count !== list.length) wrong.push(`${path}: ${list.length} visits, ${count} lines in the log`);
  }
  for (const { visit, outcome } of made) {
    const fault = wrongWith(visit, outcome, lines.get(visit.path) ?? []);
    if (fault) wrong.push(`${visit.protocol} ${visit.method} ${visit.path}: ${fault}`);
  }
  return wrong;
}
