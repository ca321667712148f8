export class SourceError extends Error {
  override name = 'SourceError';

  constructor(
    message: string,
    readonly options: {
      readonly cause?: unknown;
      /** It is no use to try again before. */
      readonly notBefore?: Date;
      /** It was the order that failed, not the way to the CA. */
      readonly ordered?: boolean;
      /** There is a certificate, but it is of no use. */
      readonly issued?: boolean;
    } = {},
  ) {
    super(message, { cause: options.cause });
  }
}
