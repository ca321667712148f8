/** Whom an order is for: telephone numbers and addresses as people type them. */
export { addressFields, addressOf, emailField } from './address';
export { normalizePhone } from './phone';
