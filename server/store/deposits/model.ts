/** Money that came to the shop's account, as its bank's statement says, and the orders that it may be for. */
import type { OrderStatus } from '../orders/model';

/** A row of a statement; money that went out is none. */
export interface StatementRow {
  readonly paidAt: Date;
  /** False where the bank says the day alone: `paidAt` is when that begins in Korea. */
  readonly hasTime: boolean;
  /** As the bank prints it, often cut short; blank where it says none. */
  readonly payer: string;
  /** Whole won, more than none. */
  readonly amount: number;
  readonly memo: string;
  /** Of the account then; null where it isn't said. */
  readonly balance: number | null;
}

export interface Deposit extends Omit<StatementRow, 'balance'> {
  readonly id: number;
}

export interface SettledDeposit extends Deposit {
  readonly state: 'matched' | 'set-aside';
  readonly settledAt: Date;
  /** Who did it. */
  readonly by: string | null;
  readonly orderNumber: string | null;
  readonly note: string;
}

/** An order by transfer that a deposit may be for. */
export interface AwaitedOrder {
  readonly number: string;
  readonly total: number;
  readonly recipient: string;
  /** null in orders of before it was asked. */
  readonly depositor: string | null;
  readonly status: OrderStatus;
  readonly placedAt: Date;
  readonly paidAt: Date | null;
}

/** Its columns, by what they hold. */
export const COLUMNS = ['at', 'time', 'payer', 'amount', 'direction', 'balance', 'memo'] as const;
export type Column = (typeof COLUMNS)[number];
export const NEEDED_COLUMNS = ['at', 'payer', 'amount'] as const satisfies readonly Column[];

/** Which cell of a row holds what, from 0; null where none does. */
export type Layout = Readonly<Record<Column, number | null>>;

/** A row of the file as it stands there. */
export interface StatementRecord {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}
