import { createAccountMails, createPasswords, type AccountMails } from './accounts';
import { createAccounts, type AccountService } from './accounts/service';
import { createCart, type CartService } from './cart/service';
import { createCatalogue, type CatalogueService } from './catalogue/service';
import { createMemories, type Memories } from './change-feed';
import type { StoreContext } from './context';
import { createOutbox, type Outbox } from './mail';
import { createOrderMails, type OrderMails } from './orders';
import { createOrders, type OrderService } from './orders/service';
import { createPayments, type Payments } from './payments/service';
import { createSettings, type SettingsService } from './settings/service';
import { createSignInMails, type SignInMails } from './sign-ins';
import { createSignIns, type SignIns } from './sign-ins/service';

export interface StoreServices {
  readonly memories: Memories;
  readonly catalogue: CatalogueService;
  readonly settings: SettingsService;
  readonly outbox: Outbox;
  readonly mails: OrderMails;
  readonly accounts: AccountService;
  readonly signIns: SignIns;
  readonly signInMails: SignInMails;
  readonly accountMails: AccountMails & SignInMails;
  readonly cart: CartService;
  readonly payments: Payments;
  readonly orders: OrderService;
}

export function createServices(context: StoreContext): StoreServices {
  const { pool, clock, logger, config } = context;
  const memories = createMemories();
  const catalogue = createCatalogue({ pool, clock, memories });
  const settings = createSettings(pool, { memories, clock });
  const outbox = createOutbox(context);
  const mails = createOrderMails(outbox, context);
  const signIns = createSignIns({ pool, clock });
  const signInMails = createSignInMails(outbox, config.origins);
  const accountMails = { ...createAccountMails(outbox, config.origins.apex), ...signInMails };
  const passwords = createPasswords(config.passwordCost);
  const accounts = createAccounts({ pool, clock, mails: accountMails, passwords });
  const cart = createCart({ pool, clock });
  const payments = createPayments({ pool, clock, origin: config.origins.apex, offered: config.payments });
  const { origins, unpaidLimits } = config;
  const orders = createOrders({ pool, clock, logger, origins, settings, mails, payments, unpaidLimits });
  return {
    memories,
    catalogue,
    settings,
    outbox,
    mails,
    accounts,
    signIns,
    signInMails,
    accountMails,
    cart,
    payments,
    orders,
  };
}
