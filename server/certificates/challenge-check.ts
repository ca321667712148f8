/**
 * Before a CA is asked to look at `http://NAME/.well-known/acme-challenge/…`, we look there ourselves, on this machine:
 * an order placed while the edge is not up yet (a boot, a deploy) would fail, and a CA allows few failures an hour.
 */
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../process/logger';
import type { CertificateStore } from './store';

export interface ChallengeCheckOptions {
  readonly challenges: Pick<CertificateStore, 'saveChallenge' | 'removeChallenge'>;
  /** The edge's own port for plain HTTP, `HTTP_PORT`. */
  readonly httpPort: number;
  /** Asked for by this name, as the CA will. */
  readonly host: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const POLL_MS = 250;
/** Once a minute it is said again, louder: without an edge there will never be a certificate. */
const TRIES_A_MINUTE = (60 * 1000) / POLL_MS;
const REQUEST_TIMEOUT_MS = 2_000;

/** Resolves once the edge answers challenges; rejects only when `signal` is aborted. */
export async function waitUntilChallengesAreAnswered(options: ChallengeCheckOptions): Promise<void> {
  const { challenges, logger, signal } = options;
  const token = randomBytes(24).toString('base64url');
  const answer = `${token}.self-check`;
  await challenges.saveChallenge(token, answer);
  try {
    for (let tries = 0; !(await isAnswered(options, token, answer)); tries++) {
      const { httpPort } = options;
      if (tries === 0) logger.info({ httpPort }, 'waiting for the edge to answer challenges');
      else if (tries % TRIES_A_MINUTE === 0) logger.warn({ httpPort }, 'the edge still does not answer challenges');
      await sleep(POLL_MS, undefined, { signal });
    }
  } finally {
    await challenges.removeChallenge(token);
  }
}

function isAnswered({ httpPort, host }: ChallengeCheckOptions, token: string, answer: string): Promise<boolean> {
  return new Promise((resolve) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: httpPort,
        path: `/.well-known/acme-challenge/${token}`,
        headers: { Host: host },
        timeout: REQUEST_TIMEOUT_MS,
        agent: false,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () => resolve(response.statusCode === 200 && body.trim() === answer));
        response.on('error', () => resolve(false));
      },
    );
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });
}
