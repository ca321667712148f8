/** What others may use of the desk's orders. */
export { checkText } from './forms';
export { recordedBy } from './recorder';
