/** What others may use of the desk's orders. */
export { checkText } from './forms';
export { paymentRecordedBy } from './recorder';
