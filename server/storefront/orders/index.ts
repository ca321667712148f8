export { pathForVisitor } from './links';
export { createWaiting, type WaitingOrder } from './waiting';
