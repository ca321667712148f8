/** One request to one address under one name, whatever certificate is shown: what is wrong with it is said elsewhere. */
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
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
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly firstByteMs: number;
}

/** More of an answer is not read. */
const MAX_BYTES = 512 * 1024;
const USER_AGENT = 'Mozilla/5.0 (compatible; essence-aura-doctor)';

/** @throws TooLate when nobody answered in time, twice; Error when the connection fails */
export function ask(question: Question, signal: AbortSignal): Promise<Reply> {
  return twice(() => inTime(signal, (until) => askOnce(question, until)));
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
  const servername = question.serverName ?? authority.replace(/:\d+$/, '');
  const waitedMs = stopwatch();
  return new Promise((resolve, reject) => {
    const request = secure
      ? https.request({ ...options, servername, rejectUnauthorized: false })
      : http.request(options);
    request.once('error', reject);
    request.once('response', (response) => {
      const firstByteMs = waitedMs();
      read(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, firstByteMs }),
        reject,
      );
    });
    request.end(body);
  });
}

const lengthOf = (body: string | undefined): Record<string, string> =>
  body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };

/** As far as it is read at all. */
function read(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (): void => resolve(Buffer.concat(chunks).toString());
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= MAX_BYTES) return;
      end();
      response.destroy();
    });
    response.once('end', end);
    response.once('error', reject);
    response.once('close', () => reject(new Error('the answer broke off')));
  });
}
