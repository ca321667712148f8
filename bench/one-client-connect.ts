/** One connection to the shop, kept for a whole visit: through the edge over either protocol, or to a worker itself. */
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import type { Site } from '../tests/setup/site';

export interface Question {
  readonly path: string;
  readonly cookie: string;
  /** A form's fields as a browser sends them; null: a GET. */
  readonly form: string | null;
}

export interface Page {
  readonly status: number;
  /** Path and query of where it sends to, else the empty string. */
  readonly location: string;
  /** What it sets, else null. */
  readonly cookie: string | null;
  readonly body: string;
  readonly ms: number;
}

export interface Client {
  readonly ask: (question: Question) => Promise<Page>;
  readonly close: () => void;
}

/** @param from the loopback address it comes from */
export type Connect = (site: Site, from: string) => Promise<Client>;

function headersOf({ cookie, form }: Question): Record<string, string> {
  return {
    ...(cookie === '' ? {} : { cookie }),
    ...(form === null
      ? {}
      : {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(form)),
          'sec-fetch-site': 'same-origin',
        }),
  };
}

function pageOf(status: number, headers: http.IncomingHttpHeaders, body: string, startedAtMs: number): Page {
  const ms = performance.now() - startedAtMs;
  const url = headers.location === undefined ? null : new URL(headers.location, 'https://any');
  const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? null;
  return { status, location: url ? url.pathname + url.search : '', cookie, body, ms };
}

function askHttp1(
  send: typeof http.request,
  options: Omit<http.RequestOptions, 'headers'> & { readonly headers: Readonly<Record<string, string>> },
  question: Question,
): Promise<Page> {
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const { path, form } = question;
    const headers = { ...options.headers, ...headersOf(question) };
    const call = send({ ...options, path, method: form === null ? 'GET' : 'POST', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.once('end', () => resolve(pageOf(response.statusCode ?? 0, response.headers, body, startedAtMs)));
    });
    call.once('error', reject).end(form ?? undefined);
  });
}

export const connectWorker: Connect = async (site, from) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const headers = {
    host: site.domain,
    'x-forwarded-for': from,
    'x-forwarded-proto': 'https',
    'x-forwarded-host': site.domain,
  };
  const options = { host: '127.0.0.1', port: site.shopPort, agent, headers };
  const ask = (question: Question): Promise<Page> => askHttp1(http.request, options, question);
  await ask({ path: '/healthz', cookie: '', form: null });
  return { ask, close: () => agent.destroy() };
};

export const connectHttp1: Connect = async (site, from) => {
  const agent = new https.Agent({
    keepAlive: true,
    maxSockets: 1,
    localAddress: from,
    ca: site.caPem(),
    servername: site.domain,
  });
  const options = { host: '127.0.0.1', port: site.httpsPort, agent, headers: { host: site.domain } };
  const ask = (question: Question): Promise<Page> => askHttp1(https.request, options, question);
  await ask({ path: '/healthz', cookie: '', form: null });
  return { ask, close: () => agent.destroy() };
};

export const connectHttp2: Connect = async (site, from) => {
  const socket = tls.connect({
    socket: net.connect({ port: site.httpsPort, host: '127.0.0.1', localAddress: from }),
    ca: site.caPem(),
    servername: site.domain,
    ALPNProtocols: ['h2'],
  });
  const session = http2.connect(`https://${site.domain}`, { createConnection: () => socket });
  const ask = (question: Question): Promise<Page> => {
    const startedAtMs = performance.now();
    const { path, form } = question;
    return new Promise((resolve, reject) => {
      const method = form === null ? 'GET' : 'POST';
      const stream = session.request({
        ':method': method,
        ':path': path,
        ':authority': site.domain,
        ...headersOf(question),
      });
      let head: http2.IncomingHttpHeaders = {};
      let body = '';
      stream.setEncoding('utf8').once('response', (received) => (head = received));
      stream.on('data', (text: string) => (body += text));
      stream.once('end', () => resolve(pageOf(Number(head[':status']), head, body, startedAtMs)));
      stream.once('error', reject).end(form ?? undefined);
    });
  };
  await ask({ path: '/healthz', cookie: '', form: null });
  return { ask, close: () => session.destroy() };
};
