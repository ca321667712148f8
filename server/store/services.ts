import { createAccountMails, createPasswords } from './accounts';
import { createAccounts } from './accounts/service';
import { createCart } from './cart/service';
import { createCatalogue } from './catalogue/service';
import { createMemories } from './change-feed';
import type { StoreContext } from './context';
import { createDelivery } from './delivery/service';
import { createDeposits } from './deposits/service';
import { createOutbox } from './mail';
import { createOrderMails } from './orders';
import { createOrders } from './orders/service';
import { createPayments } from './payments/service';
import { createSettings } from './settings/service';
import { createSignInMails } from './sign-ins';
import { createSignIns } from './sign-ins/service';

export type StoreServices = Readonly<ReturnType<typeof createServices>>;

export function createServices(context: StoreContext) {
  const { pool, clock, logger, config } = context;
  const memories = createMemories();
  const catalogue = createCatalogue({ pool, clock, memories });
  const settings = createSettings(pool, { memories, clock });
  const delivery = createDelivery(pool, settings, memories);
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
  const deposits = createDeposits({ pool, orders });
  return {
    memories,
    catalogue,
    settings,
    delivery,
    outbox,
    mails,
    accounts,
    signIns,
    signInMails,
    accountMails,
    cart,
    payments,
    orders,
    deposits,
  };
}
