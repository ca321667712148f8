/** What every kind of shopper does, whatever the protocol of her connection. */

export interface Visit {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string | null;
}

export interface Answer {
  readonly status: number;
  readonly bytes: number;
  readonly requestId: string;
}

export interface Visitor {
  /** @throws BrokenError */
  ask(visit: Visit): Promise<Answer>;
  /** Closes what she has open; what ends from here on is ended by her. */
  leave(): void;
}

export interface Connections {
  opened: number;
  /** Ends that the server announced, by `Connection: close` or GOAWAY. */
  announcedCloses: number;
  /** Connections that the server ended without having said so: a request could have been on its way. */
  unannouncedCloses: number;
  /** HTTP/2: begun after the server's GOAWAY was sent and before it was read, not processed, and sent again. */
  refusedStreams: number;
}

/** An answer that takes longer is one that never came. */
export const PATIENCE_MS = 30_000;

export class BrokenError extends Error {
  constructor(
    cause: Error,
    /** Sent on a connection that had carried one before. */
    readonly reused: boolean,
  ) {
    super('code' in cause ? `${String(cause.code)}: ${cause.message}` : cause.message, { cause });
    this.name = 'BrokenError';
  }
}

/** As a browser sends it from a page of the shop. */
export function postHeaders(host: string, body: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    origin: `https://${host}`,
    'sec-fetch-site': 'same-origin',
  };
}
