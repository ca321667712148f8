/** What others may use of payments beside their service: the test provider, for its page. */
export { answerToCard } from './test-provider/card';
export type { TestPayment } from './test-provider/model';
