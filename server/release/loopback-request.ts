/** One request to a process of this machine, on a connection of its own. */
import http from 'node:http';
import https from 'node:https';

export interface LoopbackAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

export interface LoopbackRequest {
  /** Of this machine; loopback where it is missing. */
  readonly address?: string;
  readonly port: number;
  readonly path: string;
  readonly authority: string;
  /** The name that the handshake asks for. Missing: plain HTTP. */
  readonly serverName?: string;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** Rejects when the connection breaks or the answer is late; any status is an answer. */
export function askLoopback({ timeoutMs = TIMEOUT_MS, ...asked }: LoopbackRequest): Promise<LoopbackAnswer> {
  return new Promise((resolve, reject) => {
    const options: https.RequestOptions = {
      host: asked.address ?? '127.0.0.1',
      port: asked.port,
      path: asked.path,
      agent: false,
      headers: {
        host: asked.authority,
        // What the edge tells the shop; the edge itself believes nothing of it.
        ...(asked.serverName === undefined ? { 'x-forwarded-proto': 'https' } : {}),
      },
      signal: AbortSignal.timeout(timeoutMs),
      // The address is this machine's own, and before the first certificate the edge has one it signed itself: whether
      // the certificate is a good one is what /readyz says.
      ...(asked.serverName === undefined ? {} : { servername: asked.serverName, rejectUnauthorized: false }),
    };
    const client = asked.serverName === undefined ? http : https;
    const request = client.get(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.once('error', reject);
      response.once('end', () => {
        if (!response.complete) return void reject(new Error(`the answer to ${asked.path} was cut off`));
        resolve({ status: response.statusCode ?? 0, body, contentType: response.headers['content-type'] ?? '' });
      });
    });
    request.once('error', reject);
  });
}

/** @throws Error unless the answer is a whole page */
export async function fetchPage(asked: LoopbackRequest): Promise<void> {
  const { status, body, contentType } = await askLoopback(asked);
  if (status === 200 && contentType.startsWith('text/html') && body.trimEnd().endsWith('</html>')) return;
  throw new Error(`${asked.path} was answered with ${status} ${contentType || 'without a type'}, and not with a page`);
}

export async function askProbe(
  asked: LoopbackRequest,
): Promise<Readonly<Record<string, unknown>> & { status: number }> {
  const { status, body } = await askLoopback(asked);
  const fields: unknown = JSON.parse(body);
  if (typeof fields !== 'object' || fields === null) throw new Error(`${asked.path} answered ${body.slice(0, 100)}`);
  return { ...fields, status };
}
