/** Whom an order is for, as people type it. */
export { readContact, type Contact, type ContactFault, type ContactField } from './delivery-address';
