export { hoursToPay, LOW_STOCK_HOURS } from './bank/hours';
export { answerToCard } from './test-provider/card';
export type { TestPayment } from './test-provider/model';
