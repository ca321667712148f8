/** One visitor's request on its way to the shop: its body, its turn, a second try, the wait for a shop that is away. */
import { constants } from 'node:http2';
import type { Dispatcher } from 'undici';
import { errorCode } from '../process/error-code';
import type { Admission, Load, Visit } from './admission';
import { cutOff } from './answer';
import { hasBody, isHttp2Response, wasReceivedWhole, type Exchange } from './exchange';
import { failureOfError } from './failures';
import { headersForShop } from './forwarded-headers';
import { isIdempotent } from './methods';
import type { OwnAnswers } from './own-answers';
import { MAX_BODY_BYTES } from './policy';
import { BodyTooLargeError, BROWSER_LEFT, NoRoomError, RequestBody } from './request-body';
import type { Shares } from './shares';
import { ShopAnswer } from './shop-answer';
import { ShopBusyError } from './shop-request';
import type { ShopReturn } from './shop-return';

export interface Road {
  readonly pools: readonly Pick<Dispatcher, 'dispatch'>[];
  readonly admission: Admission;
  readonly shopReturn: ShopReturn;
  readonly memory: Shares;
  readonly ahead: Shares;
  readonly own: Pick<OwnAnswers, 'ownHeaders' | 'send' | 'failWith'>;
  readonly shopReturnMs: number;
  readonly nowMs: () => number;
}

export interface AskedHost {
  readonly name: string;
  /** As the shop sees it, with the public port where it is not 443. */
  readonly authority: string;
}

/** Dies with the connection it was sent on: it may be sent again. */
function mayRepeat({ request, response, body }: Exchange, error: Error): boolean {
  const died = !response.headersSent && failureOfError(error) === 'shop-closed';
  return died && body === null && isIdempotent(request.method ?? '');
}

function mayWait({ response, body }: Exchange, error: Error): boolean {
  return errorCode(error) === 'ECONNREFUSED' && !response.headersSent && body?.isOnItsWay !== true;
}

export class Forwarding {
  constructor(
    private readonly exchange: Exchange,
    private readonly host: AskedHost,
    private readonly road: Road,
  ) {}

  start(): void {
    const { request } = this.exchange;
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) this.fail(new BodyTooLargeError());
    else if (hasBody(request)) this.takeBody();
    else this.enter('bodyless');
  }

  private takeBody(): void {
    const { exchange } = this;
    const { request, response, connection } = exchange;
    const body = new RequestBody(request, {
      memory: this.road.memory,
      block: connection.block,
      maxBytes: MAX_BODY_BYTES,
      onReady: () => this.enter(body.isWhole ? 'body' : 'upload'),
      onNoRoom: (usedUp) => this.fail(new NoRoomError(usedUp)),
    });
    exchange.body = body;
    response.once('close', () => body.release());
    // The response of HTTP/2 says so only when its stream has closed.
    const sending = isHttp2Response(response) ? response.stream : response;
    sending.once('finish', () => {
      body.release();
      // RFC 9113, 8.1: answered, so that the rest of it needn't be sent. HTTP/1.1 has no such word.
      if (isHttp2Response(response) && !wasReceivedWhole(exchange)) response.stream.close(constants.NGHTTP2_NO_ERROR);
    });
  }

  private enter(load: Load): void {
    const { exchange } = this;
    const { admission, pools, nowMs } = this.road;
    if (exchange.ended || exchange.response.headersSent) return;
    const visit: Visit = {
      block: exchange.connection.block,
      load,
      start: () => this.send(visit, pools),
      refuse: () => {
        exchange.abandon = null;
        this.fail(new ShopBusyError());
      },
    };
    exchange.queuedAtMs = nowMs();
    if (load === 'upload') exchange.isInTheWay = () => admission.isInTheWay(visit);
    exchange.abandon = () => admission.leave(visit);
    exchange.response.once('close', () => admission.leave(visit));
    admission.enter(visit);
  }

  private send(visit: Visit, [pool, ...others]: Road['pools']): void {
    const { exchange } = this;
    const { request, body, connection } = exchange;
    if (!pool) throw new Error('a request was sent nowhere');
    exchange.abandon = null;
    const facts = { clientAddress: connection.address, authority: this.host.authority, requestId: exchange.id };
    const dispatch: Dispatcher.DispatchOptions = {
      path: request.url ?? '/',
      method: request.method ?? 'GET',
      headers: headersForShop(request.headers, facts, body !== null),
      body: body?.toSend() ?? null,
    };
    const onEnd = (error: Error | null): void => {
      if (!error || exchange.ended) return this.road.admission.leave(visit);
      if (mayWait(exchange, error)) return this.waitForShop(visit, error);
      if (others.length > 0 && mayRepeat(exchange, error)) return this.send(visit, others);
      this.giveUp(visit, error);
    };
    pool.dispatch(dispatch, new ShopAnswer(exchange, this.road, onEnd));
  }

  /** Its place is kept meanwhile: who comes later must not be served before, nor more wait than can be served. */
  private waitForShop(visit: Visit, error: Error): void {
    const { exchange } = this;
    const { shopReturn, shopReturnMs, pools, nowMs } = this.road;
    // From the first refusal on, however often it comes and goes.
    exchange.waitsUntilMs ??= nowMs() + shopReturnMs;
    const deadlineMs = exchange.waitsUntilMs;
    const goOn = (): void => this.send(visit, pools);
    const giveUp = (): void => this.giveUp(visit, error);
    const leave = deadlineMs > nowMs() ? shopReturn.wait({ deadlineMs, goOn, giveUp }) : null;
    exchange.abandon = leave;
    if (!leave) giveUp();
  }

  private giveUp(visit: Visit, error: Error): void {
    this.road.admission.leave(visit);
    this.fail(error);
  }

  private fail(error: Error): void {
    const { exchange } = this;
    const { response } = exchange;
    if (error === BROWSER_LEFT || exchange.ended || response.writableEnded) return;
    if (!response.headersSent) return this.road.own.failWith(exchange, error, this.host.name);
    const failure = failureOfError(error);
    exchange.failure = failure === 'shop-timeout' ? failure : 'shop-interrupted';
    exchange.reason = error.message;
    cutOff(exchange);
  }
}
