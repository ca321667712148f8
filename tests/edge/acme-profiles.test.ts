/** Kinds of certificates that a CA offers by name, and those that live for days. Debian's Pebble has none. */
import { closeAll, until } from './support/edge';
import { orderUntil, shopWithCa } from './support/fake-orders';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

afterEach(closeAll);

describe('a profile', () => {
  const PROFILES = { shortlived: 'six days', classic: 'as ever', tlsserver: 'https://ca.test/tlsserver' };

  test('is named in the order, and another one means a new certificate at once, which names what it replaces', async () => {
    const start = new Date(Date.now() + 30 * DAY_MS).toISOString();
    const end = new Date(Date.now() + 32 * DAY_MS).toISOString();
    const { shop, ca } = await shopWithCa({
      profiles: PROFILES,
      renewalInfo: { body: { suggestedWindow: { start, end } } },
    });
    await orderUntil(shop, ca, () => shop.hasCertificate());
    ca.behaviour.lifetimeDays = 6;
    await orderUntil(
      shop,
      { ...ca, profile: 'shortlived' },
      async () => (await shop.status())?.certificate?.origin === `acme ${ca.directoryUrl} profile shortlived`,
    );
    expect(ca.orders.map(({ profile }) => profile)).toEqual([undefined, 'shortlived']);
    expect(ca.orders.map(({ replaces }) => replaces !== undefined)).toEqual([false, true]);
    const { certificate, renewal } = (await shop.status())!;
    expect(renewal!.emergencyAt.getTime() - certificate!.notBefore.getTime()).toBe(5 * DAY_MS);
    // The one in use is as it should be: nothing is ordered again.
    const again = await shop.start({ ...ca, profile: 'shortlived' });
    await until(() => shop.isContent());
    await again.stop();
    expect(ca.orders).toHaveLength(2);
  });

  test.each([
    [
      PROFILES,
      /^ACME_PROFILE is shorter, which the CA at 127\.0\.0\.1:\d+ does not offer\. It offers classic, shortlived, tlsserver$/,
    ],
    [null, /^ACME_PROFILE is shorter, and the CA at 127\.0\.0\.1:\d+ offers no profiles: leave it empty$/],
  ])('that the directory does not list is refused with what it lists: %o', async (profiles, reason) => {
    const { shop, ca } = await shopWithCa({ profiles });
    await orderUntil(shop, { ...ca, profile: 'shorter' }, () => shop.messages('no new certificate').length > 0);
    expect(shop.messages('no new certificate')[0]?.['reason']).toMatch(reason);
    expect(ca.orders).toEqual([]);
  });

  test('is kept where the CA will not hear of the predecessor, and what the CA says against it is told', async () => {
    const { shop, ca } = await shopWithCa({
      profiles: PROFILES,
      refuseOrder: ({ profile }) =>
        profile === undefined ? null : { status: 403, type: 'invalidProfile', detail: 'not for this account' },
    });
    await orderUntil(shop, { ...ca, profile: 'shortlived' }, () => shop.messages('no new certificate').length > 0);
    expect(shop.messages('no new certificate')[0]?.['reason']).toBe(
      'the CA answered 403 invalidProfile: not for this account',
    );
    expect(ca.orders.map(({ profile }) => profile)).toEqual(['shortlived']);
  });
});

describe('a certificate that lives for six days', () => {
  test('has its CA asked about it within half a day, even where that asks for a day', async () => {
    const start = new Date(Date.now() + 2 * DAY_MS).toISOString();
    const end = new Date(Date.now() + 3 * DAY_MS).toISOString();
    const { shop, ca } = await shopWithCa({
      lifetimeDays: 6,
      renewalInfo: { body: { suggestedWindow: { start, end } }, retryAfter: '86400' },
    });
    await orderUntil(shop, ca, async () => (await shop.status())?.renewalInfo != null);
    const { renewalInfo } = (await shop.status())!;
    const waitMs = renewalInfo!.askAgainAt.getTime() - shop.clock.now().getTime();
    expect(waitMs).toBeLessThanOrEqual(12 * HOUR_MS);
    expect(waitMs).toBeGreaterThan(11 * HOUR_MS);
  });
});
