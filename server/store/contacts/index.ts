export { readContact, type Contact, type ContactFault, type ContactField } from './delivery-address';
