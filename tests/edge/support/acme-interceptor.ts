/**
 * Stands between a client and Pebble, and holds or breaks one exchange of a test's choosing. Everything else passes
 * through, with the Host that the client used, from which Pebble makes its addresses.
 */
import { readFile } from 'node:fs/promises';
import type http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import type { Pebble } from '../../setup/pebble';
import { startSecureServer } from './edge';

/** By the first part of Pebble's addresses. */
export type Step = 'order-plz' | 'authZ' | 'chalZ' | 'finalize-order' | 'my-order' | 'certZ';

export interface Interception {
  readonly step: Step;
  /** `request`: the CA never hears of it. `answer`: it does, and its answer is lost. */
  readonly lose: 'request' | 'answer';
  /** The connection is cut instead of kept waiting. */
  readonly cut?: boolean;
}

export interface Interceptor {
  readonly directoryUrl: string;
  readonly caFile: string;
  /** Resolves when the exchange has got as far as it will. Only the next of its kind is kept. */
  intercept(interception: Interception): Promise<void>;
  count(step: Step): number;
}

export async function startInterceptor(directory: string, pebble: Pebble): Promise<Interceptor> {
  const ca = await readFile(pebble.caFile, 'utf8');
  const target = new URL(pebble.directoryUrl);
  const caFile = path.join(directory, `interceptor-${target.port}.pem`);
  const counts = new Map<string, number>();
  let waiting: (Interception & { readonly reached: () => void }) | null = null;

  function stop({ cut, reached }: NonNullable<typeof waiting>, response: http.ServerResponse): void {
    if (cut) response.destroy();
    reached();
  }

  const handler: http.RequestListener = (request, response) => {
    const step = request.url?.split('/')[1] ?? '';
    counts.set(step, (counts.get(step) ?? 0) + 1);
    const interception = waiting?.step === step && request.method === 'POST' ? waiting : null;
    if (interception) waiting = null;
    if (interception?.lose === 'request') {
      request.resume();
      return stop(interception, response);
    }
    const { hostname, port } = target;
    const { method, url, headers } = request;
    const onward = https.request({ hostname, port, method, path: url, headers, ca, agent: false }, (answer) => {
      if (interception) {
        answer.resume();
        answer.once('end', () => stop(interception, response));
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    request.pipe(onward);
  };
  const origin = await startSecureServer(handler, caFile);
  return {
    directoryUrl: `${origin}/dir`,
    caFile,
    intercept: (interception) => new Promise((reached) => (waiting = { ...interception, reached: () => reached() })),
    count: (step) => counts.get(step) ?? 0,
  };
}
