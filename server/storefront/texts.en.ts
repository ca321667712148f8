export { accounts } from './accounts/texts.en';
export { cart } from './cart/texts.en';
export { catalogue } from './catalogue/texts.en';
export { checkout } from './checkout/texts.en';
export { orders } from './orders/texts.en';
export { pages } from './pages/texts.en';
