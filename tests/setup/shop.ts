/** The real application on a real database, spoken to by supertest as the edge speaks to it. */
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Assets } from '../../server/assets/manifest';
import { createShop, type Shop, type ShopContext } from '../../server/bin/create-shop';
import { originsOf } from '../../server/config/origins';
import { projectPaths } from '../../server/config/paths';
import { hostsOf } from '../../server/hosts';
import type { MailRoute, OutgoingMail } from '../../server/store/mail/model';
import { createLetterView } from '../../server/web/letter-view';
import { createTestClock, type TestClock } from './clock';
import { createTestDatabase, silent, type TestDatabase } from './database';
import { testKeys } from './keys';
import { lend } from './lend';
import { createVisitor, type Visitor } from './visitor';

export interface TestShop {
  readonly shop: Shop;
  readonly context: ShopContext;
  readonly database: TestDatabase;
  /** Moves the shop's clock; starts at 2026-11-23T03:00:00Z (noon in Seoul). */
  readonly clock: TestClock;
  /** What was sent while somebody waited; a trouble is what the next one meets. */
  readonly mailbox: { readonly sent: (OutgoingMail & { readonly route: MailRoute })[]; readonly troubles: string[] };
  visitor(): Visitor;
  /** @throws when it does not close, or something still uses its database, which is dropped all the same */
  close(): Promise<void>;
}

/** Any asset name is known: pages are tested without a build. */
function looseAssets(directory: string): Assets {
  mkdirSync(directory);
  writeFileSync(path.join(directory, 'main.0a1b2c3d4e.css'), 'body{}');
  return { url: (name) => `/assets/${path.basename(name)}`, directory };
}

function subdirectory(directory: string, name: string): string {
  const made = path.join(directory, name);
  mkdirSync(made);
  return made;
}

/** Whole files of tests order from one address: how much may is told where that is tested. */
const MANY = { perPerson: 1_000, perAddress: 1_000, bottlesPerAddress: 100_000 };

/** Of the shop, and where the machine of it sends mails. */
type Overrides = Partial<ShopContext['config']> & { readonly mailUrl?: string };

export async function createTestShop({ mailUrl, ...overrides }: Overrides = {}): Promise<TestShop> {
  const database = await createTestDatabase();
  const directory = mkdtempSync(path.join(tmpdir(), 'essence-shop-'));
  const clock = createTestClock();
  const domain = { domain: 'essence-aura.localhost', publicHttpsPort: 8443 };
  const mailbox: TestShop['mailbox'] = { sent: [], troubles: [] };
  const context: ShopContext = {
    config: {
      mode: 'development',
      hosts: hostsOf(domain.domain),
      origins: originsOf(domain),
      payments: ['test', 'bank'],
      ownerEmail: 'owner@essence-aura.localhost',
      release: 'test',
      unpaidLimits: { bank: MANY, card: MANY, bottlesPerAddress: MANY.bottlesPerAddress, letters: [] },
      ...overrides,
    },
    pool: database.pool,
    databaseUrl: database.url,
    clock,
    logger: silent,
    keys: testKeys(),
    assets: looseAssets(path.join(directory, 'assets')),
    picturesDirectory: subdirectory(directory, 'pictures'),
    viewsDirectory: projectPaths().views,
    letterView: createLetterView(projectPaths().views),
    dataDir: subdirectory(directory, 'data'),
    mailerThrough: (route) => ({
      send(mail) {
        const trouble = mailbox.troubles.shift();
        if (trouble !== undefined) return Promise.reject(new Error(trouble));
        mailbox.sent.push({ ...mail, route });
        return Promise.resolve();
      },
    }),
    mailUrl: mailUrl ?? 'smtp://shop:machine@mail.example.com:587',
  };
  const shop = createShop(context);
  return {
    shop,
    context,
    database,
    clock,
    mailbox,
    visitor: () => createVisitor(shop),
    close: async () => {
      try {
        await shop.close();
      } catch (error) {
        // It is the first fault: that the database is still in use may follow from it.
        await database.drop();
        throw error;
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
      await database.dropUnused();
    },
  };
}

export interface ShopOptions {
  readonly each?: boolean;
  readonly config?: Partial<ShopContext['config']>;
}

export const withShop = ({ each, config }: ShopOptions = {}): TestShop =>
  lend({ each, open: () => createTestShop(config), close: (shop) => shop.close() });

export const withVisitor = (shop: TestShop): Visitor => lend({ each: true, on: shop, open: () => shop.visitor() });

export async function inAnotherShop(work: (shop: TestShop) => Promise<void>, config: Overrides = {}): Promise<void> {
  const shop = await createTestShop(config);
  try {
    await work(shop);
  } finally {
    await shop.close();
  }
}
