/**
 * The story this project began with, turned round. Its owner's perfume shop never answered over HTTPS: names and
 * certificates differed, cookies were refused, and the preflight to `app.` was never answered. Here a real ACME server
 * issues one certificate for the three names, and a browser that trusts only that server's root does what failed.
 */
import type { Page, Response } from 'playwright-core';
import { openBrowser, type Browser } from '../setup/browser';
import { startPebble, type Pebble } from '../setup/pebble';
import { freePorts } from '../setup/ports';
import { addToCart, checkOut, PAYS, payWithCard, register, type Shopper } from '../setup/shopper';
import { startSite, type Site } from '../setup/site';

jest.setTimeout(180_000);

const DOMAIN = 'essence-aura.com';
const ORIGIN = `https://${DOMAIN}`;
let pebble: Pebble | undefined;
let site: Site;
let browser: Browser | undefined;
let page: Page;
const responses: Response[] = [];
const failures: string[] = [];

beforeAll(async () => {
  const [httpPort = 0] = await freePorts(1);
  pebble = await startPebble({ httpPort });
  site = await startSite({
    domain: DOMAIN,
    httpPort,
    env: {
      NODE_ENV: 'production',
      CERTIFICATES: 'acme',
      ACME_DIRECTORY_URL: pebble.directoryUrl,
      ACME_CA_FILE: pebble.caFile,
      ACME_EMAIL: 'owner@essence-aura.com',
      PAYMENTS: 'test,bank',
    },
  });
  await certificateServed();
  browser = await openBrowser({
    site,
    trust: [await pebble.rootPem()],
    context: { viewport: { width: 1440, height: 900 } },
  });
  page = await browser.context.newPage();
  page.on('response', (response) => void responses.push(response));
  page.on('requestfailed', (request) => void failures.push(`${request.url()} ${request.failure()?.errorText}`));
});

afterAll(async () => {
  await browser?.close();
  await (site as Site | undefined)?.stop();
  await pebble?.stop();
});

/** The order takes a few seconds; until then the edge answers with a self-signed certificate. */
async function certificateServed(): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!/"origin":"acme /.test(site.logOf('edge'))) {
    if (Date.now() > deadline) throw new Error(`no certificate after a minute:\n${site.logOf('certificates')}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test('one certificate names apex, www and app', async () => {
  const response = await page.goto(ORIGIN);
  expect(response!.status()).toBe(200);
  const names = new Set<string>();
  const ends = { [DOMAIN]: DOMAIN, [`www.${DOMAIN}`]: DOMAIN, [`app.${DOMAIN}`]: `app.${DOMAIN}` };
  for (const [host, end] of Object.entries(ends)) {
    const answer = await page.goto(`https://${host}/`);
    expect(new URL(answer!.url()).host).toBe(end);
    const details = await answer!.securityDetails();
    expect(details!.issuer).toMatch(/^Pebble/);
    names.add(details!.subjectName ?? '');
  }
  expect(names.size).toBe(1);
});

test('http leads to https', async () => {
  const answer = await page.goto(`http://${DOMAIN}/perfumes`);
  expect(answer!.url()).toBe(`${ORIGIN}/perfumes`);
  responses.length = 0;
});

test('she registers, adds a perfume, pays, and sees the order', async () => {
  const shopper: Shopper = { page, origin: ORIGIN, locale: 'ko' };
  await register(shopper, 'story@example.com');
  await addToCart(shopper, 'after-rain');
  expect(await page.locator('main').innerText()).toContain('비 온 뒤');
  await checkOut(shopper, { method: 'test' });
  await payWithCard(shopper, PAYS);
  const number = /\/orders\/(EA-[0-9A-Z]{10})/.exec(page.url())?.[1];
  expect(await page.locator('main').innerText()).toContain(number);
  await page.goto(`${ORIGIN}/account/orders`);
  expect(await page.locator('main').innerText()).toContain(number);
});

test("the story's own call succeeds: credentialed JSON from the apex to app., preflight answered", async () => {
  await page.goto(`${ORIGIN}/perfumes/after-rain`);
  const variantId = Number(
    await page.locator('input[name="variant_id"]:not([disabled])').first().getAttribute('value'),
  );
  const answer = await page.evaluate(
    async ({ url, body }) => {
      const response = await fetch(url, {
        method: 'POST',
        credentials: 'include',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as { cart: { count: number } } };
    },
    { url: `https://app.${DOMAIN}/api/v1/cart/items`, body: { variantId, quantity: 2 } },
  );
  expect(answer).toMatchObject({ status: 201, body: { cart: { count: 2 } } });
  // Playwright doesn't show preflights; the edge's log does.
  const preflights = (): string[] =>
    site
      .logOf('edge')
      .split('\n')
      .filter((line) => line.includes('"method":"OPTIONS"') && line.includes(`"host":"app.${DOMAIN}"`));
  while (preflights().length === 0) await page.waitForTimeout(50);
  const asked = preflights();
  expect(asked[0]).toContain('"status":204');
  await page.goto(`${ORIGIN}/cart`);
  expect(await page.locator('main').innerText()).toContain('비 온 뒤');
});

test('every response came over HTTPS without a certificate error, and every cookie is Secure, HttpOnly and SameSite', async () => {
  expect(responses.length).toBeGreaterThan(20);
  const plain = responses.map((response) => response.url()).filter((url) => !url.startsWith('https://'));
  expect(plain).toEqual([]);
  const served = await Promise.all(responses.map((response) => response.securityDetails()));
  expect(served.every((details) => details?.issuer?.startsWith('Pebble'))).toBe(true);
  expect(failures.filter((failure) => !failure.includes('net::ERR_ABORTED'))).toEqual([]);
  const cookies = await page.context().cookies();
  expect(
    cookies.map(({ name, domain, secure, httpOnly, sameSite }) => ({ name, domain, secure, httpOnly, sameSite })),
  ).toEqual(
    expect.arrayContaining([
      { name: '__Secure-sid', domain: `.${DOMAIN}`, secure: true, httpOnly: true, sameSite: 'Lax' },
      // Of who has signed in: it opens nothing, and is for this host alone.
      { name: '__Host-browser', domain: DOMAIN, secure: true, httpOnly: true, sameSite: 'Lax' },
    ]),
  );
  expect(cookies).toHaveLength(2);
});
