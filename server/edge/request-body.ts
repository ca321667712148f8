/**
 * A request's body on its way to the shop. Nothing is taken from the browser before the shop's connection asks for it,
 * so that a request whose shop isn't there can wait and be sent later; and nothing of it is destroyed when undici
 * destroys this, because the browser's connection must survive to carry the answer.
 */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
}

export const BROWSER_LEFT = new Error('the browser left');

export class RequestBody extends Readable {
  /** Bytes that came. */
  received = 0;
  /** When the browser was first asked for it; null while nothing was read. */
  startedAtMs: number | null = null;

  constructor(
    private readonly source: IncomingMessage,
    private readonly maxBytes: number,
  ) {
    super();
  }

  /** True while it is the shop that doesn't read. */
  get heldBack(): boolean {
    return this.startedAtMs === null || this.source.isPaused();
  }

  override _read(): void {
    if (this.startedAtMs === null) this.begin();
    else this.source.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { source } = this;
    source.removeListener('data', this.onChunk);
    source.removeListener('end', this.onSourceEnd);
    // What is left is thrown away, or the browser would never get to reading the answer.
    if (this.startedAtMs !== null) source.resume();
    done(error);
  }

  private begin(): void {
    this.startedAtMs = performance.now();
    const leave = (): void => void this.destroy(BROWSER_LEFT);
    this.source.on('data', this.onChunk).once('end', this.onSourceEnd).once('error', leave).once('aborted', leave);
  }

  private readonly onChunk = (chunk: Buffer): void => {
    this.received += chunk.length;
    if (this.received > this.maxBytes) this.destroy(new BodyTooLargeError());
    else if (!this.push(chunk)) this.source.pause();
  };

  private readonly onSourceEnd = (): void => void this.push(null);
}
