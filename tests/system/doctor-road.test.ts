/** The road from outside to the real processes: nothing is found while all is well, and what is stopped is named. */
import { look, type Place, type Sight } from '../edge/doctor/road';
import { lend } from '../setup/lend';
import { freePort } from '../setup/ports';
import { startSite, type Site } from '../setup/site';

const DOMAIN = 'essence-aura.localhost';
const RUNS = 10;

// Four processes and a catalogue are started first, and two of them again.
jest.setTimeout(180_000);

const site = lend({
  open: async (): Promise<Site & { readonly publicPort: number }> => {
    // Redirects name the port that browsers use: here the edge's own.
    const publicPort = await freePort();
    const env = { HTTPS_PORT: String(publicPort), PUBLIC_HTTPS_PORT: String(publicPort) };
    return { ...(await startSite({ domain: DOMAIN, env })), publicPort };
  },
  close: ({ stop }) => stop(),
});

const see = (more: Partial<Place> = {}): Promise<Sight> =>
  look({
    ...{ domain: DOMAIN, httpPort: site.httpPort, httpsPort: site.publicPort, isPublic: false },
    extraRoots: [site.caPem()],
    ...more,
  });

test('the site as it runs: nothing is found, again and again, in a few seconds', async () => {
  for (let run = 0; run < RUNS; run++) {
    const { ids, unlooked, tookMs } = await see();
    expect(ids).toEqual([]);
    expect(unlooked).toEqual([expect.stringContaining('innerPorts')]);
    expect(tookMs).toBeLessThan(10_000);
  }
});

test('who doesn’t trust the development authority is told that it is one', async () => {
  expect((await see({ extraRoots: [] })).ids).toEqual(['CERT-31']);
});

test('the shop is stopped: the edge is well, and says that nobody is behind it', async () => {
  await site.process('shop').stop();
  try {
    expect((await see()).ids[0]).toBe('PRX-NOBODY');
  } finally {
    await site.process('shop').start();
  }
});

test('the edge is stopped: the doors are closed', async () => {
  await site.process('edge').stop();
  try {
    expect((await see()).ids).toEqual(['NET-REFUSED']);
  } finally {
    await site.process('edge').start();
  }
});
