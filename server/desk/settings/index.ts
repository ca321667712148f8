export { faultInWords } from './presenter';
