/** Errors that have a meaning for the caller. Everything else is a bland 500 with the request's id. */
export type ErrorCode =
  | 'not-found'
  | 'internal'
  | 'forbidden'
  | 'cross-site'
  | 'stale-form'
  | 'bad-request'
  | 'too-large'
  | 'too-many-requests';

const STATUS: Readonly<Record<ErrorCode, number>> = {
  'not-found': 404,
  internal: 500,
  forbidden: 403,
  'cross-site': 403,
  'stale-form': 403,
  'bad-request': 400,
  'too-large': 413,
  'too-many-requests': 429,
};

/** @throws AppError not-found, which is all that is told of what isn't there or isn't whoever asks's */
export function foundOrThrow<T>(found: T): NonNullable<Exclude<T, false>> {
  if (found === null || found === undefined || found === false) throw new AppError('not-found');
  return found as NonNullable<Exclude<T, false>>;
}

export class AppError extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number | null;

  constructor(
    readonly code: ErrorCode,
    options: { readonly cause?: unknown; readonly retryAfterSeconds?: number } = {},
  ) {
    super(code, { cause: options.cause });
    this.name = 'AppError';
    this.status = STATUS[code];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}
