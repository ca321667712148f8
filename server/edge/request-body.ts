// A request's body on its way to the shop, read at the edge until it is whole, or longer than is held here: whoever
// doesn't get to its end keeps nobody waiting, and a request whose shop is away can be sent later. undici never gets the
// browser's own stream: it destroys what it was given, and that connection must carry the answer.
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Shares, UsedUp } from './shares';

export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
  readonly code = 'BODY_TOO_LARGE';
}

export class NoRoomError extends Error {
  override name = 'NoRoomError';
  readonly code;

  constructor(usedUp: UsedUp) {
    super('no room for another unfinished body');
    this.code = usedUp === 'address' ? 'TOO_MANY_BODIES' : 'SHOP_BUSY';
  }
}

export const BROWSER_LEFT = new Error('the browser left');

/** Forms are far below it, uploads far above. */
export const HELD_BYTES = 64 * 1024;
/** What the least body is counted as: about what its request costs here besides. */
const LEAST_BYTES = 4 * 1024;

export interface RequestBodyOptions {
  readonly memory: Shares;
  readonly block: string;
  readonly maxBytes: number;
  readonly onReady: () => void;
  /** Instead: there is no memory left for it. */
  readonly onNoRoom: (usedUp: UsedUp) => void;
}

export class RequestBody {
  received = 0;
  private startedAtMs = performance.now();
  /** Since when the browser is not waited for, and for how long it was not before that. */
  private heldBackAtMs: number | null = null;
  private heldBackMs = 0;
  /** All of it is here, to be sent at once. */
  isWhole = false;
  /** Part of it was given to a connection to the shop, and can't be given to another. */
  isOnItsWay = false;
  private state: 'coming' | 'ready' | 'released' = 'coming';
  private held: Buffer = Buffer.alloc(0);
  private onward: Readable | null = null;

  constructor(
    private readonly source: IncomingMessage,
    private readonly options: RequestBodyOptions,
  ) {
    source.on('data', this.onChunk).once('end', this.onEnd).once('error', this.onLeft).once('aborted', this.onLeft);
  }

  /** As far as is known it will be held whole. */
  get isSmall(): boolean {
    return this.state === 'coming' && !(Number(this.source.headers['content-length']) > HELD_BYTES);
  }

  /** True while it is not the browser that is waited for: the request waits for its turn, or the shop doesn't read. */
  get heldBack(): boolean {
    return this.heldBackAtMs !== null;
  }

  waitedMs(now: number): number {
    return (this.heldBackAtMs ?? now) - this.startedAtMs - this.heldBackMs;
  }

  /** Until now nothing could come: the browser's time begins. */
  startOver(now: number): void {
    this.startedAtMs = now;
    this.heldBackMs = 0;
    if (this.heldBackAtMs !== null) this.heldBackAtMs = now;
  }

  private holdBack(): void {
    this.source.pause();
    this.heldBackAtMs ??= performance.now();
  }

  private goOn(): void {
    if (this.heldBackAtMs !== null) this.heldBackMs += performance.now() - this.heldBackAtMs;
    this.heldBackAtMs = null;
    this.source.resume();
  }

  /** For one attempt to send it; another may follow while it is not on its way. */
  toSend(): Buffer | Readable {
    if (this.isWhole) return this.held.subarray(0, this.received);
    this.onward = new Readable({
      read: () => this.readOn(),
      // What is left is thrown away, or the browser would never get to reading the answer.
      destroy: (error, done) => {
        if (this.isOnItsWay) this.release();
        done(error);
      },
    });
    // undici listens while it needs it.
    return this.onward.on('error', () => undefined);
  }

  /** Nobody needs it any more: its memory is free, and what still comes of it is thrown away. */
  release(): void {
    if (this.state === 'released') return;
    this.state = 'released';
    this.letGo();
    this.source
      .removeListener('data', this.onChunk)
      .removeListener('end', this.onEnd)
      .removeListener('aborted', this.onLeft);
    this.goOn();
  }

  private letGo(): void {
    if (this.held.length > 0) this.options.memory.giveBack(this.options.block, this.held.length);
    this.held = Buffer.alloc(0);
  }

  private readOn(): void {
    if (this.isOnItsWay) return this.goOn();
    this.isOnItsWay = true;
    const begun = this.held.subarray(0, this.received);
    this.letGo();
    this.onward?.push(begun);
  }

  private ready(): void {
    this.state = 'ready';
    this.options.onReady();
  }

  private readonly onChunk = (chunk: Buffer): void => {
    if (this.isOnItsWay) return this.pass(chunk);
    if (!this.hold(chunk) || this.received <= HELD_BYTES || this.state !== 'coming') return;
    this.holdBack();
    this.ready();
  };

  private pass(chunk: Buffer): void {
    this.received += chunk.length;
    if (this.received > this.options.maxBytes) this.onward?.destroy(new BodyTooLargeError());
    else if (this.onward?.push(chunk) === false) this.holdBack();
  }

  /** Copied: a small piece would keep all of the packet in memory that it came in. */
  private hold(chunk: Buffer): boolean {
    const needed = this.received + chunk.length;
    const { memory, block } = this.options;
    if (needed > this.held.length) {
      const size = Math.max(needed, LEAST_BYTES, Math.min(this.held.length * 4, HELD_BYTES));
      const refused = memory.take(block, size - this.held.length);
      if (refused !== null) {
        this.release();
        this.options.onNoRoom(refused);
        return false;
      }
      const larger = Buffer.allocUnsafeSlow(size);
      this.held.copy(larger, 0, 0, this.received);
      this.held = larger;
    }
    chunk.copy(this.held, this.received);
    this.received = needed;
    return true;
  }

  private readonly onEnd = (): void => {
    if (this.isOnItsWay) return void this.onward?.push(null);
    this.isWhole = true;
    if (this.state === 'coming') this.ready();
  };

  private readonly onLeft = (): void => {
    this.onward?.destroy(BROWSER_LEFT);
    this.release();
  };
}
