export { checkText } from './forms';
export { paymentRecordedBy } from './recorder';
