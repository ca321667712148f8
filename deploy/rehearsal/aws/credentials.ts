/** Access keys: a user's, which stays, and those of a role, each of which is good for a while only. */
import { randomBytes, randomInt } from 'node:crypto';

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  /** The session token without which a role's key is worth nothing; null: a user's. */
  readonly token: string | null;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** Whose it is. */
  readonly owner: string;
}

export interface AccessKeys {
  find(id: string): AccessKey | null;
  /** The key of a user, as an operator has one on her computer. */
  createUser(owner: string): AccessKey;
  createRole(options: RoleOptions): RoleKeys;
}

export interface RoleOptions {
  readonly owner: string;
  readonly lifetimeMs: number;
  /** So long before the last one ends there is another. EC2: five minutes at least. */
  readonly aheadMs: number;
  readonly now?: () => number;
}

export interface RoleKeys {
  readonly owner: string;
  current(): AccessKey;
  /** Every one that was handed out, the first one first. */
  readonly issued: readonly AccessKey[];
}

export function createAccessKeys(): AccessKeys {
  const keys = new Map<string, AccessKey>();
  const keep = (key: AccessKey): AccessKey => {
    keys.set(key.id, key);
    return key;
  };
  return {
    find: (id) => keys.get(id) ?? null,
    createUser: (owner) =>
      keep({ id: newId('AKIA'), secret: newSecret(), token: null, issuedAtMs: 0, expiresAtMs: Infinity, owner }),
    createRole({ owner, lifetimeMs, aheadMs, now = Date.now }) {
      const issued: AccessKey[] = [];
      const issue = (): AccessKey => {
        const issuedAtMs = now();
        // To the second, as it is written where it is handed out.
        const expiresAtMs = Math.floor((issuedAtMs + lifetimeMs) / 1_000) * 1_000;
        const token = randomBytes(192).toString('base64');
        const key = keep({ id: newId('ASIA'), secret: newSecret(), token, issuedAtMs, expiresAtMs, owner });
        issued.push(key);
        return key;
      };
      return {
        owner,
        issued,
        current() {
          const last = issued.at(-1);
          return last && last.expiresAtMs - now() > aheadMs ? last : issue();
        },
      };
    },
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const newId = (prefix: 'AKIA' | 'ASIA'): string =>
  prefix + Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** Of 40 characters, with the slash and the plus that have broken many a script. */
const newSecret = (): string => randomBytes(28).toString('base64').slice(0, 36) + '/+/+';
