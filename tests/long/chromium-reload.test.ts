/**
 * What a browser loses while the edge is reloaded: Chromium over HTTP/2, a page that fetches without a pause. Measured
 * apart from ./reload.test.ts because a browser decides for itself what it sends again. Where it loses one, its own log of
 * its network is kept beside the report.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectPaths } from '../../server/config/paths';
import { openBrowser, type Browser } from '../setup/browser';
import { createInstallation, type Installation } from '../setup/pm2';

jest.setTimeout(1_800_000);

const RELOADS = 60;
const LOOPS = 10;
const OUTPUT = path.join(projectPaths().root, 'tests', '.output');
const NET_LOG = path.join(OUTPUT, 'chromium-reload-net.json');

interface Loss {
  readonly at: string;
  readonly url: string;
  readonly error: string;
  /** True when an answer had begun. */
  readonly answered: boolean;
}

let site: Installation;
let browser: Browser | undefined;
let nothingWasLost = false;

beforeAll(async () => {
  await mkdir(OUTPUT, { recursive: true });
  site = await createInstallation({ NODE_ENV: 'production', PAGE_CACHE: 'off' });
  await site.makeRelease('one');
  await site.switchTo('one');
  await site.pm2('start', 'current/ecosystem.config.js');
  await site.pm2('scale', 'shop', '1').catch(() => undefined);
  await site.edgeHealth();
  await site.shopHealth();
  browser = await openBrowser({
    site: { domain: site.domain, httpPort: site.ports.http, httpsPort: site.ports.https },
    trust: [site.caPem()],
    flags: [`--log-net-log=${NET_LOG}`],
  });
});

afterAll(async () => {
  await browser?.close();
  if (nothingWasLost) await rm(NET_LOG, { force: true });
  await site.remove();
});

/** As DevTools reports them: the page's script is told nothing but "Failed to fetch". */
async function watchLosses(page: Page): Promise<Loss[]> {
  const losses: Loss[] = [];
  const asked = new Map<string, string>();
  const answered = new Set<string>();
  const devTools = await page.context().newCDPSession(page);
  devTools.on('Network.requestWillBeSent', ({ requestId, request }) => asked.set(requestId, request.url));
  devTools.on('Network.responseReceived', ({ requestId }) => answered.add(requestId));
  devTools.on('Network.loadingFinished', ({ requestId }) => {
    asked.delete(requestId);
    answered.delete(requestId);
  });
  devTools.on('Network.loadingFailed', ({ requestId, errorText }) => {
    const url = asked.get(requestId) ?? '';
    losses.push({ at: new Date().toISOString(), url, error: errorText, answered: answered.has(requestId) });
  });
  await devTools.send('Network.enable');
  return losses;
}

interface Counted {
  readonly requests: number;
  readonly wrong: number;
  readonly protocols: readonly string[];
}

/** Fetches until it is told to stop, in the page itself. */
function startFetching(page: Page): Promise<Counted> {
  return page.evaluate(async (loops) => {
    const scope = globalThis as unknown as { stopFetching: boolean };
    scope.stopFetching = false;
    let requests = 0;
    let wrong = 0;
    const protocols = new Set<string>();
    const loop = async (): Promise<void> => {
      while (!scope.stopFetching) {
        const number = requests++;
        try {
          const response = await fetch(`/robots.txt?${number}`);
          if ((await response.text()) === '' || response.status !== 200) wrong += 1;
        } catch {
          wrong += 1;
        }
        for (const entry of performance.getEntriesByType('resource')) {
          protocols.add((entry as unknown as { nextHopProtocol: string }).nextHopProtocol);
        }
        performance.clearResourceTimings();
      }
    };
    await Promise.all(Array.from({ length: loops }, loop));
    return { requests, wrong, protocols: [...protocols] };
  }, LOOPS);
}

test('Chromium over HTTP/2 loses no request while the edge is reloaded again and again', async () => {
  const page = await browser!.context.newPage();
  await page.goto(`https://${site.domain}/terms`);
  const losses = await watchLosses(page);
  const fetching = startFetching(page);
  const reloads: { readonly at: string; readonly seconds: number }[] = [];
  for (let n = 1; n <= RELOADS; n++) {
    const startedAtMs = performance.now();
    const at = new Date().toISOString();
    await site.pm2('reload', 'edge');
    reloads.push({ at, seconds: Math.round((performance.now() - startedAtMs) / 100) / 10 });
    if (n % 5 === 0) process.stdout.write(`  ${n} reloads of ${RELOADS}, ${losses.length} requests lost\n`);
  }
  await page.evaluate(() => ((globalThis as unknown as { stopFetching: boolean }).stopFetching = true));
  const counted = await fetching;
  const report = { ...counted, lost: losses.length, losses, reloads };
  await writeFile(path.join(OUTPUT, 'chromium-reload.json'), `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(
    `chromium-reload: ${losses.length} of ${counted.requests} requests lost during ${RELOADS} reloads of the edge: tests/.output/chromium-reload.json\n`,
  );
  nothingWasLost = losses.length === 0;
  expect(counted.protocols).toEqual(['h2']);
  expect(counted.requests).toBeGreaterThan(RELOADS * 20);
  expect(losses).toEqual([]);
  expect(counted.wrong).toBe(0);
});
