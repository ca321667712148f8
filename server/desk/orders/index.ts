export { checkText } from './forms';
export { orderRow } from './presenter';
export { paymentRecordedBy } from './recorder';
