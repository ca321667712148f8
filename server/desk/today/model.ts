import type { Coded } from '../../i18n/translate';
import type { ShownServer } from '../../store/mail/model';
import type { BankAccount, Seller } from '../../store/settings/model';
import type { MailTest } from '../settings/model';
import type { deskToday } from './texts.ko';

export interface Overview {
  readonly ordersToConfirm: number;
  /** In those orders; they are on the shelf, and nobody else can buy them. */
  readonly bottlesHeld: number;
  readonly ordersToShip: number;
  readonly ordersToLookAt: number;
  /** Of buyers, waiting for an answer. */
  readonly questions: number;
  readonly variantsRunningOut: number;
  readonly mailsFailed: number;
  readonly importsWaiting: number;
  /** Of a bank's statement: rows that belong to no order yet. */
  readonly depositsOpen: number;
  /** Of this day in Korea, counted as the figures count them. */
  readonly ordersPaid: number;
  readonly received: number;
  readonly hasPerfumes: boolean;
  /** The owner has seen the delivery rule and saved it. */
  readonly deliverySaved: boolean;
  readonly lastMailTest: MailTest | null;
  /** Of the desk. */
  readonly mailServer: ShownServer | null;
}

export const MOST_COUNTED = 999;

export const CHECKS = ['seller', 'bank', 'delivery', 'mail', 'payments', 'product'] as const;
export type Check = (typeof CHECKS)[number];

export type Missing =
  { readonly field: keyof Seller | keyof BankAccount } | { readonly said: Coded<(typeof deskToday)['missing']> };

export interface ChecklistItem {
  readonly check: Check;
  readonly done: boolean;
  /** Until it is done, the shop says that it is a preview. */
  readonly needed: boolean;
  readonly missing: readonly Missing[];
}
