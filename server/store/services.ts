/** The shop's services, made once from the context and handed to every feature's routes. */
import { createPasswords } from './accounts/passwords';
import { createAccounts, type AccountService } from './accounts/service';
import { createCart, type CartService } from './cart/service';
import { createCatalogue, type CatalogueService } from './catalogue/service';
import type { ShopContext } from './context';
import { createRateLimiter, LIMITS, type RateLimiter } from '../web/rate-limit';
import { createMails, type Mails } from './mail/mails';
import { createMemories, type Memories } from './change-feed/memories';
import { createOrders, type OrderService } from './orders/service';
import { createPayments, type Payments } from './payments/service';
import { createSettings, type SettingsService } from './settings/service';

export interface ShopServices {
  readonly context: ShopContext;
  readonly memories: Memories;
  readonly catalogue: CatalogueService;
  readonly settings: SettingsService;
  readonly mails: Mails;
  readonly accounts: AccountService;
  readonly limiter: RateLimiter;
  readonly cart: CartService;
  readonly payments: Payments;
  readonly orders: OrderService;
}

export function createServices(context: ShopContext): ShopServices {
  const { pool, clock, logger, config } = context;
  const memories = createMemories();
  const catalogue = createCatalogue({ pool, clock, memories });
  const settings = createSettings(pool, { memories, clock });
  const mails = createMails(context);
  const accounts = createAccounts({ pool, clock, passwords: createPasswords(config.passwordCost) });
  const limiter = createRateLimiter(pool, { ...LIMITS, ...config.limits });
  const cart = createCart({ pool, clock });
  const payments = createPayments({ pool, clock, origin: config.origins.apex, offered: config.payments });
  const orders = createOrders({ pool, clock, logger, origins: config.origins, settings, mails, payments });
  return { context, memories, catalogue, settings, mails, accounts, limiter, cart, payments, orders };
}
