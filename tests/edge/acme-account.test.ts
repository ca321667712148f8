/** What may happen to the account at a real CA (Pebble), and to what is kept of it here. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as acme from 'acme-client';
import { withAcmeTransport } from '../../server/certificates/acme-transport';
import { createClockCheck } from '../../server/certificates/clock-check';
import { systemClock } from '../../server/process/clock';
import { startPebble, type Pebble } from '../setup/pebble';
import { createAcmeShop, type AcmeShop } from './support/acme-shop';
import { closeAll, closeLater, until } from './support/edge';

afterEach(closeAll);

interface Ca {
  readonly shop: AcmeShop;
  readonly pebble: Pebble;
  readonly keyFile: string;
  readonly registrationFile: string;
}

async function order({ shop, pebble }: Pick<Ca, 'shop' | 'pebble'>): Promise<void> {
  const stored = shop.messages('certificate stored').length;
  const manager = await shop.start(pebble);
  await until(() => shop.messages('certificate stored').length > stored);
  await manager.stop();
}

async function shopWithAccount(): Promise<Ca> {
  const shop = await createAcmeShop();
  const pebble = await startPebble({
    httpPort: shop.httpPort,
    env: { PEBBLE_WFE_NONCEREJECT: '0', PEBBLE_AUTHZREUSE: '0' },
  });
  closeLater(() => pebble.stop());
  await order({ shop, pebble });
  const [folder] = await readdir(shop.store.paths.acme);
  const inFolder = (name: string): string => path.join(shop.store.paths.acme, folder!, name);
  return { shop, pebble, keyFile: inFolder('account.pem'), registrationFile: inFolder('account.json') };
}

/** The store is lost, so that another is needed at once. */
async function orderAgain(ca: Ca): Promise<void> {
  await rm(ca.shop.store.paths.bundles, { recursive: true });
  await rm(ca.shop.store.paths.current);
  await ca.shop.store.prepare(new Date());
  await order(ca);
}

async function accountsAt(pebble: Pebble): Promise<number> {
  return Number([...(await pebble.output()).matchAll(/There are now (\d+) accounts/g)].at(-1)?.[1] ?? 0);
}

interface Registration {
  readonly url: string;
  readonly thumbprint?: string;
}

const registrationOf = async (ca: Ca): Promise<Registration> =>
  JSON.parse(await readFile(ca.registrationFile, 'utf8')) as Registration;

/** As the owner of the account may do with another program. */
async function asAccount<T>(ca: Ca, act: (client: acme.Client) => Promise<T>): Promise<T> {
  const [accountKey, { url }] = [await readFile(ca.keyFile, 'utf8'), await registrationOf(ca)];
  const { directoryUrl, caFile } = ca.pebble;
  const { signal } = new AbortController();
  const options = { caFile, clock: systemClock, clockCheck: createClockCheck(systemClock), signal };
  return withAcmeTransport(options, () => act(new acme.Client({ directoryUrl, accountKey, accountUrl: url })));
}

const sentences = ({ shop }: Ca): unknown[] =>
  shop.lines.map(({ msg }) => msg).filter((msg) => String(msg).startsWith('the key of the account at the CA'));

async function expectNewAccount(ca: Ca, before: Registration): Promise<void> {
  const now = await registrationOf(ca);
  expect(now.url).not.toBe(before.url);
  expect(now.thumbprint).not.toBe(before.thumbprint);
  expect(await accountsAt(ca.pebble)).toBe(2);
  expect(existsSync(path.join(path.dirname(ca.keyFile), 'account.replaced.pem'))).toBe(false);
}

describe('the account at the CA', () => {
  test('that was deactivated there gets a new key and is made anew, once, and that is said', async () => {
    const ca = await shopWithAccount();
    const before = await registrationOf(ca);
    await asAccount(ca, (client) => client.updateAccount({ status: 'deactivated' }));
    await orderAgain(ca);
    await expectNewAccount(ca, before);
    expect(sentences(ca)).toHaveLength(1);
    expect((await ca.shop.status())?.accountReplaced?.reason).toMatch(/the CA answered 4\d\d|deactivated/);
    await orderAgain(ca);
    expect(await accountsAt(ca.pebble)).toBe(2);
  });

  test('whose key was rolled over elsewhere, and not here, is made anew with the key that is here', async () => {
    const ca = await shopWithAccount();
    const before = await registrationOf(ca);
    await asAccount(ca, async (client) => client.updateAccountKey(await acme.crypto.createPrivateEcdsaKey()));
    await orderAgain(ca);
    expect((await registrationOf(ca)).url).not.toBe(before.url);
  });

  test('whose key was rolled over there and put here is the same account', async () => {
    const ca = await shopWithAccount();
    const before = await registrationOf(ca);
    const key = await acme.crypto.createPrivateEcdsaKey();
    await asAccount(ca, (client) => client.updateAccountKey(key));
    await writeFile(ca.keyFile, key);
    await orderAgain(ca);
    const now = await registrationOf(ca);
    expect(now.url).toBe(before.url);
    expect(now.thumbprint).not.toBe(before.thumbprint);
    expect(await accountsAt(ca.pebble)).toBe(1);
  });

  test.each<[string, (keyFile: string) => Promise<unknown>, number]>([
    ['is lost', (keyFile) => rm(keyFile), 0],
    ['is empty', (keyFile) => writeFile(keyFile, ''), 1],
    ['is garbage', (keyFile) => writeFile(keyFile, 'garbage'), 1],
    [
      'can’t be read',
      async (keyFile) => {
        // No file is unreadable for root; a directory is.
        if (process.getuid?.() !== 0) return chmod(keyFile, 0o000);
        await rm(keyFile);
        await mkdir(keyFile);
      },
      1,
    ],
  ])('whose key %s is made anew, and the owner reads a sentence', async (_what, damage, said) => {
    const ca = await shopWithAccount();
    const before = await registrationOf(ca);
    await damage(ca.keyFile);
    await orderAgain(ca);
    await expectNewAccount(ca, before);
    expect(sentences(ca)).toHaveLength(said);
    if (said > 0) expect((await ca.shop.status())?.accountReplaced?.reason).toContain(ca.keyFile);
  });

  test('that was noted before there were thumbprints goes on', async () => {
    const ca = await shopWithAccount();
    const { url } = await registrationOf(ca);
    const noted = JSON.stringify({ url, email: null });
    await writeFile(ca.registrationFile, noted);
    await orderAgain(ca);
    expect(await readFile(ca.registrationFile, 'utf8')).toBe(noted);
    expect(await accountsAt(ca.pebble)).toBe(1);
  });
});
