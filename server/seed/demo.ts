/** What a fresh machine gets besides the catalogue: a seller, a bank account, and somebody to sign in as. Never in production. */
import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Pool } from '../db/pool';
import type { PictureStore } from '../pictures/store';
import { systemClock } from '../process/clock';
import { readOrNull } from '../process/read-file';
import { createAccounts } from '../store/accounts/service';
import { createSettings } from '../store/settings/service';
import { houses, notes } from './catalogue';
import { isSeeded } from './queries';
import { seedCatalogue } from './seed-catalogue';

export interface DemoSignIn {
  readonly email: string;
  readonly password: string;
}

const DEMO_SETTINGS: Readonly<Record<string, string>> = {
  'seller.company': '에센스 아우라',
  'seller.owner': '한서진',
  'seller.address': '서울특별시 종로구 북촌로 00길 12, 1층',
  'seller.phone': '02-000-0000',
  'seller.email': 'hello@essence-aura.localhost',
  'seller.businessNumber': '000-00-00000',
  'seller.mailOrderNumber': '제0000-서울종로-0000호',
  'bank.bank': '한빛은행',
  'bank.account': '000-0000-0000-00',
  'bank.holder': '한서진(에센스 아우라)',
  'bank.protectionName': '한빛은행 에스크로',
  'bank.protectionUrl': 'https://escrow.example.com/essence-aura',
};

async function seedSettings(pool: Pool): Promise<void> {
  await createSettings(pool).change(DEMO_SETTINGS);
}

/** Letters and digits that can't be taken for one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Made once a data directory and kept there: no two machines share a password, and a restart shows the same one. */
export async function demoSignIn(dataDir: string): Promise<DemoSignIn> {
  const email = 'shopper@essence-aura.localhost';
  const file = path.join(dataDir, 'demo-password');
  const kept = await readOrNull(file);
  if (kept !== null) return { email, password: kept.trim() };
  const password = Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
  return { email, password };
}

/** Registering mails nobody. */
const NOBODY_TO_TELL = { blocked: () => Promise.resolve(), warning: () => Promise.resolve() };
const HERE = { asker: 'seed', address: '', browser: '' };

const accountsOf = (pool: Pool) => createAccounts({ pool, clock: systemClock, mails: NOBODY_TO_TELL });

/** Not once somebody has changed its password or erased the account. */
export async function fitsStill(pool: Pool, signIn: DemoSignIn): Promise<boolean> {
  const entered = await accountsOf(pool).signIn({ ...signIn, guestCartId: null, from: HERE });
  return entered !== null && entered !== 'blocked';
}

/** An account of that address that is there already stays as it is. */
async function seedShopper(pool: Pool, { email, password }: DemoSignIn): Promise<void> {
  await accountsOf(pool).register({ email, name: '한서진', password, locale: 'ko', guestCartId: null, from: HERE });
}

/** The catalogue last: its mark says that all is in, so a start cut off half-way does it again. @returns if any was written */
export async function seedDemo(pool: Pool, store: PictureStore, signIn: DemoSignIn, now: Date): Promise<boolean> {
  if (!(await isSeeded(pool))) {
    await seedSettings(pool);
    await seedShopper(pool, signIn);
  }
  return seedCatalogue(pool, store, { houses, notes }, now);
}
