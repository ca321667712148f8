/**
 * 무통장입금: the buyer transfers the money herself, and the owner says when it has arrived. There is nobody to ask, and
 * what goes back is sent by hand.
 */
import { missingForTransfers } from '../../settings/model';
import type { PaymentMethod } from '../model';
import type { Outcome } from '../provider';
import { hoursToPay } from './hours';

const HOUR_MS = 60 * 60 * 1000;

const nothing = <T>(value: T): Promise<Outcome<T>> => Promise.resolve({ kind: 'done', value });
const byHand = <T>(): Promise<Outcome<T>> => Promise.resolve({ kind: 'refused', code: 'BY_HAND', mender: 'shop' });

export function createBankMethod(): PaymentMethod {
  return {
    name: 'bank',
    isAsked: false,
    isReady: ({ bank }) => missingForTransfers(bank).length === 0,
    deadline: (now, { bank }, isRunningOut) => new Date(now.getTime() + hoursToPay(bank, isRunningOut) * HOUR_MS),
    provider: {
      start: ({ orderNumber }) => nothing({ kind: 'instructions', reference: orderNumber, account: null }),
      readReturn: () => null,
      complete: byHand,
      ask: () => nothing(null),
      abandon: () => nothing(null),
      refund: byHand,
      askRefund: () => nothing(null),
      readWebhook: () => null,
      listTransactions: async function* () {
        // Its ledger is the bank's, which the owner reads.
      },
    },
  };
}
