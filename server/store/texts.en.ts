export { accountLetters, accountWords } from './accounts/texts.en';
export { deliveryWords } from './delivery/texts.en';
export { contacts } from './contacts/texts.en';
export { orderLetters, orderWords } from './orders/texts.en';
export { signInLetters } from './sign-ins/texts.en';
