import type { StoreContext } from '../store/context';
import type { StoreServices } from '../store/services';
import type { WebContext } from '../web/context';
import { createRateLimiter, type Limits, type RateLimiter } from '../web/rate-limit';
import { LIMITS, type LimitName } from './limits';

export type StorefrontContext = StoreContext &
  WebContext & {
    readonly config: { readonly limits?: Partial<Limits<LimitName>> };
  };

export interface StorefrontServices extends StoreServices {
  readonly context: StorefrontContext;
  readonly limiter: RateLimiter<LimitName>;
}

export const storefrontServices = (services: StoreServices, context: StorefrontContext): StorefrontServices => ({
  ...services,
  context,
  limiter: createRateLimiter(context.pool, LIMITS, { others: context.config.limits }),
});
