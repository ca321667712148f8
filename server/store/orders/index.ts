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
export { isClosed, isUnderWay, ORDER_STATUSES } from './model';
export { type ManualOrder, type ManualPlacement, placeManualOrder, recordPriceChange } from './manual/service';
export { isOrderKeyValid, type Linked, orderKey, orderPath, withoutOrderKeys } from './order-link';
export { type Difference, differences, encodeGoods, type Expectation, readExpectation } from './placing/expectation';
export { type Refund, type Refunded, refundOrder } from './refunds/service';
export { type HeldByUnpaid, type Refusal, UNPAID_LIMITS, type UnpaidLimits } from './unpaid/rule';
export { heldByUnpaid, type Source, type WaysToPay } from './unpaid/service';
