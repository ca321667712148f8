export { readContact, readDepositor, type Contact, type ContactFault, type ContactField } from './delivery-address';
