export { type Letter, type LetterBlock, type LetterFact } from './letter';
export { createMailer, mailPlace } from './mailer';
export { createOutbox, type Outbox, resealOutbox, sealedMails } from './outbox';
export { senderOf } from './sender';
export { createTypesetter, type LetterView } from './typeset';
