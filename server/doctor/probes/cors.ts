import type { CorsAnswer, CorsUse, Hop, SessionAnswer } from '../../health/facts/http';
import type { Greeting } from '../../health/facts/network';
import { originOf } from '../../health/facts/target';
import { ask, type Question } from '../ask';
import type { Context } from '../context';
import { orNull } from '../patience';
import { probe } from '../probe';
import { addressOf, jsonOf, questionTo } from './reached';

const FOREIGN_ORIGIN = 'https://doctor.invalid';

interface Call {
  readonly use: CorsUse;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const asks = (method: string): Readonly<Record<string, string>> => ({
  'access-control-request-method': method,
  // Accept needs no leave; a body of JSON does.
  'access-control-request-headers': 'content-type',
});

/** As public/js calls the API: reading, adding to the cart, changing it. None of them changes anything here. */
const CALLS: readonly Call[] = [
  { use: 'preflight', method: 'OPTIONS', path: '/api/v1/cart/items', headers: asks('POST') },
  { use: 'preflight', method: 'OPTIONS', path: '/api/v1/cart/items/1', headers: asks('PATCH') },
  { use: 'call', method: 'GET', path: '/api/v1/session' },
  { use: 'error', method: 'GET', path: '/api/v1/doctor' },
  { use: 'foreign', method: 'GET', path: '/api/v1/session' },
];

export const cors = probe({
  fact: 'cors',
  layer: 'http',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['greetings'],
  gather({ target }, { greetings }, signal): Promise<readonly CorsAnswer[]> {
    const { apex, app } = target.hosts;
    const address = addressOf(greetings, app);
    return Promise.all(
      CALLS.map(async ({ use, method, path, headers }) => {
        const origin = use === 'foreign' ? FOREIGN_ORIGIN : originOf(target, apex);
        const question: Question = {
          ...questionTo(target, { host: app, address }, path),
          method,
          headers: { accept: 'application/json', 'sec-fetch-site': 'same-site', ...headers, origin },
        };
        const reply = await orNull(signal, ask(question, signal));
        const field = (name: string): string | null => {
          const value = reply?.headers[name];
          return value === undefined ? null : String(value);
        };
        return {
          use,
          asked: `${method} ${originOf(target, app)}${path}`,
          origin,
          status: reply?.status ?? null,
          allowOrigin: field('access-control-allow-origin'),
          allowCredentials: field('access-control-allow-credentials'),
          allowMethods: field('access-control-allow-methods'),
          allowHeaders: field('access-control-allow-headers'),
          vary: field('vary'),
        };
      }),
    );
  },
});

/** A call that comes from no browser, as a payment provider's does; the shop refuses it. */
export const posted = probe({
  fact: 'posted',
  layer: 'http',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['greetings'],
  async gather({ target }, { greetings }, signal): Promise<Hop | null> {
    const host = target.hosts.apex;
    const path = '/api/v1/doctor';
    const question = {
      ...questionTo(target, { host, address: addressOf(greetings, host) }, path),
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    };
    const reply = await orNull(signal, ask(question, signal));
    return (
      reply && { url: originOf(target, host) + path, status: reply.status, location: reply.headers.location ?? null }
    );
  },
});

async function askForSession(
  { target }: Context,
  greetings: readonly Greeting[],
  { signal, headers }: { readonly signal: AbortSignal; readonly headers?: Readonly<Record<string, string>> },
): Promise<SessionAnswer> {
  const host = target.hosts.apex;
  const question = questionTo(target, { host, address: addressOf(greetings, host) }, '/api/v1/session');
  const reply = await ask({ ...question, headers: { accept: 'application/json', ...headers } }, signal);
  const said = jsonOf(reply);
  const flag = (name: string): boolean | null => (typeof said[name] === 'boolean' ? said[name] : null);
  const url = `${originOf(target, host)}/api/v1/session`;
  return { url, status: reply.status, secure: flag('secure'), local: flag('local') };
}

/** A stranger is given no cookie until something is kept for her, so the shop says whether it could give one. */
export const session = probe({
  fact: 'session',
  layer: 'http',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['greetings'],
  gather: (context, { greetings }, signal) => askForSession(context, greetings, { signal }),
});

const FORGED = {
  'x-forwarded-for': '127.0.0.1',
  'x-forwarded-proto': 'http',
  forwarded: 'for=127.0.0.1;proto=http',
  'x-real-ip': '127.0.0.1',
};

export const forgedSession = probe({
  fact: 'forgedSession',
  layer: 'proxy',
  view: 'outside',
  deadlineMs: 8_000,
  after: ['greetings'],
  gather: (context, { greetings }, signal) => askForSession(context, greetings, { signal, headers: FORGED }),
});
