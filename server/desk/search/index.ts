export { fieldView } from './presenter';
