/**
 * A program of its own between the world and the shop, as balancers, caches and other people's proxies are, with one thing
 * wrong. What it does is its argument.
 */
import { readFileSync } from 'node:fs';
import http, {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import http2, { type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';

export interface Front {
  readonly addresses: readonly string[];
  /** PEM with key, certificate and what belongs to it. Without one it speaks plain HTTP on 443 too. */
  readonly pairFile?: string;
  readonly tls?: tls.SecureContextOptions;
  /** Whom it asks, for what came over HTTP and over HTTPS. */
  readonly to: Readonly<Record<Scheme, Upstream>>;
  /** Asked of `to.http`'s machine at the start: 503 for everybody where the answer isn't 200, as a balancer does. */
  readonly healthPath?: string;
  readonly rules: readonly Rule[];
}

export type Scheme = 'http' | 'https';

export interface Upstream {
  readonly address: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** The first that fits answers; of those that change an answer all do. */
export interface Rule {
  /** On one of the two only. */
  readonly on?: Scheme;
  readonly method?: string;
  /** Of who asks: a regular expression. */
  readonly userAgent?: string;
  /** A regular expression. */
  readonly path?: string;
  readonly type?: string;
  /** Answered by the front itself; `$host` and `$path` stand for those of the request. Or never. */
  readonly answer?:
    { readonly status: number; readonly headers?: OutgoingHttpHeaders; readonly body?: string } | 'never';
  /** Headers of the answer: null is taken away. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** In the text of the answer. */
  readonly replace?: readonly [what: string, by: string];
  /** Of the answer, instead of another one. */
  readonly status?: readonly [of: number, by: number];
  /** What has been answered once is answered for ever. */
  readonly keeps?: boolean;
}

const UNAVAILABLE: Rule['answer'] = {
  status: 503,
  headers: { server: 'awselb/2.0', 'content-type': 'text/html' },
  body: '<h1>503 Service Temporarily Unavailable</h1>',
};

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

const front = JSON.parse(process.argv[2] ?? '{}') as Front;
let isTargetHealthy = true;
const kept = new Map<string, { status: number; headers: OutgoingHttpHeaders; body: Buffer }>();
/** Of one hop. */
const HOP = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'http2-settings', 'proxy-connection'];

function fits(rule: Rule, on: Scheme, request: Request): boolean {
  if (rule.on !== undefined && rule.on !== on) return false;
  if (rule.method !== undefined && rule.method !== request.method) return false;
  const { 'user-agent': agent = '' } = request.headers;
  if (rule.userAgent !== undefined && !new RegExp(rule.userAgent).test(agent)) return false;
  return rule.path === undefined || new RegExp(rule.path).test(request.url ?? '');
}

const hostOf = (request: Request): string => request.headers.host ?? [request.headers[':authority']].flat()[0] ?? '';

function answer(on: Scheme, request: Request, response: Response): void {
  const rules = front.rules.filter((rule) => fits(rule, on, request));
  const own = isTargetHealthy ? rules.find((rule) => rule.answer !== undefined)?.answer : UNAVAILABLE;
  if (own === 'never') return;
  if (own) {
    const fill = (text: string): string =>
      text.replaceAll('$host', hostOf(request)).replaceAll('$path', request.url ?? '/');
    const headers = Object.entries(own.headers ?? {}).map(([name, value]) => [name, fill(String(value))]);
    response.writeHead(own.status, Object.fromEntries(headers) as OutgoingHttpHeaders);
    response.end(fill(own.body ?? ''));
    return;
  }
  const key = `${on} ${hostOf(request)} ${request.url ?? ''}`;
  const before = kept.get(key);
  if (before && rules.some(({ keeps }) => keeps)) return say(response, before);
  pass(on, request, (status, received, body) => {
    const headers: OutgoingHttpHeaders = { ...received };
    for (const name of HOP) Reflect.deleteProperty(headers, name);
    let changed = body;
    const type = received['content-type'] ?? '';
    const becomes = rules.find((rule) => rule.status?.[0] === status)?.status?.[1] ?? status;
    for (const rule of rules.filter((one) => one.type === undefined || type.startsWith(one.type))) {
      for (const [name, value] of Object.entries(rule.headers ?? {}))
        if (value === null) Reflect.deleteProperty(headers, name);
        else headers[name] = value;
      const [what, by] = rule.replace ?? [];
      if (what !== undefined && by !== undefined)
        changed = Buffer.from(changed.toString('latin1').replace(new RegExp(what), by), 'latin1');
    }
    if (changed !== body) headers['content-length'] = String(changed.length);
    const made = { status: becomes, headers, body: changed };
    kept.set(key, made);
    say(response, made);
  });
}

function say(response: Response, made: { status: number; headers: OutgoingHttpHeaders; body: Buffer }): void {
  response.writeHead(made.status, made.headers);
  response.end(made.body);
}

function pass(
  on: Scheme,
  request: Request,
  answered: (status: number, headers: IncomingHttpHeaders, body: Buffer) => void,
): void {
  const headers: OutgoingHttpHeaders = { host: hostOf(request) };
  for (const [name, value] of Object.entries(request.headers))
    if (!name.startsWith(':') && !HOP.includes(name)) headers[name] = value;
  // Bodies are changed as text.
  headers['accept-encoding'] = 'identity';
  const to = front.to[on];
  const { address: host, port } = to;
  const createConnection = (): net.Socket =>
    to.isTls
      ? tls.connect({ host, port, servername: hostOf(request), rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] })
      : net.connect({ host, port });
  const sent = http.request({ method: request.method, path: request.url, headers, createConnection });
  sent.once('response', (received) => {
    const chunks: Buffer[] = [];
    received.on('data', (chunk: Buffer) => chunks.push(chunk));
    received.once('end', () => answered(received.statusCode ?? 502, received.headers, Buffer.concat(chunks)));
  });
  sent.once('error', () =>
    answered(502, { server: 'awselb/2.0', 'content-type': 'text/html' }, Buffer.from('<h1>502 Bad Gateway</h1>')),
  );
  request.pipe(sent);
}

const plain = (on: Scheme) => http.createServer((request, response) => answer(on, request, response));

function secure(pem: string) {
  const options = { key: pem, cert: pem, allowHTTP1: true, ...front.tls };
  const server = http2.createSecureServer(options, (request, response) => answer('https', request, response));
  server
    .on('sessionError', () => undefined)
    .on('tlsClientError', (_error: Error, socket: tls.TLSSocket) => void socket.destroy());
  return server;
}

const servers = front.addresses.flatMap((address) => [
  { address, port: 80, server: plain('http') },
  {
    address,
    port: 443,
    server: front.pairFile === undefined ? plain('https') : secure(readFileSync(front.pairFile, 'utf8')),
  },
]);

/** @returns the status that the target answers by its address */
const healthOf = ({ address, port }: Upstream, path: string): Promise<number> =>
  new Promise((resolve) => {
    http
      .get({ host: address, port, path, timeout: 2_000 }, (response) => resolve(response.resume().statusCode ?? 0))
      .once('error', () => resolve(0));
  });

async function main(): Promise<void> {
  if (front.healthPath !== undefined) isTargetHealthy = (await healthOf(front.to.http, front.healthPath)) === 200;
  await Promise.all(
    servers.map(
      ({ address, port, server }) => new Promise<void>((resolve) => server.listen(port, address, () => resolve())),
    ),
  );
  process.send?.('ready');
}

void main();
