/**
 * Toss Payments' API over HTTP (https://docs.tosspayments.com/reference). Whatever a network or Toss does becomes an
 * {@link Outcome}: nothing throws, and no key, body or secret goes anywhere but into the value.
 */
import { z } from 'zod';
import { withDeadline } from '../../../process/deadline';
import { errorCode } from '../../../process/error-code';
import { isError } from '../../../process/thrown';
import type { Outcome } from '../provider';
import { codeNamed, judge } from './codes';

/** Some ten thousand rows of its ledger. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

export interface TossTimeouts {
  /** What moves money, and what reads whole books: Toss asks for a minute. */
  readonly longMs: number;
  readonly askMs: number;
}

export const TOSS_TIMEOUTS: TossTimeouts = { longMs: 60_000, askMs: 10_000 };

export interface TossConnection {
  /** `https://api.tosspayments.com` */
  readonly baseUrl: string;
  readonly secretKey: string;
  readonly fetch: typeof fetch;
  readonly timeouts: TossTimeouts;
}

interface Question<T> {
  /** From `/v1/` on, see {@link pathOf}. */
  readonly path: string;
  readonly answer: z.ZodType<T>;
  readonly query?: Readonly<Record<string, string>>;
  readonly isLong?: boolean;
  readonly signal?: AbortSignal;
}

interface Order<T> {
  readonly path: string;
  readonly answer: z.ZodType<T>;
  readonly body: object;
  /**
   * The same key, URL and secret key give the first answer again for 15 days, an error too, and whatever the body says:
   * it names one deed, never a kind of them.
   */
  readonly key: string;
}

interface Call<T> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly answer: z.ZodType<T>;
  readonly ms: number;
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export type TossClient = ReturnType<typeof createTossClient>;

const refusal = z.object({ code: z.unknown() });

export function createTossClient({ baseUrl, secretKey, fetch, timeouts }: TossConnection) {
  const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`;

  async function call<T>({ method, path, answer, ms, signal, headers, body }: Call<T>): Promise<Outcome<T>> {
    try {
      return await withDeadline(ms, signal, async (until) => {
        const response = await fetch(new URL(path, baseUrl), {
          method,
          // In another language Toss translates its values, and Node would ask for any.
          headers: { authorization, accept: 'application/json', 'accept-language': 'ko-KR', ...headers },
          body,
          // Another address would be given the key.
          redirect: 'manual',
          signal: until,
        });
        return outcomeOf(response.status, parsed(await bytesOf(response)), answer);
      });
    } catch (error) {
      return { kind: 'unknown', code: reasonOf(error) };
    }
  }

  return {
    get<T>({ path, answer, query, isLong = false, signal = new AbortController().signal }: Question<T>) {
      const search = query ? `?${new URLSearchParams(query).toString()}` : '';
      const ms = isLong ? timeouts.longMs : timeouts.askMs;
      return call({ method: 'GET', path: path + search, answer, signal, ms, headers: {}, body: null });
    },
    post<T>({ path, answer, body, key }: Order<T>) {
      return call({
        method: 'POST',
        path,
        answer,
        signal: new AbortController().signal,
        ms: timeouts.longMs,
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      });
    },
  };
}

const UNFIT = /[^!-~]/;

/** What a browser brought may be put into an address: one segment of it, and nothing that leads elsewhere. */
export const isReference = (given: unknown): given is string =>
  typeof given === 'string' && given.length > 0 && given.length <= 200 && !UNFIT.test(given) && !/^\.+$/.test(given);

/** @param segments that are {@link isReference} */
export const pathOf = (...segments: readonly string[]): string =>
  ['/v1', ...segments.map((one) => encodeURIComponent(one))].join('/');

function outcomeOf<T>(status: number, body: unknown, answer: z.ZodType<T>): Outcome<T> {
  if (status !== 200) return judge(status, codeNamed(refusal.safeParse(body).data?.code));
  const { success, data } = answer.safeParse(body);
  return success ? { kind: 'done', value: data } : { kind: 'unknown', code: 'UNREADABLE' };
}

/** @throws where it is too long, or ends before it should */
async function bytesOf(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    parts.push(part as Uint8Array);
    bytes += (part as Uint8Array).length;
    if (bytes > MAX_ANSWER_BYTES) throw new TooLargeError('an answer of Toss is too large');
  }
  return Buffer.concat(parts);
}

class TooLargeError extends Error {
  readonly code = 'TOO_LARGE';
}

/** @returns undefined for what is no JSON in UTF-8: a page of some gateway, or half of an answer */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** Not what the error says: that may quote a header. */
function reasonOf(error: unknown): string {
  if (isError(error) && error.name === 'TimeoutError') return 'TIMEOUT';
  const cause = isError(error) ? error.cause : undefined;
  return codeNamed(errorCode(error)) ?? codeNamed(errorCode(cause)) ?? 'NO_ANSWER';
}
