/** 무통장입금: the buyer transfers the money herself, and the owner says when it has arrived. */
import type { PaymentMethod } from './model';

const HOUR_MS = 60 * 60 * 1000;

export function createBankMethod(): PaymentMethod {
  return {
    name: 'bank',
    isReady: ({ bank }) => [bank.bank, bank.account, bank.holder].every((part) => part !== ''),
    deadline: (now, { bank }) => new Date(now.getTime() + bank.deadlineHours * HOUR_MS),
    start: ({ orderNumber }) => Promise.resolve({ kind: 'instructions', reference: orderNumber }),
    fetch: () => Promise.resolve(null),
    withdraw: () => Promise.resolve(null),
  };
}
