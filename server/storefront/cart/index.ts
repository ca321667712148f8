export { fieldsOf } from './forms';
export { cartLines, lineView, type LineView, needsFitting, problemsOf, problemText } from './presenter';
export { rebuildCart } from './rebuilt';
