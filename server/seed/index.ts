export { houses, notes } from './catalogue/index';
export { demoSignIn, type DemoSignIn, seedDemo } from './demo';
