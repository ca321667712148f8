/** GET /v1/transactions: one row for each approval and each cancel, page by page. */
import type { Books } from './books';
import { koreanMoment, type Fields } from './fields';
import type { LedgerLine, TossShop } from './model';
import { TossRefusal } from './refusal';
import { koreanTime } from './wire';

const MOST_ROWS = 5000;
const USUAL_ROWS = 100;

/** What Toss' documentation leaves open. */
export interface LedgerWays {
  /** Whether what went back is written with a minus. */
  readonly cancelSign: 1 | -1;
  /** Whether a row of the last second belongs to the period. */
  readonly isEndIncluded: boolean;
}

export function ledgerRows(books: Books, shop: TossShop, query: Fields, { cancelSign, isEndIncluded }: LedgerWays) {
  const from = koreanMoment(query['startDate'], 'INVALID_DATE');
  const to = koreanMoment(query['endDate'], 'INVALID_DATE');
  const limit = query['limit'] === undefined ? USUAL_ROWS : Number(query['limit']);
  if (!Number.isInteger(limit) || limit < 1) throw new TossRefusal(400, 'INVALID_REQUEST');
  if (limit > MOST_ROWS) throw new TossRefusal(400, 'EXCEED_MAX_QUERY_LIMIT');
  const rows = books.ledger
    .filter(({ payment, at }) => payment.shop === shop && at >= from && (isEndIncluded ? at <= to : at < to))
    // Rows of one moment stay in the order in which they were entered.
    .sort((one, other) => one.at.getTime() - other.at.getTime());
  const after = query['startingAfter'];
  const start = after === undefined ? 0 : rows.findIndex(({ transactionKey }) => transactionKey === after) + 1;
  if (after !== undefined && start === 0) throw new TossRefusal(400, 'INVALID_PAGING_KEY');
  return rows.slice(start, start + limit).map((line) => rowOf(line, cancelSign));
}

const rowOf = ({ payment, transactionKey, status, amount, at }: LedgerLine, cancelSign: 1 | -1) => ({
  mId: payment.shop.mId,
  transactionKey,
  paymentKey: payment.paymentKey,
  orderId: payment.orderId,
  method: payment.account ? '가상계좌' : '카드',
  customerKey: null,
  useEscrow: payment.useEscrow,
  receiptUrl: null,
  status,
  transactionAt: koreanTime(at),
  currency: 'KRW',
  amount: status.endsWith('CANCELED') ? amount * cancelSign : amount,
});
