/** What others may use of access: the owner's link. */
export { cleanName, isMailbox, profileErrors } from './forms';
export { linkAddress } from './links';
export { makeOwnerLink, type OwnerLink } from './owner';
