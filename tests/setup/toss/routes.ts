/** Which call an address is, and what it does. */
import { issueAccount } from './accounts';
import type { Books } from './books';
import { cancel, type Holders } from './cancels';
import type { CashReceipts } from './cash-receipts';
import type { Fields } from './fields';
import { ledgerRows, type LedgerWays } from './ledger';
import type { FakePayment, TossShop } from './model';
import { TossRefusal } from './refusal';
import type { TossCallName } from './scripts';
import { confirm, openWindow } from './window';
import { paymentBody } from './wire';

export interface Asked {
  readonly method: string;
  /** Without the first slash: `v1`, `payments`, … */
  readonly segments: readonly string[];
  readonly fields: Fields;
  readonly shop: TossShop;
  readonly isEnglish: boolean;
}

export interface Route {
  readonly call: TossCallName;
  /** Of the payment it is about; null: none, or none that is known. */
  readonly orderId: string | null;
  readonly run: () => object;
}

export interface RouteOptions {
  readonly books: Books;
  readonly receipts: CashReceipts;
  readonly holders: Holders;
  readonly accountNumbers: number;
  readonly ledgerWays: LedgerWays;
  /** Where a window that was opened by a server is, for the browser. */
  readonly checkoutUrl: (payment: FakePayment) => string;
}

export type Routes = ReturnType<typeof createRoutes>;

export function createRoutes({ books, receipts, holders, accountNumbers, ledgerWays, checkoutUrl }: RouteOptions) {
  const found = (payment: FakePayment | undefined): FakePayment => {
    if (!payment) throw new TossRefusal(404, 'NOT_FOUND_PAYMENT');
    return payment;
  };

  function find({ method, segments, fields, shop, isEnglish }: Asked): Route {
    const [version, what = '', ...rest] = segments.map((one) => decodeURIComponent(one));
    const [first = '', second = ''] = rest;
    const write = (payment: FakePayment) => paymentBody(payment, books.clock.now(), isEnglish);
    const said = typeof fields['orderId'] === 'string' ? fields['orderId'] : null;
    const ofKey = books.byKey(shop, first)?.orderId ?? null;
    const shape = [method, version, what, ...(what === 'payments' ? paymentShape(rest) : rest.slice(1))].join(' ');
    switch (shape) {
      case 'POST v1 payments':
        return { call: 'open', orderId: said, run: () => opened(openWindow(books, shop, fields), write) };
      case 'POST v1 payments confirm':
        return { call: 'confirm', orderId: said, run: () => write(confirm(books, shop, fields)) };
      case 'POST v1 payments : cancel':
        return { call: 'cancel', orderId: ofKey, run: () => write(cancel(books, shop, first, fields, holders)) };
      case 'GET v1 payments :':
        return { call: 'find', orderId: ofKey, run: () => write(found(books.byKey(shop, first))) };
      case 'GET v1 payments orders :':
        return { call: 'find-by-order', orderId: second, run: () => write(found(books.byOrder(shop, second))) };
      case 'POST v1 virtual-accounts':
        return { call: 'account', orderId: said, run: () => write(issueAccount(books, shop, fields, accountNumbers)) };
      case 'GET v1 transactions':
        return { call: 'transactions', orderId: null, run: () => ledgerRows(books, shop, fields, ledgerWays) };
      case 'POST v1 cash-receipts':
        return { call: 'receipt', orderId: said, run: () => receipts.issue(shop, fields) };
      case 'POST v1 cash-receipts cancel':
        return { call: 'receipt-cancel', orderId: null, run: () => receipts.cancel(shop, first, fields) };
      case 'GET v1 cash-receipts':
        return { call: 'receipts', orderId: null, run: () => receipts.find(shop, fields) };
      default:
        throw new TossRefusal(404, 'NOT_FOUND');
    }
  }

  const opened = (payment: FakePayment, write: (payment: FakePayment) => object): object => ({
    ...write(payment),
    checkout: { url: checkoutUrl(payment) },
  });

  return { find };
}

/** `:` stands for a key. */
function paymentShape(rest: readonly string[]): string[] {
  const [first, second] = rest;
  if (first === undefined) return [];
  if (first === 'confirm' && second === undefined) return ['confirm'];
  if (first === 'orders' && second !== undefined) return ['orders', ':'];
  return [':', ...(second === undefined ? [] : [second])];
}
