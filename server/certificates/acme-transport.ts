/**
 * How acme-client reaches the CA. Its own way retries by itself for as long as a Retry-After says, unseen, and turns
 * every network error into "Cannot read properties of undefined"; here each answer is given once, deadlines hold, and
 * what the CA said, or why it could not be reached, comes out as an error that says so.
 */
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import * as acme from 'acme-client';
import { Agent, request, type Dispatcher } from 'undici';
import { z } from 'zod';
import type { Clock } from '../process/clock';
import { errorCode } from './error-code';
import { SourceError } from './source';

const REQUEST_TIMEOUT_MS = 30_000;
const ERROR_TYPE = 'urn:ietf:params:acme:error:';

const problemSchema = z.object({
  type: z.string().default('about:blank'),
  detail: z.string().default(''),
  subproblems: z
    .array(z.object({ detail: z.string().default(''), identifier: z.object({ value: z.string() }).optional() }))
    .default([]),
});

/** RFC 8555, 6.7: the CA refused, in its own words. */
export class AcmeProblem extends SourceError {
  override name = 'AcmeProblem';

  constructor(
    /** Without its prefix: `rateLimited`, `accountDoesNotExist` … */
    readonly type: string,
    message: string,
    notBefore: Date | null,
  ) {
    super(message, notBefore ? { notBefore } : {});
  }
}

export interface AcmeTransport {
  /** What the last answer asked to wait, if it did. */
  retryAfterMs(): number | null;
}

/** RFC 9110, 10.2.3: seconds or a date. */
export function parseRetryAfter(value: string | undefined, now: Date): Date | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return new Date(now.getTime() + Number(value) * 1000);
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}

function problemOf(status: number, text: string, notBefore: Date | null): AcmeProblem {
  let body: unknown = {};
  try {
    body = JSON.parse(text);
  } catch {
    // A proxy's or an outage's page; its status has to do.
  }
  const parsed = problemSchema.safeParse(body);
  const { type, detail, subproblems } = parsed.success ? parsed.data : problemSchema.parse({});
  const short = type.replace(ERROR_TYPE, '');
  const parts = subproblems.map((part) => `${part.identifier?.value ?? 'order'}: ${part.detail}`);
  const what = [detail, ...parts].filter((part) => part !== '').join('; ');
  return new AcmeProblem(short, `the CA answered ${status} ${short}${what === '' ? '' : `: ${what}`}`, notBefore);
}

function unreachable(url: string, error: unknown): SourceError {
  const why = error instanceof Error ? error.message || errorCode(error) : String(error);
  return new SourceError(`the CA at ${new URL(url).host} could not be reached: ${why}`, { cause: error });
}

/** A single value per name is all that ACME needs. */
function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

type AdapterConfig = Parameters<Extract<typeof acme.axios.defaults.adapter, (...parameters: never[]) => unknown>>[0];

/**
 * Lends a transport for one order. It stands under all of acme-client, which is the same for the whole process: orders
 * are made one after the other.
 */
export async function withAcmeTransport<T>(
  options: {
    /** A root that the directory's own HTTPS may chain to, besides the public ones. */
    readonly caFile: string | null;
    readonly clock: Clock;
    /** Ends what is under way. */
    readonly signal: AbortSignal;
  },
  use: (transport: AcmeTransport) => Promise<T>,
): Promise<T> {
  const { caFile, clock, signal } = options;
  const ca = caFile === null ? {} : { ca: [...rootCertificates, await readFile(caFile, 'utf8')] };
  const dispatcher = new Agent({ connect: { ...ca, timeout: REQUEST_TIMEOUT_MS } });
  let retryAfterMs: number | null = null;

  acme.axios.defaults.adapter = async (config: AdapterConfig) => {
    const url = config.url ?? '';
    const method = (config.method ?? 'get').toUpperCase();
    const answer = await request(url, {
      method,
      headers: config.headers.toJSON(true),
      body: typeof config.data === 'string' ? config.data : null,
      dispatcher,
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    }).catch((error: unknown) => {
      throw unreachable(url, error);
    });
    const data = await answer.body.text();
    const headers = plainHeaders(answer.headers);
    const retryAt = parseRetryAfter(headers['retry-after'], clock.now());
    retryAfterMs = retryAt === null ? null : retryAt.getTime() - clock.now().getTime();
    const status = answer.statusCode;
    if (status >= 400) {
      const problem = problemOf(status, data, retryAt);
      // acme-client asks again with the nonce that came with the refusal.
      if (problem.type !== 'badNonce') throw problem;
    }
    return { data, status, statusText: '', headers, config };
  };
  try {
    return await use({ retryAfterMs: () => retryAfterMs });
  } finally {
    await dispatcher.destroy();
  }
}
