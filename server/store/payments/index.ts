export { hoursToPay, LOW_STOCK_HOURS } from './bank/hours';
export { isLive, moveOf, PAYMENT_STATES, type PaymentEvent, type PaymentState, type Step, stepOf } from './machine';
export type {
  Attempt,
  DepositAccount,
  Outcome,
  RefundAnswer,
  RefundRequest,
  ReturnClaim,
  Snapshot,
  Started,
  WebhookHint,
} from './provider';
export { type RefundEvent, refundMoveOf, type RefundState, type RefundStep, refundStepOf } from './refund-machine';
export { CLAIM_MS, HOUR_MS, MARGIN_MS, nextAskAt, UNSURE_MS } from './schedule';
export { answerToCard } from './test-provider/card';
export type { TestPayment } from './test-provider/model';
