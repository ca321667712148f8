/** An unknown e-mail, a wrong password and somebody disabled are answered alike, after the same scrypt work. */
import { withTransaction } from '../../../db/transaction';
import { DESK_PASSWORD_MIN } from '../../../store/accounts';
import type { From } from '../../../store/sign-ins/model';
import { credentialsMark, type Begun, type Staff } from '../model';
import type { Given, Proof } from '../proof';
import { lockCredentials, replacePasswordHash, selectCredentials } from '../queries';
import type { AccessTools } from '../tools';

interface Attempt {
  readonly email: string;
  readonly password: string;
  readonly from: From;
}

interface Known extends Begun {
  readonly isShort: boolean;
}

type Finish =
  | { readonly state: 'in'; readonly staff: Staff }
  | { readonly state: Exclude<Proof, 'right'> }
  /** She was disabled, or her password was changed, between her password and her code. */
  | { readonly state: 'over' };

type EntryTools = Pick<AccessTools, 'pool' | 'clock' | 'passwords' | 'proofs'>;

export function createEntry({ pool, clock, passwords, proofs }: EntryTools) {
  return {
    async begin({ email, password, from }: Attempt): Promise<Known | null> {
      const known = await selectCredentials(pool, email);
      const { fits, outdated } = await passwords.verify(password, known?.passwordHash ?? null, from.asker);
      if (!known || !fits) return null;
      const isShort = Array.from(password.normalize('NFC')).length < DESK_PASSWORD_MIN;
      if (!outdated) return { staffId: known.id, mark: credentialsMark(known), isShort };
      const hash = await passwords.hash(password, from.asker);
      const replaced = await replacePasswordHash(pool, known.id, known.passwordHash, hash);
      return replaced ? { staffId: known.id, mark: credentialsMark({ ...known, passwordHash: hash }), isShort } : null;
    },

    finish: ({ staffId, mark }: Begun, given: Given, requestId: string | null) =>
      withTransaction(pool, async (tx): Promise<Finish> => {
        const person = await lockCredentials(tx, staffId);
        if (!person || credentialsMark(person) !== mark) return { state: 'over' };
        const proof = await proofs.prove(tx, person, given, { now: clock.now(), requestId });
        return proof === 'right' ? { state: 'in', staff: person } : { state: proof };
      }),
  };
}
