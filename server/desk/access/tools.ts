import type { Pool } from '../../db/pool';
import type { Clock } from '../../process/clock';
import type { Passwords } from '../../store/accounts';
import type { SignInMails } from '../../store/sign-ins';
import type { OwnerNotices } from './owner-notices';
import type { Proofs } from './proof';
import type { SecondFactor } from './totp';

export interface AccessTools {
  readonly pool: Pool;
  readonly clock: Clock;
  /** Apart from the shoppers': a crowd that signs in at the storefront keeps nobody out of the desk. */
  readonly passwords: Passwords;
  readonly totp: SecondFactor;
  readonly proofs: Proofs;
  readonly mails: SignInMails;
  readonly owners: OwnerNotices;
}
