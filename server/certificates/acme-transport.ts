// How acme-client reaches the CA. Its own way retries unseen for as long as a Retry-After says, and hides why a CA could
// not be reached; here each answer is given once, deadlines hold, and what the CA said comes out as an error.
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import * as acme from 'acme-client';
import { Agent, request, type Dispatcher } from 'undici';
import type { Clock } from '../process/clock';
import { withDeadline } from '../process/deadline';
import { errorCode } from '../process/error-code';
import { messageOf } from '../process/thrown';
import type { ClockCheck } from './clock-check';
import { readProblem } from './problem-document';
import { SourceError } from './source-error';

const REQUEST_TIMEOUT_MS = 30_000;
/** A chain of certificates is the largest thing a CA says, and has some kilobytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** RFC 8555, 6.7: the CA refused, in its own words. */
export class AcmeProblem extends SourceError {
  override name = 'AcmeProblem';

  constructor(
    /** Without its prefix: `rateLimited`, `accountDoesNotExist` …; null where the CA named none. */
    readonly type: string | null,
    message: string,
    readonly status: number,
    notBefore: Date | null,
  ) {
    super(message, notBefore ? { notBefore } : {});
  }

  /** A verdict on what was asked; else the CA is only busy, or wants to be asked less often. */
  get refused(): boolean {
    return this.status < 500 && this.status !== 429 && this.type !== 'rateLimited';
  }
}

export interface AcmeTransport {
  /** What needs no account and no signature. @throws SourceError */
  getJson(url: string): Promise<{ readonly body: unknown; readonly retryAfter: Date | null }>;
  /** What the last answer asked to wait, if it did. */
  retryAfterMs(): number | null;
}

/** The longest of Let's Encrypt's limits is a week; a slip of the CA's must not end the shop's certificate. */
const RETRY_AFTER_MAX_MS = 8 * 24 * 60 * 60 * 1000;
const CLOCK_TOLERANCE_MS = 60_000;

/** RFC 9110, 10.2.3: seconds or a date. @param theirs the CA's own clock, by which its date is meant */
export function parseRetryAfter(value: string | undefined, now: Date, theirs?: Date): Date | null {
  if (value === undefined) return null;
  const nowMs = now.getTime();
  const limited = (ms: number): Date => new Date(Math.min(ms, nowMs + RETRY_AFTER_MAX_MS));
  if (/^\d+$/.test(value)) return limited(nowMs + Number(value) * 1000);
  const dateMs = Date.parse(value);
  if (Number.isNaN(dateMs)) return null;
  const offMs = theirs ? nowMs - theirs.getTime() : 0;
  return limited(Math.abs(offMs) > CLOCK_TOLERANCE_MS ? dateMs + offMs : dateMs);
}

function dateOf(headers: Readonly<Record<string, string>>): Date | undefined {
  const dateMs = Date.parse(headers['date'] ?? '');
  return Number.isNaN(dateMs) ? undefined : new Date(dateMs);
}

function problemOf(status: number, text: string, notBefore: Date | null): AcmeProblem {
  const { type, said } = readProblem(text);
  const what = [`the CA answered ${status}${type === null ? '' : ` ${type}`}`, said].filter((part) => part !== '');
  return new AcmeProblem(type, what.join(': '), status, notBefore);
}

/** What a clock that is off does first of all: the CA's own certificate looks expired, or not valid yet. */
const DATE_CODES: ReadonlySet<string> = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

function unreachable(url: string, error: unknown, now: Date): SourceError {
  const why = messageOf(error) || errorCode(error);
  const clock = DATE_CODES.has(errorCode(error))
    ? `; this machine's clock says ${now.toISOString()}: is it right?`
    : '';
  return new SourceError(`the CA at ${new URL(url).host} could not be reached: ${why}${clock}`, { cause: error });
}

/** A single value per name is all that ACME needs. */
function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

type AdapterConfig = Parameters<Extract<typeof acme.axios.defaults.adapter, (...parameters: never[]) => unknown>>[0];

interface Question {
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
  readonly retryAfter: Date | null;
}

export interface TransportOptions {
  /** A root that the directory's own HTTPS may chain to, besides the public ones. */
  readonly caFile: string | null;
  readonly clock: Clock;
  readonly clockCheck: ClockCheck;
  readonly signal: AbortSignal;
}

async function ask(options: TransportOptions, dispatcher: Agent, url: string, question: Question): Promise<Answer> {
  const { clock, clockCheck, signal } = options;
  const sentAt = clock.now();
  try {
    const [answer, text] = await withDeadline(REQUEST_TIMEOUT_MS, signal, async (until) => {
      const begun = await request(url, { ...question, dispatcher, signal: until });
      return [begun, await begun.body.text()] as const;
    });
    const headers = plainHeaders(answer.headers);
    clockCheck.note(url, headers, sentAt);
    const retryAfter = parseRetryAfter(headers['retry-after'], clock.now(), dateOf(headers));
    return { status: answer.statusCode, headers, text, retryAfter };
  } catch (error) {
    throw unreachable(url, error, clock.now());
  }
}

function parseJson(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SourceError(`what the CA answered at ${url} is not JSON`, { cause: error });
  }
}

/** Lends a transport. It stands under all of acme-client, for the whole process: orders are made one after the other. */
export async function withAcmeTransport<T>(
  options: TransportOptions,
  use: (transport: AcmeTransport) => Promise<T>,
): Promise<T> {
  const { caFile, clock } = options;
  const ca = caFile === null ? {} : { ca: [...rootCertificates, await readFile(caFile, 'utf8')] };
  const dispatcher = new Agent({ maxResponseSize: MAX_ANSWER_BYTES, connect: { ...ca, timeout: REQUEST_TIMEOUT_MS } });
  let retryAfterMs: number | null = null;

  acme.axios.defaults.adapter = async (config: AdapterConfig) => {
    const answer = await ask(options, dispatcher, config.url ?? '', {
      method: (config.method ?? 'get').toUpperCase(),
      headers: config.headers.toJSON(true),
      body: typeof config.data === 'string' ? config.data : null,
    });
    const { status, headers, text, retryAfter } = answer;
    retryAfterMs = retryAfter === null ? null : retryAfter.getTime() - clock.now().getTime();
    if (status >= 400) {
      const problem = problemOf(status, text, retryAfter);
      // acme-client asks again with the nonce that came with the refusal.
      if (problem.type !== 'badNonce') throw problem;
    }
    return { data: text, status, statusText: '', headers, config };
  };
  try {
    return await use({
      retryAfterMs: () => retryAfterMs,
      async getJson(url) {
        const { status, text, retryAfter } = await ask(options, dispatcher, url, {
          method: 'GET',
          headers: { accept: 'application/json', 'user-agent': 'essence-aura' },
          body: null,
        });
        if (status >= 400) throw problemOf(status, text, retryAfter);
        return { body: parseJson(url, text), retryAfter };
      },
    });
  } finally {
    await dispatcher.destroy();
  }
}
