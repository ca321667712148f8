/** What other pages know of an order's. */
export { pathForVisitor } from './links';
export { createWaiting, type WaitingOrder } from './waiting';
