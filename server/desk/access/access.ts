import { createPasswords } from '../../store/accounts';
import type { DeskServices } from '../services';
import { createAccount } from './account/service';
import { createEntry } from './entry/service';
import { createStaffMails } from './letters';
import { createPeople } from './people/service';
import { createProofs } from './proof';
import { createAccess } from './service';
import { createSetUp } from './set-up/service';
import type { AccessTools } from './tools';
import { createSecondFactor } from './totp';

export type DeskAccess = ReturnType<typeof createDeskAccess>;

export function createDeskAccess(services: DeskServices) {
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
    people: createPeople(tools, createStaffMails(outbox, config.origins.app)),
  };
}
