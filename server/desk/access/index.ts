/** What others may use of access: the owner's link and the mails to her people. */
export { cleanName, isMailbox, profileErrors } from './forms';
export { linkAddress } from './links';
export { createStaffMails } from './mails';
export { createOwnerNotices, type OwnerNotice, type OwnerNotices } from './owner-notices';
export { makeOwnerLink, type OwnerLink } from './owner';
export { resealSecondFactors } from './totp';
