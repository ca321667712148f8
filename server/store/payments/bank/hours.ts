import type { BankAccount } from '../../settings/model';

/** A transfer takes minutes, and a day holds everybody's evening; a bottle that others want waits no longer. */
export const LOW_STOCK_HOURS = 24;

export const hoursToPay = ({ deadlineHours }: Pick<BankAccount, 'deadlineHours'>, isRunningOut: boolean): number =>
  isRunningOut ? Math.min(deadlineHours, LOW_STOCK_HOURS) : deadlineHours;
