/** What others may use of the desk's settings beside their service. */
export { faultInWords } from './presenter';
