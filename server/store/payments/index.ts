/** What others may use of payments beside their service: deadlines, and the test provider, for its page. */
export { hoursToPay, LOW_STOCK_HOURS } from './bank-method';
export { answerToCard } from './test-provider/card';
export type { TestPayment } from './test-provider/model';
