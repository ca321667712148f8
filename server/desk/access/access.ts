/** What the pages of getting in share, made once. */
import { createPasswords, type Passwords } from '../../store/accounts';
import type { SignInMails } from '../../store/sign-ins';
import type { SignIns } from '../../store/sign-ins/service';
import type { RateLimiter } from '../../web/rate-limit';
import type { LimitName } from '../limits';
import { type DeskContext, type DeskServices } from '../services';
import { createAccount, type AccountService } from './account/service';
import { createEntry, type Entry } from './entry/service';
import { createStaffMails } from './mails';
import { createPeople, type People } from './people/service';
import { createProofs } from './proof';
import { createAccess, type AccessService } from './service';
import { createSetUp, type SetUp } from './set-up/service';
import { createSecondFactor, type SecondFactor } from './totp';

export interface DeskAccess {
  readonly context: DeskContext;
  readonly limiter: RateLimiter<LimitName>;
  readonly signIns: SignIns;
  readonly signInMails: SignInMails;
  readonly access: AccessService;
  readonly totp: SecondFactor;
  readonly entry: Entry;
  readonly setUp: SetUp;
  readonly account: AccountService;
  readonly people: People;
}

export function createDeskAccess({
  context,
  limiter,
  outbox,
  signIns,
  signInMails,
  ownerNotices,
}: DeskServices): DeskAccess {
  const { pool, clock, config, keys } = context;
  const mails = createStaffMails(outbox, config.origins.app);
  // Apart from the shoppers': a crowd that signs in at the storefront keeps nobody out of the desk.
  const passwords: Passwords = createPasswords(config.passwordCost);
  const totp = createSecondFactor(keys);
  const proofs = createProofs(totp, signInMails);
  return {
    context,
    limiter,
    signIns,
    signInMails,
    access: createAccess(context),
    totp,
    entry: createEntry({ pool, clock, passwords, proofs }),
    setUp: createSetUp({ pool, clock, passwords, totp, mails: signInMails }),
    account: createAccount({ pool, clock, passwords, totp, mails: signInMails }),
    people: createPeople({ pool, clock, mails, owners: ownerNotices }),
  };
}
