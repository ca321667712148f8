/** One request with the shop: what undici tells about it, turned into the answer a browser gets. */
import type { Dispatcher } from 'undici';
import { writeHead, type Answer } from './answer';
import type { Coding } from './cache/representations';
import { codingFor, compressAnswer } from './compression';
import type { Exchange } from './exchange';
import type { OwnAnswers } from './own-answers';
import { BROWSER_LEFT } from './request-body';
import type { Shares } from './shares';
import { isWithoutBody, shopHeadOrThrow } from './shop-head';

/** A page is taken from the shop whole, though its reader is slow: that must not hold a connection to the shop. */
const AHEAD_BYTES = 128 * 1024;

interface ShopAnswerOptions {
  readonly own: Pick<OwnAnswers, 'ownHeaders' | 'send'>;
  readonly ahead: Shares;
  readonly nowMs: () => number;
}

export class ShopAnswer implements Dispatcher.DispatchHandler {
  private runsAhead = false;
  /** Its head is all there is of it, whatever the shop lets follow, or says that would. */
  private headOnly = false;
  /** What is taken whole before its head is written, to be compressed. */
  private held: { readonly answer: Omit<Answer, 'body'>; readonly coding: Coding; readonly chunks: Buffer[] } | null =
    null;

  constructor(
    private readonly exchange: Exchange,
    private readonly options: ShopAnswerOptions,
    /** Once, whatever happened; null: the answer came to its end. */
    private readonly onEnd: (error: Error | null) => void,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const { exchange } = this;
    if (exchange.ended || exchange.response.headersSent) {
      controller.abort(BROWSER_LEFT);
      return;
    }
    exchange.sentAtMs = this.options.nowMs();
    exchange.abandon = () => controller.abort(BROWSER_LEFT);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Record<string, string>): void {
    if (status >= 100 && status < 200) return;
    const { exchange } = this;
    if (exchange.response.headersSent) {
      controller.abort(BROWSER_LEFT);
      return;
    }
    exchange.upstreamStatus = status;
    exchange.answeredAtMs = this.options.nowMs();
    const answer = { status, headers: shopHeadOrThrow(status, headers) };
    this.headOnly = exchange.request.method === 'HEAD' || isWithoutBody(status);
    const coding = this.headOnly ? null : codingFor(exchange.request.headers, answer.headers);
    if (coding) {
      this.held = { answer, coding, chunks: [] };
      return;
    }
    writeHead(exchange, answer, this.options.own.ownHeaders(exchange), this.headOnly ? 'nothing' : 'in parts');
    if (this.headOnly) exchange.response.end();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const { exchange } = this;
    if (this.headOnly) return;
    if (this.held) return void this.held.chunks.push(chunk);
    exchange.bytes += chunk.length;
    if (!exchange.response.write(chunk) && !this.mayRunAhead()) {
      controller.pause();
      // Not at once: where an answer is pipelined behind this one, Node says so while undici is reading that one, and then
      // undici resumes nothing.
      exchange.response.once('drain', () => queueMicrotask(() => controller.resume()));
    }
  }

  onResponseEnd(): void {
    this.exchange.abandon = null;
    if (this.held) void this.sendHeld(this.held);
    else if (!this.headOnly) this.exchange.response.end();
    this.onEnd(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.exchange.abandon = null;
    this.onEnd(error);
  }

  private async sendHeld({ answer, coding, chunks }: NonNullable<ShopAnswer['held']>): Promise<void> {
    const whole = { ...answer, body: Buffer.concat(chunks) };
    this.options.own.send(this.exchange, await compressAnswer(whole, coding).catch(() => whole));
  }

  private mayRunAhead(): boolean {
    const { response, connection } = this.exchange;
    const { ahead } = this.options;
    if (response.writableLength > AHEAD_BYTES) return false;
    if (this.runsAhead) return true;
    if (ahead.take(connection.block) !== null) return false;
    this.runsAhead = true;
    response.once('close', () => ahead.giveBack(connection.block));
    return true;
  }
}
