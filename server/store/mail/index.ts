export { type Letter, type LetterBlock, type LetterFact } from './letter';
export { createRoutedMailer, mailerThrough } from './mailer';
export { createOutbox, type Outbox, resealOutbox, sealedMails } from './outbox';
export { createMailServers, resealMailServers, sealedMailServers, type MailServers } from './server/service';
export { createTypesetter, type LetterView } from './typeset';
