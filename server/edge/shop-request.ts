/** Questions of the edge's own to the shop, with the second try and the waiting that a visitor's GET has. */
import type { Dispatcher, Pool } from 'undici';
import { errorCode } from '../process/error-code';
import { asError } from '../process/thrown';
import type { Admission, Visit } from './admission';
import { failureOfError } from './failures';
import type { EdgeLimits } from './policy';
import type { ShopReturn } from './shop-return';

export class ShopBusyError extends Error {
  override name = 'ShopBusyError';
  readonly code = 'SHOP_BUSY';

  constructor() {
    super('too many requests are with the shop');
  }
}

/** @throws Error of undici, or a ShopBusyError */
export type RequestFromShop = (
  request: Pick<Dispatcher.RequestOptions, 'path' | 'method' | 'headers' | 'signal'>,
  options: {
    readonly patient: boolean;
    /** Whose share of the shop it takes: that of the visitor who made it necessary. */
    readonly block: string;
  },
) => Promise<Dispatcher.ResponseData>;

export function createRequestFromShop(options: {
  readonly pool: Pool;
  /** Keeps no connection: what is sent here can't meet one that is just closing. */
  readonly fresh: Pool;
  readonly shopReturn: ShopReturn;
  readonly admission: Admission;
  readonly limits: Pick<EdgeLimits, 'shopReturnMs' | 'queueMs'>;
  readonly nowMs: () => number;
}): RequestFromShop {
  const { pool, fresh, shopReturn, admission, limits, nowMs } = options;

  const isBack = (deadlineMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      const leave = shopReturn.wait({ deadlineMs, goOn: () => resolve(true), giveUp: () => resolve(false) });
      if (!leave) resolve(false);
    });

  /** @returns what has to leave afterwards @throws ShopBusyError */
  const enter = (block: string): Promise<Visit> =>
    new Promise((resolve, reject) => {
      const refuse = (): void => {
        clearTimeout(timer);
        reject(new ShopBusyError());
      };
      const visit: Visit = {
        block,
        load: 'bodyless',
        start() {
          clearTimeout(timer);
          resolve(visit);
        },
        refuse,
      };
      const timer = setTimeout(() => {
        admission.leave(visit);
        refuse();
      }, limits.queueMs);
      admission.enter(visit);
    });

  const tryTwice: (request: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData> = async (request) => {
    try {
      return await pool.request(request);
    } catch (error) {
      if (failureOfError(asError(error)) !== 'shop-closed') throw error;
      return fresh.request(request);
    }
  };

  const tryUntilBack: RequestFromShop = async (request, { patient }) => {
    const deadlineMs = nowMs() + limits.shopReturnMs;
    for (;;) {
      try {
        return await tryTwice(request);
      } catch (error) {
        const away = patient && errorCode(error) === 'ECONNREFUSED' && nowMs() < deadlineMs;
        if (!away || !(await isBack(deadlineMs))) throw error;
      }
    }
  };

  return async (request, facts) => {
    const visit = await enter(facts.block);
    try {
      const answer = await tryUntilBack(request, facts);
      answer.body.once('close', () => admission.leave(visit));
      return answer;
    } catch (error) {
      admission.leave(visit);
      throw error;
    }
  };
}

/** @returns the status of a GET, or null when there was no answer in time */
export type AskShop = (path: string, authority: string, timeoutMs: number) => Promise<number | null>;

export function createProbe(pool: Pool): AskShop {
  return async (path, authority, timeoutMs) => {
    try {
      const answer = await pool.request({
        path,
        method: 'GET',
        headers: { host: authority, 'x-forwarded-proto': 'https' },
        signal: AbortSignal.timeout(timeoutMs),
      });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return null;
    }
  };
}
