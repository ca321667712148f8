export { linkAddress } from './links';
export { createOwnerNotices, type OwnerNotice, type OwnerNotices, type SensitiveAct } from './owner-notices';
export { signInRow } from './sign-ins/presenter';
export { makeOwnerLink, type OwnerLink } from './owner';
export { resealSecondFactors, sealedSecondFactors } from './totp';
