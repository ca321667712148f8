/** The shop's services, made once from the context and handed to every feature's routes. */
import { createAccounts, type AccountService } from './accounts/service';
import type { ShopContext } from './context';
import { createRateLimiter, LIMITS, type RateLimiter } from './http/rate-limit';
import { createMails, type Mails } from './mail/mails';
import { createSettings, type SettingsService } from './settings/service';

export interface ShopServices {
  readonly context: ShopContext;
  readonly settings: SettingsService;
  readonly mails: Mails;
  readonly accounts: AccountService;
  readonly limiter: RateLimiter;
}

export function createServices(context: ShopContext): ShopServices {
  const { pool, clock } = context;
  const settings = createSettings(pool);
  const mails = createMails(context);
  const accounts = createAccounts({ pool, clock });
  const limiter = createRateLimiter(pool, { ...LIMITS, ...context.config.limits });
  return { context, settings, mails, accounts, limiter };
}
