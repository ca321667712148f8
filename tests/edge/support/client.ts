/** Clients that connect to 127.0.0.1 under any name, over HTTP, HTTPS and HTTP/2. */
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import tls, { TLSSocket, type SecureVersion } from 'node:tls';
import { closeLater } from './edge';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface RequestOptions {
  readonly port: number;
  /** The name asked for, in the handshake and as `Host`. */
  readonly host: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string;
  readonly ca?: string;
  readonly agent?: http.Agent | https.Agent;
}

const isAddress = (host: string): boolean => /^[\d.]+$|^\[/.test(host);

function collect(request: http.ClientRequest, body: string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.end(body);
  });
}

const commonOptions = (options: RequestOptions): https.RequestOptions => ({
  host: '127.0.0.1',
  port: options.port,
  path: options.path ?? '/',
  method: options.method ?? 'GET',
  headers: { host: `${options.host}:${options.port}`, ...options.headers },
  agent: options.agent ?? false,
});

export function responseOf(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => request.once('response', resolve).once('error', reject));
}

export function plain(options: RequestOptions): Promise<Answer> {
  return collect(http.request(commonOptions(options)), options.body);
}

export function secureRequest(options: RequestOptions): http.ClientRequest {
  return https.request({
    ...commonOptions(options),
    // None for an address, or Node would take one from the Host header.
    servername: isAddress(options.host) ? '' : options.host.split(':')[0],
    ca: options.ca,
    rejectUnauthorized: options.ca !== undefined,
  });
}

export function secure(options: RequestOptions): Promise<Answer> {
  return collect(secureRequest(options), options.body);
}

export async function servedFingerprint(options: RequestOptions): Promise<string> {
  const request = secureRequest({ ...options, path: '/healthz' });
  const socket = await new Promise<TLSSocket>((resolve, reject) => {
    request.once('error', reject);
    request.once('socket', (raw) => {
      if (raw instanceof TLSSocket) raw.once('secureConnect', () => resolve(raw));
    });
    request.end();
  });
  const { fingerprint256 } = socket.getPeerCertificate();
  request.destroy();
  return fingerprint256.replaceAll(':', '').toLowerCase();
}

const connectOf = (to: RequestOptions, version: SecureVersion, session?: Buffer): TLSSocket =>
  tls.connect({
    host: '127.0.0.1',
    port: to.port,
    servername: to.host,
    ca: to.ca,
    minVersion: version,
    maxVersion: version,
    session,
  });

/** A full handshake, and the ticket that comes with the first answer. */
export function sessionOf(to: RequestOptions, version: SecureVersion): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connectOf(to, version);
    socket.once('error', reject);
    socket.once('session', (session: Buffer) => {
      resolve(session);
      socket.destroy();
    });
    socket.write(`GET / HTTP/1.1\r\nHost: ${to.host}\r\n\r\n`);
  });
}

export function resumes(to: RequestOptions, version: SecureVersion, session: Buffer): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connectOf(to, version, session);
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(socket.isSessionReused());
      socket.destroy();
    });
  });
}

export interface Http2Client {
  readonly session: http2.ClientHttp2Session;
  request(headers: http2.OutgoingHttpHeaders, body?: string): Promise<Answer>;
}

export async function connectHttp2(options: {
  readonly port: number;
  readonly host: string;
  readonly ca: string;
  /** One of this machine's loopback addresses. */
  readonly from?: string;
}): Promise<Http2Client> {
  const authority = `${options.host}:${options.port}`;
  const session = http2.connect(`https://127.0.0.1:${options.port}`, {
    servername: options.host,
    ca: options.ca,
    ...(options.from === undefined ? {} : { localAddress: options.from }),
  });
  closeLater(() => session.destroy());
  await new Promise((resolve, reject) => session.once('connect', resolve).once('error', reject));
  session.on('error', () => undefined);
  return {
    session,
    request: (headers, body) =>
      new Promise((resolve, reject) => {
        const stream = session.request({ ':authority': authority, ...headers });
        let text = '';
        let head: http2.IncomingHttpHeaders = {};
        stream.setEncoding('utf8');
        stream.once('response', (received) => (head = received));
        stream.on('data', (chunk: string) => (text += chunk));
        stream.once('error', reject);
        stream.once('end', () => resolve({ status: Number(head[':status']), headers: head, body: text }));
        stream.end(body);
      }),
  };
}
