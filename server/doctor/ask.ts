/** One request over HTTP: of a shop at one of its addresses, whatever certificate is shown; of others by their URL. */
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { rootCertificates } from 'node:tls';
import { inTime, stopwatch, twice } from './patience';

export interface Question {
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
  /** Of `Host`, with its port where it isn't the usual one. */
  readonly authority: string;
  /** Of the handshake; that of `authority` where it isn't said. */
  readonly serverName?: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Certificates that count as roots beside Node's own. Missing: what is wrong with a certificate is said elsewhere. */
  readonly roots?: readonly string[];
  /** More of an answer is not read. */
  readonly mostBytes?: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: Buffer;
  /** false: there was more than is read. */
  readonly isWhole: boolean;
  readonly firstByteMs: number;
}

const MAX_BYTES = 512 * 1024;
const USER_AGENT = 'Mozilla/5.0 (compatible; essence-aura-doctor)';

/** @throws TooLate when nobody answered in time, twice; Error when the connection fails */
export function ask(question: Question, signal: AbortSignal): Promise<Reply> {
  return twice(() => inTime(signal, (until) => askOnce(question, until)));
}

/** Of somebody whose certificate has to be good, by this computer's resolver. @throws as ask() does */
export function askUrl(
  url: string,
  { roots, ...more }: Pick<Question, 'headers' | 'mostBytes'> & { readonly roots: readonly string[] },
  signal: AbortSignal,
): Promise<Reply> {
  const { protocol, hostname, host, port, pathname, search } = new URL(url);
  const secure = protocol === 'https:';
  const place = { address: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 443 : 80), secure };
  return ask({ ...place, authority: host, path: pathname + search, roots, ...more }, signal);
}

function askOnce(question: Question, signal: AbortSignal): Promise<Reply> {
  const { address, port, secure, authority, path, method = 'GET', headers = {}, body } = question;
  const options = {
    host: address,
    port,
    path,
    method,
    signal,
    agent: false,
    headers: { host: authority, 'user-agent': USER_AGENT, accept: '*/*', ...lengthOf(body), ...headers },
  };
  const waitedMs = stopwatch();
  return new Promise((resolve, reject) => {
    const request = secure ? https.request({ ...options, ...trustOf(question) }) : http.request(options);
    request.once('error', reject);
    request.once('response', (response) => {
      const firstByteMs = waitedMs();
      read(response, question.mostBytes ?? MAX_BYTES).then(
        (what) => resolve({ status: response.statusCode ?? 0, headers: response.headers, firstByteMs, ...what }),
        reject,
      );
    });
    request.end(body);
  });
}

/** `ca` takes the place of Node's own roots. */
const trustOf = ({ authority, serverName, roots }: Question): https.RequestOptions =>
  roots
    ? { ca: [...rootCertificates, ...roots] }
    : { servername: serverName ?? authority.replace(/:\d+$/, ''), rejectUnauthorized: false };

const lengthOf = (body: string | undefined): Record<string, string> =>
  body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };

/** As far as it is read at all. */
function read(response: IncomingMessage, mostBytes: number): Promise<Pick<Reply, 'body' | 'bytes' | 'isWhole'>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (): void => {
      const bytes = Buffer.concat(chunks);
      resolve({ bytes, body: bytes.toString(), isWhole: size <= mostBytes });
    };
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= mostBytes) return;
      end();
      response.destroy();
    });
    response.once('end', end);
    response.once('error', reject);
    response.once('close', () => reject(new Error('the answer broke off')));
  });
}
