export { houses, notes } from './catalogue/index';
export { demoSignIn, type DemoSignIn, fitsStill, seedDemo } from './demo';
