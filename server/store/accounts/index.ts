/** What others may use of accounts beside their service: passwords, checks and mails. */
export { checkForgot, checkNewPassword, checkPasswordChange, checkRegister, checkSignIn } from './checks';
export { type AccountMails, createAccountMails } from './mails';
export { createPasswords, type Passwords, type ScryptCost } from './passwords';
export { makeResetToken, resetTokenHash } from './reset-token';
