/** Questions of the edge's own to the shop, with the second try and the waiting that a visitor's GET has. */
import type { Dispatcher, Pool } from 'undici';
import { errorCode } from '../process/error-code';
import { asError } from '../process/thrown';
import { failureOfError } from './failures';
import type { EdgeLimits } from './policy';
import type { ShopReturn } from './shop-return';

/** @throws Error of undici */
export type RequestFromShop = (
  request: Pick<Dispatcher.RequestOptions, 'path' | 'method' | 'headers' | 'signal'>,
  options: {
    /** Whether to wait for a worker to return where none listens. */
    readonly patient: boolean;
  },
) => Promise<Dispatcher.ResponseData>;

export function createRequestFromShop(options: {
  readonly pool: Pool;
  /** Keeps no connection: what is sent here can't meet one that is just closing. */
  readonly fresh: Pool;
  readonly shopReturn: ShopReturn;
  readonly limits: Pick<EdgeLimits, 'shopReturnMs'>;
  readonly nowMs: () => number;
}): RequestFromShop {
  const { pool, fresh, shopReturn, limits, nowMs } = options;

  const isBack = (deadlineMs: number): Promise<boolean> =>
    new Promise((resolve) => {
      const leave = shopReturn.wait({ deadlineMs, goOn: () => resolve(true), giveUp: () => resolve(false) });
      if (!leave) resolve(false);
    });

  const tryTwice: (request: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData> = async (request) => {
    try {
      return await pool.request(request);
    } catch (error) {
      if (failureOfError(asError(error)) !== 'shop-closed') throw error;
      return fresh.request(request);
    }
  };

  return async (request, { patient }) => {
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
}
