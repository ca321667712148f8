export { accounts } from './accounts/texts.ko';
export { cart } from './cart/texts.ko';
export { catalogue } from './catalogue/texts.ko';
export { checkout } from './checkout/texts.ko';
export { orders } from './orders/texts.ko';
export { pages } from './pages/texts.ko';
