/** What the pages of getting in share, made once. */
import { createPasswords } from '../../store/accounts';
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
import type { AccessTools } from './tools';
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

export function createDeskAccess(services: DeskServices): DeskAccess {
  const { context, limiter, outbox, signIns, signInMails, ownerNotices: owners } = services;
  const { pool, clock, config, keys } = context;
  const totp = createSecondFactor(keys);
  const tools: AccessTools = {
    pool,
    clock,
    passwords: createPasswords(config.passwordCost),
    totp,
    proofs: createProofs(totp, signInMails),
    mails: signInMails,
    owners,
  };
  return {
    context,
    limiter,
    signIns,
    signInMails,
    access: createAccess(context),
    totp,
    entry: createEntry(tools),
    setUp: createSetUp(tools),
    account: createAccount(tools),
    people: createPeople({ pool, clock, owners, mails: createStaffMails(outbox, config.origins.app) }),
  };
}
