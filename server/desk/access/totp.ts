/** The second factor: six digits of an authenticator app (RFC 6238), whose secret lies sealed in the database. */
import { Secret, TOTP } from 'otpauth';
import type { Executor } from '../../db/pool';
import type { Keys } from '../../process/keys';
import { openSealed, resealAll, seal, type Resealed, type Sealed } from '../../process/seal';
import { replaceSealedSecret, selectSealedSecrets } from './queries';

const ISSUER = 'Essence Aura';
const PERIOD_SECONDS = 30;
/** RFC 4226 asks for 128 bits and recommends 160. */
const SECRET_BYTES = 20;
/** Steps before and after the present one: clocks of phones are off, and typing takes time. */
const WINDOW = 1;

export interface SecondFactor {
  /** A new secret, in base32. */
  make(): string;
  seal(secret: string): Buffer;
  /** @returns null for what was sealed under a key that is gone: no code can be checked against it any more */
  open(sealed: Buffer): string | null;
  uri(secret: string, email: string): string;
  /** @param typed with or without spaces @returns the time step that the code is of; null when it is of none near `now` */
  stepOf(sealed: Buffer, typed: string, now: Date): number | null;
}

export function createSecondFactor(keys: Pick<Keys, 'seals'>): SecondFactor {
  const totpOf = (secret: string, label = ''): TOTP =>
    new TOTP({
      issuer: ISSUER,
      label,
      secret: Secret.fromBase32(secret),
      algorithm: 'SHA1',
      digits: 6,
      period: PERIOD_SECONDS,
    });
  function open(sealed: Buffer): string | null {
    try {
      return openSealed(keys, sealed, 'totp');
    } catch {
      return null;
    }
  }
  return {
    make: () => new Secret({ size: SECRET_BYTES }).base32,
    seal: (secret) => seal(keys, secret, 'totp'),
    open,
    uri: (secret, email) => totpOf(secret, email).toString(),
    stepOf(sealed, typed, now) {
      const code = typed.replace(/\s/g, '');
      const secret = /^\d{6}$/.test(code) ? open(sealed) : null;
      if (secret === null) return null;
      const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: WINDOW });
      return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta;
    },
  };
}

export async function sealedSecondFactors(db: Executor): Promise<Sealed[]> {
  return (await selectSealedSecrets(db)).map(({ sealed }) => ({ sealed, purpose: 'totp' }));
}

export async function resealSecondFactors(db: Executor, keys: Pick<Keys, 'seals'>): Promise<Resealed> {
  const secrets = await selectSealedSecrets(db);
  return resealAll(secrets, { keys, purpose: 'totp' }, (secret, anew) => replaceSealedSecret(db, secret, anew));
}
