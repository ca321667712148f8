export {
  cancelPaidOrder,
  deliverOrder,
  type Hand,
  type Handled,
  holdOrder,
  noteOnOrder,
  type Parcel,
  renewLinks,
  settleFlag,
  shipOrder,
  undeliverOrder,
  unshipOrder,
} from './handling/service';
export { promisedText } from './letters/promised';
export { createOrderMails, type OrderMails } from './mails';
export { isClosed, isUnderWay, ORDER_FLAGS, ORDER_STATUSES } from './model';
export { type ManualOrder, type ManualPlacement, placeManualOrder, recordPriceChange } from './manual/service';
export { isOrderKeyValid, type Linked, orderKey, orderPath, withoutOrderKeys } from './order-link';
export { type Difference, differences, encodeGoods, type Expectation, readExpectation } from './placing/expectation';
export { answerQuestions, closeUnanswered, MOST_OPEN_QUESTIONS } from './questions/service';
export { type Refund, type RefundDeps, type Refunded, refundOrder } from './refunds/service';
export { honourHeld, type Honoured, refundHeld } from './settlement/held-money';
export { type HeldByUnpaid, type Refusal, UNPAID_LIMITS, type UnpaidLimits } from './unpaid/rule';
export { troubledOrders } from './settlement/troubles';
export { heldByUnpaid, type Source, type WaysToPay } from './unpaid/service';
