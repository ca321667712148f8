export {
  both,
  checkForgot,
  checkInvitation,
  checkName,
  checkNewPassword,
  checkPasswordChange,
  checkRegister,
  checkSignIn,
} from './checks';
export { type AccountMails, createAccountMails } from './mails';
export { DESK_PASSWORD_MIN, PASSWORD_MIN } from './password-rules';
export { issueReset } from './reset-letters';
export { createPasswords, type Passwords, type ScryptCost } from './passwords';
