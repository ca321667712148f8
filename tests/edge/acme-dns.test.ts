/** Names proven by DNS: a real CA asks a real name server, which has the records later than the other one. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDns01 } from '../../server/certificates/dns-01';
import { hostsOf } from '../../server/hosts';
import { systemClock } from '../../server/process/clock';
import { startPebble, type Pebble } from '../setup/pebble';
import { configOf, createAcmeShop, firstFailureOf, SHOP } from './support/acme-shop';
import { closeAll, createLogCapture, newDirectory, until } from './support/edge';
import { startShopZone, type ShopZone } from './support/hosted-zone';

jest.setTimeout(120_000);

const NAMES = hostsOf(SHOP).all.map(({ name }) => name);
const CHALLENGES = NAMES.map((name) => `_acme-challenge.${name}`).sort();
const LEFT_OVER = { name: `_acme-challenge.www.${SHOP}`, type: 'TXT', ttl: 300, values: ['"of a killed run"'] };
const OTHER = { name: `_dmarc.${SHOP}`, type: 'TXT', ttl: 300, values: ['"v=DMARC1; p=none"'] };

let zone: ShopZone;
let pebble: Pebble;

/** @param dnsServer whom the CA asks: the secondary, which lags */
async function startWorld(dnsServer?: string): Promise<void> {
  zone = await startShopZone(SHOP);
  // Nobody answers at its port for http-01.
  pebble = await startPebble({ httpPort: 1, dnsServer: dnsServer ?? zone.knot.secondary });
}
afterEach(async () => {
  await pebble.stop();
  await closeAll();
});

const acme = (dnsCredentialsFile: string) =>
  ({ directoryUrl: pebble.directoryUrl, caFile: pebble.caFile, challenge: 'dns-01', dnsCredentialsFile }) as const;
/** Its addresses for an order, and for the word that a challenge is ready. */
const wasAsked = async (what: 'order-plz' | 'chalZ'): Promise<boolean> =>
  (await pebble.output()).includes(`POST /${what}`);

describe('a certificate by DNS', () => {
  test('the CA is told when the last name server has the records, which are gone afterwards', async () => {
    await startWorld();
    await zone.knot.records.change([], [LEFT_OVER, OTHER]);
    const shop = await createAcmeShop();
    const manager = await shop.start({ ...acme(await zone.leaveCredentials(shop.dataDir)), dns: zone.places });
    const waiting = 'waiting until every name server shows the records of the proof';
    await until(() => shop.messages(waiting).length > 0);
    expect(await zone.txtNames()).toEqual([...CHALLENGES, OTHER.name].sort());
    const [told] = shop.messages(waiting);
    expect(told?.['servers']).toEqual([
      { name: `ns1.${SHOP}`, address: '127.0.0.1' },
      { name: `ns2.${SHOP}`, address: '127.0.0.2' },
      { name: `ns2.${SHOP}`, address: '::1' },
    ]);
    // Several looks at both.
    await sleep(3_000);
    expect(await wasAsked('order-plz')).toBe(true);
    expect(await wasAsked('chalZ')).toBe(false);
    expect(await shop.hasCertificate()).toBe(false);

    await zone.knot.catchUp();
    await until(() => shop.hasCertificate());
    await manager.stop();
    expect([...((await shop.status())?.certificate?.names ?? [])].sort()).toEqual([...NAMES].sort());
    expect(await zone.txtNames()).toEqual([OTHER.name]);
    expect(shop.messages('removed the records of an order that was cut short')).toMatchObject([
      { removed: [LEFT_OVER.name] },
    ]);
    const written = CHALLENGES.flatMap((name) => [`DELETE TXT ${name}`, `UPSERT TXT ${name}`]);
    expect([...zone.changes].sort()).toEqual([`DELETE TXT ${LEFT_OVER.name}`, ...written].sort());
    expect(zone.refused).toEqual([]);
  });

  test('a process that is stopped in the middle leaves no record, and the next one goes on with the order', async () => {
    await startWorld();
    const shop = await createAcmeShop();
    const settings = { ...acme(await zone.leaveCredentials(shop.dataDir)), dns: zone.places };
    const first = await shop.start(settings);
    await until(async () => (await zone.txtNames()).length === NAMES.length);
    await first.stop();
    expect(await zone.txtNames()).toEqual([]);
    expect((await shop.status())?.attempts).toMatchObject([{ outcome: 'interrupted' }]);

    const second = await shop.start(settings);
    await until(async () => (await zone.txtNames()).length === NAMES.length);
    await zone.knot.catchUp();
    await until(() => shop.hasCertificate());
    await second.stop();
    expect(shop.messages('going on with the order that was begun before')).toHaveLength(1);
  });
});

describe('a proof by DNS that fails', () => {
  async function failureWith(leave: (directory: string) => Promise<string>): Promise<string> {
    await startWorld();
    const directory = await newDirectory();
    const config = configOf(directory, 1, acme(await leave(directory)));
    const failure = await firstFailureOf(config, zone.places);
    const waitMs = new Date(failure['nextAttemptAt'] as string).getTime() - Date.now();
    expect(waitMs).toBeGreaterThan(30_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    // It was no order, so that none is rehearsed.
    expect(failure).toMatchObject({ directory: 'production', nextDirectory: 'production' });
    return String(failure['reason']);
  }

  test.each<[string, (directory: string) => Promise<string>, RegExp]>([
    [
      'are missing',
      (directory) => Promise.resolve(`${directory}/none.json`),
      /none\.json are not there yet: systemctl/,
    ],
    [
      'have ended',
      (directory) => zone.leaveCredentials(directory, { expiration: new Date('2026-01-01') }),
      /route53\.json ended at 2026-01-01T00:00:00\.000Z: systemctl status essence-aura-dns-credentials/,
    ],
    [
      'can be read by everybody',
      (directory) => zone.leaveCredentials(directory, { mode: 0o444 }),
      /route53\.json are too open \(mode 0444\): chmod 0440/,
    ],
    [
      'are not those of the key',
      (directory) => zone.leaveCredentials(directory, { secretAccessKey: 'another' }),
      /^Route 53 refused to remove the records of a proof: SignatureDoesNotMatch: /,
    ],
    [
      'have ended at AWS',
      (directory) => {
        const expiration = new Date(Date.now() + 3_600_000);
        return zone.leaveCredentials(directory, { key: zone.key(-1_000), expiration });
      },
      /^Route 53 refused to remove the records of a proof: ExpiredToken: /,
    ],
  ])('because the credentials %s says so, and asks the CA for nothing', async (_what, leave, reason) => {
    expect(await failureWith(leave)).toMatch(reason);
    expect(await wasAsked('order-plz')).toBe(false);
    expect(zone.changes).toEqual([]);
  });

  test('because the CA finds no records gives its words, and is rehearsed like any other', async () => {
    await startWorld('127.0.0.1:1');
    const directory = await newDirectory();
    const config = configOf(directory, 1, acme(await zone.leaveCredentials(directory)));
    void until(async () => (await zone.txtNames()).length > 0).then(() => zone.knot.catchUp());
    const failure = await firstFailureOf(config, zone.places);
    expect(failure['reason']).toMatch(/the CA refused .*essence-aura\.test: /);
    const status = JSON.parse(await readFile(`${directory}/certificates/status.json`, 'utf8')) as object;
    expect(status).toMatchObject({ attempts: [{ outcome: 'failed', ordered: true, reached: true }] });
    expect(await zone.txtNames()).toEqual([]);
  });
});

describe('whether the world is sent to the hosted zone', () => {
  test.each([
    ['a resolver that knows the zone', () => zone.places.resolver, true],
    ["a resolver that can't be asked", () => '127.0.0.1:1', null],
  ])('%s', async (_what, resolver, reached) => {
    await startWorld();
    const directory = await newDirectory();
    const { logger } = createLogCapture();
    const credentialsFile = await zone.leaveCredentials(directory);
    const dns = { ...zone.places, resolver: resolver() };
    const solver = createDns01({ names: NAMES, credentialsFile, dns, clock: systemClock, logger });
    expect(await solver.lookForNames(new AbortController().signal)).toMatchObject({ reached });
    const blind = createDns01({ names: NAMES, credentialsFile: '/none', dns, clock: systemClock, logger });
    expect(await blind.lookForNames(new AbortController().signal)).toEqual({ reached: null, slowDns: false });
  });
});
