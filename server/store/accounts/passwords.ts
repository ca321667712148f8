/** scrypt hashes, `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`. They carry their cost: older ones are renewed at a sign-in. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { createConcurrencyLimit } from '../../process/concurrency-limit';
import { AppError } from '../../process/errors';
import { isBrowser } from '../sign-ins/model';

export interface ScryptCost {
  /** Base-2 logarithm of N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's first choice for scrypt: N = 2^17, r = 8, p = 1. 128 MiB and about half a second of one core. */
const COST: ScryptCost = { ln: 17, r: 8, p: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Each takes 128 MiB and a core, of which a worker has one. Twenty in line wait about ten seconds; more is a flood. */
const AT_ONCE = 1;
const IN_LINE = 20;
/** Whoever signs in needs one place; three let a family or an office behind one address in. */
const EACH_IN_LINE = 3;
const FULL_RETRY_SECONDS = 15;

/** A hash that fits no password, so that an unknown e-mail costs the same work as a known one. */
const NOBODY = 'AAAAAAAAAAAAAAAAAAAAAA';

export type Passwords = ReturnType<typeof createPasswords>;

interface StoredHash {
  readonly cost: ScryptCost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

export function createPasswords(cost: ScryptCost = COST) {
  const limit = createConcurrencyLimit({
    running: AT_ONCE,
    waiting: IN_LINE,
    each: EACH_IN_LINE,
    isKnown: isBrowser,
    full: () => new AppError('too-many-requests', { retryAfterSeconds: FULL_RETRY_SECONDS }),
  });
  const nobody: StoredHash = { cost, salt: Buffer.from(NOBODY, 'base64'), hash: Buffer.alloc(HASH_BYTES) };
  return {
    /** @param asker who waits in line for it: see `Place.asker` of store/sign-ins/model.ts */
    async hash(password: string, asker: string): Promise<string> {
      const salt = randomBytes(SALT_BYTES);
      const hash = await limit.run(asker, () => derive(password, { cost, salt }, HASH_BYTES));
      return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${encode(salt)}$${encode(hash)}`;
    },
    /**
     * @param stored null where there is no account: the same work is done, and nothing fits
     * @returns `outdated` where it was made with another cost than today's: hash the password anew
     */
    async verify(password: string, stored: string | null, asker: string) {
      const expected = stored === null ? nobody : parseHash(stored);
      const given = await limit.run(asker, () => derive(password, expected, expected.hash.length));
      const fits = timingSafeEqual(given, expected.hash) && stored !== null;
      return { fits, outdated: fits && !isSameCost(expected.cost, cost) };
    },
  };
}

const encode = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

const isSameCost = (a: ScryptCost, b: ScryptCost): boolean => a.ln === b.ln && a.r === b.r && a.p === b.p;

/** @throws for a string that this module did not write: a damaged account must be noticed, not locked out quietly */
function parseHash(stored: string): StoredHash {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/.exec(
    stored,
  );
  if (!match) throw new Error('a stored password hash is damaged');
  const [, ln, r, p, salt = '', hash = ''] = match;
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

/** The same letters can be typed as different code points, on a Mac and on Windows: NFC makes them one. */
function derive(password: string, { cost, salt }: Pick<StoredHash, 'cost' | 'salt'>, length: number): Promise<Buffer> {
  const N = 2 ** cost.ln;
  const options = { N, r: cost.r, p: cost.p, maxmem: 2 * 128 * N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
