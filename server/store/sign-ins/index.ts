/** What others may use of sign-ins beside their service: the mails that warn. */
export { createSignInMails, type SignInMails } from './mails';
