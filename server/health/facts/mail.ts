export interface MailFacts {}
