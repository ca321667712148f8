/** What others may use of access: the owner's link, and sign-ins in words. */
export { cleanName, isMailbox, profileErrors } from './forms';
export { linkAddress } from './links';
export { signInRow } from './sign-ins/presenter';
export { makeOwnerLink, type OwnerLink } from './owner';
