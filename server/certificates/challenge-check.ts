// Before a CA looks at `http://NAME/.well-known/acme-challenge/…` we look on this machine: an order that is placed before
// the edge is up would fail, and few may an hour. After a refusal we look through the names, as the CA does.
import { randomBytes } from 'node:crypto';
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { request } from 'node:http';
import type { LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../process/error-code';
import type { Logger } from '../process/logger';
import { messageOf } from '../process/thrown';
import type { Reach } from './challenge-solver';
import type { CertificateStore } from './store';

export interface ChallengeCheckOptions {
  readonly challenges: Pick<CertificateStore, 'saveChallenge' | 'removeChallenge'>;
  readonly httpPort: number;
  readonly edgeAddress?: string | undefined;
  readonly host: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const POLL_MS = 250;
/** Once a minute it is said again, louder: without an edge there will never be a certificate. */
const TRIES_A_MINUTE = (60 * 1000) / POLL_MS;
const REQUEST_TIMEOUT_MS = 2_000;
/** Name servers answer in a fraction of a second. */
const SLOW_DNS_MS = 2_000;
const LOOKUP_DEADLINE_MS = 10_000;
/** Where every CA asks (RFC 8555, 8.3). */
const PUBLIC_HTTP_PORT = 80;

/** Resolves once the edge answers challenges; rejects only when `signal` is aborted. */
export async function waitUntilChallengesAreAnswered(options: ChallengeCheckOptions): Promise<void> {
  const { challenges, httpPort, edgeAddress = '127.0.0.1', host, logger, signal } = options;
  await withTrial(challenges, async (trial) => {
    const edge = { address: edgeAddress, port: httpPort, host };
    for (let tries = 0; !(await isAnswered(edge, trial)); tries++) {
      if (tries === 0) logger.info({ httpPort }, 'waiting for the edge to answer challenges');
      else if (tries % TRIES_A_MINUTE === 0) logger.warn({ httpPort }, 'the edge still does not answer challenges');
      await sleep(POLL_MS, undefined, { signal });
    }
  });
}

export interface ReachOptions {
  readonly challenges: ChallengeCheckOptions['challenges'];
  readonly names: readonly string[];
  readonly signal: AbortSignal;
  /** 80 but in tests. */
  readonly port?: number;
  readonly lookup?: LookupFunction;
}

/** Whether this machine answers under every name. Name servers get more time than a CA gives: slow isn't wrong. */
export async function lookForNames(options: ReachOptions): Promise<Reach> {
  const { challenges, names, signal, port = PUBLIC_HTTP_PORT, lookup = systemLookup } = options;
  const look = (trial: Trial) => async (host: string) => {
    const { addresses, slow } = await addressesOf(host, lookup);
    const found: LookupFunction = (_name, _options, callback) => callback(null, addresses);
    const reached =
      addresses.length > 0 && (await isAnswered({ address: host, port, host, signal, lookup: found }, trial));
    return { reached, slow };
  };
  const seen = await withTrial(challenges, (trial) => Promise.all(names.map(look(trial)))).catch(() => null);
  signal.throwIfAborted();
  if (!seen) return { reached: false, slowDns: false };
  return { reached: seen.every(({ reached }) => reached), slowDns: seen.some(({ slow }) => slow) };
}

interface Found {
  readonly addresses: LookupAddress[];
  readonly slow: boolean;
}

/** No address: none is known, or none could be told in time. */
export function addressesOf(host: string, lookup: LookupFunction = systemLookup): Promise<Found> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const end = (addresses: LookupAddress[]): void => {
      clearTimeout(timer);
      resolve({ addresses, slow: performance.now() - startedAt > SLOW_DNS_MS });
    };
    const timer = setTimeout(() => end([]), LOOKUP_DEADLINE_MS);
    lookup(host, { all: true }, (error, found, family) => {
      if (error) end([]);
      else end(typeof found === 'string' ? [{ address: found, family: family ?? 4 }] : found);
    });
  });
}

export interface Trial {
  readonly token: string;
  readonly answer: string;
}

/** Lends a challenge of our own, which the edge answers as it would a CA's. */
export async function withTrial<T>(
  challenges: ChallengeCheckOptions['challenges'],
  use: (trial: Trial) => Promise<T>,
): Promise<T> {
  const token = randomBytes(24).toString('base64url');
  const answer = `${token}.self-check`;
  await challenges.saveChallenge(token, answer);
  try {
    return await use({ token, answer });
  } finally {
    await challenges.removeChallenge(token);
  }
}

export interface Place {
  readonly address: string;
  readonly port: number;
  readonly host: string;
  readonly lookup?: LookupFunction;
  readonly signal?: AbortSignal;
}

const isAnswered = async (place: Place, trial: Trial): Promise<boolean> =>
  (await askForAnswer(place, trial)).answer === 'ours';

export interface Heard {
  /** `another`: whoever it was, it wasn't the edge of this store. */
  readonly answer: 'ours' | 'another' | 'none';
  /** The status, or why nothing came. */
  readonly said: string;
}

export function askForAnswer({ address, host, ...place }: Place, { token, answer }: Trial): Promise<Heard> {
  return new Promise((resolve) => {
    const none = (said: string): void => resolve({ answer: 'none', said });
    const call = request(
      {
        ...place,
        host: address,
        path: `/.well-known/acme-challenge/${token}`,
        headers: { Host: host },
        timeout: REQUEST_TIMEOUT_MS,
        agent: false,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          body += chunk;
          // Whoever answers under a name that leads elsewhere may go on for ever.
          if (body.length > answer.length + 2) response.destroy();
        });
        const said = `HTTP ${String(response.statusCode)}`;
        response.on('end', () => {
          const isOurs = response.statusCode === 200 && body.trim() === answer;
          resolve({ answer: isOurs ? 'ours' : 'another', said });
        });
        response.on('error', ({ message }) => none(message));
        // Cut off by us: too long to be ours.
        response.on('close', () => resolve({ answer: 'another', said }));
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer in ${REQUEST_TIMEOUT_MS / 1000} s`)));
    call.on('error', (error) => none(messageOf(error) || errorCode(error)));
    call.end();
  });
}
