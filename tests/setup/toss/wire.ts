/** A payment as Toss writes it. In English, its values are too: that is why a shop must not ask in English. */
import { balanceOf, type FakePayment } from './model';

const KOREA_MS = 9 * 60 * 60 * 1000;

/** `2026-11-23T12:00:00+09:00` */
export const koreanTime = (at: Date): string => `${new Date(at.getTime() + KOREA_MS).toISOString().slice(0, 19)}+09:00`;

const METHODS = {
  card: ['카드', 'CARD'],
  'easy-pay': ['간편결제', 'EASY_PAY'],
  transfer: ['계좌이체', 'TRANSFER'],
  'virtual-account': ['가상계좌', 'VIRTUAL_ACCOUNT'],
} as const;

/** Cards that were put together from several sources are of no kind. */
function cardOf({ means, amount }: FakePayment, isEnglish: boolean) {
  if (means.kind === 'card') {
    const type = means.type ?? (isEnglish ? 'CREDIT' : '신용');
    return { amount, issuerCode: '61', number: '43301234****123*', approveNo: '00000000', cardType: type };
  }
  if (means.kind !== 'easy-pay' || means.byCard === 0) return null;
  return { amount: means.byCard, issuerCode: '61', number: '', approveNo: '00000000', cardType: '미확인' };
}

function refundStatusOf({ cancels }: FakePayment): string {
  const all = new Set(cancels.map(({ refund }) => refund));
  all.delete('NONE');
  if (all.size === 0) return 'NONE';
  if (all.has('PENDING')) return 'PENDING';
  if (all.size > 1) return 'PARTIAL_FAILED';
  return all.has('FAILED') ? 'FAILED' : 'COMPLETED';
}

function accountOf(payment: FakePayment, now: Date) {
  const { account } = payment;
  if (!account) return null;
  return {
    accountType: '일반',
    accountNumber: account.number,
    bankCode: account.bankCode,
    customerName: account.customerName,
    depositorName: account.depositor,
    dueDate: koreanTime(account.dueAt),
    expired: now > account.dueAt,
    settlementStatus: 'INCOMPLETED',
    refundStatus: refundStatusOf(payment),
    refundReceiveAccount: null,
  };
}

export function paymentBody(payment: FakePayment, now: Date, isEnglish = false) {
  const { means, amount, status, failure } = payment;
  const balance = balanceOf(payment);
  const isKnown = status !== 'READY';
  return {
    mId: payment.shop.mId,
    version: payment.shop.version,
    type: 'NORMAL',
    paymentKey: payment.paymentKey,
    lastTransactionKey: payment.lastTransactionKey,
    orderId: payment.orderId,
    orderName: payment.orderName,
    method: isKnown ? METHODS[means.kind][isEnglish ? 1 : 0] : null,
    status,
    requestedAt: koreanTime(payment.requestedAt),
    approvedAt: payment.approvedAt && koreanTime(payment.approvedAt),
    useEscrow: payment.useEscrow,
    cultureExpense: false,
    isPartialCancelable: !payment.useEscrow && !(means.kind === 'card' && means.isCash),
    card: isKnown ? cardOf(payment, isEnglish) : null,
    virtualAccount: accountOf(payment, now),
    transfer: means.kind === 'transfer' ? { bankCode: '20', settlementStatus: 'INCOMPLETED' } : null,
    mobilePhone: null,
    giftCertificate: null,
    easyPay:
      means.kind === 'easy-pay'
        ? { provider: means.provider, amount: means.balance, discountAmount: means.points }
        : null,
    cancels: payment.cancels.length === 0 ? null : payment.cancels.map(cancelBody),
    cashReceipt: null,
    cashReceipts: null,
    discount: means.kind === 'card' && means.discount ? { amount: means.discount } : null,
    secret: payment.secret,
    failure: failure === null ? null : { code: failure, message: '결제에 실패했습니다.' },
    country: 'KR',
    currency: 'KRW',
    totalAmount: amount,
    balanceAmount: balance,
    suppliedAmount: balance - Math.round(balance / 11),
    vat: Math.round(balance / 11),
    taxFreeAmount: 0,
    taxExemptionAmount: 0,
    receipt: payment.approvedAt ? { url: `https://dashboard.tosspayments.com/receipt/${payment.paymentKey}` } : null,
    checkout: { url: `https://api.tosspayments.com/v1/payments/${payment.paymentKey}/checkout` },
    metadata: null,
  };
}

const cancelBody = (one: FakePayment['cancels'][number]) => ({
  transactionKey: one.transactionKey,
  cancelAmount: one.amount,
  cancelReason: one.reason,
  canceledAt: koreanTime(one.at),
  refundableAmount: one.left,
  taxFreeAmount: 0,
  taxExemptionAmount: 0,
  easyPayDiscountAmount: 0,
  cardDiscountAmount: 0,
  transferDiscountAmount: 0,
  receiptKey: null,
  cancelStatus: 'DONE',
  cancelRequestId: null,
});
