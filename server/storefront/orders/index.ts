export { pathForVisitor } from './links';
