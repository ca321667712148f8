/** Every way a request can fail at the edge: its status, its word in the log, and what the visitor is told. */
import { errorCode } from '../process/error-code';
import { SHOP_RESET } from './shop-connection';

export type Language = 'ko' | 'en';

export interface FailureText {
  readonly title: string;
  readonly message: string;
}

export interface Failure {
  readonly status: number;
  readonly text: Readonly<Record<Language, FailureText>>;
  readonly retryAfterSeconds: number | null;
}

const ASK_BEFORE_REPEATING = {
  ko: '주문하던 중이었다면, 다시 누르기 전에 주문 내역부터 확인해 주세요.',
  en: 'If you were placing an order, look at your orders before you try again.',
};

const SLOW: Failure['text'] = {
  ko: { title: '대답이 늦어지고 있어요', message: ASK_BEFORE_REPEATING.ko },
  en: { title: 'This is taking too long', message: ASK_BEFORE_REPEATING.en },
};

const BROKEN: Failure['text'] = {
  ko: { title: '대답이 중간에 끊겼어요', message: ASK_BEFORE_REPEATING.ko },
  en: { title: 'The answer broke off', message: ASK_BEFORE_REPEATING.en },
};

const UNREADABLE: Failure['text'] = {
  ko: { title: '요청을 읽지 못했어요', message: '주소를 확인하고 다시 열어 주세요.' },
  en: { title: 'We could not read that', message: 'Check the address and open it again.' },
};

const CROWDED: Failure['text'] = {
  ko: { title: '지금 손님이 많아요', message: '조금 뒤에 새로 고쳐 주세요. 장바구니는 그대로 있어요.' },
  en: { title: 'Very busy just now', message: 'Reload the page in a little while. Your cart is kept.' },
};

const failure = (status: number, text: Failure['text'], retryAfterSeconds: number | null = null): Failure => ({
  status,
  text,
  retryAfterSeconds,
});

export const FAILURES = {
  /** Nobody listens on SHOP_PORT, or it didn't accept a connection in time. */
  'shop-refused': failure(
    503,
    {
      ko: {
        title: '잠시 문을 닫았어요',
        message: '금방 다시 열어요. 장바구니는 그대로 있으니 조금 뒤에 새로 고쳐 주세요.',
      },
      en: {
        title: 'Closed for a moment',
        message: 'We open again shortly. Your cart is kept: reload the page in a little while.',
      },
    },
    5,
  ),
  /** More requests are with the shop than it can take; this one was never sent. */
  'shop-busy': failure(503, CROWDED, 10),
  /** Connected, but no answer in time. */
  'shop-timeout': failure(504, SLOW),
  /** The connection ended before the first byte of an answer. */
  'shop-closed': failure(502, BROKEN),
  /** What came back is no HTTP. */
  'shop-nonsense': failure(502, BROKEN),
  /** The answer broke off after its head was passed on; the browser sees a cut connection. */
  'shop-interrupted': failure(502, BROKEN),
  'body-too-large': failure(413, {
    ko: { title: '파일이 너무 커요', message: '한 번에 20MB까지 보낼 수 있어요.' },
    en: { title: 'That file is too large', message: 'Up to 20 MB can be sent at a time.' },
  }),
  'head-too-large': failure(431, {
    ko: { title: '요청이 너무 길어요', message: '이 사이트의 쿠키를 지우고 다시 열어 주세요.' },
    en: { title: 'That request is too long', message: 'Delete the cookies of this site and open it again.' },
  }),
  'target-too-long': failure(414, {
    ko: { title: '주소가 너무 길어요', message: '주소를 확인하거나 처음으로 돌아가 주세요.' },
    en: { title: 'That address is too long', message: 'Check the address, or go back to the home page.' },
  }),
  /** Head, body or reading of the answer below the least rate. */
  'client-too-slow': failure(408, {
    ko: { title: '연결이 너무 느려요', message: '보내던 것이 다 오지 않았어요. 연결을 확인하고 다시 보내 주세요.' },
    en: {
      title: 'The connection is too slow',
      message: 'Not all of it arrived. Check your connection and send it again.',
    },
  }),
  /** HTTP/1.1 requests sent without waiting for answers. */
  'too-many-requests': failure(429, CROWDED, 10),
  /** Refused before the handshake: only ever in the log. */
  'too-many-connections': failure(429, CROWDED, 10),
  /** A path that is for this machine only. */
  'internal-path': failure(404, {
    ko: { title: '찾는 페이지가 없어요', message: '주소를 확인하거나 처음으로 돌아가 주세요.' },
    en: { title: 'There is no such page', message: 'Check the address, or go back to the home page.' },
  }),
  'method-not-allowed': failure(405, UNREADABLE),
  malformed: failure(400, UNREADABLE),
  /** A body in a transfer coding other than chunked. */
  'coding-not-supported': failure(501, UNREADABLE),
  'version-not-supported': failure(505, UNREADABLE),
  /** An `Expect` other than 100-continue. */
  'expectation-failed': failure(417, UNREADABLE),
  misdirected: failure(421, {
    ko: { title: '여기는 그 주소의 가게가 아니에요', message: '주소창에 적힌 이름을 확인해 주세요.' },
    en: { title: 'That address is not this shop', message: 'Check the name in the address bar.' },
  }),
  /** The visitor left; nobody reads the answer. */
  'client-gone': failure(499, UNREADABLE),
  'edge-error': failure(500, {
    ko: { title: '문제가 생겼어요', message: '조금 뒤에 다시 열어 주세요.' },
    en: { title: 'Something went wrong', message: 'Open the page again in a little while.' },
  }),
} as const;

export type FailureName = keyof typeof FAILURES;

/** Caused by the shop, so that a preflight is still answered and the page's script can read the failure itself. */
export function isShopFailure(name: FailureName): boolean {
  return name.startsWith('shop-');
}

/** RFC 9112, 9.6: nothing that follows such a request on an HTTP/1.1 connection is looked at; its frame may be lost. */
export function endsConnection(name: FailureName | null): boolean {
  return name === 'malformed';
}

/** Codes of undici, of the sockets below it and of the edge itself. */
const CLASS_OF_CODE: Readonly<Record<string, FailureName>> = {
  SHOP_BUSY: 'shop-busy',
  TOO_MANY_BODIES: 'too-many-requests',
  BODY_TOO_LARGE: 'body-too-large',
  ECONNREFUSED: 'shop-refused',
  EADDRNOTAVAIL: 'shop-refused',
  UND_ERR_CONNECT_TIMEOUT: 'shop-refused',
  ETIMEDOUT: 'shop-refused',
  UND_ERR_HEADERS_TIMEOUT: 'shop-timeout',
  UND_ERR_BODY_TIMEOUT: 'shop-timeout',
  UND_ERR_SOCKET: 'shop-closed',
  ECONNRESET: 'shop-closed',
  [SHOP_RESET]: 'shop-closed',
  EPIPE: 'shop-closed',
  UND_ERR_HEADERS_OVERFLOW: 'shop-nonsense',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'shop-nonsense',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'shop-nonsense',
  ERR_SHOP_HEAD: 'shop-nonsense',
  // What undici takes for impossible, such as a status of 000.
  ERR_ASSERTION: 'shop-nonsense',
  // What Node says of a head that it would not pass on.
  ERR_INVALID_CHAR: 'shop-nonsense',
  ERR_HTTP_INVALID_STATUS_CODE: 'shop-nonsense',
  ERR_HTTP2_STATUS_INVALID: 'shop-nonsense',
  ERR_HTTP2_INVALID_HEADER_VALUE: 'shop-nonsense',
  ERR_HTTP2_HEADER_SINGLE_VALUE: 'shop-nonsense',
  ERR_INVALID_HTTP_TOKEN: 'shop-nonsense',
  UND_ERR_INVALID_ARG: 'malformed',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'malformed',
};

export function failureOfError(error: Error): FailureName {
  if (error.name === 'HTTPParserError') return 'shop-nonsense';
  // Of an AbortSignal; its code is a number.
  if (error.name === 'TimeoutError') return 'shop-timeout';
  const code = errorCode(error);
  return CLASS_OF_CODE[code] ?? 'edge-error';
}
