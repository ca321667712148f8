/** `npm run mark-paid -- EA-…`: the owner has seen a bank transfer arrive. Says what came of it. */
import type { Environment } from '../config/env';
import type { Pool } from '../db/pool';
import { createOwnerNotices, type OwnerNotices } from '../desk/access';
import { CONSOLE } from '../desk/audit/model';
import { paymentRecordedBy } from '../desk/orders';
import { formatWon } from '../money/money';
import { systemClock } from '../process/clock';
import { createLogger } from '../process/logger';
import { createOrderMails } from '../store/orders';
import { createOrders, readOrderNumber, type OrderService } from '../store/orders/service';
import { createPayments } from '../store/payments/service';
import { createSettings } from '../store/settings/service';
import { runCommand } from './run-command';
import { outboxOf } from './shop-keys';

runCommand('mark-paid', async (pool, environment) => {
  const numbers = process.argv.slice(2).map(numberOf);
  if (numbers.length === 0) throw new Error('Which order has been paid? npm run mark-paid -- EA-…');
  const { orders, owners } = await servicesOf(pool, environment);
  for (const number of numbers) console.log(await markPaid(orders, owners, number));
});

function numberOf(typed: string): string {
  const number = readOrderNumber(typed);
  if (!number) throw new Error(`${typed} is no order number: they look like EA-7K2M9QX4TB`);
  return number;
}

async function servicesOf(
  pool: Pool,
  environment: Environment,
): Promise<{ readonly orders: OrderService; readonly owners: OwnerNotices }> {
  const { store, keys, outbox } = await outboxOf(pool, environment);
  const logger = createLogger({ level: 'error', process: 'mark-paid' });
  const orders = createOrders({
    pool,
    clock: systemClock,
    logger,
    origins: store.origins,
    settings: createSettings(pool),
    mails: createOrderMails(outbox, { config: store, clock: systemClock, keys }),
    payments: createPayments({ pool, clock: systemClock, origin: store.origins.apex, offered: store.payments }),
  });
  return { orders, owners: createOwnerNotices(outbox, store.origins.app) };
}

async function markPaid(orders: OrderService, owners: OwnerNotices, number: string): Promise<string> {
  const marked = await orders.markPaid(number, paymentRecordedBy(CONSOLE, systemClock.now(), owners));
  if (!marked) throw new Error(`there is no order ${number}`);
  const { order, settlement } = marked;
  switch (settlement) {
    case 'paid':
      return `${number} is paid: ${formatWon(order.total)}. ${mailed(order.email)}`;
    case 'late-payment':
      return (
        `${number} was ${order.status} before the money came; its bottles are back on sale. ` +
        'It is flagged as a late payment: send the money back, or agree on a new order with the buyer.'
      );
    default:
      return `${number} was marked as paid before: nothing has changed.`;
  }
}

const mailed = (email: string): string =>
  email === '' ? 'The buyer has left no e-mail.' : `The buyer, ${email}, gets a mail.`;
