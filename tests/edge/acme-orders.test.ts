/** Orders at a CA that does what Pebble can't be told to do. */
import { X509Certificate } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { certificateIdOf } from '../../server/certificates/renewal-info';
import { startFakeAcme, type Behaviour, type FakeAcme } from './support/acme-server';
import { createAcmeShop, SHOP, type AcmeShop } from './support/acme-shop';
import { closeAll, createTestAuthority, until } from './support/edge';
import { orderUntil, shopWithCa } from './support/fake-orders';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const BUSY = { status: 503, type: 'serverInternal', detail: 'busy' };

afterEach(closeAll);

const pathsOf = (ca: FakeAcme, kind: string): readonly { path: string; at: number }[] =>
  ca.requests.filter((request) => request.path.startsWith(`/${kind}/`));

describe('a finalization that takes its time', () => {
  test('is waited for as the CA asks, and told only once', async () => {
    const { shop, ca } = await shopWithCa({ processing: { times: 3, retryAfter: '1' } });
    await orderUntil(shop, ca, () => shop.hasCertificate());
    expect(pathsOf(ca, 'finalize')).toHaveLength(1);
    const asked = [...pathsOf(ca, 'finalize'), ...pathsOf(ca, 'order').slice(1)].map(({ at }) => at);
    expect(asked).toHaveLength(4);
    const pauses = asked.slice(1).map((at, i) => at - asked[i]!);
    // A timer may be a little early by the other side's clock.
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(950);
  });

  test('and comes to nothing is a failure with the CA’s reason, not a second finalization', async () => {
    const { shop, ca } = await shopWithCa({ processing: { times: 1 }, giveUp: 'CAA record prevents issuance' });
    await orderUntil(shop, ca, () => shop.messages('no new certificate').length > 0);
    expect(shop.messages('no new certificate')[0]).toMatchObject({
      reason: 'the CA gave the order up: CAA record prevents issuance',
      directory: 'production',
      attempt: 1,
    });
    expect((await shop.status())?.reason).toBe('the CA gave the order up: CAA record prevents issuance');
    expect(pathsOf(ca, 'finalize').length).toBeLessThanOrEqual(ca.orders.length);
  });

  test('and outlasts the process is gone on with after a restart: one order, one certificate', async () => {
    const { shop, ca } = await shopWithCa({ processing: { times: 1_000_000, retryAfter: '60' } });
    await orderUntil(shop, ca, () => pathsOf(ca, 'finalize').length === 1);
    expect((await shop.status())?.attempts).toMatchObject([{ outcome: 'interrupted' }]);
    ca.behaviour.processing = { times: 0 };
    await orderUntil(shop, ca, () => shop.hasCertificate());
    expect(ca.orders).toHaveLength(1);
    expect(pathsOf(ca, 'finalize')).toHaveLength(1);
    const [account] = await readdir(shop.store.paths.acme);
    expect(await readdir(path.join(shop.store.paths.acme, account!))).not.toContain('order.json');
  });
});

describe('an order that fails at a CA with a staging directory', () => {
  async function twoDirectories(shop: AcmeShop, refuseNames: string | null): Promise<FakeAcme & { staging: FakeAcme }> {
    const authority = await createTestAuthority();
    const now = (): Date => shop.clock.now();
    const production = await startFakeAcme(shop.dataDir, { now, refuseNames: 'no route to host' }, authority);
    const staging = await startFakeAcme(shop.dataDir, { now, refuseNames }, authority);
    return { ...production, staging };
  }

  test('is rehearsed there until that passes; production is asked at once, and only its certificate is stored', async () => {
    const shop = await createAcmeShop();
    const ca = await twoDirectories(shop, 'still no route to host');
    await orderUntil(shop, ca, () => ca.staging.orders.length === 2);
    expect(ca.orders).toHaveLength(1);
    const between = await shop.status();
    expect(between).toMatchObject({ stagingDirectoryUrl: ca.staging.directoryUrl, nextDirectory: 'staging' });
    expect(between?.attempts.slice(0, 2)).toMatchObject([
      { directory: 'production', outcome: 'failed', reason: expect.stringContaining(': no route to host') },
      { directory: 'staging', outcome: 'failed', reason: expect.stringContaining('still no route to host') },
    ]);

    ca.behaviour.refuseNames = null;
    ca.staging.behaviour.refuseNames = null;
    await orderUntil(shop, ca, () => shop.hasCertificate());
    const after = await shop.status();
    expect(after?.certificate?.origin).toBe(`acme ${ca.directoryUrl}`);
    expect(after?.attempts.slice(-2)).toMatchObject([
      { directory: 'staging', outcome: 'passed' },
      { directory: 'production', outcome: 'passed' },
    ]);
    expect(ca.orders).toHaveLength(2);
    expect(await readdir(shop.store.paths.bundles)).toHaveLength(1);
    // An account at each, never the one's at the other.
    expect(await readdir(shop.store.paths.acme)).toHaveLength(2);
  });

  test('a staging certificate never replaces one that is in use', async () => {
    const shop = await createAcmeShop();
    const ca = await twoDirectories(shop, null);
    await orderUntil(shop, ca, () => ca.orders.length === 3);
    expect(ca.staging.orders.length).toBeGreaterThanOrEqual(2);
    expect(await shop.store.load(shop.clock.now())).toBeNull();
  });
});

describe('renewal information', () => {
  const windowFrom = (start: Date, days = 2): unknown => ({
    suggestedWindow: { start: start.toISOString(), end: new Date(start.getTime() + days * DAY_MS).toISOString() },
    explanationURL: 'https://ca.test/why',
  });

  test('decides when a certificate is renewed, names it in the new order, and is remembered over a restart', async () => {
    const start = new Date(Date.now() + 2 * DAY_MS);
    const { shop, ca } = await shopWithCa({
      lifetimeDays: 6,
      renewalInfo: { body: windowFrom(start), retryAfter: '21600' },
    });
    await orderUntil(shop, ca, async () => (await shop.status())?.renewalInfo != null);
    const first = await shop.status();
    // The middle, with a source of chance that always says one half.
    const drawn = new Date(start.getTime() + DAY_MS);
    expect(first).toMatchObject({
      renewal: { by: 'renewal-info', dueAt: drawn },
      renewalInfo: { renewAt: drawn, explanationUrl: 'https://ca.test/why', problem: null },
    });
    const askedFor = first!.renewalInfo!.askAgainAt.getTime() - shop.clock.now().getTime();
    expect(askedFor).toBeGreaterThan(5.9 * HOUR_MS);
    expect(askedFor).toBeLessThanOrEqual(6 * HOUR_MS);
    const used = (await shop.store.load(new Date()))!.bundle;
    const id = certificateIdOf(used.chain)!;
    expect(pathsOf(ca, 'renewal-info').map((request) => request.path)).toEqual([`/renewal-info/${id}`]);

    // Not asked again before its time, nor drawn again.
    const restarted = await shop.start(ca);
    await until(() => shop.messages('the CA said when to renew').length >= 1);
    await restarted.stop();
    expect(pathsOf(ca, 'renewal-info')).toHaveLength(1);

    shop.runUntil(new Date(drawn.getTime() + HOUR_MS));
    await orderUntil(shop, ca, () => ca.orders.length === 2);
    expect(ca.orders.map(({ replaces }) => replaces)).toEqual([undefined, id]);
    const renewedAt = (await shop.status())!.attempts.at(-1)!.startedAt.getTime();
    expect(renewedAt).toBeGreaterThanOrEqual(drawn.getTime());
    expect(renewedAt).toBeLessThan(drawn.getTime() + HOUR_MS);
  });

  test('with a window that is past renews at once, and says where the CA explains itself', async () => {
    const { shop, ca } = await shopWithCa({
      renewalInfo: { body: windowFrom(new Date(Date.now() - 10 * DAY_MS)) },
    });
    await orderUntil(shop, ca, () => ca.orders.length === 2);
    expect(JSON.stringify(shop.messages('a new certificate is needed').at(-1))).toContain('see https://ca.test/why');
  });

  test('a predecessor that was replaced already does not keep the new one from being ordered', async () => {
    const start = new Date(Date.now() + 2 * DAY_MS);
    const { shop, ca } = await shopWithCa({
      lifetimeDays: 6,
      renewalInfo: { body: windowFrom(start) },
      refuseOrder: ({ replaces }) =>
        replaces === undefined ? null : { status: 409, type: 'alreadyReplaced', detail: 'it was replaced already' },
    });
    shop.runUntil(new Date(start.getTime() + 2 * DAY_MS));
    await orderUntil(shop, ca, () => shop.messages('certificate stored').length === 2);
    expect(ca.orders.slice(0, 3).map(({ replaces }) => replaces !== undefined)).toEqual([false, true, false]);
    expect((await shop.status())?.attempts.every(({ outcome }) => outcome === 'passed')).toBe(true);
  });

  test.each<[string, Behaviour['renewalInfo'], RegExp, number]>([
    ['an outage', { ...BUSY, headers: { 'retry-after': '7200' } }, /503.*busy/, 2],
    [
      'a window that ends at its start',
      { body: windowFrom(new Date(), 0) },
      /its end must come after its start/,
      5 / 60,
    ],
    ['nonsense', { body: 'not JSON' }, /is not JSON/, 5 / 60],
    ['a refusal', { status: 404, type: 'malformed', detail: 'unknown certificate' }, /404.*unknown certificate/, 6],
  ])(
    'that is %s leaves two thirds of the lifetime, is told, and is asked for again',
    async (_what, renewalInfo, reason, hours) => {
      const { shop, ca } = await shopWithCa({ renewalInfo });
      await orderUntil(shop, ca, async () => (await shop.status())?.renewalInfo != null);
      const status = (await shop.status())!;
      expect(status.renewal?.by).toBe('lifetime');
      expect(status.renewalInfo?.problem).toMatch(reason);
      expect(shop.messages('the CA did not say when to renew')).toHaveLength(1);
      const waitMs = status.renewalInfo!.askAgainAt.getTime() - shop.clock.now().getTime();
      expect(waitMs).toBeGreaterThan((hours - 0.05) * HOUR_MS);
      expect(waitMs).toBeLessThanOrEqual(hours * HOUR_MS);
    },
  );

  test.each([
    ['1', 5 / 60],
    ['604800', 24],
  ])('is not asked for more often, nor less, than is sensible: Retry-After %s', async (retryAfter, hours) => {
    const body = windowFrom(new Date(Date.now() + 20 * DAY_MS));
    const { shop, ca } = await shopWithCa({ renewalInfo: { body, retryAfter } });
    await orderUntil(shop, ca, async () => (await shop.status())?.renewalInfo != null);
    const waitMs = (await shop.status())!.renewalInfo!.askAgainAt.getTime() - shop.clock.now().getTime();
    expect(Math.abs(waitMs - hours * HOUR_MS)).toBeLessThan(0.04 * HOUR_MS);
  });

  test('keeps what was said when the CA can no longer be asked, and draws anew only when it moves the window', async () => {
    const start = new Date(Date.now() + 20 * DAY_MS);
    const { shop, ca } = await shopWithCa({ renewalInfo: { body: windowFrom(start) } });
    await orderUntil(shop, ca, async () => (await shop.status())?.renewalInfo != null);
    const drawn = (await shop.status())!.renewalInfo!.renewAt;
    ca.behaviour.renewalInfo = { status: 500, type: 'serverInternal', detail: 'down' };
    shop.clock.advanceMs(7 * HOUR_MS);
    await orderUntil(shop, ca, async () => (await shop.status())?.renewalInfo?.problem != null);
    expect((await shop.status())!.renewalInfo).toMatchObject({ renewAt: drawn, failures: 1 });
    const moved = new Date(start.getTime() + 3 * DAY_MS);
    ca.behaviour.renewalInfo = { body: windowFrom(moved) };
    shop.clock.advanceMs(7 * HOUR_MS);
    await orderUntil(shop, ca, async () => (await shop.status())?.renewalInfo?.problem === null);
    expect((await shop.status())!.renewalInfo?.renewAt).toEqual(new Date(moved.getTime() + DAY_MS));
  });

  test('a CA that does not offer it is not asked for it, and told nothing of a predecessor', async () => {
    const { shop, ca } = await shopWithCa({ lifetimeDays: 6 });
    shop.runUntil(new Date(Date.now() + 5 * DAY_MS));
    await orderUntil(shop, ca, () => ca.orders.length === 2);
    expect(pathsOf(ca, 'renewal-info')).toEqual([]);
    expect(ca.orders[1]).not.toHaveProperty('replaces');
  });
});

describe('a clock that is an hour off', () => {
  test.each([
    ['ahead', -HOUR_MS, 60],
    ['behind', HOUR_MS, -60],
  ])('%s is said so, with the CA’s for comparison, and stops nothing', async (_word, clockOffsetMs, minutes) => {
    // As Let's Encrypt does not: a certificate that begins now, by the CA's clock.
    const { shop, ca } = await shopWithCa({ clockOffsetMs, notBeforeOffsetMs: clockOffsetMs });
    await orderUntil(shop, ca, () => shop.isContent());
    const status = (await shop.status())!;
    expect(status.clock?.comparedWith).toBe('127.0.0.1');
    expect(Math.abs(status.clock!.aheadSeconds / 60 - minutes)).toBeLessThan(1);
    const words = minutes > 0 ? /clock is 60 min ahead of/ : /clock is 60 min behind/;
    expect(status.problems).toContainEqual(expect.stringMatching(words));
    expect(shop.messages('a certificate needs attention').length).toBeGreaterThan(0);
    if (minutes < 0) expect(status.problems).toContainEqual(expect.stringContaining('is not valid before'));
    expect(ca.orders).toHaveLength(1);
    const served = (await shop.store.load(shop.clock.now()))!.bundle;
    expect(new X509Certificate(served.chain).checkHost(SHOP)).toBe(SHOP);
  });

  test('a date that the CA asks to wait for is meant by the CA’s clock', async () => {
    const clockOffsetMs = -HOUR_MS;
    const date = new Date(Date.now() + clockOffsetMs + 2 * HOUR_MS);
    const { shop, ca } = await shopWithCa({
      clockOffsetMs,
      refuseOrder: () => ({ ...BUSY, headers: { 'retry-after': date.toUTCString() } }),
    });
    await orderUntil(shop, ca, () => shop.messages('no new certificate').length > 0);
    const [failure] = shop.messages('no new certificate');
    const waitMs =
      new Date(failure!['nextAttemptAt'] as string).getTime() - new Date(failure!['time'] as number).getTime();
    expect(Math.abs(waitMs - 2 * HOUR_MS)).toBeLessThan(60_000);
  });
});

describe('a clock that is years off', () => {
  test.each([
    ['ahead', -3650 * DAY_MS, /clock is 3650 days ahead of that of 127\.0\.0\.1: set it, and keep it by NTP\.$/],
    ['behind', 3650 * DAY_MS, /clock is 3650 days behind that of 127\.0\.0\.1: set it, and keep it by NTP\.$/],
  ])('%s orders nothing, says why, and orders once it is right', async (_word, clockOffsetMs, sentence) => {
    const { shop, ca } = await shopWithCa({ clockOffsetMs });
    await orderUntil(shop, ca, () => shop.messages('no new certificate').length >= 2);
    expect(ca.requests.map((request) => request.path)).toEqual(expect.arrayContaining(['/dir']));
    expect(ca.requests.filter((request) => request.path !== '/dir')).toEqual([]);
    const status = (await shop.status())!;
    expect(status.reason).toMatch(/^nothing is ordered\. This machine's clock is /);
    expect(status.reason).toMatch(sentence);
    expect(status.problems).toContainEqual(expect.stringMatching(sentence));
    expect(status.attempts[0]).toMatchObject({ outcome: 'failed', ordered: false });
    ca.behaviour.clockOffsetMs = 0;
    await orderUntil(shop, ca, () => shop.isContent());
    expect(ca.orders).toHaveLength(1);
    expect((await shop.status())?.problems).toEqual([]);
  });
});

describe('a store that loses what was ordered', () => {
  test('asks the CA for no more than four certificates a day', async () => {
    const { shop, ca } = await shopWithCa();
    const manager = await shop.start(ca);
    const firstDay = new Date(shop.clock.now().getTime() + 0.9 * DAY_MS);
    shop.runUntil(firstDay);
    for (let lost = 0; lost < 4; lost += 1) {
      await until(() => shop.messages('certificate stored').length === lost + 1);
      await rm(shop.store.paths.current);
      await rm(shop.store.paths.bundles, { recursive: true });
    }
    await until(() => shop.messages('certificate stored').length === 5);
    await manager.stop();
    const attempts = (await shop.status())!.attempts;
    expect(attempts.at(-1)!.startedAt.getTime() - attempts[0]!.startedAt.getTime()).toBeGreaterThan(DAY_MS);
    expect(JSON.parse(await readFile(shop.store.paths.status, 'utf8'))).toMatchObject({ need: null });
  });
});
