/** 현금영수증. Who asks twice for one order gets two; the tax office's word comes two days later. */
import type { Clock } from '../../../server/process/clock';
import { orderId, orderName, text, won, type Fields } from './fields';
import type { TossShop } from './model';
import { TossRefusal } from './refusal';
import { koreanTime } from './wire';

const TAX_OFFICE_MS = 2 * 24 * 60 * 60 * 1000;
const USUAL_ROWS = 100;

interface Receipt {
  readonly shop: TossShop;
  readonly receiptKey: string;
  readonly orderId: string;
  readonly orderName: string;
  readonly type: string;
  readonly transactionType: 'CONFIRM' | 'CANCEL';
  readonly amount: number;
  readonly identity: string;
  readonly at: Date;
  /** What the tax office will say. */
  fails: boolean;
}

/** A telephone, a business' number, a cash receipt card's. */
const IDENTITIES: Readonly<Record<string, RegExp>> = { 소득공제: /^(01\d{8,9}|\d{13,19})$/, 지출증빙: /^\d{10}$/ };

export type CashReceipts = ReturnType<typeof createCashReceipts>;

export function createCashReceipts(clock: Clock, nextKey: (prefix: string) => string) {
  const receipts: Receipt[] = [];

  const stateOf = ({ at, fails }: Receipt): string => {
    if (clock.now().getTime() - at.getTime() < TAX_OFFICE_MS) return 'IN_PROGRESS';
    return fails ? 'FAILED' : 'COMPLETED';
  };

  const bodyOf = (one: Receipt) => ({
    receiptKey: one.receiptKey,
    orderId: one.orderId,
    orderName: one.orderName,
    type: one.type,
    issueNumber: one.receiptKey.slice(-9),
    receiptUrl: `https://dashboard.tosspayments.com/receipt/${one.receiptKey}`,
    businessNumber: '1234567890',
    transactionType: one.transactionType,
    amount: one.amount,
    taxFreeAmount: 0,
    issueStatus: stateOf(one),
    failure: stateOf(one) === 'FAILED' ? { code: 'NTS_ERROR', message: '[TS1] 신분확인정보 자릿수 오류' } : null,
    customerIdentityNumber: one.identity.replace(/.(?=.{4})/g, '*'),
    requestedAt: koreanTime(one.at),
  });

  function add(receipt: Omit<Receipt, 'at' | 'fails'>) {
    const made = { ...receipt, at: clock.now(), fails: false };
    receipts.push(made);
    return bodyOf(made);
  }

  return {
    receipts,
    issue(shop: TossShop, fields: Fields) {
      const type = text(fields, 'type', 10);
      const identity = text(fields, 'customerIdentityNumber', 30, 'INVALID_CASH_RECEIPT_INFO');
      if (!IDENTITIES[type]?.test(identity)) throw new TossRefusal(400, 'INVALID_CASH_RECEIPT_INFO');
      const [id, name, amount] = [orderId(fields), orderName(fields), won(fields, 'amount')];
      const receiptKey = nextKey('receipt');
      return add({
        shop,
        receiptKey,
        orderId: id,
        orderName: name,
        type,
        transactionType: 'CONFIRM',
        amount,
        identity,
      });
    },
    cancel(shop: TossShop, key: string, fields: Fields) {
      const receipt = receipts.find((one) => one.shop === shop && one.receiptKey === key);
      if (!receipt) throw new TossRefusal(404, 'NOT_FOUND');
      const back = receipts.filter((one) => one.receiptKey.startsWith(`c_${key}_`));
      const left = receipt.amount - back.reduce((total, one) => total + one.amount, 0);
      const amount = fields['amount'] === undefined ? left : won(fields, 'amount');
      if (amount < 1 || amount > left) throw new TossRefusal(403, 'NOT_CANCELABLE_AMOUNT');
      return add({ ...receipt, receiptKey: `c_${key}_${back.length + 1}`, transactionType: 'CANCEL', amount });
    },
    /** Those of a day of Korea. */
    find(shop: TossShop, query: Fields) {
      const day = query['requestDate'];
      if (typeof day !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(day)) throw new TossRefusal(400, 'INVALID_DATE');
      const start = Number(query['cursor'] ?? 0);
      const limit = Number(query['limit'] ?? USUAL_ROWS);
      const all = receipts.filter((one) => one.shop === shop && koreanTime(one.at).startsWith(day));
      const page = all.slice(start, start + limit);
      return { hasNext: start + limit < all.length, lastCursor: start + page.length, data: page.map(bodyOf) };
    },
  };
}
