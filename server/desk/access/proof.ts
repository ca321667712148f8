import type { Executor } from '../../db/pool';
import type { SignInMails } from '../../store/sign-ins';
import { recordChange } from '../audit/service';
import { nameOf, type Credentials } from './model';
import { advanceTotpStep, countRecoveryCodes, useRecoveryCode } from './queries';
import { recoveryCodeHash } from './recovery-codes';
import type { SecondFactor } from './totp';

/** As typed. Where both are given, the code counts. */
export interface Given {
  readonly code: string;
  readonly recovery?: string;
}

/** `used`: it was right, and has been taken before. */
export type Proof = 'right' | 'wrong' | 'used';

interface ProofContext {
  readonly now: Date;
  readonly requestId: string | null;
}

export type Proofs = ReturnType<typeof createProofs>;

export function createProofs(totp: SecondFactor, mails: SignInMails) {
  async function proveByApp(tx: Executor, person: Credentials, typed: string, now: Date): Promise<Proof> {
    const step = totp.stepOf(person.totpSecret, typed, now);
    if (step === null) return 'wrong';
    return (await advanceTotpStep(tx, person.id, step)) ? 'right' : 'used';
  }

  async function proveByPaper(tx: Executor, person: Credentials, typed: string, context: ProofContext): Promise<Proof> {
    const hash = recoveryCodeHash(person.id, typed);
    if (!hash || !(await useRecoveryCode(tx, person.id, hash, context.now))) return 'wrong';
    const left = await countRecoveryCodes(tx, person.id);
    const { id, name, email: to, locale } = person;
    const entry = {
      action: 'staff.recovery-code',
      subject: { kind: 'staff', id, name },
      changes: { recoveryCodes: [left + 1, left] },
    } as const;
    const { now: at, requestId } = context;
    await recordChange(tx, { staffId: id, name: nameOf(person), requestId }, entry, at);
    await mails.warning(tx, { side: 'desk', to, locale, reason: 'recovery-code', at });
    return 'right';
  }

  return {
    /** In the transaction of what it opens, under the lock of her row (lockCredentials). */
    prove(tx: Executor, person: Credentials, { code, recovery }: Given, context: ProofContext): Promise<Proof> {
      if (code.trim() !== '' || !recovery) return proveByApp(tx, person, code, context.now);
      return proveByPaper(tx, person, recovery, context);
    },
  };
}
