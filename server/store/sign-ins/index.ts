export { createSignInMails, type SignInMails } from './mails';
