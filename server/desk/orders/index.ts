/** What others may use of the desk's orders. */
export { checkText } from './forms';
export { waiting } from './queries';
export { paymentRecordedBy } from './recorder';
