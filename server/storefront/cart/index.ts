export { fieldsOf } from './forms';
export { cartLines, lineView, type LineView, needsFitting, problemText } from './presenter';
