/** 무통장입금: the buyer transfers the money herself, and the owner says when it has arrived. */
import { missingForTransfers, type BankAccount } from '../settings/model';
import type { PaymentMethod } from './model';

const HOUR_MS = 60 * 60 * 1000;

/** A transfer takes minutes, and a day holds everybody's evening; a bottle that others want waits no longer. */
export const LOW_STOCK_HOURS = 24;

export const hoursToPay = ({ deadlineHours }: Pick<BankAccount, 'deadlineHours'>, isRunningOut: boolean): number =>
  isRunningOut ? Math.min(deadlineHours, LOW_STOCK_HOURS) : deadlineHours;

export function createBankMethod(): PaymentMethod {
  return {
    name: 'bank',
    isReady: ({ bank }) => missingForTransfers(bank).length === 0,
    deadline: (now, { bank }, isRunningOut) => new Date(now.getTime() + hoursToPay(bank, isRunningOut) * HOUR_MS),
    start: ({ orderNumber }) => Promise.resolve({ kind: 'instructions', reference: orderNumber }),
    fetch: () => Promise.resolve(null),
    withdraw: () => Promise.resolve(null),
  };
}
