export { accountLetters, accountWords } from './accounts/texts.ko';
export { deliveryWords } from './delivery/texts.ko';
export { contacts } from './contacts/texts.ko';
export { orderLetters, orderWords } from './orders/texts.ko';
export { signInLetters } from './sign-ins/texts.ko';
