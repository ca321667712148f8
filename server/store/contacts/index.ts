/** Whom an order is for: telephone numbers and addresses as people type them. */
export { addressFields, addressOf, emailField, readFault, type ContactFault } from './delivery-address';
export { holdsLink } from './links';
export { normalizePhone } from './phone';
